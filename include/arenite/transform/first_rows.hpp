// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/detail/passed_rows.hpp>

namespace arenite::inline ARENITE_ABI {

/// What `rows | first_rows(n)` is.
template <class Rows>
class first_batches : public detail::passed_rows<first_batches<Rows>, Rows> {
    using base = detail::passed_rows<first_batches, Rows>;
    friend detail::remade_rows<first_batches, Rows>;

public:
    static constexpr std::string_view step_name = "first_rows";

    first_batches(Rows&& rows_of_batches, std::uint64_t most_rows)
        : base(static_cast<Rows&&>(rows_of_batches)), left_(most_rows) {}
    first_batches(first_batches&&) = default;
    first_batches& operator=(first_batches&& other) noexcept { return detail::reassign(*this, std::move(other)); }
    ~first_batches() { this->placement_.clear(*this); }

private:
    [[nodiscard]] typename base::batch_type make() {
        if (left_ == 0) return {};
        auto const batch = this->next_batch();
        auto const count = static_cast<std::size_t>(std::min<std::uint64_t>(batch.rows(), left_));
        left_ -= count;
        return this->pass(batch, 0, count);
    }

    std::uint64_t left_;
};

/// What `first_rows` returns.
struct first_rows_stage {
    static constexpr std::string_view stage_name = "first_rows";

    std::uint64_t count;

    template <class Rows>
    [[nodiscard]] auto over(Rows&& rows) const {
        return first_batches<Rows>{static_cast<Rows&&>(rows), count};
    }
};

/// A stage that lets the first `count` rows through and asks for no batch behind the one that has the last of them: of
/// a pipe nothing is awaited that is not wanted, where `std::views::take` awaits one batch more.
///
/// Allocates: nothing.
[[nodiscard]] constexpr first_rows_stage first_rows(std::uint64_t count) noexcept { return {count}; }

}  // namespace arenite::inline ARENITE_ABI
