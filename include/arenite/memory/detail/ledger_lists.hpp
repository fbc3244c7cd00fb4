// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/budget_report.hpp>

#include <string_view>
#include <type_traits>
#include <utility>

namespace arenite::inline ARENITE_ABI::detail {

/// The entry of that name, which is made if it is not there; those for which there is no room share the last, "others".
template <class List>
[[nodiscard]] auto& named_entry(List& entries, std::string_view name) noexcept {
    std::remove_cvref_t<decltype(entries[0].name)> const kept{name};
    for (auto& entry : entries)
        if (entry.name.view() == kept.view()) return entry;
    bool const is_last = entries.size() + 1 == List::capacity;
    if (!entries.full()) entries.push_back({is_last ? std::string_view{"others"} : name});
    return entries[entries.size() - 1];
}

/// Adds at the end; where there is no room the first goes. Returns whether one went.
template <class List>
bool push_latest(List& entries, std::remove_cvref_t<decltype(std::declval<List&>()[0])> const& latest) noexcept {
    bool const full = entries.full();
    if (full) {
        for (std::size_t i = 1; i != entries.size(); ++i) entries[i - 1] = entries[i];
        entries.cut_to(entries.size() - 1);
    }
    entries.push_back(latest);
    return full;
}

/// Every second change, and the last of each tag, so that what is held now stays right.
inline void thin_out(decltype(budget_report::changes)& changes) noexcept {
    std::size_t kept = 0;
    for (std::size_t i = 0; i != changes.size(); ++i) {
        auto later = i + 1;
        while (later != changes.size() && changes[later].tag != changes[i].tag) ++later;
        if (later == changes.size() || i % 2 == 0) changes[kept++] = changes[i];
    }
    changes.cut_to(kept);
}

inline void add_change(decltype(budget_report::changes)& changes, reported_change const& change) noexcept {
    if (changes.full()) thin_out(changes);
    changes.push_back(change);
}

}  // namespace arenite::inline ARENITE_ABI::detail
