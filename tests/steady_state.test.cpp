// SPDX-License-Identifier: MIT
// From the second batch on, csv to forest to lines of text asks nobody for anything: no call of the malloc family, no
// mapping, no page fault, the same end of the heap.
#include <arenite/arenite.hpp>

#include "malloc_probe.hpp"
#include "oracle.hpp"
#include "process_memory.hpp"

#include <doctest/doctest.h>

#include <cstdio>
#include <string>

#include <fcntl.h>
#include <unistd.h>

namespace {

/// What the process asked for since it was made.
class since {
public:
    [[nodiscard]] std::size_t calls() const noexcept { return counted_.calls(); }
    [[nodiscard]] long faults() const noexcept { return minor_faults() - faults_; }
    [[nodiscard]] std::ptrdiff_t heap_growth() const noexcept {
        return static_cast<char*>(::sbrk(0)) - static_cast<char*>(heap_end_);
    }

private:
    allocation_count counted_;
    void* heap_end_ = ::sbrk(0);
    long faults_ = minor_faults();
};

/// A file of `batches` times `batch_rows` rows, removed at the end.
class rows_file {
public:
    rows_file(std::string const& of_rows, std::size_t row_count) {
        auto const lines = oracle::lines_of(of_rows);
        std::FILE* const file = std::fopen(path.c_str(), "w");
        std::fprintf(file, "%s\n", lines[0].c_str());
        for (std::size_t row = 0; row != row_count; ++row)
            std::fprintf(file, "%s\n", lines[1 + row % (lines.size() - 1)].c_str());
        std::fclose(file);
    }
    rows_file(rows_file const&) = delete;
    rows_file& operator=(rows_file const&) = delete;
    ~rows_file() { ::unlink(path.c_str()); }

    std::string const path = "steady_state_rows.csv";
};

/// Scores the file's rows and writes a line for each to /dev/null; what was asked for from the second batch on.
void check_steady(std::string const& model_path, std::string const& rows_path, std::size_t batch_rows,
                  std::size_t batches) {
    CAPTURE(model_path);
    CAPTURE(batch_rows);
    arenite::budget memory{64 << 20};
    auto const model = arenite::load_model(model_path, memory);
    auto rows = arenite::csv_batches(rows_path, model.schema(), {.batch_rows = batch_rows});
    auto run = arenite::admit(rows | arenite::score_with(model) | arenite::with_output_buffer(65536), memory);
    int const nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    arenite::descriptor_sink sink{nowhere, "/dev/null"};
    arenite::line_writer lines{sink, run.pipeline().buffer()};
    auto const write = [&lines](auto const& scores) {
        for (std::size_t r = 0; r != scores.rows(); ++r, lines.end_line())
            for (std::size_t k = 0; k != scores.cols(); ++k) lines.field(scores(r, k));
    };

    auto at = run.begin();
    write((*at).scores);
    ++at;
    since const second_batch;
    std::size_t seen = 1;
    for (; at != run.end(); ++at, ++seen) write((*at).scores);
    lines.flush();
    auto const calls = second_batch.calls();
    auto const growth = second_batch.heap_growth();
    auto const faults = second_batch.faults();
    ::close(nowhere);
    CHECK(seen == batches);
    CHECK(calls == 0);
    CHECK(growth == 0);
    CHECK(faults == 0);
}

TEST_SUITE("steady state") {
    TEST_CASE("steady state: csv to forest to output, 10 000 batches, nothing is asked for") {
        if (skipped_without_malloc_probe()) return;
        auto const forest = oracle::folder + "lightgbm/forest_binary.txt";
        auto const rows = oracle::folder + "rows/breast_cancer.csv";
        for (std::size_t const batch_rows : {1U, 7U}) {
            rows_file const file{rows, 10'000 * batch_rows};
            check_steady(forest, file.path, batch_rows, 10'000);
        }
        rows_file const file{rows, 200'000};
        for (std::size_t const batch_rows : {256U, 4096U})
            check_steady(forest, file.path, batch_rows, (200'000 + batch_rows - 1) / batch_rows);
        check_steady(oracle::folder + "xgboost/binary.json", file.path, 1000, 200);
    }
}

}  // namespace
