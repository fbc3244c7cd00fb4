// SPDX-License-Identifier: MIT
#include <arenite/format/detail/document_path.hpp>

#include <doctest/doctest.h>

using arenite::detail::document_path;

TEST_SUITE("format") {
    TEST_CASE("document_path: keys and indices from the outside in") {
        document_path path;
        CHECK(path.text().empty());
        path.enter_object();
        CHECK(path.text().empty());
        path.set_key("model");
        path.enter_object();
        path.set_key("trees");
        path.enter_array();
        CHECK(path.text() == "model.trees");
        CHECK(path.in_array());
        path.advance();
        path.advance(3);
        CHECK(path.text() == "model.trees[3]");
        path.enter_array();
        path.advance();
        CHECK(path.text() == "model.trees[3][0]");
        path.leave();
        path.leave();
        path.set_key("next");
        CHECK(path.text() == "model.next");
        CHECK_FALSE(path.in_array());
    }

    TEST_CASE("document_path: a key is cut to 24 bytes, and what does not print is replaced") {
        document_path path;
        path.enter_object();
        path.set_key("a key that is longer than any other");
        CHECK(path.text() == "a key that is longer tha");
        path.set_key("a\n\x1B[2J\xC3\xA4");
        CHECK(path.text() == "a??[2J??");
    }

    TEST_CASE("document_path: is full after 64 levels") {
        document_path path;
        for (int i = 0; i != 64; ++i) {
            CHECK_FALSE(path.full());
            path.enter_array();
            path.advance();
        }
        CHECK(path.full());
        CHECK(path.text().size() == 64 * 3);
        path.clear();
        CHECK(path.depth() == 0);
    }

    TEST_CASE("document_path: how many elements have begun can be read and set") {
        document_path path;
        path.enter_array();
        path.advance(3);
        CHECK(path.begun() == 3);
        path.set_begun(8);
        CHECK(path.text() == "[7]");
    }
}
