// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/raise.hpp>
#include <arenite/core/shape_error.hpp>
#include <arenite/transform/detail/random_number.hpp>
#include <arenite/transform/detail/row_store.hpp>

namespace arenite::inline ARENITE_ABI {

/// What `rows | shuffle(bytes, seed)` is.
template <class Rows>
class shuffled_batches : public detail::remade_rows<shuffled_batches<Rows>, Rows> {
    using base = detail::remade_rows<shuffled_batches, Rows>;
    using base::rows_;
    using typename base::batch_type, typename base::rows_type;
    friend base;

public:
    using typename base::value_type;

    shuffled_batches(Rows&& rows_of_batches, std::size_t buffer_bytes, std::uint64_t shuffle_seed)
        : base(static_cast<Rows&&>(rows_of_batches)),
          cols_(detail::cols_without_texts("shuffle", rows_.get().schema())),
          capacity_(buffer_bytes / store::row_bytes(cols_)), seed_(shuffle_seed) {
        if (capacity_ == 0) raise(shape_error{"shuffle: the buffer does not hold one row"});
        if (capacity_ > std::size_t{1} << 32) raise(shape_error{"shuffle: the buffer holds more than 2^32 rows"});
    }
    shuffled_batches(shuffled_batches&&) = default;
    shuffled_batches& operator=(shuffled_batches&& other) noexcept { return detail::reassign(*this, std::move(other)); }
    ~shuffled_batches() { this->placement_.clear(*this); }

    [[nodiscard]] bool placed() const noexcept { return !made_.ids.empty(); }

    template <class Self, class Visitor>
    static void parts(Self& self, std::size_t rows, Visitor& visit) {
        rows_type::parts(self.rows_.get(), rows, visit);
        visit.stage("shuffle", self.time_);
        store::parts(self.waiting_, "shuffle buffer", self.capacity_, self.cols_, visit);
        store::parts(self.made_, "shuffled batch", rows, self.cols_, visit);
    }

    /// The numbers, from 0, that the rows of the current batch have among all rows.
    [[nodiscard]] std::span<std::uint64_t const> row_ids() const noexcept { return made_.ids.first(made_.rows); }

private:
    using store = detail::row_store<value_type>;

    [[nodiscard]] batch_type make() {
        made_.rows = 0;
        while (made_.rows != this->batch_rows()) {
            while (waiting_.rows != capacity_ && fetch()) {
            }
            if (waiting_.rows == 0) break;
            time_.measure([&] {
                emit();
                return std::size_t{0};
            });
        }
        if (made_.rows != 0) ++time_.batches, time_.rows += made_.rows;
        return made_.view(cols_);
    }

    /// Moves a row of the range's current batch into the buffer. False: there is none left.
    [[nodiscard]] bool fetch() {
        if (next_ == batch_.rows()) {
            passed_ += batch_.rows();
            next_ = 0;
            batch_ = {};
            batch_ = this->next_batch();
            if (batch_.rows() == 0) return false;
        }
        waiting_.add(batch_, next_, detail::row_id(rows_.get(), passed_, next_));
        ++next_;
        return true;
    }

    /// Any row of the buffer becomes the next one; the last one takes its place.
    void emit() noexcept {
        auto const chosen = detail::number_below(detail::random_number(seed_, emitted_++), waiting_.rows);
        made_.add(waiting_.view(cols_), chosen, waiting_.ids[chosen]);
        waiting_.move_last_to(chosen, cols_);
    }

    std::size_t cols_, capacity_, next_ = 0;
    std::uint64_t seed_, emitted_ = 0, passed_ = 0;
    batch_type batch_;
    stage_time time_;
    store waiting_, made_;
};

/// What `shuffle` returns.
struct shuffle_stage {
    static constexpr std::string_view stage_name = "shuffle";

    std::size_t bytes;
    std::uint64_t seed;

    template <class Rows>
    [[nodiscard]] auto over(Rows&& rows) const {
        return shuffled_batches<Rows>{static_cast<Rows&&>(rows), bytes, seed};
    }
};

/// A stage that changes the order of rows: a buffer of at most `buffer_bytes` is filled, and then each row that leaves
/// is chosen at random among those in it, and another one comes in. The larger the buffer, the better they are mixed: a
/// row comes at most as many places earlier as the buffer holds rows. The order depends on the seed, on the bytes and
/// on the rows, and not on batches. `row_ids()` of the range gives the numbers that rows had.
///
/// Random numbers: those of `sample`; the upper 32 bits times the number of rows, over 2^32, choose one.
///
/// Errors:    composing throws shape_error for rows with texts, which do not outlive their batch, or a buffer that does
///            not hold one row.
/// Allocates: nothing but what its admission acquires once: a batch, and the buffer, in which a row is its numbers and
///            8 bytes.
[[nodiscard]] constexpr shuffle_stage shuffle(std::size_t buffer_bytes, std::uint64_t shuffle_seed) noexcept {
    return {buffer_bytes, shuffle_seed};
}

}  // namespace arenite::inline ARENITE_ABI
