// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/held_model.hpp>
#include <arenite/model/output_kind.hpp>
#include <arenite/predict/batch_predictor.hpp>

namespace arenite::inline ARENITE_ABI {

/// Another output of a model as a predictor of its own: two words that borrow the model.
template <class Model, output_kind Kind>
class output_of {
public:
    constexpr output_of(Model const& borrowed) noexcept : model_(&borrowed) {}

    [[nodiscard]] std::size_t cols() const noexcept { return model_->cols(); }
    [[nodiscard]] std::size_t outputs() const noexcept { return model_->outputs(Kind); }
    [[nodiscard]] std::size_t scratch_bytes(std::size_t rows) const noexcept { return model_->scratch_bytes(rows); }
    [[nodiscard]] std::size_t least_scratch_bytes() const noexcept
        requires tiling_predictor<Model>
    {
        return model_->least_scratch_bytes();
    }
    [[nodiscard]] held_model held() const noexcept { return held_by(*model_); }

    template <class In, class Out>
        requires(Kind != output_kind::leaf && !std::same_as<Out, std::int32_t>)
    void predict(batch_view<In const> x, batch_view<Out> y, scratch_view scratch) const noexcept {
        model_->score(Kind, x, y, scratch);
    }

    template <class In>
        requires(Kind == output_kind::leaf)
    void predict(batch_view<In const> x, batch_view<std::int32_t> y, scratch_view) const noexcept {
        model_->leaves(x, y);
    }

private:
    Model const* model_;
};

}  // namespace arenite::inline ARENITE_ABI
