// SPDX-License-Identifier: MIT
#include <arenite/load/npy_batches.hpp>

#include "npy_support.hpp"
#include "temporary_file.hpp"
#include "oracle.hpp"
#include "support/throwing_contract.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <ranges>
#include <sstream>

#include <sys/stat.h>

namespace {

using arenite::npy_batches, arenite::npy_options, arenite::schema, arenite::schema_view;

static_assert(std::ranges::input_range<npy_batches<double>> && !std::ranges::forward_range<npy_batches<double>>);
static_assert(!std::ranges::view<npy_batches<double>> && !std::ranges::borrowed_range<npy_batches<double>>);
static_assert(std::is_nothrow_move_constructible_v<npy_batches<double>>);
static_assert(!std::is_copy_constructible_v<npy_batches<double>> && !std::is_move_assignable_v<npy_batches<double>>);
static_assert(std::same_as<std::ranges::range_value_t<npy_batches<float>>, arenite::batch_view<float const>>);

using source = arenite::memory_source;
static_assert(std::is_constructible_v<npy_batches<double>, source&, schema const&>);
static_assert(!std::is_constructible_v<npy_batches<double>, source, schema const&>);
static_assert(!std::is_constructible_v<npy_batches<double>, source&, schema>);
static_assert(std::is_constructible_v<npy_batches<double>, std::span<std::byte const>, schema const&, npy_options>);
static_assert(std::is_constructible_v<npy_batches<double>, char const*, schema const&, npy_options>);

/// A stored array, and what NumPy's `astype` makes of it.
struct stored_array {
    std::string name;
    bool is_float;
    std::vector<std::string> numbers;

    [[nodiscard]] std::string path() const { return oracle::folder + "npy/" + name + ".npy"; }
    [[nodiscard]] std::size_t columns() const {
        if (name.starts_with("one")) return 1;
        return name.find('_') == name.npos ? 2 : 3;
    }

    /// All numbers, in rows.
    template <class T>
    [[nodiscard]] strings rows() const {
        strings rows;
        for (std::size_t i = 0; i != numbers.size(); ++i) {
            T const number = std::is_same_v<T, float> ? static_cast<T>(std::strtof(numbers[i].c_str(), nullptr))
                                                      : static_cast<T>(std::strtod(numbers[i].c_str(), nullptr));
            if (i % columns() == 0) rows.emplace_back();
            else rows.back() += ' ';
            rows.back() += exactly(static_cast<double>(number));
        }
        return rows;
    }
};

std::vector<stored_array> stored_arrays() {
    std::vector<stored_array> all;
    for (auto const& line : oracle::lines_of(oracle::folder + "npy/oracle.txt")) {
        std::istringstream words{line};
        std::string name, type, number;
        words >> name >> type;
        all.push_back({name, type == "f4", {}});
        while (words >> number) all.back().numbers.push_back(number);
    }
    return all;
}

/// A function of T and a stored array with T's oracle.
template <class Check>
void for_each_array(Check const& check) {
    auto const arrays = stored_arrays();
    CHECK(arrays.size() == 46);
    for (auto const& array : arrays) {
        CAPTURE(array.name);
        if (array.is_float) check(float{}, array);
        else check(double{}, array);
    }
}

}  // namespace

TEST_SUITE("load") {
    TEST_CASE("npy_batches: reads what NumPy wrote, from a file, in batches of any size") {
        for_each_array([]<class T>(T, stored_array const& array) {
            for (std::size_t rows = 1; rows != 6; ++rows) {
                npy_batches<T> batches{array.path(), schema_view{array.columns()}, {.batch_rows = rows}};
                CHECK(rows_of(batches, &exactly) == array.rows<T>());
                CHECK(batches.bytes_read() == oracle::read_file(array.path()).size());
                CHECK(batches.position().row == array.rows<T>().size());
            }
        });
    }

    TEST_CASE("npy_batches: reads the same from memory, aligned or not") {
        for_each_array([]<class T>(T, stored_array const& array) {
            auto const file = oracle::read_file(array.path());
            for (std::size_t shift = 0; shift != 9; ++shift) {
                auto const moved = std::string(shift, 'x') + file;
                npy_batches<T> batches{bytes_of(moved).subspan(shift), schema_view{array.columns()}, {.batch_rows = 3}};
                CHECK(rows_of(batches, &exactly) == array.rows<T>());
                CHECK(batches.bytes_read() == file.size());
            }
        });
    }

    TEST_CASE("npy_batches: reads the same from a source that drips, and with any buffer") {
        for_each_array([]<class T>(T, stored_array const& array) {
            if (array.name.starts_with("fortran")) return;
            auto const file = oracle::read_file(array.path());
            for (std::size_t piece = 1; piece <= file.size(); piece += 1 + piece / 30) {
                dripping_source bytes{file, piece};
                npy_batches<T> batches{bytes,
                                       schema_view{array.columns()},
                                       {.batch_rows = 1 + piece % 4, .buffer_bytes = 128 + piece % 9}};
                CHECK(rows_of(batches, &exactly) == array.rows<T>());
            }
        });
    }

    TEST_CASE("npy_batches: small buffers make no difference to rows that are larger") {
        std::string elements;
        strings expected(7);
        for (int i = 0; i != 7 * 50; ++i) {
            elements += elements_of({static_cast<std::int64_t>(i) << 40});
            expected[static_cast<std::size_t>(i) / 50] += briefly(std::ldexp(i, 40)) + (i % 50 == 49 ? "" : " ");
        }
        for (char const* const order : {"False", "True"})
            for (std::size_t buffer = 128; buffer != 150; ++buffer) {
                bool const fortran = *order == 'T';
                auto const file = npy_file(std::string{"{'descr':'<i8','fortran_order':"} + order +
                                               ",'shape':" + (fortran ? "(50,7)" : "(7,50)") + "}",
                                           elements);
                temporary_file const stored{file};
                npy_batches batches{
                    stored.path(), schema_view{fortran ? 7u : 50u}, {.batch_rows = 3, .buffer_bytes = buffer}};
                auto const rows = rows_of(batches);
                if (fortran) {
                    CHECK(rows.size() == 50);
                    CHECK(rows[49] == briefly(std::ldexp(49, 40)) + " " + briefly(std::ldexp(99, 40)) + " " +
                                          briefly(std::ldexp(149, 40)) + " " + briefly(std::ldexp(199, 40)) + " " +
                                          briefly(std::ldexp(249, 40)) + " " + briefly(std::ldexp(299, 40)) + " " +
                                          briefly(std::ldexp(349, 40)));
                } else {
                    CHECK(rows == expected);
                }
            }
    }

    TEST_CASE("npy_batches: small buffers make no difference to which columns are read") {
        std::string elements;
        for (int i = 0; i != 3 * 50; ++i) elements += static_cast<char>(i % 100);
        auto const file = npy_file("{'descr':'i1','fortran_order':False,'shape':(3,50)}", elements);
        std::uint64_t const used[] = {0b1001};
        for (std::size_t buffer = 128; buffer != 150; ++buffer) {
            source text{file};
            npy_batches batches{text, schema_view{50, used}, {.buffer_bytes = buffer}};
            auto const batch = *batches.begin();
            REQUIRE(batch.rows() == 3);
            for (std::size_t r = 0; r != 3; ++r)
                for (std::size_t c = 0; c != 50; ++c)
                    if (c == 0 || c == 3) CHECK(batch(r, c) == static_cast<double>((r * 50 + c) % 100));
                    else CHECK(std::isnan(batch(r, c)));
        }
    }

    TEST_CASE("npy_batches: elements of the batch's type are shown where they lie") {
        for (std::string const name : {"version_1", "fortran_f4"}) {
            CAPTURE(name);
            auto const file = oracle::read_file(oracle::folder + "npy/" + name + ".npy");
            std::vector<float> aligned(file.size() / sizeof(float) + 1);
            std::memcpy(aligned.data(), file.data(), file.size());
            auto const bytes = std::as_bytes(std::span{aligned}).first(file.size());
            npy_batches<float> batches{bytes, schema_view{3}, {.batch_rows = 3}};
            auto at = batches.begin();
            CHECK((*at).data() == aligned.data() + 32);
            ++at;
            CHECK((*at).rows() == 1);
            CHECK((*at).data() == aligned.data() + 32 + (name == "version_1" ? 9 : 3));
            CHECK((*at)(0, 2) == 5.5f);
            npy_batches<float> planned{bytes, schema_view{3}};
            CHECK(arenite::plan(planned).total() == 64);
            std::vector<char> moved(file.size() + 1);
            std::memcpy(moved.data() + 1, file.data(), file.size());
            npy_batches<float> misaligned{std::as_bytes(std::span{moved}).subspan(1), schema_view{3}};
            CHECK(arenite::plan(misaligned).total() > 64);
            npy_batches<double> copied{bytes, schema_view{3}, {.batch_rows = 8}};
            CHECK(arenite::plan(copied).total() == 64 + 192);
        }
    }

    TEST_CASE("npy_batches: float32 goes from the source into the batch") {
        struct watching_source : dripping_source {
            using dripping_source::dripping_source;
            std::size_t read(std::span<char> into) {
                last = into.data();
                return dripping_source::read(into);
            }
            char const* last = nullptr;
        };
        auto const file = small_array();
        watching_source watched{file, 1000};
        npy_batches<float> batches{watched, schema_view{2}};
        auto const first = batches.begin();
        CHECK(watched.last == reinterpret_cast<char const*>((*first).data()));
    }

    TEST_CASE("npy_batches: columns that nobody reads are NaN, and are not counted") {
        std::uint64_t const used[] = {0b01};
        schema_view const columns{2, used};
        auto const integers =
            npy_file("{'descr':'<i8','fortran_order':False,'shape':(2,2)}",
                     elements_of<std::int64_t>({1, (1LL << 53) + 1, (1LL << 54) + 1, (1LL << 60) + 1}));
        source text{integers};
        npy_batches batches{text, columns};
        CHECK(rows_of(batches) == strings{"1 nan", "18014398509481984 nan"});
        CHECK(batches.inexact() == 1);
        npy_batches in_memory{bytes_of(integers), columns, {.batch_rows = 1}};
        CHECK(rows_of(in_memory) == strings{"1 nan", "18014398509481984 nan"});
        CHECK(in_memory.inexact() == 1);
        auto const floats = small_array();
        source again{floats};
        npy_batches<float> direct{again, columns};
        CHECK(rows_of(direct) == strings{"0.5 nan", "1.5 nan"});
        npy_batches fortran{oracle::folder + "npy/fortran_f8.npy", schema_view{3, used}};
        CHECK(rows_of(fortran) == strings{"0 nan nan", "1.5 nan nan", "3 nan nan", "4.5 nan nan"});
    }

    TEST_CASE("npy_batches: what T does not hold is counted") {
        struct {
            std::string name;
            std::uint64_t float_inexact, double_inexact, float_overflows;
        } const cases[] = {
            {"i4", 7, 0, 0}, {"u4", 6, 0, 0}, {"i8", 7, 5, 0}, {"u8", 6, 4, 0},  // as Python's exact == says
            {"i2", 0, 0, 0}, {"f8", 0, 0, 2}, {"f4", 0, 0, 0}, {"f2", 0, 0, 0},
        };
        for (auto const& expected : cases) {
            CAPTURE(expected.name);
            auto const path = oracle::folder + "npy/" + expected.name + ".npy";
            npy_batches<float> floats{path, schema_view{2}};
            npy_batches<double> doubles{path, schema_view{2}};
            rows_of(floats);
            rows_of(doubles);
            CHECK(floats.inexact() == expected.float_inexact);
            CHECK(doubles.inexact() == expected.double_inexact);
            CHECK(floats.overflows() == expected.float_overflows);
            CHECK(doubles.overflows() == 0);
        }
    }

    TEST_CASE("npy_batches: one column in Fortran order is read from any source") {
        auto const file = npy_file("{'descr':'<f8','fortran_order':True,'shape':(3,1)}", elements_of({1.0, 2.0, 3.0}));
        source text{file};
        npy_batches batches{text, schema_view{1}, {.batch_rows = 2}};
        CHECK(rows_of(batches) == strings{"1", "2", "3"});
    }

    TEST_CASE("npy_batches: tells where it stands, and reads nothing before begin") {
        auto const file = small_array();
        dripping_source text{file, 1000};
        npy_batches batches{text, schema_view{2}, {.batch_rows = 1}};
        CHECK(text.reads == 0);
        auto at = batches.begin();
        CHECK(batches.first_row() == 0);
        CHECK(batches.position().row == 1);
        CHECK(batches.position().line == 0);
        CHECK(batches.position().byte == file.size() - 8);
        ++at;
        ++at;
        CHECK(at == std::default_sentinel);
        CHECK(batches.first_row() == 2);
        CHECK(batches.position().byte == file.size());
        CHECK(batches.bytes_read() == file.size());
    }

    TEST_CASE("npy_batches: is exactly as large as its plan, and gives it back") {
        auto const before = arenite::system_memory().used();
        auto const file = small_array();
        source text{file};
        npy_batches batches{text, schema_view{2}, {.batch_rows = arenite::automatic_batch_rows, .buffer_bytes = 4096}};
        CHECK(batches.batch_rows() == 4096);
        std::size_t const total = 4096 + 64 + 128;  // buffer, columns, a batch of 8 rows
        arenite::budget exact{total}, short_of_a_line{4096 + 64 + 63};
        CHECK_THROWS_AS(static_cast<void>(arenite::admit(batches, short_of_a_line)), arenite::budget_exceeded);
        {
            auto run = arenite::admit(batches, exact);
            CHECK(batches.batch_rows() == 8);
            CHECK(exact.used() == total);
            CHECK((*run.begin()).rows() == 2);
        }
        CHECK(exact.used() == 0);
        CHECK_FALSE(batches.placed());
        CHECK(arenite::system_memory().used() == before);
    }

    TEST_CASE("npy_batches: is moved before it is iterated, and iterated once") {
        throwing_contract const guard;
        auto const file = small_array();
        npy_batches<float> batches{bytes_of(file), schema_view{2}};
        npy_batches<float> moved{std::move(batches)};
        CHECK(rows_of(moved) == strings{"0.5 1", "1.5 2"});
        CHECK_THROWS_AS(static_cast<void>(moved.begin()), broken_contract);
        source text{file};
        CHECK_THROWS_AS((npy_batches{text, schema_view{2}, {.batch_rows = 0}}), broken_contract);
        CHECK_THROWS_AS((npy_batches{text, schema_view{2}, {.buffer_bytes = 127}}), broken_contract);
    }
}
