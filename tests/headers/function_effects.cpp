// SPDX-License-Identifier: MIT
// What function_effects.cmake compiles: functions that may not allocate, and call the hot path.
#include <arenite/model/linear_regression.hpp>
#include <arenite/model/tree_ensemble.hpp>

namespace {

template <class Predictor, class T>
void hot_path(Predictor const& model, arenite::batch_view<T const> x, arenite::batch_view<T> y,
              arenite::scratch_view scratch) noexcept [[clang::nonallocating]] {
    model.predict(x, y, scratch);
}

}  // namespace

template void hot_path(arenite::linear_regression<double> const&, arenite::batch_view<double const>,
                       arenite::batch_view<double>, arenite::scratch_view) noexcept;
template void hot_path(arenite::tree_ensemble<float> const&, arenite::batch_view<float const>,
                       arenite::batch_view<float>, arenite::scratch_view) noexcept;
