// SPDX-License-Identifier: MIT
#include <arenite/format/save_model.hpp>

#include "format/trainer_answers.hpp"
#include "malloc_probe.hpp"
#include "oracle.hpp"
#include "own_files.hpp"
#include "process_memory.hpp"
#include "random_ensemble.hpp"
#include "temporary_file.hpp"

#include <arenite/batch/admit.hpp>
#include <arenite/batch/schema_hash.hpp>
#include <arenite/format/load_model.hpp>
#include <arenite/load/batches_from.hpp>
#include <arenite/model/describe_model.hpp>
#include <arenite/predict/score_with.hpp>

#include <doctest/doctest.h>

#include <fstream>
#include <set>
#include <sstream>

#include <sys/wait.h>
#include <unistd.h>

namespace {

using namespace arenite::literals;
using arenite::file_checks, arenite::file_use, arenite::load_model, arenite::save_model;
using own_files::load, own_files::saved;

std::vector<oracle::test_case> all_cases() {
    auto all = oracle::cases();
    for (auto const* const list : {"sklearn.csv", "onnx.csv"})
        for (auto& more : oracle::cases(list)) all.push_back(std::move(more));
    return all;
}

template <class Number>
void require_same_bits(std::vector<Number> const& one, std::vector<Number> const& other) {
    REQUIRE(one.size() == other.size());
    REQUIRE((one.empty() || std::memcmp(one.data(), other.data(), one.size() * sizeof(Number)) == 0));
}

void require_same_answers(arenite::model const& one, arenite::model const& other, std::vector<double> const& rows) {
    using oracle::score;
    require_same_bits(score<double>(one, rows), score<double>(other, rows));
    if (one.margins().outputs() != 0)
        require_same_bits(score<double>(one.margins(), rows), score<double>(other.margins(), rows));
    REQUIRE(one.labels().outputs() == other.labels().outputs());
    if (one.labels().outputs() != 0)
        require_same_bits(score<double>(one.labels(), rows), score<double>(other.labels(), rows));
    REQUIRE(one.leaves().outputs() == other.leaves().outputs());
    if (one.leaves().outputs() != 0)
        require_same_bits(score<std::int32_t>(one.leaves(), rows), score<std::int32_t>(other.leaves(), rows));
}

/// Without what is said of the file and what the parts take beside what is counted.
std::string description(arenite::model const& model) {
    std::stringstream text;
    text << model.describe();
    std::string kept;
    for (std::string line; std::getline(text, line);)
        if (!line.starts_with("format") && !line.starts_with("origin") && !line.starts_with("bytes") &&
            !line.starts_with("  others") && !line.starts_with("  recoding") &&
            !line.starts_with("  linear functions") && !line.starts_with("  kernels"))
            kept += line + '\n';
    return kept;
}

/// Of a mapping, how much this process alone has in memory, and how much others have too.
struct mapped_bytes {
    std::size_t own = 0, shared = 0;
};
mapped_bytes bytes_in_memory(std::span<std::byte const> mapping) {
    std::ostringstream address;
    address << std::hex << reinterpret_cast<std::uintptr_t>(mapping.data()) << '-';
    std::ifstream maps{"/proc/self/smaps"};
    std::string line;
    while (std::getline(maps, line) && !line.starts_with(address.str())) {
    }
    mapped_bytes found;
    while (std::getline(maps, line) && !line.starts_with("VmFlags")) {
        auto const kibibytes = line.find_first_of("0123456789");
        if (line.starts_with("Shared_")) found.shared += 1024 * std::stoul(line.substr(kibibytes));
        if (line.starts_with("Private_")) found.own += 1024 * std::stoul(line.substr(kibibytes));
    }
    return found;
}

/// Maps a model and scores with it.
arenite::model mapped_and_used(std::string const& path) {
    auto model = load_model(path, {.use = file_use::mapped});
    static_cast<void>(oracle::score<double>(model, std::vector<double>(100 * model.cols(), 0.5)));
    return model;
}

/// Another process that maps a model when it is told to, and keeps it until this goes.
class other_process {
public:
    explicit other_process(std::string const& path) {
        REQUIRE(::pipe(told_.data()) == 0);
        REQUIRE(::pipe(tells_.data()) == 0);
        child_ = ::fork();
        if (child_ == 0) run(path);
    }
    other_process(other_process const&) = delete;
    ~other_process() {
        ::close(told_[1]);
        ::waitpid(child_, nullptr, 0);
    }

    void map() const {
        char byte = 0;
        REQUIRE(::write(told_[1], &byte, 1) == 1);
        REQUIRE(::read(tells_[0], &byte, 1) == 1);
    }

private:
    [[noreturn]] void run(std::string const& path) const {
        char byte = 0;
        ::close(told_[1]);
        if (::read(told_[0], &byte, 1) != 1) ::_exit(1);
        auto const model = mapped_and_used(path);
        bool const is_told = ::write(tells_[1], &byte, 1) == 1 && ::read(told_[0], &byte, 1) == 0;
        ::_exit(is_told ? 0 : 1);
    }

    std::array<int, 2> told_{}, tells_{};
    pid_t child_ = 0;
};

TEST_SUITE("format") {
    TEST_CASE("save_model: every stored model gives the same answers from its own file, read and mapped") {
        std::set<std::string> types;
        for (auto const& of : all_cases()) {
            CAPTURE(of.model);
            auto const model = load_model(of.model);
            auto const text = saved(model);
            auto const read = load(text);
            auto const rows = oracle::rows_of(of, model);
            require_same_answers(model, read, rows);
            REQUIRE(description(model) == description(read));
            REQUIRE(read.info().format == "arenite");
            REQUIRE(read.info().origin.view() == model.info().format);
            REQUIRE(schema_hash(read.schema()) == schema_hash(model.schema()));
            REQUIRE((saved(read) == text));  // another name for the format, and that is not in the file

            temporary_file const file{text};
            for (auto const checks : {file_checks::all, file_checks::none}) {
                auto const mapped = load_model(file.path(), {.use = file_use::mapped, .checks = checks});
                require_same_answers(model, mapped, rows);
                REQUIRE((saved(mapped) == text));
            }
            types.insert(own_files::type_of(text));
        }
        CHECK(types == std::set<std::string>{"blend", "double trees", "float booster", "float trees", "graph",
                                             "linear trees", "recoded trees"});
    }

    TEST_CASE("save_model: files of every release load, and are still what is written") {
        for (auto const& [name, model] : own_files::stored) {
            CAPTURE(name);
            auto const text = oracle::read_file(oracle::folder + "own/1/" + std::string{name} + ".arenite");
            auto const read = load(text);
            auto const now = saved(load_model(oracle::folder + std::string{model}));
            for (auto const* const section : {"info", "schema", "model"})
                CHECK((own_files::section_of(text, section) == own_files::section_of(now, section)));
            require_same_bits(
                oracle::score<double>(read, own_files::rows_in(text)),
                oracle::score<double>(load_model(oracle::folder + std::string{model}), own_files::rows_in(text)));
        }
    }

    TEST_CASE("save_model: the caller's golden rows are kept, and replayed") {
        auto const model = load_model(oracle::folder + "xgboost/squarederror.json");
        std::vector<double> rows(3 * model.cols());
        for (std::size_t i = 0; i != rows.size(); ++i) rows[i] = 0.01 * static_cast<double>(i);
        own_files::text_sink sink;
        save_model(model, sink, {rows.data(), 3, model.cols()});
        CHECK(own_files::rows_in(sink.text) == rows);
        CHECK(load(sink.text).trees() == model.trees());
        CHECK(own_files::rows_in(saved(model)).size() == 8 * model.cols());
    }

    TEST_CASE("save_model: a file of a model with another answer is refused, unless that is not asked for") {
        for (auto const& [name, original] : own_files::stored) {
            CAPTURE(name);
            auto const text = saved(load_model(oracle::folder + std::string{original}));
            auto const damaged = own_files::with_other_answer(text);
            CHECK(own_files::complaint(damaged).find("another answer to a golden row") != std::string::npos);
            CHECK(own_files::complaint(damaged, file_checks::structure).empty());
        }
    }

    TEST_CASE("save_model: a predictor of the caller's own is refused") {
        own_files::text_sink sink;
        arenite::linear_booster<double> mine{{.features = 1}, arenite::system_memory()};
        arenite::model const model{std::move(mine), {}};
        CHECK_THROWS_AS(save_model(model, sink), arenite::model_error);
        CHECK(sink.text.empty());
    }

    TEST_CASE("save_model: a path names a file that replaces what was there") {
        temporary_file const file{"something else"};
        auto const model = load_model(oracle::folder + "lightgbm/regression.txt");
        save_model(model, file.path());
        CHECK((oracle::read_file(file.path()) == saved(model)));
    }

    TEST_CASE("save_model: saving gives back what it held") {
        arenite::budget memory{64_MiB};
        auto const model = load_model(oracle::folder + "xgboost/squarederror.json");
        own_files::text_sink sink;
        save_model(model, sink, {}, memory);
        CHECK(memory.used() == 0);
        CHECK(memory.peak() != 0);
        arenite::budget short_of_one{memory.peak() - 1};
        CHECK_THROWS_AS(save_model(model, sink, {}, short_of_one), arenite::budget_exceeded);
    }

    TEST_CASE("load_model: holds exactly what a model of its own file says, and nothing after a refusal") {
        for (auto const& [name, original] : own_files::stored) {
            CAPTURE(name);
            temporary_file const file{saved(load_model(oracle::folder + std::string{original}))};
            for (auto const use : {file_use::read, file_use::mapped})
                for (auto const checks : {file_checks::all, file_checks::structure, file_checks::none}) {
                    arenite::load_options const options{.use = use, .checks = checks};
                    arenite::budget memory{64_MiB};
                    {
                        auto const model = load_model(file.path(), options, memory);
                        CHECK(memory.used() == model.bytes());
                        CHECK(model.held().owner == &memory);
                        CHECK(memory.peak() <= model.held().bytes + model.held().loading_bytes);
                        CHECK(model.held().mapped.size() ==
                              (use == file_use::mapped ? std::filesystem::file_size(file.path()) : 0));
                    }
                    CHECK(memory.used() == 0);
                    arenite::budget short_of_one{memory.peak() - 1};
                    CHECK_THROWS_AS(static_cast<void>(load_model(file.path(), options, short_of_one)),
                                    arenite::budget_exceeded);
                    CHECK(short_of_one.used() == 0);
                }
        }
    }

    TEST_CASE("load_model: mapped bytes are a line of their own") {
        temporary_file const file{saved(load_model(oracle::folder + "xgboost/squarederror.json"))};
        arenite::budget memory{64_MiB};
        auto const model = load_model(file.path(), {.use = file_use::mapped}, memory);
        auto const report = memory.report();
        auto const* const line =
            std::ranges::find_if(report.tags, [](auto const& tag) { return tag.name.view() == "mapped model"; });
        REQUIRE(line != report.tags.end());
        CHECK(line->bytes == std::filesystem::file_size(file.path()));
    }

    TEST_CASE("load_model: admission brings the pages of a mapped model in") {
        if (skipped_without_malloc_probe()) return;  // a sanitizer touches pages of its own
        random_ensemble<float> const made{1, {.trees = 2000, .most_leaves = 300}};
        temporary_file const file{saved({made.made_for(arenite::detail::best_instruction_set()), {}})};
        auto const model = load_model(file.path(), {.use = file_use::mapped, .checks = file_checks::none});
        auto const mapped = model.held().mapped;
        REQUIRE(mapped.size() > 1_MiB);
        std::vector<std::array<double, 20>> const rows(1);
        arenite::budget memory{64_MiB};
        auto run = arenite::admit(arenite::batches_from(rows) | arenite::score_with(model), memory);
        std::size_t sum = 0;
        auto const before = minor_faults();
        for (std::size_t i = 0; i < mapped.size(); i += 4096) sum += static_cast<unsigned char>(mapped[i]);
        CHECK(minor_faults() - before == 0);
        CHECK(sum != 0);
    }

    TEST_CASE("load_model: processes that map a file share its pages") {
        random_ensemble<float> const made{1, {.trees = 500, .most_leaves = 100}};
        temporary_file const file{saved({made.made_for(arenite::detail::best_instruction_set()), {}})};
        other_process const other{file.path()};
        auto const model = mapped_and_used(file.path());
        auto const alone = bytes_in_memory(model.held().mapped);
        if (alone.own + alone.shared == 0) return void(std::puts("SKIPPED: there is no /proc/self/smaps"));
        CHECK(alone.own >= model.held().mapped.size());
        CHECK(alone.shared == 0);
        other.map();
        auto const together = bytes_in_memory(model.held().mapped);
        CHECK(together.own == 0);
        CHECK(together.shared == alone.own);
    }

    TEST_CASE("load_model: what a file of its own, or of others, cannot be asked for") {
        auto const path = oracle::folder + "xgboost/squarederror.json";
        temporary_file const file{saved(load_model(path))}, empty{""};
        auto const refusal = [](std::string const& name, arenite::load_options const& options) -> std::string {
            try {
                static_cast<void>(load_model(name, options));
                return {};
            } catch (arenite::model_error const& error) {
                return std::string{error.found()};
            }
        };
        CHECK(refusal(file.path(), {.rounds = 2}) == "rounds asked of a file of arenite's own");
        CHECK(refusal(file.path(), {.missing = 0}) == "a missing value asked of a file of arenite's own");
        CHECK(refusal(path, {.use = file_use::mapped}) == "no file of arenite's own");
        CHECK(refusal(path, {.format = arenite::model_format::arenite}) == "no file of arenite's own");
        CHECK(refusal(empty.path(), {.use = file_use::mapped}) == "an empty file");
        CHECK(refusal(empty.path(), {.format = arenite::model_format::arenite}) == "an empty file");
        CHECK(refusal(file.path(), {.format = arenite::model_format::lightgbm}) != "");
        auto const text = oracle::read_file(path);
        CHECK_THROWS_AS(static_cast<void>(load_model(std::as_bytes(std::span{text}), {.use = file_use::mapped})),
                        arenite::model_error);
    }

    TEST_CASE("load_model: a file of its own in memory is used where it lies") {
        for (auto const& [name, original] : own_files::stored) {
            CAPTURE(name);
            auto const model = load_model(oracle::folder + std::string{original});
            auto const text = saved(model);
            arenite::budget memory{64_MiB};
            auto const place = memory.acquire("test", text.size());
            std::memcpy(place.bytes().data(), text.data(), text.size());
            std::span<std::byte const> const bytes{place.bytes()};
            for (auto const checks : {file_checks::all, file_checks::none}) {
                auto const in_place = load_model(bytes, {.use = file_use::mapped, .checks = checks}, memory);
                CHECK(in_place.held().mapped.data() == bytes.data());
                CHECK(in_place.held().mapped.size() == bytes.size());
                auto const rows = own_files::rows_in(text);
                require_same_bits(oracle::score<double>(model, rows), oracle::score<double>(in_place, rows));
            }
            CHECK(memory.used() == text.size());
        }
    }
}

}  // namespace
