// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/detail/resident_check.hpp>
#include <arenite/memory/detail/reuse_checks.hpp>
#include <arenite/memory/detail/source_checks.hpp>
#include <arenite/memory/detail/source_threads.hpp>

#include <iosfwd>
#include <string_view>

namespace arenite::inline ARENITE_ABI {

/// The answer of `check_region_source`: true when nothing wrong was found. Fixed size. Allocates: nothing.
class [[nodiscard]] region_source_verdict {
public:
    explicit region_source_verdict(detail::source_fault const& found_fault) noexcept : fault_(found_fault) {}

    explicit operator bool() const noexcept { return fault_.view().empty(); }

    /// A sentence: the first fault that was found, with its numbers.
    [[nodiscard]] std::string_view what() const noexcept { return *this ? "nothing wrong was found" : fault_.view(); }

private:
    detail::source_fault fault_;
};

template <class Traits>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out,
                                             region_source_verdict const& verdict) {
    return out << verdict.what();
}

namespace detail {

inline void check_alone(source_trial& trial) {
    expect_smallest(trial, "");
    check_alignments(trial);
    check_sizes(trial);
    if (!under_sanitizer) check_absurd_sizes(trial);
    check_neighbours(trial);
    check_reuse(trial);
    check_other_thread(trial);
    if (!under_sanitizer) check_resident_size(trial);
}

/// A free list that lost regions grants fewer than before.
inline void check_with_threads(source_trial& trial) {
    auto const before = acquire_many(trial, region_alignment);
    trial.release_all(release_order::mixed);
    if (!trial.faulty()) trial.blame(source_threads{trial.source()}.run());
    auto const after = acquire_many(trial, region_alignment);
    if (after < before)
        trial.blame(fault_saying("acquire(64, 64) gave ", before, " regions until it refused, but ", after,
                                 " after four threads used the source at once"));
    trial.release_all(release_order::mixed);
}

}  // namespace detail

/// Tries a custom allocator: does it do what `region_source` wants of it, with many sizes and alignments, in several
/// orders of release, from several threads, and does it give back what was released? A source may refuse what it has no
/// room for: a static buffer is right, and so are the heap and the system's mappings. For tests: takes some 0.1 s.
///
/// Requires:  nothing is held of the source, and no other thread uses it.
/// Units:     holds 64 MiB or 256 regions at once at most, and touches less than 16 MiB of them.
/// Errors:    after a fault nothing more is asked of the source, and what is held is not given back to it. A source
///            that spoils its own records may still end the process. std::system_error when no thread can be started.
/// Allocates: nothing of its own but threads. Under a sanitizer, whose malloc ends the process for an absurd size and
///            keeps what was released, neither absurd sizes nor the process's resident size are looked at.
/// Threads:   starts some, and has joined them when it returns.
template <region_source Source>
[[nodiscard]] region_source_verdict check_region_source(Source& source) {
    detail::source_trial trial{source};
    detail::check_alone(trial);
    detail::check_with_threads(trial);
    return region_source_verdict{trial.fault()};
}

}  // namespace arenite::inline ARENITE_ABI
