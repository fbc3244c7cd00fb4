// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/held_model.hpp>
#include <arenite/memory/budget.hpp>
#include <arenite/memory/arena.hpp>
#include <arenite/model/detail/booster_margins.hpp>
#include <arenite/model/detail/forest_defect.hpp>
#include <arenite/model/detail/model_columns.hpp>
#include <arenite/model/detail/unfilled.hpp>
#include <arenite/model/link.hpp>
#include <arenite/model/model_description.hpp>
#include <arenite/model/output_kind.hpp>
#include <arenite/predict/batch_predictor.hpp>

namespace arenite::inline ARENITE_ABI {

/// How large a linear booster is.
struct linear_booster_size {
    std::size_t features = 0;
    std::size_t outputs = 1;  ///< margins
    std::size_t name_characters = 0;

    template <std::floating_point T>
    [[nodiscard]] std::size_t bytes() const noexcept {
        return arena_bytes<T>(saturating_bytes(features + 1, outputs)) + arena_bytes<T>(outputs) +
               detail::model_columns::bytes(features, name_characters);
    }
};

/// XGBoost's linear booster: for each output, bias + base, then x * weight of every feature that is not missing, in
/// ascending order; each product and each sum is rounded to T.
///
/// Allocates: once: wanted.bytes<T>() from `from_memory`, one region, released by the destructor.
/// Threads:   immutable once filled; one serves many threads.
template <std::floating_point T>
class linear_booster {
public:
    explicit linear_booster(detail::unfilled) noexcept {}
    linear_booster(linear_booster_size wanted, budget& from_memory)
        : memory_(from_memory.acquire("model", wanted.bytes<T>())) {
        arena place{memory_.bytes()};
        weights = place.take<T>((wanted.features + 1) * wanted.outputs);
        base = place.take<T>(wanted.outputs);
        columns = detail::model_columns{place, wanted.features, wanted.name_characters};
        for (std::size_t f = 0; f != wanted.features; ++f) columns.set_used(f);
    }

    std::span<T> weights;  ///< of feature f and output k: weights[f * outputs + k]; the biases follow
    std::span<T> base;     ///< one for each margin
    detail::model_columns columns;
    arenite::link link;
    T missing = std::numeric_limits<T>::quiet_NaN();  ///< a value that is missing, besides NaN

    [[nodiscard]] std::size_t cols() const noexcept { return columns.size(); }
    [[nodiscard]] std::size_t trees() const noexcept { return 0; }
    [[nodiscard]] std::size_t nodes() const noexcept { return 0; }
    [[nodiscard]] std::size_t bytes() const noexcept { return memory_.size(); }
    [[nodiscard]] held_model held() const noexcept { return {memory_.owner(), memory_.size()}; }
    [[nodiscard]] schema_view schema() const noexcept { return columns.view(); }

    /// It has no leaves and no classes.
    [[nodiscard]] std::size_t outputs(output_kind kind = output_kind::prediction) const noexcept {
        if (kind == output_kind::leaf || kind == output_kind::label) return 0;
        return kind == output_kind::margin ? base.size() : prediction_outputs(link.kind, base.size());
    }
    [[nodiscard]] std::size_t scratch_bytes(std::size_t /*rows*/) const noexcept {
        return round_up(base.size() * sizeof(T));
    }

    void predict(batch_view<T const> x, batch_view<T> y, scratch_view scratch) const noexcept {
        score(output_kind::prediction, x, y, scratch);
    }

    template <class In, class Out>
    void score(output_kind kind, batch_view<In const> x, batch_view<Out> y, scratch_view scratch) const noexcept {
        auto const sums = scratch.take<T>(base.size());
        detail::booster_margins<T> const margins{weights, base, missing};
        margins.for_each_row(x, sums, [&](std::size_t scored) {
            if (kind == output_kind::prediction) apply_link(link, sums);
            for (std::size_t k = 0; k != y.cols(); ++k) y(scored, k) = static_cast<Out>(sums[k]);
        });
    }

    template <class In>
    void leaves(batch_view<In const>, batch_view<std::int32_t>) const noexcept {}

    /// What a file keeps: see detail::model_writer.
    template <class Self, class File>
    static void archive(Self& self, File& file) {
        file(self.weights, self.base, self.link, self.missing);
        file.columns(self.columns);
    }

    /// What is wrong with what a file kept, or nothing.
    [[nodiscard]] std::string_view defect(std::span<std::uint32_t>) const noexcept {
        if (auto const wrong = detail::link_defect(link, base.size()); !wrong.empty()) return wrong;
        bool const fits = weights.size() % base.size() == 0 && weights.size() / base.size() == cols() + 1;
        return fits ? "" : "another number of weights than for each feature and output";
    }
    void make_ready(budget&) const noexcept {}

    void describe(model_description& of) const noexcept { of.add_part("weights", weights.size_bytes()); }

private:
    region memory_;
};
static_assert(predictor_of<linear_booster<float>, float>);

}  // namespace arenite::inline ARENITE_ABI
