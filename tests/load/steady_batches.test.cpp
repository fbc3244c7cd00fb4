// SPDX-License-Identifier: MIT
// From the first batch on, LibSVM texts and arrays are read, and their like written, without a call of the malloc
// family.
#include <arenite/load/libsvm_batches.hpp>
#include <arenite/load/npy_batches.hpp>

#include "malloc_probe.hpp"
#include "npy_support.hpp"
#include "temporary_file.hpp"

#include <arenite/write/json_line_writer.hpp>
#include <arenite/write/npy_writer.hpp>

#include <doctest/doctest.h>

namespace {

struct counting_sink {
    void write(std::span<char const> bytes) noexcept { count += bytes.size(); }
    std::size_t count = 0;
};

/// Reads all batches, and writes them twice. How many rows there were, and how many allocations since the first.
template <class Batches>
std::pair<std::size_t, std::size_t> run_steadily(Batches& batches) {
    using number = typename Batches::value_type;
    std::array<char, 512> buffer{}, other_buffer{};
    counting_sink sink;
    arenite::npy_writer<number> array{sink, buffer, batches.schema().size(), 600};
    arenite::json_line_writer lines{sink, other_buffer};
    std::size_t rows = 0;
    auto at = batches.begin();
    allocation_count const counted;
    for (; at != batches.end(); ++at) {
        array.write(*at);
        for (std::size_t r = 0; r != (*at).rows(); ++r) lines.field((*at)(r, 0)), lines.end_line();
        rows += (*at).rows();
    }
    array.finish();
    lines.flush();
    return {rows, counted.calls()};
}

}  // namespace

TEST_SUITE("load") {
    TEST_CASE("libsvm_batches: allocates nothing while it reads") {
        std::string text;
        for (int i = 0; i != 600; ++i) text += i % 7 == 0 ? "1 9:1\n" : "1 0:1.5 2:nan # c\n";
        arenite::memory_source source{text};
        arenite::libsvm_batches batches{
            source, arenite::schema_view{3}, {.batch_rows = 16, .buffer_bytes = 256, .on_bad = arenite::on_bad::null}};
        CHECK(run_steadily(batches) == std::pair<std::size_t, std::size_t>{600, 0});
    }

    TEST_CASE("npy_batches: allocates nothing while it reads") {
        for (char const* const order : {"False", "True"}) {
            auto const file = npy_file(std::string{"{'descr':'<i4','fortran_order':"} + order + ",'shape':(600,2)}",
                                       std::string(600 * 2 * 4, '\7'));
            temporary_file const stored{file};
            arenite::npy_batches batches{
                stored.path(), arenite::schema_view{2}, {.batch_rows = 16, .buffer_bytes = 128}};
            CHECK(run_steadily(batches) == std::pair<std::size_t, std::size_t>{600, 0});
            arenite::npy_batches<float> in_memory{bytes_of(file), arenite::schema_view{2}, {.batch_rows = 16}};
            CHECK(run_steadily(in_memory) == std::pair<std::size_t, std::size_t>{600, 0});
        }
    }
}
