// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/detail/passed_rows.hpp>

namespace arenite::inline ARENITE_ABI {

/// What `rows | skip_rows(n)` is.
template <class Rows>
class later_batches : public detail::passed_rows<later_batches<Rows>, Rows> {
    using base = detail::passed_rows<later_batches, Rows>;
    friend detail::remade_rows<later_batches, Rows>;

public:
    static constexpr std::string_view step_name = "skip_rows";

    later_batches(Rows&& rows_of_batches, std::uint64_t skipped_rows)
        : base(static_cast<Rows&&>(rows_of_batches)), left_(skipped_rows) {}
    later_batches(later_batches&&) = default;
    later_batches& operator=(later_batches&& other) noexcept { return detail::reassign(*this, std::move(other)); }
    ~later_batches() { this->placement_.clear(*this); }

private:
    [[nodiscard]] typename base::batch_type make() {
        auto batch = this->next_batch();
        for (; batch.rows() != 0 && batch.rows() <= left_; batch = this->next_batch()) left_ -= batch.rows();
        auto const first = static_cast<std::size_t>(batch.rows() == 0 ? 0 : std::exchange(left_, 0));
        return this->pass(batch, first, batch.rows() - first);
    }

    std::uint64_t left_;
};

/// What `skip_rows` returns.
struct skip_rows_stage {
    static constexpr std::string_view stage_name = "skip_rows";

    std::uint64_t count;

    template <class Rows>
    [[nodiscard]] auto over(Rows&& rows) const {
        return later_batches<Rows>{static_cast<Rows&&>(rows), count};
    }
};

/// A stage that leaves the first `count` rows out; they are read all the same. The rows that follow keep their numbers.
///
/// Allocates: nothing.
[[nodiscard]] constexpr skip_rows_stage skip_rows(std::uint64_t count) noexcept { return {count}; }

}  // namespace arenite::inline ARENITE_ABI
