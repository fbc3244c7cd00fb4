// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/load/detail/arrow_slots.hpp>
#include <arenite/load/detail/arrow_type.hpp>

#include <optional>
#include <string_view>

namespace arenite::inline ARENITE_ABI::detail {

/// What a slot of a column of texts says.
struct arrow_text {
    enum class state : unsigned char {
        present,
        missing,
        bad_offsets,  ///< they decrease, or lead out of what the array has
        bad_index,    ///< the dictionary has no such text
        unseen,       ///< a category that its column refuses
    };

    std::string_view text{};
    state is = state::missing;
};

[[nodiscard]] inline arrow_text text_in(void const* buffer, std::int64_t begin, std::int64_t end) noexcept {
    if (begin < 0 || end < begin || (buffer == nullptr && begin != end)) return {{}, arrow_text::state::bad_offsets};
    if (begin == end) return {{}, arrow_text::state::present};
    return {{static_cast<char const*>(buffer) + begin, static_cast<std::size_t>(end - begin)},
            arrow_text::state::present};
}

/// A view: 4 bytes of length and, of at most 12 bytes, the text; else its beginning, its buffer and where it begins
/// there. The last buffer holds the sizes of those of texts.
[[nodiscard]] inline arrow_text viewed_text(ArrowArray const& array, std::size_t slot) noexcept {
    auto const* const view = static_cast<char const*>(array.buffers[1]) + slot * 16;
    std::int64_t const length = stored_at<std::int32_t>(view, 0), number = stored_at<std::int32_t>(view, 2),
                       begin = stored_at<std::int32_t>(view, 3);
    if (length <= 12) return text_in(view, 4, 4 + length);
    auto const last = array.n_buffers - 1;
    if (number < 0 || number >= last - 2 || array.buffers[last] == nullptr) return {{}, arrow_text::state::bad_offsets};
    auto const size = stored_at<std::int64_t>(array.buffers[last], static_cast<std::size_t>(number));
    if (begin + length > size) return {{}, arrow_text::state::bad_offsets};
    return text_in(array.buffers[2 + number], begin, begin + length);
}

/// The text in a slot that is valid.
[[nodiscard]] inline arrow_text text_at(ArrowArray const& array, arrow_type type, std::size_t slot) noexcept {
    if (type == arrow_type::text_view) return viewed_text(array, slot);
    auto const bounds = array.buffers[1];
    if (type == arrow_type::text32)
        return text_in(array.buffers[2], stored_at<std::int32_t>(bounds, slot),
                       stored_at<std::int32_t>(bounds, slot + 1));
    return text_in(array.buffers[2], stored_at<std::int64_t>(bounds, slot), stored_at<std::int64_t>(bounds, slot + 1));
}

/// The number in a slot of indexes; none: it is negative or too large for any dictionary.
[[nodiscard]] inline std::optional<std::uint64_t> index_at(void const* indexes, arrow_type type,
                                                           std::size_t slot) noexcept {
    return visit_arrow_number(type, [&]<class Stored>(Stored) -> std::optional<std::uint64_t> {
        if constexpr (std::integral<Stored>) {
            auto const index = stored_at<Stored>(indexes, slot);
            if (index >= 0) return static_cast<std::uint64_t>(index);
        }
        return std::nullopt;
    });
}

/// How the texts of a column lie: in it, or in a dictionary whose indexes lie in it.
struct arrow_text_types {
    arrow_type values = arrow_type::unknown;
    arrow_type indexes = arrow_type::unknown;  ///< unknown: it has no dictionary
};

[[nodiscard]] inline arrow_text dictionary_text(ArrowArray const& array, arrow_text_types types,
                                                std::size_t slot) noexcept {
    auto const& dictionary = *array.dictionary;
    auto const index = index_at(array.buffers[1], types.indexes, slot);
    if (!index || *index >= static_cast<std::uint64_t>(dictionary.length)) return {{}, arrow_text::state::bad_index};
    if (!arrow_validity{dictionary, 0}[*index]) return {};
    return text_at(dictionary, types.values, static_cast<std::size_t>(dictionary.offset) + *index);
}

/// What row `i` of the slots says.
[[nodiscard]] inline arrow_text text_of(arrow_slots const& slots, arrow_text_types types, std::size_t i) noexcept {
    if (types.values == arrow_type::null || !slots.is_valid(i)) return {};
    if (types.indexes != arrow_type::unknown) return dictionary_text(slots.array, types, slots.first + i);
    return text_at(slots.array, types.values, slots.first + i);
}

}  // namespace arenite::inline ARENITE_ABI::detail
