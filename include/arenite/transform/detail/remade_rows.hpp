// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/admit.hpp>
#include <arenite/batch/detail/over_rows.hpp>
#include <arenite/transform/detail/row_numbers.hpp>

#include <iterator>
#include <optional>

namespace arenite::inline ARENITE_ABI::detail {

/// Asks a range for its batches one by one, and for none before it is wanted.
template <class R>
class batch_cursor {
public:
    /// No rows: there are none left.
    template <class Batch = std::iter_reference_t<std::ranges::iterator_t<R>>>
    [[nodiscard]] std::optional<std::remove_cvref_t<Batch>> next(R& rows) {
        if (ended_) return std::nullopt;
        if (at_) ++*at_;
        else at_.emplace(rows.begin());
        ended_ = *at_ == rows.end();
        if (ended_) return std::nullopt;
        return **at_;
    }

private:
    std::optional<std::ranges::iterator_t<R>> at_;
    bool ended_ = false;
};

/// A range whose batches Stage makes of those before it, not always one of one. A base: who derives from it has
/// `make()`, the next batch, without rows behind the last one, and a destructor that clears `placement_`.
template <class Stage, class Rows>
class remade_rows : public over_rows<Rows> {
protected:
    using typename over_rows<Rows>::rows_type;
    using over_rows<Rows>::rows_;

public:
    using value_type = typename rows_type::value_type;
    class iterator;

    [[nodiscard]] iterator begin() {
        placement_.ensure(self());
        return iterator{*this};
    }
    [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

protected:
    using batch_type = batch_view<value_type const>;

    explicit remade_rows(Rows&& rows_of_batches) : over_rows<Rows>(static_cast<Rows&&>(rows_of_batches)) {}

    [[nodiscard]] batch_type next_batch() { return cursor_.next(rows_.get()).value_or(batch_type{}); }

    placement<Stage> placement_;

private:
    [[nodiscard]] Stage& self() noexcept { return static_cast<Stage&>(*this); }

    batch_cursor<rows_type> cursor_;
    batch_type current_;
};

template <class Stage, class Rows>
class remade_rows<Stage, Rows>::iterator {
public:
    using value_type = remade_rows::batch_type;
    using difference_type = std::ptrdiff_t;
    using iterator_concept = std::input_iterator_tag;

    explicit iterator(remade_rows& remade_range) : range_(&remade_range) { ++*this; }

    [[nodiscard]] value_type operator*() const noexcept { return range_->current_; }
    iterator& operator++() {
        range_->current_ = {};
        range_->current_ = range_->self().make();
        return *this;
    }
    void operator++(int) { ++*this; }

    [[nodiscard]] bool operator==(std::default_sentinel_t) const noexcept { return range_->current_.rows() == 0; }

private:
    remade_rows* range_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
