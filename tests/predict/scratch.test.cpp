// SPDX-License-Identifier: MIT
#include <arenite/predict/scratch.hpp>

#include <doctest/doctest.h>

namespace {

struct hungry {
    static constexpr std::size_t cols() noexcept { return 1; }
    static constexpr std::size_t outputs() noexcept { return 1; }
    static constexpr std::size_t scratch_bytes(std::size_t rows) noexcept { return rows * 128; }
    void predict(arenite::batch_view<float const>, arenite::batch_view<float>, arenite::scratch_view) const noexcept {}
};
static_assert(arenite::batch_predictor<hungry>);

TEST_SUITE("predict") {
    TEST_CASE("scratch: holds what the predictor needs for so many rows, and gives it back") {
        arenite::budget memory{10'000};
        {
            arenite::scratch const working{hungry{}, 10, memory};
            CHECK(memory.used() == 1280);
            CHECK(arenite::scratch_view{working}.size() == 1280);
        }
        CHECK(memory.used() == 0);
        CHECK_THROWS_AS((arenite::scratch{hungry{}, 100, memory}), arenite::budget_exceeded);
        CHECK(memory.used() == 0);
    }

    TEST_CASE("scratch: of a predictor that needs none holds nothing") {
        arenite::budget memory{64};
        arenite::scratch const working{hungry{}, 0, memory};
        CHECK(memory.used() == 0);
    }

    TEST_CASE("scratch: one area for each worker, in one acquisition") {
        auto const nobody = [](std::size_t, arenite::task_ref) {};
        arenite::workers const four{nobody, 4};
        arenite::budget memory{1 << 20};
        hungry const predictor;
        arenite::scratch const areas{predictor, 10, four, memory};
        CHECK(areas.areas() == 4);
        CHECK(arenite::worker_scratch_bytes(predictor, 10, 4) == 3 * 128);
        CHECK(areas.bytes().size() == 4 * 3 * 128);
        CHECK(memory.used() == 4 * 3 * 128);
        CHECK(memory.report().tags[0].acquisitions == 1);
    }
}

}  // namespace
