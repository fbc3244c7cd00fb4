// SPDX-License-Identifier: MIT
#include <arenite/load/arrow_batches.hpp>

#include "arrow_samples.hpp"
#include "malloc_probe.hpp"
#include "support/claim_that_ends.hpp"
#include "throwing_contract.hpp"

#include <doctest/doctest.h>

#include <array>
#include <limits>
#include <ranges>

namespace {

using arenite::arrow_batches, arenite::category, arenite::number, arenite::schema, arenite::text;

static_assert(arenite::batch_range<arrow_batches<double>> && arenite::batch_range<arrow_batches<float>>);
static_assert(std::ranges::input_range<arrow_batches<double>> && !std::ranges::forward_range<arrow_batches<double>>);
static_assert(!std::ranges::view<arrow_batches<double>> && !std::ranges::borrowed_range<arrow_batches<double>>);
static_assert(std::movable<std::ranges::iterator_t<arrow_batches<double>>>);
static_assert(std::is_nothrow_move_constructible_v<arrow_batches<double>>);
static_assert(!std::is_copy_constructible_v<arrow_batches<double>> &&
              !std::is_move_assignable_v<arrow_batches<double>>);
static_assert(std::is_constructible_v<arrow_batches<double>, ArrowArrayStream&, schema const&>);
static_assert(!std::is_constructible_v<arrow_batches<double>, ArrowArrayStream, schema const&>);
static_assert(!std::is_constructible_v<arrow_batches<double>, ArrowArrayStream const&, schema const&>);
static_assert(!std::is_constructible_v<arrow_batches<double>, ArrowArrayStream&, schema>);

schema const one{number("a")};
schema const two{number("a"), number("b")};

template <class Stored>
using optionals = std::vector<std::optional<Stored>>;

constexpr auto gone = std::nullopt;

/// Five rows in record batches of 3, 0 and 2.
sample_producer five_rows() {
    return sample_producer{
        record_batch(3, numbers<double>("a", "g", {1, 2, gone}), numbers<std::int32_t>("b", "i", {10, gone, 30})),
        record_batch(0, numbers<double>("a", "g", {}), numbers<std::int32_t>("b", "i", {})),
        record_batch(2, numbers<double>("a", "g", {4, 5}), numbers<std::int32_t>("b", "i", {40, 50}))};
}

}  // namespace

TEST_SUITE("load") {
    TEST_CASE("arrow_batches: deduces double, takes over the stream, and gives everything back") {
        auto producer = five_rows();
        auto stream = producer.stream();
        {
            arrow_batches batches{stream, two};
            static_assert(std::same_as<decltype(batches), arrow_batches<double>>);
            CHECK((stream.release == nullptr));
            CHECK(producer.calls == 0);
            CHECK(all_rows(batches) == strings{"1 10", "2 nan", "nan 30", "4 40", "5 50"});
            CHECK(producer.live_schemas == 0);
            CHECK(producer.live_arrays == 0);
            CHECK(producer.calls == 5);
            CHECK(producer.live_streams == 1);
        }
        CHECK(producer.live_streams == 0);
        CHECK(producer.most_live_arrays == 1);
    }

    TEST_CASE("arrow_batches: gives everything back when the loop is left, and when construction throws") {
        auto producer = five_rows();
        {
            auto stream = producer.stream();
            arrow_batches batches{stream, two, {.batch_rows = 1}};
            for (auto const batch : batches)
                if (batch(0, 0) == 2) break;
            CHECK(producer.live_arrays == 1);
        }
        CHECK(producer.live_arrays == 0);
        CHECK(producer.live_streams == 0);
        auto stream = producer.stream();
        CHECK_THROWS_AS((arrow_batches{stream, arenite::schema_view{}}), arenite::shape_error);
        CHECK(producer.live_streams == 0);
        CHECK_THROWS_AS((arrow_batches{stream, two}), arenite::data_error);
    }

    TEST_CASE("arrow_batches: is moved before it is iterated") {
        auto producer = five_rows();
        {
            auto stream = producer.stream();
            arrow_batches batches{stream, two};
            arrow_batches moved{std::move(batches)};
            CHECK(all_rows(moved).size() == 5);
        }
        CHECK(producer.live_streams == 0);
    }

    TEST_CASE("arrow_batches: is iterated once, with batches of at least one row") {
        throwing_contract const guard;
        auto producer = five_rows();
        auto stream = producer.stream();
        arrow_batches batches{stream, two};
        CHECK(all_rows(batches).size() == 5);
        CHECK_THROWS_AS(static_cast<void>(batches.begin()), broken_contract);
        auto again = producer.stream();
        CHECK_THROWS_AS((arrow_batches{again, two, {.batch_rows = 0}}), broken_contract);
        CHECK(producer.live_streams == 1);
    }

    TEST_CASE("arrow_batches: the same rows whatever the batches, which are full but for the last") {
        for (std::size_t rows = 1; rows != 8; ++rows) {
            CAPTURE(rows);
            auto producer = five_rows();
            CHECK(rows_from(producer, two, {.batch_rows = rows}) == strings{"1 10", "2 nan", "nan 30", "4 40", "5 50"});
            auto stream = producer.stream();
            arrow_batches batches{stream, two, {.batch_rows = rows}};
            std::vector<std::size_t> sizes;
            std::uint64_t seen = 0;
            for (auto const batch : batches) {
                CHECK(batches.first_row() == seen);
                sizes.push_back(batch.rows());
                seen += batch.rows();
            }
            CHECK(sizes.size() == (5 + rows - 1) / rows);
            CHECK(sizes.front() == std::min<std::size_t>(rows, 5));
            CHECK(batches.first_row() == 5);
        }
    }

    TEST_CASE("arrow_batches: every format of numbers, with and without what is missing") {
        struct {
            sample column;
            strings rows;
        } cases[] = {
            {numbers<std::int8_t>("a", "c", {-128, gone, 127}), {"-128", "nan", "127"}},
            {numbers<std::uint8_t>("a", "C", {0, gone, 255}), {"0", "nan", "255"}},
            {numbers<std::int16_t>("a", "s", {-32768, gone, 32767}), {"-32768", "nan", "32767"}},
            {numbers<std::uint16_t>("a", "S", {1, gone, 65535}), {"1", "nan", "65535"}},
            {numbers<std::int32_t>("a", "i", {-2147483647 - 1, gone, 5}), {"-2147483648", "nan", "5"}},
            {numbers<std::uint32_t>("a", "I", {4294967295u, gone, 5}), {"4294967295", "nan", "5"}},
            {numbers<std::int64_t>("a", "l", {std::numeric_limits<std::int64_t>::min(), gone, 1}),
             {"-9223372036854775808", "nan", "1"}},
            {numbers<std::uint64_t>("a", "L", {std::uint64_t{1} << 63, gone, 1}), {"9223372036854775808", "nan", "1"}},
            {numbers<std::uint16_t>("a", "e",
                                    {0x3C00, gone, 0xC000, 0x0001, 0x03FF, 0x7C00, 0xFC00, 0x7BFF, 0x8000, 0x7E00}),
             {"1", "nan", "-2", "5.960464477539063e-08", "6.097555160522461e-05", "inf", "-inf", "65504", "-0", "nan"}},
            {numbers<float>("a", "f", {0.1f, gone, -0.0f}), {"0.10000000149011612", "nan", "-0"}},
            {numbers<double>("a", "g", {0.1, gone, 1e300}), {"0.1", "nan", "1e+300"}},
            {bits("a", {true, gone, false, true, true, true, true, true, false}),
             {"1", "nan", "0", "1", "1", "1", "1", "1", "0"}},
            {named_array("a", "n", 2, {}), {"nan", "nan"}},
            {numbers<std::int32_t>("a", "i", {1, 2}), {"1", "2"}},
        };
        for (auto& [column, rows] : cases) {
            CAPTURE(column->format);
            auto const length = rows.size();
            sample_producer producer{record_batch(length, std::move(column))};
            CHECK(rows_from(producer, one) == rows);
            CHECK(rows_from(producer, one, {.batch_rows = 1}) == rows);
            for (std::int64_t in_front = 1; in_front <= static_cast<std::int64_t>(length); ++in_front) {
                strings const rest(rows.begin() + in_front, rows.end());
                auto& batch = *producer.batches[0];
                batch.array.offset = in_front;  // the record batch is sliced
                batch.array.length = static_cast<std::int64_t>(length) - in_front;
                CHECK(rows_from(producer, one) == rest);
                batch.array.offset = 0;  // its column is
                batch.children[0]->array.offset = in_front;
                batch.children[0]->array.length -= in_front;
                CHECK(rows_from(producer, one, {.batch_rows = 2}) == rest);
                batch.children[0]->array.offset = 0;
                batch.children[0]->array.length += in_front;
            }
        }
    }

    TEST_CASE("arrow_batches: record batch and column are both sliced, beyond a byte of bits") {
        optionals<std::int32_t> values;
        optionals<bool> flags;
        std::vector<bool> present;
        for (int i = 0; i != 40; ++i) {
            values.push_back(i % 3 == 0 ? std::optional<std::int32_t>{} : i);
            flags.push_back(i % 5 == 0 ? std::optional<bool>{} : i % 2 == 0);
            present.push_back(i % 7 != 0);
        }
        sample_producer producer{
            record_batch(20, present, sliced(numbers("a", "i", values), 9), sliced(bits("b", flags), 11))};
        auto& batch = producer.batches[0]->array;
        batch.offset = 3;
        batch.length = 17;
        strings expected;
        for (int row = 3; row != 20; ++row) {
            auto const a = row + 9, b = row + 11;
            bool const null = row % 7 == 0;
            expected.push_back((null || a % 3 == 0 ? "nan" : std::to_string(a)) + " " +
                               (null || b % 5 == 0 ? "nan" : std::to_string(b % 2 == 0 ? 1 : 0)));
        }
        CHECK(rows_from(producer, two) == expected);
        CHECK(rows_from(producer, two, {.batch_rows = 4}) == expected);
    }

    TEST_CASE("arrow_batches: a row that is null as a whole is missing in every column") {
        schema const columns{number("a"), category("kind", {"x", "y"}), text("note"), number("none")};
        sample_producer producer{record_batch(3, {true, false, true}, numbers<double>("a", "g", {1, 2, 3}),
                                              texts("kind", {"y", "x", "x"}), texts("note", {"k", "l", "m"}),
                                              named_array("none", "n", 3, {}))};
        CHECK(rows_from(producer, columns) == strings{"[k] 1 1 nan", "[] nan nan nan", "[m] 3 0 nan"});
    }

    TEST_CASE("arrow_batches: buffers need not be aligned") {
        sample_producer producer{record_batch(2, numbers<double>("a", "g", {1.5, 2.5}))};
        auto& column = *producer.batches[0]->children[0];
        column.buffers[1].insert(column.buffers[1].begin(), 'x');
        column.pointers[1] = column.buffers[1].data() + 1;
        CHECK(rows_from(producer, one) == strings{"1.5", "2.5"});
    }

    TEST_CASE("arrow_batches: columns have the schema's names, in any order, or its positions") {
        sample_producer producer{record_batch(1, numbers<double>("b", "g", {1}), numbers<double>("other", "g", {2}),
                                              numbers<double>("a", "g", {3}))};
        CHECK(rows_from(producer, two) == strings{"3 1"});
        CHECK(rows_from(producer, arenite::schema_view{3}) == strings{"1 2 3"});
        schema const half_named{number("a"), number(""), number("b")};
        CHECK(rows_from(producer, half_named) == strings{"1 2 3"});
        for (auto const& child : producer.batches[0]->children) child->schema.name = nullptr;
        CHECK(rows_from(producer, arenite::schema_view{3}) == strings{"1 2 3"});
    }

    TEST_CASE("arrow_batches: columns that nobody reads are never touched") {
        arenite::column unread = number("b");
        unread.used = false;
        schema const columns{unread, number("a"), [] {
                                 auto note = text("note");
                                 note.used = false;
                                 return note;
                             }()};
        sample_producer producer{record_batch(2, numbers<double>("b", "tdD", {1, 2}), numbers<double>("a", "g", {3, 4}),
                                              named_array("note", "+l", 2, {}))};
        producer.batches[0]->children[0]->array = {};
        producer.batches[0]->child_arrays[2] = nullptr;
        CHECK(rows_from(producer, columns) == strings{"[] nan 3", "[] nan 4"});
        std::uint64_t const used[] = {0b010};
        CHECK(rows_from(producer, arenite::schema_view{3, used}) == strings{"nan 3 nan", "nan 4 nan"});
    }

    TEST_CASE("arrow_batches: categories are coded by the schema's vocabulary, whatever the dictionary") {
        schema const columns{category("city", {"Oslo", "Bern", "a longer name than a view holds"})};
        std::string const name = "a longer name than a view holds";
        struct {
            sample column;
            strings codes;
        } cases[] = {
            {texts("city", {"Bern", "Oslo", gone, "Lima", "", name}), {"1", "0", "nan", "nan", "nan", "2"}},
            {texts<std::int64_t>("city", "U", {"Bern", gone, name}), {"1", "nan", "2"}},
            {text_views("city", {"Bern", gone, name, name, "Lima"}), {"1", "nan", "2", "2", "nan"}},
            {named_array("city", "n", 2, {}), {"nan", "nan"}},
            {with_dictionary(numbers<std::int8_t>("city", "c", {1, 0, gone, 2, 3}),
                             texts("", {"Oslo", "Bern", gone, "Lima"})),
             {"1", "0", "nan", "nan", "nan"}},
            {with_dictionary(numbers<std::uint8_t>("city", "C", {0, gone}), texts("", {"Bern"})), {"1", "nan"}},
            {with_dictionary(numbers<std::int16_t>("city", "s", {1}), texts("", {"x", name})), {"2"}},
            {with_dictionary(numbers<std::uint16_t>("city", "S", {1}), text_views("", {"x", name})), {"2"}},
            {with_dictionary(numbers<std::int32_t>("city", "i", {2}),
                             sliced(texts("", {"Oslo", "Oslo", "x", gone, "Bern"}), 2)),
             {"1"}},
            {with_dictionary(numbers<std::uint32_t>("city", "I", {1, 2}),
                             sliced(texts("", {"Oslo", "Oslo", "x", gone, "Bern"}), 2)),
             {"nan", "1"}},
            {with_dictionary(numbers<std::int64_t>("city", "l", {0}), texts<std::int64_t>("", "U", {"Bern"})), {"1"}},
            {with_dictionary(numbers<std::uint64_t>("city", "L", {0}), texts("", {"Bern"})), {"1"}},
        };
        for (auto& [column, codes] : cases) {
            CAPTURE(column->format);
            sample_producer producer{record_batch(codes.size(), std::move(column))};
            CHECK(rows_from(producer, columns) == codes);
            CHECK(rows_from(producer, columns, {.batch_rows = 1}) == codes);
        }
        sample_producer changing{
            record_batch(2, with_dictionary(numbers<std::int32_t>("city", "i", {0, 1}), texts("", {"Oslo", "Bern"}))),
            record_batch(2, with_dictionary(numbers<std::int32_t>("city", "i", {0, 1}), texts("", {"Bern", "Oslo"})))};
        CHECK(rows_from(changing, columns) == strings{"0", "1", "1", "0"});
    }

    TEST_CASE("arrow_batches: a category that its column gives a code of its own is not missing") {
        constexpr std::string_view cities[] = {"Oslo", "Bern"};
        schema const columns{{.name = "city",
                              .kind = arenite::column_kind::category,
                              .unseen = arenite::unseen_category::coded,
                              .vocabulary = cities}};
        sample_producer producer{record_batch(4, texts("city", {"Bern", gone, "Lima", "Oslo"}))};
        CHECK(rows_from(producer, columns) == strings{"1", "nan", "2", "0"});
    }

    TEST_CASE("arrow_batches: texts lie where the producer has them, and a batch ends with its record batch") {
        schema const columns{text("note"), number("a"), text("tag")};
        std::string const longer = "a longer text than a view holds";
        auto const tags = [] { return texts("", {"t", "u"}); };
        sample_producer producer{
            record_batch(3, texts("note", {"x", gone, longer}), numbers<double>("a", "g", {1, 2, 3}),
                         with_dictionary(numbers<std::int8_t>("tag", "c", {1, 0, gone}), tags())),
            record_batch(2, texts("note", {"", "y"}), numbers<double>("a", "g", {4, 5}),
                         with_dictionary(numbers<std::int8_t>("tag", "c", {0, 0}), tags()))};
        strings const rows{"[x] [u] 1", "[] [t] 2", "[" + longer + "] [] 3", "[] [t] 4", "[y] [t] 5"};
        for (std::size_t size = 1; size != 7; ++size) CHECK(rows_from(producer, columns, {.batch_rows = size}) == rows);
        auto stream = producer.stream();
        arrow_batches batches{stream, columns};
        auto at = batches.begin();
        CHECK((*at).rows() == 3);
        CHECK((*at).text(0, 2).data() == producer.batches[0]->children[0]->buffers[2].data() + 1);
        CHECK((*at).text(1, 0).data() == producer.batches[0]->children[2]->dictionary->buffers[2].data() + 1);
        ++at;
        CHECK((*at).rows() == 2);
        ++at;
        CHECK(at == std::default_sentinel);
    }

    TEST_CASE("arrow_batches: what the cells cannot hold is counted, but not where it is missing") {
        sample_producer whole{
            record_batch(4, numbers<std::int64_t>("a", "l", {(1ll << 53) + 1, 1ll << 60, gone, -(1ll << 53) - 1}),
                         numbers<std::uint64_t>("b", "L", {~0ull, 1ull << 63, gone, 3}))};
        auto stream = whole.stream();
        arrow_batches batches{stream, two, {.batch_rows = 3}};
        CHECK(all_rows(batches) == strings{"9007199254740992 18446744073709551616",
                                           "1152921504606846976 9223372036854775808", "nan nan",
                                           "-9007199254740992 3"});
        CHECK(batches.inexact() == 3);
        CHECK(batches.overflows() == 0);

        constexpr double infinity = std::numeric_limits<double>::infinity();
        sample_producer wide{
            record_batch(6, numbers<double>("a", "g", {1e39, -1e300, 1e-60, infinity, 0.0, gone}),
                         numbers<std::int32_t>("b", "i", {16777217, -16777217, 16777216, 1 << 30, gone, 33554436}))};
        auto narrow = wide.stream();
        arrow_batches<float> floats{narrow, two};
        CHECK(all_rows(floats) ==
              strings{"inf 16777216", "-inf -16777216", "0 16777216", "inf 1073741824", "0 nan", "nan 33554436"});
        CHECK(floats.inexact() == 2);
        CHECK(floats.overflows() == 2);
        CHECK(floats.underflows() == 1);
    }

    TEST_CASE("arrow_batches: a stream without record batches has no rows, but its columns are checked") {
        auto producer = five_rows();
        producer.error_at = ~std::size_t{0};
        sample_producer empty{record_batch(0, numbers<double>("a", "g", {}))};
        CHECK(rows_from(empty, one).empty());
        CHECK_THROWS_AS(rows_from(empty, two), arenite::shape_error);
    }

    TEST_CASE("arrow_batches: is exactly as large as its plan") {
        schema const columns{number("a"), category("kind", {"x", "y"}), text("note")};
        sample_producer producer{
            record_batch(1, numbers<double>("a", "g", {1}), texts("kind", {"y"}), texts("note", {"n"}))};
        auto stream = producer.stream();
        arrow_batches batches{stream, columns, {.batch_rows = 8}};
        std::size_t const targets = arenite::arena_bytes<arenite::detail::csv_target>(3);
        auto const total = targets + 64 + 64 + 128 + 128;  // types, codes, cells, texts; names share theirs
        CHECK(arenite::plan(batches).total() == total);
        arenite::budget exact{total}, short_of_a_line{total - 1};
        CHECK_THROWS_AS(static_cast<void>(arenite::admit(batches, short_of_a_line)), arenite::budget_exceeded);
        auto run = arenite::admit(batches, exact);
        CHECK(exact.used() == total);
        CHECK(all_rows(run) == strings{"[n] 1 1"});
    }

    TEST_CASE("arrow_batches: takes as many rows as a budget allows") {
        auto producer = five_rows();
        auto stream = producer.stream();
        arrow_batches batches{stream, two, {.batch_rows = arenite::automatic_batch_rows}};
        CHECK(batches.batch_rows() == 4096);
        arenite::budget memory{1024};
        auto run = arenite::admit(batches, memory);
        CHECK(batches.batch_rows() < 64);
        CHECK(all_rows(run).size() == 5);
    }

    TEST_CASE("arrow_batches: from the second batch on nobody is asked for memory") {
        if (skipped_without_malloc_probe()) return;
        schema const columns{number("a"), category("kind", {"x", "y"}), text("note")};
        auto const batch = [] {
            return record_batch(
                100, numbers<std::int64_t>("a", "l", optionals<std::int64_t>(100, 1)),
                with_dictionary(numbers<std::int8_t>("kind", "c", optionals<std::int8_t>(100, 0)), texts("", {"y"})),
                text_views("note", optional_texts(100, "a longer text than a view holds")));
        };
        sample_producer producer{batch(), batch(), batch(), batch()};
        auto stream = producer.stream();
        arrow_batches batches{stream, columns, {.batch_rows = 30}};
        auto at = batches.begin();
        allocation_count const counted;
        double sum = 0;
        for (; at != std::default_sentinel; ++at) sum += (*at)(0, 0) + (*at)(0, 1);
        CHECK(counted.calls() == 0);
        CHECK(sum == 32);
    }
}
