// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/detail/row_store.hpp>

namespace arenite::inline ARENITE_ABI {

/// What `rows | batches_of(n)` is.
template <class Rows>
class even_batches : public detail::remade_rows<even_batches<Rows>, Rows> {
    using base = detail::remade_rows<even_batches, Rows>;
    using base::rows_;
    using typename base::batch_type, typename base::rows_type;
    friend base;

public:
    using typename base::value_type;

    even_batches(Rows&& rows_of_batches, std::size_t rows_of_each)
        : base(static_cast<Rows&&>(rows_of_batches)),
          cols_(detail::cols_without_texts("batches_of", rows_.get().schema())), batch_rows_(rows_of_each) {
        if (batch_rows_ == 0) raise(shape_error{"batches_of: found 0 rows, expected at least one"});
        if constexpr (adaptive_batch_range<rows_type>)
            if (rows_.get().batch_is_automatic())
                rows_.get().set_batch_rows(std::min(batch_rows_, most_automatic_batch_rows));
    }
    even_batches(even_batches&&) = default;
    even_batches& operator=(even_batches&& other) noexcept { return detail::reassign(*this, std::move(other)); }
    ~even_batches() { this->placement_.clear(*this); }

    [[nodiscard]] std::size_t batch_rows() const noexcept { return batch_rows_; }
    void batch_is_automatic() const = delete;  // it is as said, whatever the range before it does
    void set_batch_rows(std::size_t) = delete;
    [[nodiscard]] bool placed() const noexcept { return !made_.ids.empty(); }

    template <class Self, class Visitor>
    static void parts(Self& self, std::size_t rows, Visitor& visit) {
        rows_type::parts(self.rows_.get(), self.rows_.get().batch_rows(), visit);
        visit.stage("batches_of", self.time_);
        store::parts(self.made_, "even batch", rows, self.cols_, visit);
    }

    /// The numbers, from 0, that the rows of the current batch have among all rows.
    [[nodiscard]] std::span<std::uint64_t const> row_ids() const noexcept { return made_.ids.first(made_.rows); }

private:
    using store = detail::row_store<value_type>;

    [[nodiscard]] batch_type make() {
        made_.rows = 0;
        while (made_.rows != batch_rows_ && has_next())
            time_.measure([&] {
                auto const before = made_.rows;
                while (made_.rows != batch_rows_ && next_ != batch_.rows()) {
                    made_.add(batch_, next_, detail::row_id(rows_.get(), passed_, next_));
                    ++next_;
                }
                return made_.rows - before;
            });
        return made_.view(cols_);
    }

    [[nodiscard]] bool has_next() {
        if (next_ != batch_.rows()) return true;
        passed_ += batch_.rows();
        next_ = 0;
        batch_ = {};
        batch_ = this->next_batch();
        return batch_.rows() != 0;
    }

    std::size_t cols_, batch_rows_, next_ = 0;
    std::uint64_t passed_ = 0;
    batch_type batch_;
    stage_time time_;
    store made_;
};

/// What `batches_of` returns.
struct batches_of_stage {
    static constexpr std::string_view stage_name = "batches_of";

    std::size_t rows_of_each;

    template <class Rows>
    [[nodiscard]] auto over(Rows&& rows) const {
        return even_batches<Rows>{static_cast<Rows&&>(rows), rows_of_each};
    }
};

/// A stage that makes batches of `rows_of_each` rows, the last one of what is left: behind a filter, which makes short
/// ones, or where what follows wants another size than the reader. `row_ids()` of the range gives the rows' numbers.
///
/// Errors:    composing throws shape_error for rows with texts, which do not outlive their batch, or for 0 rows.
/// Allocates: nothing but what its admission acquires once: a batch. The batches of a reader that leaves their size to
///            admission get at most as many rows.
[[nodiscard]] constexpr batches_of_stage batches_of(std::size_t rows_of_each) noexcept { return {rows_of_each}; }

}  // namespace arenite::inline ARENITE_ABI
