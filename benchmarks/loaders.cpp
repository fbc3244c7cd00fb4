// SPDX-License-Identifier: MIT
// How many bytes of a CSV file become rows of numbers in a second, and in how much memory?
#include "../examples/score/thread_pool.hpp"

#include <arenite/load/csv_batches.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <exception>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#if __has_include(<fast_float/fast_float.h>)
#include <fast_float/fast_float.h>
#endif

namespace {

constexpr auto usage =
    "usage: loaders FILE [--float|--double] [--columns I,J,…] [--instructions portable|avx2|avx512] [--buffer BYTES] "
    "[--batch ROWS] [--threads N] [--repeat N] [--sums] [--numbers from_chars|fast_float]\n       loaders --idle\n";

struct options {
    std::string path;
    std::vector<std::size_t> columns;  ///< by their place in the file; empty: all
    std::string_view instructions;     ///< empty: the best of this processor
    std::string_view numbers;          ///< empty: the loader; else what parses fields that are in memory
    arenite::csv_options reading{.header = arenite::csv_header::yes};
    std::size_t threads = 0;  ///< of the workers, in wall time; 0: one, in processor time
    std::size_t repeat = 1;
    bool doubles = false, sums = false, idle = false;
};

std::size_t number_of(std::string_view text) {
    std::size_t number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) throw std::invalid_argument{usage};
    return number;
}

/// The parts of a text between delimiters.
std::vector<std::string_view> parts_of(std::string_view text, char delimiter = ',') {
    std::vector<std::string_view> parts;
    for (auto rest = text;; rest.remove_prefix(parts.back().size() + 1)) {
        parts.push_back(rest.substr(0, rest.find(delimiter)));
        if (parts.back().size() == rest.size()) return parts;
    }
}

std::vector<std::size_t> numbers_of(std::string_view text) {
    std::vector<std::size_t> numbers;
    std::ranges::transform(parts_of(text), std::back_inserter(numbers), number_of);
    return numbers;
}

options parse(std::vector<std::string_view> const& words) {
    options parsed;
    for (std::size_t i = 0; i != words.size(); ++i) {
        auto const value = [&] { return i + 1 < words.size() ? words[++i] : throw std::invalid_argument{usage}; };
        if (words[i] == "--float") parsed.doubles = false;
        else if (words[i] == "--double") parsed.doubles = true;
        else if (words[i] == "--sums") parsed.sums = true;
        else if (words[i] == "--idle") parsed.idle = true;
        else if (words[i] == "--columns") parsed.columns = numbers_of(value());
        else if (words[i] == "--instructions") parsed.instructions = value();
        else if (words[i] == "--numbers") parsed.numbers = value();
        else if (words[i] == "--buffer") parsed.reading.buffer_bytes = number_of(value());
        else if (words[i] == "--batch") parsed.reading.batch_rows = number_of(value());
        else if (words[i] == "--threads") parsed.threads = number_of(value());
        else if (words[i] == "--repeat") parsed.repeat = std::max<std::size_t>(number_of(value()), 1);
        else if (words[i].starts_with("--") || !parsed.path.empty()) throw std::invalid_argument{usage};
        else parsed.path = words[i];
    }
    if (parsed.path.empty() != parsed.idle) throw std::invalid_argument{usage};
    return parsed;
}

/// Bytes of this process that are in physical memory: `VmRSS` now, `VmHWM` at most so far.
std::uint64_t memory(std::string_view which) {
    std::ifstream status{"/proc/self/status"};
    for (std::string word; status >> word;)
        if (word.starts_with(which)) return status >> word, number_of(word) * 1024;
    return 0;
}

/// Processor time of the process, or wall time.
double seconds_now(bool wall) {
    timespec now{};
    ::clock_gettime(wall ? CLOCK_MONOTONIC : CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// What a pass met.
struct result {
    std::uint64_t bytes = 0, rows = 0, missing = 0;
    std::uint64_t held = 0;    ///< memory of the process at the end, with everything still there
    std::vector<double> sums;  ///< of each wanted column; empty: not asked for
};

/// The names in a file's first line, those of the wanted columns.
struct header {
    std::string line;
    std::vector<arenite::column> columns;
    std::vector<bool> wanted;  ///< by the place in the file

    explicit header(options const& chosen) {
        std::ifstream file{chosen.path, std::ios::binary};
        if (!std::getline(file, line)) throw std::runtime_error{chosen.path + " has no line"};
        if (line.ends_with('\r')) line.pop_back();
        auto const names = parts_of(line);
        wanted.assign(names.size(), chosen.columns.empty());
        for (auto const i : chosen.columns) wanted.at(i) = true;
        for (std::size_t i = 0; i != names.size(); ++i)
            if (wanted[i]) columns.push_back(arenite::number(names[i]));
    }
};

void choose_instructions(arenite::csv_options& reading, std::string_view name) {
    if (name.empty()) return;
    using enum arenite::detail::instruction_set;
    reading.instructions = name == "portable" ? portable
                           : name == "avx2"   ? avx2
                           : name == "avx512" ? avx512
                                              : throw std::invalid_argument{usage};
}

template <class T>
void add_batch(arenite::batch_view<T const> batch, result& met) {
    for (std::size_t r = 0; r != batch.rows(); ++r)
        for (std::size_t c = 0; c != batch.cols(); ++c) {
            auto const number = static_cast<double>(batch(r, c));
            if (number != number) ++met.missing;
            else met.sums[c] += number;
        }
}

template <class T>
result read_file(options const& chosen, arenite::schema_view columns, arenite::workers crew) {
    arenite::csv_batches<T> batches{chosen.path, columns, chosen.reading, crew};
    result met;
    if (chosen.sums) met.sums.resize(columns.size());
    for (auto const batch : batches) {
        met.rows += batch.rows();
        if (chosen.sums) add_batch<T>(batch, met);
    }
    met.bytes = batches.bytes_read();
    met.held = memory("VmRSS");  // exact, while the system's own peak is as of its last look
    return met;
}

/// The wanted fields, without quotes, of the first lines of a file, which are held in memory.
struct fields_in_memory {
    std::string text;
    std::vector<std::string_view> fields;
    std::uint64_t rows = 0;

    fields_in_memory(options const& chosen, std::vector<bool> const& wanted) {
        constexpr std::size_t most = std::size_t{64} << 20;
        std::ifstream file{chosen.path, std::ios::binary};
        std::string first_line;
        std::getline(file, first_line);
        text.resize(most);
        file.read(text.data(), static_cast<std::streamsize>(most));
        text.resize(static_cast<std::size_t>(file.gcount()));
        split(wanted);
    }

private:
    /// Only whole records count: the text is cut behind the last of them.
    void split(std::vector<bool> const& wanted) {
        std::size_t begin = 0, column = 0, end_of_rows = 0, fields_of_rows = 0;
        bool quoted = false;
        for (std::size_t i = 0; i != text.size(); ++i) {
            if (text[i] == '"') quoted = !quoted;
            if (quoted || (text[i] != ',' && text[i] != '\n')) continue;
            if (wanted[column]) fields.push_back(without_quotes({text.data() + begin, i - begin}));
            begin = i + 1;
            if (text[i] == ',') ++column;
            else column = 0, ++rows, end_of_rows = begin, fields_of_rows = fields.size();
        }
        text.resize(end_of_rows);
        fields.resize(fields_of_rows);
    }

    static std::string_view without_quotes(std::string_view field) {
        if (field.ends_with('\r')) field.remove_suffix(1);
        return field.starts_with('"') ? field.substr(1, field.size() - 2) : field;
    }
};

/// As little as can be done beside the parsing of each field: numbers are stored, one behind the other, again and
/// again.
template <class T, class Parse>
result parse_fields(fields_in_memory const& held, Parse parse_field) {
    std::vector<T> tile(28 * 1024);
    std::size_t at = 0;
    result met{.bytes = held.text.size(), .rows = held.rows, .sums = {}};
    for (auto const field : held.fields) {
        if (!parse_field(field, tile[at])) ++met.missing;
        at = at + 1 == tile.size() ? 0 : at + 1;
    }
    return met;
}

template <class T>
result parse_with_from_chars(fields_in_memory const& held) {
    return parse_fields<T>(held, [](std::string_view field, T& number) {
        return std::from_chars(field.data(), field.data() + field.size(), number).ec == std::errc{};
    });
}

template <class T>
result parse_with_fast_float([[maybe_unused]] fields_in_memory const& held) {
#if __has_include(<fast_float/fast_float.h>)
    return parse_fields<T>(held, [](std::string_view field, T& number) {
        return fast_float::from_chars(field.data(), field.data() + field.size(), number).ec == std::errc{};
    });
#else
    throw std::runtime_error{"fast_float was not there when this program was built"};
#endif
}

void print(options const& chosen, result const& met, std::size_t columns, std::vector<double> seconds,
           std::uint64_t start) {
    std::ranges::sort(seconds);
    auto const median = seconds[seconds.size() / 2], fields = static_cast<double>(met.rows * columns);
    auto const peak = std::max(memory("VmHWM"), met.held);
    std::printf(
        "{\"file\": \"%s\", \"bytes\": %ju, \"rows\": %ju, \"fields\": %.0f, \"median_seconds\": %.6f, "
        "\"best_seconds\": %.6f, \"gb_per_s\": %.4f, \"ns_per_field\": %.3f, \"peak_bytes\": %ju, "
        "\"peak_bytes_above_start\": %ju, \"missing\": %ju, \"sums\": [",
        chosen.path.c_str(), std::uintmax_t{met.bytes}, std::uintmax_t{met.rows}, fields, median, seconds.front(),
        static_cast<double>(met.bytes) * 1e-9 / median, median * 1e9 / fields, std::uintmax_t{peak},
        std::uintmax_t{peak - std::min(peak, start)}, std::uintmax_t{met.missing});
    for (std::size_t i = 0; i != met.sums.size(); ++i) std::printf(i == 0 ? "%.17g" : ", %.17g", met.sums[i]);
    std::printf("]}\n");
}

template <class Pass>
void measure(options const& chosen, std::size_t columns, Pass pass) {
    auto const start = memory("VmRSS");
    std::vector<double> seconds;
    result met;
    for (std::size_t i = 0; i != chosen.repeat; ++i) {
        bool const wall = chosen.threads != 0;
        auto const begin = seconds_now(wall);
        met = pass();
        seconds.push_back(seconds_now(wall) - begin);
    }
    print(chosen, met, columns, seconds, start);
}

template <class T>
void run(options const& chosen) {
    header const read{chosen};
    if (chosen.numbers.empty()) {
        arenite::schema const columns{read.columns};
        auto const count = std::max<std::size_t>(chosen.threads, 1);
        thread_pool threads{count};
        arenite::workers const crew{threads, count};
        return measure(chosen, columns.size(), [&] { return read_file<T>(chosen, columns, crew); });
    }
    fields_in_memory const held{chosen, read.wanted};
    if (chosen.numbers == "from_chars")
        measure(chosen, read.columns.size(), [&] { return parse_with_from_chars<T>(held); });
    else if (chosen.numbers == "fast_float")
        measure(chosen, read.columns.size(), [&] { return parse_with_fast_float<T>(held); });
    else throw std::invalid_argument{usage};
}

}  // namespace

int main(int count, char** arguments) {
    try {
        auto chosen = parse({arguments + 1, arguments + count});
        choose_instructions(chosen.reading, chosen.instructions);
        if (chosen.idle) std::printf("{\"peak_bytes\": %ju}\n", std::uintmax_t{memory("VmHWM")});
        else if (chosen.doubles) run<double>(chosen);
        else run<float>(chosen);
    } catch (std::exception const& error) {
        return std::fprintf(stderr, "%s\n", error.what()), 1;
    }
}
