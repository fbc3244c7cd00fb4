// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/tree_node.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <string_view>

namespace arenite::inline ARENITE_ABI::detail {

/// What a node of a tree of ONNX does, as TreeEnsemble numbers it; a row goes to its true node where `x mode value`.
enum class onnx_mode : unsigned char {
    less_or_equal,
    less,
    greater_or_equal,
    greater,
    equal,
    not_equal,
    member,
    leaf  ///< of the older operators; the last
};

[[nodiscard]] inline std::optional<onnx_mode> onnx_mode_of(std::string_view name) noexcept {
    constexpr std::string_view names[] = {"BRANCH_LEQ", "BRANCH_LT",  "BRANCH_GTE",    "BRANCH_GT",
                                          "BRANCH_EQ",  "BRANCH_NEQ", "BRANCH_MEMBER", "LEAF"};
    auto const* const found = std::ranges::find(names, name);
    return found == std::end(names) ? std::nullopt : std::optional{static_cast<onnx_mode>(found - names)};
}

/// Whether a node asks if a value is one of some.
[[nodiscard]] constexpr bool is_equality(onnx_mode mode) noexcept {
    return mode == onnx_mode::equal || mode == onnx_mode::not_equal || mode == onnx_mode::member;
}

/// The number below, where there is one: no number is below the lowest.
template <std::floating_point T>
[[nodiscard]] T below(T value) noexcept {
    constexpr T infinity = std::numeric_limits<T>::infinity();
    return value == -infinity ? std::numeric_limits<T>::quiet_NaN() : std::nextafter(value, -infinity);
}

/// Makes a node whose left child is the true one a split by `<=`, which every other order is one of:
///
///     x <  t    x <= the number below t
///     x >  t    x <= t, turned round
///     x >= t    x <= the number below t, turned round
///
/// A comparison with NaN does not hold, whichever it is.
template <std::floating_point T>
void set_order(tree_node<T>& at, bool is_or_equal, bool is_less) noexcept {
    if (!is_less && at.value == at.value) at.turn_round();
    if (is_or_equal != is_less) at.value = below(at.value);
}

}  // namespace arenite::inline ARENITE_ABI::detail
