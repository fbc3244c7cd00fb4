// SPDX-License-Identifier: MIT
// What does a row cost in a trained tree ensemble, and are its margins the trainer's, bit by bit?
#include <arenite/arenite.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <exception>
#include <fstream>
#include <functional>
#include <limits>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace {

constexpr auto usage =
    "usage: forests MODEL ROWS.npy [MARGINS.npy] [--rows N,N…] [--seconds S] [--door scratch|stack|workers] "
    "[--threads N] [--first-rounds N] [--instructions portable|avx2|avx512] [--double] [--column-major] [--cold] "
    "[--predictions]\n";

struct options {
    std::vector<std::string> paths;  ///< model, rows, the trainer's margins or not
    std::vector<std::size_t> row_counts{1, 64, 512, 4096};
    std::string_view door;    ///< empty: with a scratch and without
    double seconds = 0.3;     ///< for each measurement
    std::size_t threads = 1;  ///< of the workers
    std::size_t first_rounds = arenite::all_rounds;
    std::string_view instructions;  ///< empty: the best of this processor
    bool doubles = false, column_major = false, cold = false;
    bool predictions = false;  ///< of an averaged forest are compared, not margins
};

/// "1,64" as numbers.
std::vector<std::size_t> numbers_of(std::string_view text) {
    std::vector<std::size_t> numbers;
    for (auto next = text.data(); next < text.data() + text.size(); ++next) {
        auto const [end, error] = std::from_chars(next, text.data() + text.size(), numbers.emplace_back());
        if (error != std::errc{} || numbers.back() == 0) throw std::invalid_argument{usage};
        next = end;
    }
    return numbers;
}

options parse(std::vector<std::string_view> const& words) {
    options parsed;
    for (std::size_t i = 0; i != words.size(); ++i) {
        auto const value = [&] { return i + 1 < words.size() ? words[++i] : throw std::invalid_argument{usage}; };
        if (words[i] == "--double") parsed.doubles = true;
        else if (words[i] == "--column-major") parsed.column_major = true;
        else if (words[i] == "--cold") parsed.cold = true;
        else if (words[i] == "--predictions") parsed.predictions = true;
        else if (words[i] == "--rows") parsed.row_counts = numbers_of(value());
        else if (words[i] == "--door") parsed.door = value();
        else if (words[i] == "--instructions") parsed.instructions = value();
        else if (words[i] == "--threads") parsed.threads = numbers_of(value()).at(0);
        else if (words[i] == "--first-rounds") parsed.first_rounds = numbers_of(value()).at(0);
        else if (words[i] == "--seconds") parsed.seconds = std::stod(std::string{value()});
        else if (words[i].starts_with("--")) throw std::invalid_argument{usage};
        else parsed.paths.emplace_back(words[i]);
    }
    if (parsed.paths.size() < 2 || parsed.paths.size() > 3) throw std::invalid_argument{usage};
    return parsed;
}

/// An array of numpy's: version 1, row by row, of float or double, which become T.
template <class T>
struct array {
    std::size_t rows = 0, cols = 1;
    std::vector<T> values;
};

std::string header_of(std::ifstream& file, std::string const& path) {
    char start[10]{};
    file.read(start, sizeof start);
    if (!file || std::string_view{start, 7} != std::string_view{"\x93NUMPY\x01", 7})
        throw std::runtime_error{path + " is no .npy file of version 1"};
    std::string header(static_cast<unsigned char>(start[8]) + 256U * static_cast<unsigned char>(start[9]), ' ');
    file.read(header.data(), static_cast<std::streamsize>(header.size()));
    if (header.find("'fortran_order': False") == header.npos) throw std::runtime_error{path + " is not in C order"};
    return header;
}

template <class Stored, class T>
void read_values(std::ifstream& file, std::string const& path, std::vector<T>& values) {
    std::vector<Stored> stored(values.size());
    file.read(reinterpret_cast<char*>(stored.data()), static_cast<std::streamsize>(stored.size() * sizeof(Stored)));
    if (!file) throw std::runtime_error{path + " is shorter than it says"};
    std::ranges::transform(stored, values.begin(), [](Stored value) { return static_cast<T>(value); });
}

template <class T>
array<T> read_array(std::string const& path) {
    std::ifstream file{path, std::ios::binary};
    auto const header = header_of(file, path);
    array<T> read;
    if (std::sscanf(header.c_str() + header.find("'shape': ("), "'shape': (%zu, %zu", &read.rows, &read.cols) < 1)
        throw std::runtime_error{path + " has no shape"};
    read.values.resize(read.rows * read.cols);
    if (header.find("'<f4'") != header.npos) read_values<float>(file, path, read.values);
    else if (header.find("'<f8'") != header.npos) read_values<double>(file, path, read.values);
    else throw std::runtime_error{path + " holds neither float nor double"};
    return read;
}

double seconds_of(clockid_t clock) {
    timespec now{};
    ::clock_gettime(clock, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// The least time of one call of `pass`, on `clock`, among all that begin within `seconds` of wall time.
double best_seconds(clockid_t clock, double seconds, std::function<void()> const& pass) {
    auto best = std::numeric_limits<double>::infinity();
    auto const end = seconds_of(CLOCK_MONOTONIC) + seconds;
    do {
        auto const begin = seconds_of(clock);
        pass();
        best = std::min(best, seconds_of(clock) - begin);
    } while (seconds_of(CLOCK_MONOTONIC) < end);
    return best;
}

/// Writes more bytes than caches hold, so that what comes next finds nothing there.
void sweep_caches() {
    static std::vector<std::size_t> swept(std::size_t{1} << 23);
    for (auto& word : swept) ++word;
}

/// The median time of `call`, with caches swept before each; calls are numbered.
double median_seconds_when_cold(clockid_t clock, double seconds, std::function<void(std::size_t)> const& call) {
    std::vector<double> taken;
    auto const end = seconds_of(CLOCK_MONOTONIC) + seconds;
    do {
        sweep_caches();
        auto const begin = seconds_of(clock);
        call(taken.size());
        taken.push_back(seconds_of(clock) - begin);
    } while (seconds_of(CLOCK_MONOTONIC) < end);
    auto const middle = taken.begin() + static_cast<std::ptrdiff_t>(taken.size() / 2);
    std::ranges::nth_element(taken, middle);
    return *middle;
}

/// One model with rows of In and scores of Out.
template <class In, class Out>
class measurements {
public:
    measurements(arenite::model const& model, options const& chosen)
        : model_(model), chosen_(chosen), rows_(read_array<In>(chosen.paths[1])) {
        if (rows_.cols != model.cols()) throw std::runtime_error{"the rows have not the columns of the model"};
        if (chosen.column_major) lay_in_columns();
        auto const most = std::ranges::max(chosen.row_counts);
        if (most > rows_.rows) throw std::runtime_error{"there are fewer rows than --rows asks for"};
        scores_.resize(std::max(most, rows_.rows) * outputs());
    }

    void run() {
        if (chosen_.paths.size() == 3) compare();
        for (auto const n : chosen_.row_counts) run(n);
    }

private:
    [[nodiscard]] std::size_t outputs() const { return model_.margins().outputs(); }

    [[nodiscard]] arenite::batch_view<In const> rows(std::size_t first, std::size_t count) const {
        auto const down = static_cast<std::ptrdiff_t>(chosen_.column_major ? 1 : rows_.cols);
        auto const across = static_cast<std::ptrdiff_t>(chosen_.column_major ? rows_.rows : 1);
        arenite::batch_view<In const> const all{rows_.values.data(), rows_.rows, rows_.cols, down, across};
        return all.middle_rows(first, count);
    }
    [[nodiscard]] arenite::batch_view<Out> scores(std::size_t count) { return {scores_.data(), count, outputs()}; }

    void lay_in_columns() {
        auto const row_major = rows_.values;
        for (std::size_t i = 0; i != row_major.size(); ++i)
            rows_.values[i % rows_.cols * rows_.rows + i / rows_.cols] = row_major[i];
    }

    /// How many rows have other margins than the trainer's, by their bits.
    void compare() {
        auto const expected = read_array<Out>(chosen_.paths[2]);
        auto const count = std::min(expected.rows, rows_.rows);
        arenite::scratch const scratch{model_.margins(), 4096};
        if (chosen_.predictions) arenite::predict(model_, rows(0, count), scores(count), scratch);
        else arenite::predict(model_.margins(), rows(0, count), scores(count), scratch);
        std::size_t different = 0;
        for (std::size_t r = 0; r != count; ++r)
            different +=
                std::memcmp(&scores_[r * outputs()], &expected.values[r * outputs()], outputs() * sizeof(Out)) != 0;
        std::printf("{\"model\": \"%s\", \"compared_rows\": %zu, \"different_rows\": %zu}\n", chosen_.paths[0].c_str(),
                    count, different);
    }

    void run(std::size_t n) {
        auto const& door = chosen_.door;
        if (door.empty() || door == "scratch") run_with_scratch(n);
        if (door.empty() || door == "stack") run_without_scratch(n);
        if (door == "workers") run_on_workers(n);
    }

    void run_with_scratch(std::size_t n) {
        arenite::scratch const scratch{model_.margins(), n};
        measure(n, "scratch", scratch.bytes().size(), CLOCK_PROCESS_CPUTIME_ID,
                [&](auto x, auto y) { arenite::predict(model_.margins(), x, y, scratch); });
    }

    void run_without_scratch(std::size_t n) {
        if (model_.scratch_bytes(1) > arenite::stack_scratch_bytes) return;
        measure(n, "stack", 0, CLOCK_PROCESS_CPUTIME_ID,
                [&](auto x, auto y) { arenite::predict(model_.margins(), x, y); });
    }

    /// Wall time, with that of starting the threads.
    void run_on_workers(std::size_t n) {
        auto const threads = [](std::size_t tasks, arenite::task_ref task) {
            std::vector<std::jthread> started;
            for (std::size_t i = 1; i < tasks; ++i) started.emplace_back(task, i);
            task(0);
        };
        arenite::workers const crew{threads, chosen_.threads};
        arenite::scratch const scratch{model_.margins(), n, crew};
        measure(n, "workers", scratch.bytes().size(), CLOCK_MONOTONIC,
                [&](auto x, auto y) { arenite::predict(crew, model_.margins(), x, y, scratch); });
    }

    /// A pass calls `predict` for several batches of `n` rows, one behind the other, so that no row is learnt by heart.
    template <class Predict>
    void measure(std::size_t n, char const* door, std::size_t scratch_bytes, clockid_t clock, Predict predict) {
        auto const calls = std::clamp<std::size_t>(4096 / n, 1, rows_.rows / n);
        auto const one_call = [&](std::size_t call) { predict(rows(call % calls * n, n), scores(n)); };
        auto const all_calls = [&] {
            for (std::size_t call = 0; call != calls; ++call) one_call(call);
        };
        auto const seconds = chosen_.cold
                                 ? median_seconds_when_cold(clock, chosen_.seconds, one_call)
                                 : best_seconds(clock, chosen_.seconds, all_calls) / static_cast<double>(calls);
        print(n, door, scratch_bytes, seconds / static_cast<double>(n));
    }

    void print(std::size_t n, char const* door, std::size_t scratch_bytes, double seconds_per_row) const {
        auto const nodes = static_cast<double>(model_.nodes());
        std::printf(
            "{\"model\": \"%s\", \"n\": %zu, \"door\": \"%s\", "
            "\"ns_per_row_tree\": %.4f, \"us_per_row\": %.5f, "
            "\"model_bytes\": %zu, \"scratch_bytes\": %zu, \"nodes\": %zu, \"bytes_per_node\": %.2f}\n",
            chosen_.paths[0].c_str(), n, door, seconds_per_row * 1e9 / static_cast<double>(model_.trees()),
            seconds_per_row * 1e6, model_.bytes(), scratch_bytes, model_.nodes(),
            static_cast<double>(model_.bytes()) / nodes);
        std::fflush(stdout);
    }

    arenite::model const& model_;
    options const& chosen_;
    array<In> rows_;
    std::vector<Out> scores_;
};

arenite::detail::instruction_set instructions_called(std::string_view name) {
    using arenite::detail::instruction_set;
    auto const set = name == "portable" ? instruction_set::portable
                     : name == "avx2"   ? instruction_set::avx2
                     : name == "avx512" ? instruction_set::avx512
                                        : throw std::invalid_argument{usage};
    if (set > arenite::detail::best_instruction_set()) throw std::runtime_error{"not on this processor"};
    return set;
}

template <class T>
void prepare_for(arenite::model& model, std::string_view instructions) {
    if (auto* const trees = model.get_if<arenite::tree_ensemble<T>>(); trees != nullptr && !instructions.empty())
        trees->prepare_for(instructions_called(instructions), arenite::system_memory());
}

/// Scores in the precision of the trainer; rows as asked.
void measure_model(options const& chosen) {
    auto model = arenite::load_model(chosen.paths[0], arenite::load_options{.rounds = chosen.first_rounds});
    prepare_for<float>(model, chosen.instructions);
    prepare_for<double>(model, chosen.instructions);
    bool const float_scores = model.info().output == arenite::precision::float32;
    if (chosen.doubles && float_scores) measurements<double, float>{model, chosen}.run();
    else if (chosen.doubles) measurements<double, double>{model, chosen}.run();
    else if (float_scores) measurements<float, float>{model, chosen}.run();
    else measurements<float, double>{model, chosen}.run();
}

}  // namespace

int main(int count, char** arguments) {
    try {
        measure_model(parse({arguments + 1, arguments + count}));
    } catch (std::exception const& error) {
        return std::fprintf(stderr, "%s\n", error.what()), 1;
    }
}
