// SPDX-License-Identifier: MIT
#include <arenite/load/detail/csv_field.hpp>

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace {

using namespace arenite::detail;

csv_record record_of(std::string_view text) {
    return {text.data(), text.data() + text.size(), text.find('"') != std::string_view::npos};
}

/// What each field says, and `!` behind one whose quote closes too early.
std::vector<std::string> fields_of(std::string_view text) {
    std::vector<std::string> found;
    csv_field field;
    for (csv_fields fields{record_of(text), ','}; fields.next(field);) {
        std::string copied(field.text.size(), '#');
        copied.erase(copied.begin() + (copy_text(field, copied.data()) - copied.data()), copied.end());
        CHECK(is_eq(compare(field, copied)));
        found.push_back(copied.append(field.closed ? "" : "!"));
    }
    return found;
}

}  // namespace

TEST_SUITE("load") {
    TEST_CASE("csv_fields: splits a record") {
        using strings = std::vector<std::string>;
        CHECK(fields_of("") == strings{""});
        CHECK(fields_of(",") == strings{"", ""});
        CHECK(fields_of("a,,b ") == strings{"a", "", "b "});
        CHECK(fields_of("\"a,b\",c") == strings{"a,b", "c"});
        CHECK(fields_of("\"\",\"\"") == strings{"", ""});
        CHECK(fields_of("\"\"\"\"\"\",\"a\"\"\"\"b\"") == strings{"\"\"", "a\"\"b"});
        CHECK(fields_of("a\"b\",\"c\"") == strings{"a\"b\"", "c"});
        CHECK(fields_of("\"a\"b,\"c\"\"d\" ,e") == strings{"a!", "c\"d!", "e"});
        CHECK(count_fields(record_of("a,\",\","), ',') == 3);
    }

    TEST_CASE("csv_field: is compared as if it were copied") {
        csv_field field;
        csv_fields fields{record_of("\"b\"\"d\""), ','};
        REQUIRE(fields.next(field));
        CHECK(compare(field, "b\"d") == 0);
        for (std::string_view const less : {"", "a", "b", "b\"", "b\"c", "b\"\"", "b!"})
            CHECK(compare(field, less) > 0);
        for (std::string_view const greater : {"c", "b\"d\"", "b\"e", "b#"}) CHECK(compare(field, greater) < 0);
    }

    TEST_CASE("trimmed: takes blanks, but no delimiter") {
        CHECK(trimmed(" \ta b\t ", ',') == "a b");
        CHECK(trimmed("\ta ", '\t') == "\ta");
        CHECK(trimmed(" \t", ',').empty());
    }
}
