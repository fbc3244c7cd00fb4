// SPDX-License-Identifier: MIT
#include <arenite/load/libsvm_options.hpp>

#include <doctest/doctest.h>

TEST_SUITE("load") {
    TEST_CASE("libsvm_options: are as documented unless said otherwise") {
        constexpr arenite::libsvm_options options;
        CHECK(options.batch_rows == 1024);
        CHECK(options.buffer_bytes == 256 * 1024);
        CHECK(options.index_base == 0);
        CHECK(options.absent == arenite::libsvm_absent::missing);
        CHECK(options.labels == arenite::libsvm_labels::one);
        CHECK(options.on_bad == arenite::on_bad::fail);
        CHECK(options.final_newline == arenite::final_newline::optional);
    }
}
