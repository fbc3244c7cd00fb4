// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/detail/placement.hpp>

namespace arenite::inline ARENITE_ABI {

/// A pipeline with all of its memory: from one acquisition, given back by the destructor. What `admit` returns.
template <class Held>
class admitted {
    using range = std::remove_reference_t<Held>;

public:
    admitted(Held&& pipeline, region&& acquired) noexcept
        : pipeline_(static_cast<Held&&>(pipeline)), placement_(pipeline_.get(), std::move(acquired)) {}
    admitted(admitted&&) = default;
    admitted& operator=(admitted&&) = delete;
    ~admitted() { placement_.clear(pipeline_.get()); }

    [[nodiscard]] auto begin() { return pipeline_.get().begin(); }
    [[nodiscard]] auto end() { return pipeline_.get().end(); }
    [[nodiscard]] range& pipeline() noexcept { return pipeline_.get(); }

private:
    held<Held> pipeline_;
    detail::placement<range> placement_;
};

}  // namespace arenite::inline ARENITE_ABI
