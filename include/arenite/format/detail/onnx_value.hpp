// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/onnx_tensor.hpp>

#include <array>
#include <string_view>

namespace arenite::inline ARENITE_ABI::detail {

/// What a name of a graph stands for: numbers of each row, in columns, or the same for all rows.
struct onnx_value {
    enum class kind : unsigned char {
        nothing,   ///< an output that nobody may read
        given,     ///< columns of the rows themselves, as they are
        made,      ///< columns that steps make
        labels,    ///< a column of positions in `elements`, which are numbers or texts
        constant,  ///< `elements`
    };
    static constexpr std::size_t most_dims = onnx_tensor::most_dims;

    std::string_view name{};
    kind is = kind::nothing;
    onnx_type type = onnx_type::none;
    std::uint8_t rank = 0;                         ///< dimensions, with that of the rows
    std::array<std::uint32_t, most_dims> dims{};  ///< but for that of the rows, the first `rank - 1`; of constants all
    std::uint32_t first = 0;                       ///< its columns, which follow each other
    onnx_array elements{};

    [[nodiscard]] bool is_constant() const noexcept { return is == kind::constant; }
    [[nodiscard]] bool has_columns() const noexcept { return is == kind::given || is == kind::made; }

    /// Dimensions, but for that of the rows.
    [[nodiscard]] std::size_t inner() const noexcept { return is_constant() ? rank : rank - std::size_t{rank != 0}; }

    /// Columns, or elements of a constant.
    [[nodiscard]] std::uint64_t count() const noexcept {
        std::uint64_t product = 1;
        for (std::size_t i = 0; i != inner(); ++i) product *= dims[i];
        return product;
    }

    [[nodiscard]] bool same_shape(onnx_value const& other) const noexcept {
        return rank == other.rank && dims == other.dims;
    }
};

/// `count` columns behind the dimension of the rows.
[[nodiscard]] inline onnx_value onnx_columns(onnx_value::kind is, onnx_type type, std::uint32_t first,
                                             std::uint32_t count) noexcept {
    return {.is = is, .type = type, .rank = 2, .dims = {count}, .first = first};
}

[[nodiscard]] inline onnx_value constant_of(onnx_tensor const& tensor) noexcept {
    onnx_value value{.is = onnx_value::kind::constant, .type = tensor.type(), .elements = tensor.elements};
    value.rank = static_cast<std::uint8_t>(tensor.dims.size());
    for (std::size_t i = 0; i != tensor.dims.size(); ++i) value.dims[i] = static_cast<std::uint32_t>(tensor.dims[i]);
    return value;
}

}  // namespace arenite::inline ARENITE_ABI::detail
