// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/admitted.hpp>

#include <optional>

namespace arenite::inline ARENITE_ABI {

/// What `try_admit` returns: an admitted pipeline, or why there is none.
template <class Held>
class tried_admission {
public:
    explicit tried_admission(budget_exceeded const& why) noexcept : refusal_(why) {}
    tried_admission(Held&& pipeline, region&& acquired) noexcept
        : admitted_(std::in_place, static_cast<Held&&>(pipeline), std::move(acquired)) {}

    explicit operator bool() const noexcept { return admitted_.has_value(); }

    /// Requires: it was admitted.
    [[nodiscard]] admitted<Held>& operator*() & noexcept {
        contract(admitted_.has_value(), "a pipeline that was refused cannot run");
        return *admitted_;
    }
    [[nodiscard]] admitted<Held>&& operator*() && noexcept { return std::move(**this); }

    /// Stage, bytes requested and available, and the largest batch that would fit. Requires: it was refused.
    [[nodiscard]] budget_exceeded const& refusal() const noexcept {
        contract(refusal_.has_value(), "a pipeline that was admitted has no refusal");
        return *refusal_;
    }

private:
    std::optional<admitted<Held>> admitted_;
    std::optional<budget_exceeded> refusal_;
};

/// As `admit`, for those to whom a refusal is an answer: nothing is thrown, and a pipeline that was refused stays with
/// the caller, who may try again.
///
/// Allocates: as `admit`.
template <class R>
    requires batch_range<std::remove_cvref_t<R>>
[[nodiscard]] tried_admission<R> try_admit(R&& pipeline, budget& memory) noexcept {
    contract(!pipeline.placed(), "a pipeline is admitted once");
    auto acquired = detail::acquire_for(pipeline, memory);
    if (!acquired) return tried_admission<R>{detail::refusal_of(pipeline, memory)};
    return {static_cast<R&&>(pipeline), std::move(acquired)};
}

}  // namespace arenite::inline ARENITE_ABI
