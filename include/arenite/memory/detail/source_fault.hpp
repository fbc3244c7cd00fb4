// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/format_number.hpp>
#include <arenite/core/short_text.hpp>
#include <arenite/memory/detail/possible_region.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace arenite::inline ARENITE_ABI::detail {

/// A sentence that says what a region source did wrong; empty: nothing.
using source_fault = short_text<256>;

inline std::string_view fault_part(std::string_view text) noexcept { return text; }
inline short_text<32> fault_part(std::size_t number) noexcept { return format_number(number); }

/// Texts and numbers, one after the other.
template <class... Parts>
source_fault fault_saying(Parts const&... parts) noexcept {
    source_fault said;
    (said.append(fault_part(parts)), ...);
    return said;
}

/// What a source gave, and what it was asked for.
struct held_region {
    std::span<std::byte> bytes;
    std::size_t asked = 0, alignment = 0;
    std::byte mark{};  ///< every byte at either end has this value; 0: nothing was written
};

/// The call that gave it, such as "acquire(128, 64)".
inline source_fault call_text(held_region const& given) noexcept {
    return fault_saying("acquire(", given.asked, ", ", given.alignment, ")");
}

inline std::uintptr_t address_of(held_region const& given) noexcept { return true_address(given.bytes.data()); }

/// The largest power of two that divides the address.
inline std::size_t alignment_of(held_region const& given) noexcept {
    return std::size_t{1} << std::countr_zero(address_of(given));
}

/// What its address and its size alone are wrong in. Requires: not an empty span.
inline source_fault number_fault(held_region const& given) noexcept {
    auto const call = call_text(given);
    auto const claimed = given.bytes.size();
    if (given.bytes.data() == nullptr)
        return fault_saying(call, " gave a null pointer with a size of ", claimed, " bytes: an empty span refuses");
    if (claimed < given.asked) return fault_saying(call, " gave ", claimed, " bytes, fewer than asked for");
    if (claimed > UINTPTR_MAX - address_of(given))
        return fault_saying(call, " gave ", claimed, " bytes, beyond the last address");
    auto const alignment = alignment_of(given);
    if (alignment < given.alignment)
        return fault_saying(call, " gave a region at a multiple of ", alignment, ", not of ", given.alignment);
    return {};
}

/// How many bytes belong to both.
inline std::size_t common_bytes(held_region const& one, held_region const& other) noexcept {
    auto const begin = std::max(address_of(one), address_of(other));
    auto const end = std::min(address_of(one) + one.bytes.size(), address_of(other) + other.bytes.size());
    return begin < end ? end - begin : 0;
}

inline source_fault overlap_fault(held_region const& given, held_region const& held) noexcept {
    auto const common = common_bytes(given, held);
    if (common == 0) return {};
    return fault_saying(call_text(given), " gave ", given.bytes.size(), " bytes, ", common, " of which belong to the ",
                        held.bytes.size(), " of ", call_text(held), ", which are still held");
}

}  // namespace arenite::inline ARENITE_ABI::detail
