// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/onnx_scope.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// What graphs take of the dimensions of a value: the number of rows, as a part of other shapes.
class onnx_sizes {
public:
    using whole_list = onnx_scope::whole_list;

    explicit onnx_sizes(onnx_scope& of_node) noexcept : scope_(of_node) {}

    /// The first dimension, where that is the rows.
    [[nodiscard]] onnx_value only_rows(onnx_value const& sizes, whole_list const& which) const {
        if (sizes.elements.is_there() || sizes.shape.row_axis != 0 || which.size() != 1 || which[0] != 0) refuse();
        return {.is = onnx_value::kind::sizes, .type = sizes.type};
    }
    [[nodiscard]] onnx_value first(onnx_value const& sizes, whole_list const& starts, whole_list const& ends) const {
        if (ends.size() != 1 || ends[0] != 1) refuse();
        return only_rows(sizes, starts);
    }

    /// The number of rows, and then what the second input says.
    [[nodiscard]] onnx_value rows_and_more(onnx_value const& rows) const {
        scope_.expect_inputs(2, 2);
        if (rows.elements.is_there() || rows.shape.size != 0) refuse();
        auto made = scope_.whole_constant(1);
        made.name = {};
        made.is = onnx_value::kind::sizes;
        return made;
    }

    /// Those as a list for Reshape, where 0 copies the number of rows.
    [[nodiscard]] whole_list to_reshape(onnx_value const& rows_and_more) const {
        whole_list list;
        static_cast<void>(list.push_back(0));
        for (auto const size : scope_.whole_numbers(rows_and_more.elements)) static_cast<void>(list.push_back(size));
        return list;
    }

private:
    [[noreturn]] void refuse() const { scope_.node->fail("other dimensions of a value", "the number of rows"); }

    onnx_scope& scope_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
