// SPDX-License-Identifier: MIT
#include <arenite/load/csv_options.hpp>

#include <doctest/doctest.h>

TEST_SUITE("load") {
    TEST_CASE("csv_options: are as documented unless said otherwise") {
        constexpr arenite::csv_options options;
        CHECK(options.batch_rows == 1024);
        CHECK(options.buffer_bytes == 256 * 1024);
        CHECK(options.delimiter == ',');
        CHECK(options.header == arenite::csv_header::automatic);
        CHECK(options.missing.size() == 9);
        CHECK(options.on_bad == arenite::on_bad::fail);
        CHECK(options.final_newline == arenite::final_newline::optional);
        CHECK(options.id_column.empty());
        CHECK(options.text_bytes == 64 * 1024);
    }
}
