// SPDX-License-Identifier: MIT
// One const model serves many threads: predict must be const.
// expect: static assertion failed|static_assert failed
#include <arenite/predict/batch_predictor.hpp>

struct rule {
    static constexpr std::size_t cols() noexcept { return 2; }
    static constexpr std::size_t outputs() noexcept { return 1; }
    static constexpr std::size_t scratch_bytes(std::size_t /*rows*/) noexcept { return 0; }
#if defined(ARENITE_REJECTED)
    void predict(arenite::batch_view<double const> x, arenite::batch_view<double> y, arenite::scratch_view) noexcept {
        for (std::size_t r = 0; r != x.rows(); ++r) y(r, 0) = x(r, 1);
    }
#else
    void predict(arenite::batch_view<double const> x, arenite::batch_view<double> y,
                 arenite::scratch_view) const noexcept {
        for (std::size_t r = 0; r != x.rows(); ++r) y(r, 0) = x(r, 1);
    }
#endif
};
static_assert(arenite::batch_predictor<rule>);
