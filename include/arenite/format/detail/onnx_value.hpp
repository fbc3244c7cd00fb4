// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/onnx_tensor.hpp>

#include <array>
#include <string_view>

namespace arenite::inline ARENITE_ABI::detail {

/// The dimensions of a value but for that of the rows, which is at `row_axis`. A constant has no rows.
struct onnx_shape {
    static constexpr std::size_t most = onnx_tensor::most_dims;

    std::array<std::uint32_t, most> dims{};
    std::uint8_t size = 0;      ///< how many dims there are
    std::uint8_t row_axis = 0;  ///< so many of them lie in front of the rows

    [[nodiscard]] std::uint64_t product(std::size_t first, std::size_t last) const noexcept {
        constexpr std::uint64_t limit = std::uint64_t{1} << 62;
        std::uint64_t all = 1;
        for (auto i = first; i != last; ++i) all = dims[i] != 0 && all > limit / dims[i] ? limit : all * dims[i];
        return all;
    }
    [[nodiscard]] std::uint64_t count() const noexcept { return product(0, size); }
    [[nodiscard]] bool operator==(onnx_shape const&) const = default;

    /// Rows of columns.
    [[nodiscard]] static onnx_shape of_columns(std::uint64_t columns) noexcept {
        return {{static_cast<std::uint32_t>(columns)}, 1, 0};
    }

    /// Where a dimension lies in one that is repeated, counted from the rows, to the left and to the right.
    [[nodiscard]] std::size_t from_rows(std::ptrdiff_t distance) const noexcept {
        auto const at = static_cast<std::ptrdiff_t>(row_axis) + distance;
        return at >= 0 && at < size ? dims[static_cast<std::size_t>(at)] : 1;
    }
};

/// What a name of a graph stands for: numbers of each row, in columns, or the same for all rows.
struct onnx_value {
    enum class kind : unsigned char {
        nothing,   ///< an output that nobody may read
        given,     ///< columns of the rows themselves, as they are
        made,      ///< columns that steps make
        labels,    ///< a column of positions in `elements`, which are numbers or texts
        constant,  ///< `elements`
        sizes,     ///< the dimensions of another value; or the number of rows, then `elements`
    };

    std::string_view name{};
    kind is = kind::nothing;
    onnx_type type = onnx_type::none;
    onnx_shape shape{};
    std::uint32_t first = 0;  ///< its columns, which follow each other, in the order of the dimensions
    onnx_array elements{};

    [[nodiscard]] bool is_constant() const noexcept { return is == kind::constant; }
    [[nodiscard]] bool has_columns() const noexcept { return is == kind::given || is == kind::made; }
    /// Columns, or elements of a constant.
    [[nodiscard]] std::uint64_t count() const noexcept { return shape.count(); }
    /// Dimensions, with that of the rows.
    [[nodiscard]] std::size_t rank() const noexcept { return shape.size + std::size_t{!is_constant()}; }
};

[[nodiscard]] inline onnx_value onnx_columns(onnx_value::kind is, onnx_type type, std::uint32_t first,
                                             std::uint64_t count) noexcept {
    return {.is = is, .type = type, .shape = onnx_shape::of_columns(count), .first = first};
}

[[nodiscard]] inline onnx_value constant_value(onnx_tensor const& tensor) noexcept {
    onnx_value value{.is = onnx_value::kind::constant, .type = tensor.type(), .elements = tensor.elements};
    for (auto const size : tensor.dims) value.shape.dims[value.shape.size++] = static_cast<std::uint32_t>(size);
    return value;
}

}  // namespace arenite::inline ARENITE_ABI::detail
