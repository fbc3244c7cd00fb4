// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/held_model.hpp>
#include <arenite/batch/schema_view.hpp>
#include <arenite/memory/region.hpp>
#include <arenite/model/model_description.hpp>
#include <arenite/model/output_kind.hpp>
#include <arenite/predict/batch_predictor.hpp>

#include <new>
#include <utility>

namespace arenite::inline ARENITE_ABI::detail {

template <class T>
concept number_type = std::same_as<T, float> || std::same_as<T, double>;

template <class In, class Out>
concept number_pair = number_type<In> && number_type<Out>;

/// The bytes of a file of arenite's own that a model reads where they lie.
struct file_bytes {
    region memory;
    bool mapped = false;  ///< read-only, pages of the file
};

/// Room for any concrete model inside a `model`.
inline constexpr std::size_t model_storage_bytes = 512;

/// What a type needs to become a `model`.
template <class Concrete>
concept erasable_model = std::is_nothrow_move_constructible_v<Concrete> && sizeof(Concrete) <= model_storage_bytes &&
                         requires(Concrete const& from, batch_view<float const> x, batch_view<double> y,
                                  batch_view<std::int32_t> ids, scratch_view scratch, output_kind kind) {
                             { from.schema() } noexcept -> std::same_as<schema_view>;
                             { from.outputs(kind) } noexcept -> std::same_as<std::size_t>;
                             { from.bytes() } noexcept -> std::same_as<std::size_t>;
                             { from.score(kind, x, y, scratch) } noexcept;
                             { from.leaves(x, ids) } noexcept;
                         };

template <class In, class Out>
using score_function = void (*)(void const*, output_kind, batch_view<In const>, batch_view<Out>, scratch_view) noexcept;
template <class In>
using leaves_function = void (*)(void const*, batch_view<In const>, batch_view<std::int32_t>) noexcept;

/// One table for each concrete model: what a `model` calls through.
struct model_operations {
    void (*move)(void* to, void* from) noexcept;
    void (*destroy)(void*) noexcept;
    std::size_t (*cols)(void const*) noexcept;
    std::size_t (*outputs)(void const*, output_kind) noexcept;
    std::size_t (*scratch_bytes)(void const*, std::size_t rows) noexcept;
    std::size_t (*least_scratch_bytes)(void const*) noexcept;
    std::size_t (*bytes)(void const*) noexcept;
    held_model (*held)(void const*) noexcept;
    std::size_t (*trees)(void const*) noexcept;
    std::size_t (*nodes)(void const*) noexcept;
    schema_view (*schema)(void const*) noexcept;
    void (*describe)(void const*, model_description&) noexcept;
    score_function<float, float> float_to_float;
    score_function<float, double> float_to_double;
    score_function<double, float> double_to_float;
    score_function<double, double> double_to_double;
    leaves_function<float> float_leaves;
    leaves_function<double> double_leaves;

    template <class In, class Out>
    [[nodiscard]] constexpr score_function<In, Out> score() const noexcept {
        if constexpr (std::same_as<In, float> && std::same_as<Out, float>) return float_to_float;
        else if constexpr (std::same_as<In, float>) return float_to_double;
        else if constexpr (std::same_as<Out, float>) return double_to_float;
        else return double_to_double;
    }
    template <class In>
    [[nodiscard]] constexpr leaves_function<In> leaves() const noexcept {
        if constexpr (std::same_as<In, float>) return float_leaves;
        else return double_leaves;
    }
};

template <class Concrete>
[[nodiscard]] Concrete const& as(void const* storage) noexcept {
    return *static_cast<Concrete const*>(storage);
}

template <class Concrete, class In, class Out>
void score_as(void const* self, output_kind kind, batch_view<In const> x, batch_view<Out> y,
              scratch_view scratch) noexcept {
    as<Concrete>(self).score(kind, x, y, scratch);
}

template <class Concrete, class In>
void leaves_as(void const* self, batch_view<In const> x, batch_view<std::int32_t> y) noexcept {
    as<Concrete>(self).leaves(x, y);
}

template <class Concrete>
inline constexpr model_operations operations_of{
    .move = [](void* to, void* from) noexcept { ::new (to) Concrete(std::move(*static_cast<Concrete*>(from))); },
    .destroy = [](void* self) noexcept { static_cast<Concrete*>(self)->~Concrete(); },
    .cols = [](void const* self) noexcept { return as<Concrete>(self).cols(); },
    .outputs = [](void const* self, output_kind kind) noexcept { return as<Concrete>(self).outputs(kind); },
    .scratch_bytes = [](void const* self,
                        std::size_t row_count) noexcept { return as<Concrete>(self).scratch_bytes(row_count); },
    .least_scratch_bytes =
        [](void const* self) noexcept {
            if constexpr (tiling_predictor<Concrete>) return as<Concrete>(self).least_scratch_bytes();
            else return as<Concrete>(self).scratch_bytes(1);
        },
    .bytes = [](void const* self) noexcept { return as<Concrete>(self).bytes(); },
    .held = [](void const* self) noexcept { return held_by(as<Concrete>(self)); },
    .trees = [](void const* self) noexcept { return as<Concrete>(self).trees(); },
    .nodes = [](void const* self) noexcept { return as<Concrete>(self).nodes(); },
    .schema = [](void const* self) noexcept { return as<Concrete>(self).schema(); },
    .describe =
        [](void const* self, model_description& of) noexcept {
            if constexpr (requires { as<Concrete>(self).describe(of); }) as<Concrete>(self).describe(of);
        },
    .float_to_float = &score_as<Concrete, float, float>,
    .float_to_double = &score_as<Concrete, float, double>,
    .double_to_float = &score_as<Concrete, double, float>,
    .double_to_double = &score_as<Concrete, double, double>,
    .float_leaves = &leaves_as<Concrete, float>,
    .double_leaves = &leaves_as<Concrete, double>,
};

}  // namespace arenite::inline ARENITE_ABI::detail
