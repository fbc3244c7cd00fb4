// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/format_number.hpp>
#include <arenite/format/load_options.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// What messages say of a file that holds fewer rounds of boosting than are wanted.
[[nodiscard]] inline short_text<64> rounds_found(std::uint64_t there) noexcept {
    return short_text<64>{format_number(there)}.append(there == 1 ? " round of boosting" : " rounds of boosting");
}
[[nodiscard]] inline short_text<64> rounds_expected(std::uint64_t wanted) noexcept {
    return short_text<64>{"at least "}.append(format_number(wanted)).append(", as asked for");
}

}  // namespace arenite::inline ARENITE_ABI::detail
