// SPDX-License-Identifier: MIT
#include <arenite/load/arrow_batches.hpp>

#include "arrow_samples.hpp"

#include <doctest/doctest.h>

#include <cerrno>
#include <functional>

namespace {

using arenite::arrow_batches, arenite::category, arenite::data_error, arenite::number, arenite::schema,
    arenite::shape_error, arenite::text;

schema const one{number("a")};
schema const two{number("a"), number("b")};
schema const city{category("city", {"Oslo"})};
schema const note{text("note")};

template <class Error>
std::string error_from(sample_producer& producer, arenite::schema_view columns, std::size_t batch_rows = 1024) {
    try {
        rows_from(producer, columns, {.batch_rows = batch_rows});
    } catch (Error const& error) {
        return error.what();
    }
    return "";
}

sample ones() { return numbers<double>("a", "g", {1, 1, 1}); }

/// A sound record batch of three rows for schema `two`, a number and a bit, which `spoil` then spoils.
std::string error_of_spoilt(std::function<void(ArrowArray&)> const& spoil) {
    sample_producer producer{record_batch(3, ones(), bits("b", {true, {}, true})),
                             record_batch(3, ones(), bits("b", {true, {}, true}))};
    spoil(producer.batches[1]->array);
    auto const error = error_from<data_error>(producer, two);
    CHECK(producer.live_arrays == 0);
    CHECK(producer.live_streams == 0);
    return error;
}

/// As above of a column of texts and of one with a dictionary.
std::string error_of_spoilt_texts(std::function<void(ArrowArray&, ArrowArray&)> const& spoil) {
    sample_producer producer{record_batch(
        2, texts("note", {"x", "y"}), with_dictionary(numbers<std::int8_t>("city", "c", {0, 0}), texts("", {"z"})))};
    spoil(*producer.batches[0]->array.children[0], *producer.batches[0]->array.children[1]);
    schema const columns{text("note"), category("city", {"z"})};
    return error_from<data_error>(producer, columns);
}

}  // namespace

TEST_SUITE("load") {
    TEST_CASE("arrow_batches: a category that its column refuses is named, behind the rows in front of it") {
        arenite::column refusing = city[0];
        refusing.unseen = arenite::unseen_category::refused;
        auto const error_of = [&](sample column) {
            sample_producer producer{record_batch(3, std::move(column))};
            schema const columns{refusing};
            return error_from<data_error>(producer, columns);
        };
        auto const of_texts = error_of(texts("city", {"Oslo", std::nullopt, "Lima"}));
        CHECK_MESSAGE(of_texts.find("Lima") != of_texts.npos, of_texts);
        CHECK_MESSAGE(of_texts.find("row 2") != of_texts.npos, of_texts);
        auto const indexes = [] { return numbers<std::int8_t>("city", "c", {0, std::nullopt, 1}); };
        CHECK(error_of(with_dictionary(indexes(), texts("", {"Oslo", "Lima"}))) == of_texts);
        CHECK(error_of(with_dictionary(indexes(), texts("", {"Oslo", std::nullopt}))).empty());
        sample_producer producer{record_batch(3, texts("city", {"Oslo", std::nullopt, "Lima"}))};
        schema const columns{refusing};
        auto stream = producer.stream();
        arrow_batches<> batches{stream, columns};
        std::size_t rows = 0;
        auto const read_all = [&] {
            for (auto const batch : batches) rows += batch.rows();
        };
        CHECK_THROWS_AS(read_all(), data_error);
        CHECK(rows == 2);
    }

    TEST_CASE("arrow_batches: columns that do not fit the schema are named") {
        sample_producer producer{record_batch(3, ones(), ones(), numbers<double>("c", "g", {1, 2, 3}))};
        CHECK(error_from<shape_error>(producer, two) == "arrow stream has more than one column 'a'");
        schema const missing{number("c"), number("d")};
        CHECK(error_from<shape_error>(producer, missing) == "arrow stream has no column 'd'");
        schema const twice{number("c"), number("c")};
        CHECK(error_from<shape_error>(producer, twice) == "the schema has more than one column 'c'");
        CHECK(error_from<shape_error>(producer, arenite::schema_view{2}) == "arrow stream has 3 columns, expected 2");
        auto stream = producer.stream();
        arrow_batches<double> batches{stream, missing, {.name = "the table"}};
        CHECK_THROWS_WITH_AS(static_cast<void>(batches.begin()), "the table has no column 'd'", shape_error);
    }

    TEST_CASE("arrow_batches: formats that a column cannot be read from are named") {
        struct {
            arenite::schema_view columns;
            sample column;
            std::string_view found;
        } cases[] = {
            {one, named_array("a", "tdD", 1, {}), "\"tdD\""},
            {one, named_array("a", "tsu:Europe/Oslo", 1, {}), "\"tsu:Europe/Oslo\""},
            {one, named_array("a", "d:10,2", 1, {}), "\"d:10,2\""},
            {one, named_array("a", "+l", 1, {}), "\"+l\""},
            {one, named_array("a", "+r", 1, {}), "\"+r\""},
            {one, named_array("a", "+ud:0,1", 1, {}), "\"+ud:0,1\""},
            {one, named_array("a", "u", 1, {}), "\"u\""},
            {one, named_array("a", "z", 1, {}), "\"z\""},
            {one, named_array("a", "", 1, {}), "\"\""},
            {one, named_array("a", "gg", 1, {}), "\"gg\""},
            {one, with_dictionary(numbers<std::int8_t>("a", "c", {0}), numbers<double>("", "g", {1})),
             "\"dictionary of g\""},
            {city, numbers<double>("city", "g", {1}), "\"g\""},
            {city, bits("city", {true}), "\"b\""},
            {note, named_array("note", "z", 1, {}), "\"z\""},
        };
        for (auto& [columns, column, found] : cases) {
            std::string const name = column->name;
            sample_producer producer{record_batch(1, numbers<double>("other", "g", {1}), std::move(column))};
            bool const is_number = columns[0].kind == arenite::column_kind::number;
            auto const expected = is_number ? "numbers, of one of c C s S i I l L e f g b n,"
                                            : "text, of one of u U vu n or a dictionary of it,";
            CHECK(error_from<data_error>(producer, columns) == "arrow stream: column 2: found the format " +
                                                                   std::string{found} + ", expected " + expected +
                                                                   " in column '" + name + "'");
        }
        for (auto const& [index, values] :
             {std::pair{"g", "u"}, std::pair{"c", "g"}, std::pair{"c", "z"}, std::pair{"b", "u"}}) {
            sample_producer producer{
                record_batch(1, with_dictionary(named_array("city", index, 1, {}), named_array("", values, 1, {})))};
            CHECK(error_from<data_error>(producer, city) ==
                  "arrow stream: column 1: found a dictionary of the format \"" + std::string{values} +
                      "\" with indexes \"" + index +
                      "\", expected a dictionary of texts with whole numbers as indexes in column 'city'");
        }
        sample_producer unnamed{record_batch(1, numbers<double>("", "g", {1}), named_array("", "tdD", 1, {}))};
        CHECK(error_from<data_error>(unnamed, arenite::schema_view{2}).ends_with("b n, in column 2"));
        CHECK(unnamed.live_schemas == 0);
    }

    TEST_CASE("arrow_batches: schemas that contradict themselves") {
        struct {
            std::function<void(ArrowSchema&)> spoil;
            std::string_view error;
        } const cases[] = {
            {[](auto& root) { root.format = "g"; },
             "arrow stream: found the format \"g\", expected record batches, of the format \"+s\""},
            {[](auto& root) { root.format = nullptr; },
             "arrow stream: found the format \"\", expected record batches, of the format \"+s\""},
            {[](auto& root) { root.n_children = -1; },
             "arrow stream: found a schema without its columns, expected columns"},
            {[](auto& root) { root.children = nullptr; },
             "arrow stream: found a schema without its columns, expected columns"},
            {[](auto& root) { root.children[0] = nullptr; },
             "arrow stream: found a schema without one of its columns, expected columns"},
            {[](auto& root) { root.children[0]->format = nullptr; },
             "arrow stream: column 1: found the format \"\", expected numbers, of one of c C s S i I l L e f g b n, in "
             "column 'a'"},
        };
        for (auto const& [spoil, error] : cases) {
            sample_producer producer{record_batch(3, ones())};
            spoil(producer.batches[0]->schema);
            CHECK(error_from<data_error>(producer, one) == error);
        }
    }

    TEST_CASE("arrow_batches: arrays that contradict themselves") {
        using array = ArrowArray&;
        constexpr std::int64_t large = std::int64_t{1} << 56;
        struct {
            std::function<void(array)> spoil;
            std::string_view error;  ///< between `found` and the number of the record batch
        } const cases[] = {
            {[](array a) { a.length = -1; }, "a negative length, expected a length"},
            {[](array a) { a.offset = -1; }, "a negative offset, expected an offset"},
            {[](array a) { a.length = large; }, "a length or an offset beyond memory, expected less than 2^56"},
            {[](array a) { a.offset = std::numeric_limits<std::int64_t>::max(); },
             "a length or an offset beyond memory, expected less than 2^56"},
            {[](array a) { a.null_count = -2; },
             "a count of nulls that is not within the length, expected -1 or a count"},
            {[](array a) { a.null_count = 4; },
             "a count of nulls that is not within the length, expected -1 or a count"},
            {[](array a) { a.n_buffers = 0; }, "another number of buffers, expected as many as the format has"},
            {[](array a) { a.n_buffers = 2; }, "another number of buffers, expected as many as the format has"},
            {[](array a) { a.buffers = nullptr; }, "no buffers, expected as many as the format has"},
            {[](array a) { a.null_count = 1; }, "nulls without their bits, expected bits of validity"},
            {[](array a) { a.n_children = -1; }, "another number of columns than the schema has, expected as many"},
            {[](array a) { a.n_children = 1; }, "another number of columns than the schema has, expected as many"},
            {[](array a) { a.n_children = 3; }, "another number of columns than the schema has, expected as many"},
            {[](array a) { a.children = nullptr; }, "no columns, expected as many as the schema has"},
            {[](array a) { a.children[1] = nullptr; }, "no array, expected an array in column 'b'"},
            {[](array a) { a.length = 4; },
             "a column that is shorter than its record batch, expected a slot for each row in column 'a'"},
            {[](array a) { a.offset = 1; },
             "a column that is shorter than its record batch, expected a slot for each row in column 'a'"},
            {[](array a) { a.children[1]->length = 2; },
             "a column that is shorter than its record batch, expected a slot for each row in column 'b'"},
            {[](array a) { a.children[1]->length = -1; }, "a negative length, expected a length in column 'b'"},
            {[](array a) { a.children[0]->offset = large; },
             "a length or an offset beyond memory, expected less than 2^56 in column 'a'"},
            {[](array a) { a.children[0]->n_buffers = 1; },
             "another number of buffers, expected as many as the format has in column 'a'"},
            {[](array a) { a.children[0]->n_buffers = 3; },
             "another number of buffers, expected as many as the format has in column 'a'"},
            {[](array a) { a.children[0]->n_buffers = -1; },
             "another number of buffers, expected as many as the format has in column 'a'"},
            {[](array a) { a.children[0]->buffers = nullptr; },
             "no buffers, expected as many as the format has in column 'a'"},
            {[](array a) { a.children[0]->buffers[1] = nullptr; }, "no values, expected values in column 'a'"},
            {[](array a) { a.children[0]->null_count = 1; },
             "nulls without their bits, expected bits of validity in column 'a'"},
        };
        for (auto const& [spoil, error] : cases) {
            CAPTURE(error);
            auto const what = error_of_spoilt(spoil);
            CHECK(what.find("found " + std::string{error} + " in record batch 2") != std::string::npos);
            bool const of_b = error.ends_with("'b'"), of_a = error.ends_with("'a'");
            CHECK(what.starts_with(of_b   ? "arrow stream: column 2: "
                                   : of_a ? "arrow stream: column 1: "
                                          : "arrow stream: found"));
        }
        CHECK(error_of_spoilt([](array) {}) == "");
    }

    TEST_CASE("arrow_batches: texts and dictionaries that contradict themselves") {
        using array = ArrowArray&;
        static std::int32_t const decreasing[] = {0, 2, 1}, negative[] = {-1, 1, 2}, second[] = {0, 1, 0};
        struct {
            std::function<void(array, array)> spoil;
            std::string_view error;
        } const cases[] = {
            {[](array a, array) { a.n_buffers = 2; },
             "column 1: found another number of buffers, expected as many as the format has in column 'note' in record "
             "batch 1"},
            {[](array a, array) { a.buffers[1] = nullptr; },
             "column 1: found no values, expected values in column 'note' in record batch 1"},
            {[](array a, array) { a.buffers[1] = negative; },
             "column 1: found text outside its buffer, expected offsets that do not decrease, of text that is there in "
             "row 0 of "
             "column 'note'"},
            {[](array a, array) { a.buffers[1] = decreasing; },
             "column 1: found text outside its buffer, expected offsets that do not decrease, of text that is there in "
             "row 1 of "
             "column 'note'"},
            {[](array a, array) { a.buffers[1] = second; },
             "column 1: found text outside its buffer, expected offsets that do not decrease, of text that is there in "
             "row 1 of "
             "column 'note'"},
            {[](array a, array) { a.buffers[2] = nullptr; },
             "column 1: found text outside its buffer, expected offsets that do not decrease, of text that is there in "
             "row 0 of "
             "column 'note'"},
            {[](array, array c) { c.dictionary = nullptr; },
             "column 2: found no dictionary, expected a dictionary in column 'city' in record batch 1"},
            {[](array, array c) { c.dictionary->length = -1; },
             "column 2: found a negative length, expected a length in column 'city' in record batch 1"},
            {[](array, array c) { c.dictionary->n_buffers = 2; },
             "column 2: found another number of buffers, expected as many as the format has in column 'city' in record "
             "batch 1"},
            {[](array, array c) { c.dictionary->length = 0; },
             "column 2: found an index outside the dictionary, expected an index into it in row 0 of column 'city'"},
            {[](array, array c) { c.buffers[1] = "\0\1"; },
             "column 2: found an index outside the dictionary, expected an index into it in row 1 of column 'city'"},
            {[](array, array c) { c.buffers[1] = "\0\377"; },
             "column 2: found an index outside the dictionary, expected an index into it in row 1 of column 'city'"},
        };
        for (auto const& [spoil, error] : cases)
            CHECK(error_of_spoilt_texts(spoil) == "arrow stream: " + std::string{error});
        CHECK(error_of_spoilt_texts([](array, array) {}) == "");
    }

    TEST_CASE("arrow_batches: views of texts that lead outside") {
        std::string const longer = "a longer text than a view holds";
        struct {
            std::size_t word;
            std::int32_t value;
        } const cases[] = {
            {0, -1}, {0, 32}, {2, 2}, {2, -1}, {3, 1}, {3, -1}, {3, std::numeric_limits<std::int32_t>::max()}};
        for (auto const& [word, value] : cases) {
            CAPTURE(word);
            CAPTURE(value);
            sample_producer producer{record_batch(2, text_views("note", {"x", longer}))};
            auto& views = producer.batches[0]->children[0]->buffers[1];
            std::memcpy(views.data() + 16 + word * 4, &value, 4);
            CHECK(error_from<data_error>(producer, note).find("found text outside its buffer") != std::string::npos);
        }
        sample_producer without_sizes{record_batch(1, text_views("note", {longer}))};
        without_sizes.batches[0]->children[0]->array.buffers[4] = nullptr;
        CHECK(error_from<data_error>(without_sizes, note).find("found text outside its buffer") != std::string::npos);
        sample_producer short_views{record_batch(1, text_views("note", {"x"}))};
        short_views.batches[0]->children[0]->array.n_buffers = 2;
        CHECK(error_from<data_error>(short_views, note).find("another number of buffers") != std::string::npos);
    }

    TEST_CASE("arrow_batches: rows in front of what is wrong are delivered first, whatever the batches") {
        schema const columns{number("a"), category("city", {"x"})};
        for (std::size_t rows = 1; rows != 9; ++rows) {
            CAPTURE(rows);
            sample_producer bad_index{record_batch(3, ones(), texts("city", {"x", "x", "x"})),
                                      record_batch(3, ones(), texts("city", {"x", "x", "x"}))};
            std::int32_t const offsets[] = {0, 1, 2, 1};
            bad_index.batches[1]->children[1]->array.buffers[1] = offsets;
            sample_producer bad_array{record_batch(3, ones(), texts("city", {"x", "x", "x"})),
                                      record_batch(2, ones(), texts("city", {"x", "x", "x"})),
                                      record_batch(4, ones(), texts("city", {"x", "x", "x"}))};
            sample_producer refusing{record_batch(3, ones(), texts("city", {"x", "x", "x"})),
                                     record_batch(2, ones(), texts("city", {"x", "x", "x"}))};
            refusing.error_at = 2;
            refusing.next_error = EIO;
            for (auto* const producer : {&bad_index, &bad_array, &refusing}) {
                auto stream = producer->stream();
                arrow_batches batches{stream, columns, {.batch_rows = rows}};
                std::size_t seen = 0;
                auto const drain = [&] {
                    for (auto const batch : batches) {
                        CHECK(batch(batch.rows() - 1, 1) == 0);
                        seen += batch.rows();
                    }
                };
                CHECK_THROWS(drain());
                CHECK(seen == 5);
                CHECK(batches.first_row() == 5);
            }
        }
    }

    TEST_CASE("arrow_batches: what the producer refuses has its number and its message") {
        for (int const error : {EIO, EINVAL, ENOMEM}) {
            sample_producer schemas{record_batch(3, ones())}, arrays{record_batch(3, ones())};
            schemas.schema_error = arrays.next_error = error;
            arrays.error_at = 0;
            for (auto* const producer : {&schemas, &arrays}) {
                auto stream = producer->stream();
                arrow_batches batches{stream, one};
                try {
                    static_cast<void>(batches.begin());
                    FAIL("nothing was thrown");
                } catch (std::system_error const& refused) {
                    CHECK(refused.code() == std::error_code{error, std::generic_category()});
                    CHECK(std::string{refused.what()}.starts_with("arrow stream: the disk is gone: "));
                }
            }
            schemas.message = nullptr;
            CHECK(error_from<std::system_error>(schemas, one).starts_with("arrow stream: "));
            CHECK(error_from<std::system_error>(schemas, one).find("disk") == std::string::npos);
        }
    }

    TEST_CASE("arrow_batches: streams that are no streams") {
        sample_producer producer{record_batch(3, ones())};
        producer.no_schema = true;
        CHECK(error_from<data_error>(producer, one) == "arrow stream: found no schema, expected a schema");
        for (auto const spoil :
             {+[](ArrowArrayStream& s) { s.release = nullptr; }, +[](ArrowArrayStream& s) { s.get_schema = nullptr; },
              +[](ArrowArrayStream& s) { s.get_next = nullptr; }}) {
            auto stream = producer.stream();
            spoil(stream);
            CHECK_THROWS_WITH_AS((arrow_batches{stream, one}),
                                 "arrow stream: found a stream that was released, expected a stream of record batches",
                                 data_error);
        }
        auto stream = producer.stream();
        stream.get_last_error = nullptr;
        producer.schema_error = EIO;
        arrow_batches batches{stream, one};
        CHECK_THROWS_AS(static_cast<void>(batches.begin()), std::system_error);
    }

    TEST_CASE("arrow_batches: after an error it is at its end") {
        sample_producer producer{record_batch(3, ones()), record_batch(4, ones())};
        auto stream = producer.stream();
        arrow_batches batches{stream, one, {.batch_rows = 3}};
        auto at = batches.begin();
        CHECK_THROWS_AS(++at, data_error);
        CHECK(at == std::default_sentinel);
        CHECK(batches.first_row() == 3);
    }
}
