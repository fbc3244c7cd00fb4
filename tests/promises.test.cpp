// SPDX-License-Identifier: MIT
// What the README promises, a test of the same name for each.
#include <arenite/arenite.hpp>

#include "counting_source.hpp"
#include "malloc_probe.hpp"
#include "oracle.hpp"
#include "process_memory.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <span>
#include <thread>
#include <vector>

namespace {

using namespace arenite::literals;

std::string const model_path = oracle::folder + "xgboost/binary.json";
std::string const rows_path = oracle::folder + "rows/breast_cancer.csv";

/// The shipped rows, many times over.
std::string many_rows(std::size_t times) {
    auto const lines = oracle::lines_of(rows_path);
    std::string text = lines[0] + '\n';
    for (std::size_t i = 0; i != times; ++i)
        for (std::size_t line = 1; line != lines.size(); ++line) text += lines[line] + '\n';
    return text;
}

TEST_SUITE("promises") {
    TEST_CASE("promise 1: Plan. The plan is exact: that budget suffices, one byte less is refused") {
        auto const model = arenite::load_model(model_path);
        for (std::size_t const batch_rows : {1U, 7U, 256U, 4096U}) {
            CAPTURE(batch_rows);
            auto rows = arenite::csv_batches(rows_path, model.schema(), {.batch_rows = batch_rows});
            auto scoring = rows | arenite::score_with(model);
            auto const planned = arenite::plan(scoring);
            arenite::budget exact{planned.total()}, short_of_one{planned.total() - 1};

            try {
                auto const run = arenite::admit(scoring, short_of_one);
                FAIL("was admitted");
            } catch (arenite::budget_exceeded const& refused) {
                CHECK(refused.requested() == planned.total());
                CHECK(refused.available() == planned.total() - 1);
                CHECK(!refused.stage().empty());
                CHECK(refused.largest_batch_rows() < batch_rows);
                if (batch_rows > 16) CHECK(refused.largest_batch_rows() >= batch_rows - 16);
            }
            CHECK(short_of_one.peak() == 0);

            auto run = arenite::admit(scoring, exact);
            std::size_t seen = 0;
            for (auto const [batch, scores] : run) seen += scores.rows();
            CHECK(seen == 80);
            CHECK(exact.peak() == planned.total());
        }
    }

    TEST_CASE("promise 2: Admission. A pipeline runs from one acquisition; without one it counts in system_memory()") {
        counting_source source;
        arenite::budget memory{16_MiB, source};
        auto const model = arenite::load_model(model_path);
        auto const before = arenite::system_memory().used();
        {
            auto rows = arenite::csv_batches(rows_path, model.schema());
            auto run = arenite::admit(rows | arenite::score_with(model), memory);
            for (auto const [batch, scores] : run) CHECK(scores.rows() != 0);
            CHECK(source.acquired == 1);
            CHECK(arenite::system_memory().used() == before);
        }
        CHECK(source.outstanding == 0);

        auto scoring = arenite::csv_batches(rows_path, model.schema()) | arenite::score_with(model);
        auto const planned = arenite::plan(scoring).total();
        for (auto const [batch, scores] : scoring) {
            CHECK(scores.rows() == batch.rows());
            CHECK(arenite::system_memory().used() == before + planned);
        }
    }

    TEST_CASE("promise 3: Budget. Never over, and nothing that fits is refused, under 8 threads") {
        counting_source source;
        constexpr std::size_t threads = 8, part = 64;
        arenite::budget memory{threads * part, source};
        std::atomic<std::size_t> refused = 0, over = 0;
        {
            std::vector<std::jthread> running;
            for (std::size_t t = 0; t != threads; ++t)
                running.emplace_back([&] {
                    for (int i = 0; i != 2000; ++i) {
                        auto const mine = memory.try_acquire(part);  // each holds one part at most: it always fits
                        refused += mine ? 0 : 1;
                        over += memory.used() > memory.limit() ? 1 : 0;
                        static_cast<void>(memory.try_acquire(memory.limit() + 1));  // never fits, and disturbs nobody
                    }
                });
        }
        CHECK(refused == 0);
        CHECK(over == 0);
        CHECK(memory.used() == 0);
        CHECK(memory.peak() <= memory.limit());
        CHECK(memory.refused() == threads * 2000);
    }

    TEST_CASE("promise 4: Hot path. predict and the loop from the second batch on call nothing of the malloc family") {
        if (skipped_without_malloc_probe()) return;
        auto const model = arenite::load_model(model_path);
        std::vector<double> const x(1000 * model.cols(), 1.5);
        std::vector<double> y(1000);
        auto const text = many_rows(200);
        std::size_t calls = 0, rows = 0;
        long faults = 0;
        {
            allocation_count const counted;
            arenite::predict(model, x, y);
            calls = counted.calls();
        }
        CHECK(calls == 0);

        for (std::size_t const batch_rows : {16U, 256U, 2048U}) {
            CAPTURE(batch_rows);
            arenite::memory_source source{text};
            arenite::budget memory{64_MiB};
            auto run = arenite::admit(
                arenite::csv_batches(source, model.schema(), {.batch_rows = batch_rows}) | arenite::score_with(model),
                memory);
            auto at = run.begin();
            allocation_count const counted;
            auto const faults_before = minor_faults();
            for (rows = 0; at != run.end(); ++at) rows += (*at).scores.rows();
            faults = minor_faults() - faults_before;
            calls = counted.calls();
            CHECK(calls == 0);
            CHECK(faults == 0);
            CHECK(rows == 16'000);
        }
    }

    TEST_CASE("promise 5: Disposal. Bytes are back before the destructor returns, and the resident size falls") {
        arenite::budget memory{arenite::budget::unlimited};
        constexpr std::size_t splits = 4 << 20;
        auto const before = resident_bytes();
        {
            arenite::tree_ensemble_builder<float> large{
                {.splits = splits, .largest_tree = 1, .trees = 1, .features = 1}, memory};
            large.nodes[0].set_leaf();
            REQUIRE(!large.add_tree(1, {}));
            auto const ensemble = std::move(large).build();
            CHECK(memory.used() == ensemble.bytes());
            if (before != 0) CHECK(resident_bytes() >= before + (splits * 12));
        }
        CHECK(memory.used() == 0);
        if (before != 0 && malloc_probe_available()) CHECK(resident_bytes() <= before + 1_MiB);

        auto model = arenite::load_model(model_path, memory);
        auto const first = model.bytes();
        auto other = arenite::load_model(oracle::folder + "lightgbm/digits.txt", memory);
        auto const second = other.bytes();
        CHECK(memory.used() == first + second);
        model = std::move(other);
        CHECK(memory.used() == second);
    }

    TEST_CASE("promise 6: Same bits. Any batch size and any chunking give the trainer's margins") {
        for (auto const& of : oracle::cases()) {
            if (of.model.find("missing") == std::string::npos) continue;
            CAPTURE(of.model);
            auto const model = arenite::load_model(of.model);
            auto const text = oracle::read_file(of.rows);
            for (std::size_t const batch_rows : {1U, 7U, 64U, 1000U}) {
                arenite::memory_source source{text};
                std::vector<double> margins;
                for (auto const [batch, scores] :
                     arenite::csv_batches(source, model.schema(), {.batch_rows = batch_rows, .buffer_bytes = 8192}) |
                         arenite::score_with(model.margins()))
                    for (std::size_t r = 0; r != scores.rows(); ++r)
                        for (std::size_t k = 0; k != scores.cols(); ++k) margins.push_back(scores(r, k));
                bool const in_float = model.info().output == arenite::precision::float32;
                auto const floats = oracle::said<float>(of, "margin");
                auto const expected =
                    in_float ? std::vector<double>(floats.begin(), floats.end()) : oracle::said<double>(of, "margin");
                CHECK(margins == expected);
            }
        }
    }

    TEST_CASE("promise 7: Bad input. A typed error with its place; the rows in front of it are scored") {
        auto const model = arenite::load_model(model_path);
        auto text = many_rows(1);
        text += "1,2\n";
        arenite::memory_source source{text};
        auto rows = arenite::csv_batches(source, model.schema(), {.batch_rows = 32});
        std::size_t seen = 0;
        try {
            for (auto const [batch, scores] : rows | arenite::score_with(model)) seen += scores.rows();
            FAIL("was read");
        } catch (arenite::data_error const& bad) {
            CHECK(bad.line() == 82);
            CHECK(bad.byte() == text.size() - 4);
            CHECK(bad.found() == "2 fields");
            CHECK(bad.expected() == "30");
        }
        CHECK(seen == 80);
    }

    TEST_CASE("promise 8: Plug-ins. A custom allocator is two functions, borrowed, and asked for aligned regions") {
        counting_source mine;
        {
            arenite::budget memory{64_MiB, mine};
            auto const model = arenite::load_model(model_path, memory);
            CHECK(mine.outstanding == 2);
            CHECK(mine.bytes_outstanding == model.bytes());
            auto const aligned = memory.acquire("test", 100, 4096);
            CHECK(reinterpret_cast<std::uintptr_t>(aligned.bytes().data()) % 4096 == 0);
            CHECK(memory.used() == model.bytes() + 100);
        }
        CHECK(mine.outstanding == 0);
        CHECK(mine.bytes_outstanding == 0);
    }
}

}  // namespace
