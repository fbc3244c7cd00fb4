// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/load/detail/arrow_complaint.hpp>
#include <arenite/load/detail/arrow_texts.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// More slots than memory can hold; sums of two such numbers times 16 do not overflow.
inline constexpr std::int64_t too_many_arrow_slots = std::int64_t{1} << 56;

/// What is wrong with an array's own numbers.
[[nodiscard]] inline arrow_fault fault_of_counts(ArrowArray const& array) noexcept {
    if (array.length < 0) return {"a negative length", "a length"};
    if (array.offset < 0) return {"a negative offset", "an offset"};
    if (array.length >= too_many_arrow_slots || array.offset >= too_many_arrow_slots)
        return {"a length or an offset beyond memory", "less than 2^56"};
    if (array.null_count < -1 || array.null_count > array.length)
        return {"a count of nulls that is not within the length", "-1 or a count"};
    return {};
}

/// What is wrong with the buffers that every array of the type has.
[[nodiscard]] inline arrow_fault fault_of_buffers(ArrowArray const& array, std::int64_t count, bool exactly) noexcept {
    if (array.n_buffers < count || (exactly && array.n_buffers != count))
        return {"another number of buffers", "as many as the format has"};
    if (array.buffers == nullptr) return {"no buffers", "as many as the format has"};
    if (array.null_count > 0 && array.buffers[0] == nullptr) return {"nulls without their bits", "bits of validity"};
    if (count > 1 && array.length != 0 && array.buffers[1] == nullptr) return {"no values", "values"};
    return {};
}

[[nodiscard]] inline arrow_fault fault_of_array(ArrowArray const& array, arrow_type type) noexcept {
    if (auto const fault = fault_of_counts(array)) return fault;
    if (type == arrow_type::null) return {};
    return fault_of_buffers(array, arrow_buffers(type), type != arrow_type::text_view);
}

/// What is wrong with a column of a record batch of `rows` rows, those in front of its offset among them.
[[nodiscard]] inline arrow_fault fault_of_column(ArrowArray const* array, arrow_text_types types,
                                                 std::int64_t rows) noexcept {
    if (array == nullptr) return {"no array", "an array"};
    bool const encoded = types.indexes != arrow_type::unknown;
    if (auto const fault = fault_of_array(*array, encoded ? types.indexes : types.values)) return fault;
    if (array->length < rows) return {"a column that is shorter than its record batch", "a slot for each row"};
    if (!encoded) return {};
    if (array->dictionary == nullptr) return {"no dictionary", "a dictionary"};
    return fault_of_array(*array->dictionary, types.values);
}

/// What is wrong with a record batch, as far as that can be told: how large the buffers are, it does not say.
[[nodiscard]] inline arrow_fault fault_of_record_batch(ArrowArray const& batch, std::size_t children,
                                                       csv_columns const& columns,
                                                       std::span<arrow_text_types const> types) noexcept {
    if (auto const fault = fault_of_counts(batch)) return fault;
    if (auto const fault = fault_of_buffers(batch, 1, true)) return fault;
    if (batch.n_children < 0 || static_cast<std::size_t>(batch.n_children) != children)
        return {"another number of columns than the schema has", "as many"};
    if (children != 0 && batch.children == nullptr) return {"no columns", "as many as the schema has"};
    for (std::size_t i = 0; i != columns.targets.size(); ++i) {
        auto const child = columns.targets[i].file_column;
        if (child == csv_target::unbound) continue;
        auto fault = fault_of_column(batch.children[child], types[i], batch.offset + batch.length);
        if (!fault) continue;
        fault.column = i;
        return fault;
    }
    return {};
}

}  // namespace arenite::inline ARENITE_ABI::detail
