// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/admit.hpp>

#include <algorithm>

/// The smallest range of batches: `row_count` rows of `cols` columns, each cell the number of its row.
class sample_range {
public:
    using value_type = double;
    class iterator;

    sample_range(std::size_t row_count, std::size_t col_count, std::size_t rows_of_batch) noexcept
        : left_(row_count), cols_(col_count), batch_rows_(rows_of_batch) {}
    sample_range(sample_range&&) = default;
    sample_range& operator=(sample_range&&) = delete;
    ~sample_range() { placement_.clear(*this); }

    [[nodiscard]] arenite::schema_view schema() const noexcept { return arenite::schema_view{cols_}; }
    [[nodiscard]] std::size_t batch_rows() const noexcept { return batch_rows_; }
    [[nodiscard]] bool placed() const noexcept { return !tile_.empty(); }

    template <class Self, class Visitor>
    static void parts(Self& self, std::size_t rows, Visitor& visit) {
        visit.stage("sample", self.time_);
        visit("sample fixed", self.fixed_, 10);
        visit("sample tile", self.tile_, arenite::saturating_bytes(rows, self.cols_), arenite::part_life::batch);
    }

    [[nodiscard]] iterator begin();
    [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

    [[nodiscard]] void const* tile() const noexcept { return tile_.data(); }

private:
    arenite::batch_view<double const> next() noexcept {
        arenite::batch_view<double> batch;
        time_.measure([&] {
            batch = make();
            return batch.rows();
        });
        return batch;
    }

    arenite::batch_view<double> make() noexcept {
        auto const rows = std::min(left_, batch_rows_);
        arenite::batch_view<double> const batch{tile_.data(), rows, cols_};
        for (std::size_t r = 0; r != rows; ++r, ++row_)
            for (std::size_t c = 0; c != cols_; ++c) batch(r, c) = static_cast<double>(row_);
        left_ -= rows;
        return batch;
    }

    std::size_t left_, cols_, batch_rows_, row_ = 0;
    arenite::stage_time time_;
    std::span<char> fixed_;
    std::span<double> tile_;
    arenite::detail::placement<sample_range> placement_;
};

class sample_range::iterator {
public:
    using value_type = arenite::batch_view<double const>;
    using difference_type = std::ptrdiff_t;
    using iterator_concept = std::input_iterator_tag;

    explicit iterator(sample_range& range) noexcept : range_(&range), current_(range.next()) {}
    [[nodiscard]] value_type operator*() const noexcept { return current_; }
    iterator& operator++() noexcept {
        current_ = range_->next();
        return *this;
    }
    void operator++(int) noexcept { ++*this; }
    friend bool operator==(iterator const& at, std::default_sentinel_t) noexcept { return at.current_.rows() == 0; }

private:
    sample_range* range_;
    value_type current_;
};

inline sample_range::iterator sample_range::begin() {
    placement_.ensure(*this);
    return iterator{*this};
}
static_assert(arenite::batch_range<sample_range>);
