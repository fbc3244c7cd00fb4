// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/attempt.hpp>
#include <arenite/memory/counting_source.hpp>
#include <arenite/memory/failing_source.hpp>
#include <arenite/memory/system_source.hpp>

#include <iosfwd>
#include <new>

namespace arenite::inline ARENITE_ABI {

/// The source that `walk_refusals` lends to the operation: the system's memory, with one refusal.
using refusing_source = failing_source<counting_source<system_source>>;

/// What became of a walk; true: every place was visited and nothing leaked.
struct [[nodiscard]] refusal_walk {
    std::size_t places = 0;          ///< where the operation was refused and gave all back
    std::size_t leaked_regions = 0;  ///< not given back after the refusal of acquisition number `places`
    refusal_pattern pattern{};       ///< of the last run
    bool finished = false;           ///< it ran without a refusal in the end

    explicit operator bool() const noexcept { return finished && leaked_regions == 0; }
};

template <class Traits>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out, refusal_walk const& walk) {
    if (walk) return out << "refused at each of " << walk.places << " places: nothing leaked";
    if (walk.leaked_regions == 0) return out << "still refused after " << walk.places << " places: given up";
    char const* const onwards = walk.pattern == refusal_pattern::once ? "" : " and all after it";
    if (walk.finished) out << "not refused: ";
    else out << "refused acquisition " << walk.places << onwards << ": ";
    return out << walk.leaked_regions << " region(s) were not given back";
}

namespace detail {

/// Runs the operation once; true: it met a refusal and gave all back, so that there may be another place.
template <class Operation>
bool walk_on(Operation& operation, refusal_walk& walk) {
    system_source system;
    counting_source counted{system};
    refusing_source source{counted, walk.places, walk.pattern};
    attempt<std::bad_alloc>([&] { static_cast<void>(operation(source)); }, [](std::bad_alloc const&) {});
    walk.leaked_regions = counted.regions_outstanding();
    walk.finished = !source.has_refused();
    return !walk.finished && walk.leaked_regions == 0;
}

template <class Operation>
refusal_walk walk_refusals(Operation& operation, refusal_pattern pattern, std::size_t most_places) {
    refusal_walk walk{.pattern = pattern};
    while (walk.places != most_places && walk_on(operation, walk)) ++walk.places;
    return walk;
}

}  // namespace detail

/// Visits every place where an operation can be refused memory: calls `operation(source)` again and again, refusing its
/// acquisition number 0, 1, 2, … until none is refused any more, first that one alone, then it and all after it.
/// After each run everything must be back at the source. Gives up after `most_places`.
///
/// Example:   CHECK(walk_refusals([](auto& source) { budget memory{64_MiB, source}; load_model(path, memory); }));
/// Requires:  the operation asks in the same order each time. What it does about a refusal is its own affair.
/// Errors:    std::bad_alloc, and so budget_exceeded, is an end like any other; what else it throws passes through.
/// Allocates: nothing of its own.
template <class Operation>
refusal_walk walk_refusals(Operation&& operation, std::size_t most_places = 10'000) {
    auto const once = detail::walk_refusals(operation, refusal_pattern::once, most_places);
    return once ? detail::walk_refusals(operation, refusal_pattern::from_then_onwards, most_places) : once;
}

}  // namespace arenite::inline ARENITE_ABI
