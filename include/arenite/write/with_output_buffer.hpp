// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/admit.hpp>
#include <arenite/batch/detail/over_rows.hpp>

#include <iterator>

namespace arenite::inline ARENITE_ABI {

namespace detail {

/// Of a batch, or of one with scores.
template <class Batch>
[[nodiscard]] constexpr std::size_t rows_in(Batch const& batch) noexcept {
    if constexpr (requires { batch.rows(); }) return batch.rows();
    else return batch.scores.rows();
}

}  // namespace detail

/// The batches of a range as they are, and a buffer for what the caller makes of them, in the same plan and admission:
/// what `rows | with_output_buffer(bytes)` is. The report's stage "output" is the time that the caller took.
template <class Rows>
class buffered_batches : public detail::over_rows<Rows> {
    using typename detail::over_rows<Rows>::rows_type;
    using detail::over_rows<Rows>::rows_;

public:
    class iterator;

    buffered_batches(Rows&& rows_of_batches, std::size_t buffer_bytes)
        : detail::over_rows<Rows>(static_cast<Rows&&>(rows_of_batches)), bytes_(buffer_bytes) {}
    buffered_batches(buffered_batches&&) = default;
    buffered_batches& operator=(buffered_batches&& other) noexcept { return detail::reassign(*this, std::move(other)); }
    ~buffered_batches() { placement_.clear(*this); }

    [[nodiscard]] bool placed() const noexcept { return !buffer_.empty(); }

    template <class Self, class Visitor>
    static void parts(Self& self, std::size_t rows, Visitor& visit) {
        rows_type::parts(self.rows_.get(), rows, visit);
        visit.stage("output", self.time_);
        visit("output buffer", self.buffer_, self.bytes_, part_life::run);
    }

    [[nodiscard]] iterator begin() {
        placement_.ensure(*this);
        return iterator{*this, rows_.get().begin()};
    }
    [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

    /// The buffer, for a line_writer; empty until the pipeline is admitted.
    [[nodiscard]] std::span<char> buffer() const noexcept { return buffer_; }

private:
    std::size_t bytes_;
    stage_time time_;
    std::span<char> buffer_;
    detail::placement<buffered_batches> placement_;
};

template <class Rows>
class buffered_batches<Rows>::iterator {
    using rows_iterator = std::ranges::iterator_t<rows_type>;

public:
    using value_type = std::iter_value_t<rows_iterator>;
    using difference_type = std::ptrdiff_t;
    using iterator_concept = std::input_iterator_tag;

    iterator(buffered_batches& range_of_batches, rows_iterator at) : range_(&range_of_batches), rows_(std::move(at)) {}

    [[nodiscard]] value_type operator*() const { return *rows_; }
    iterator& operator++() {
        note_output();
        ++rows_;
        handed_out_ = monotonic_time();
        return *this;
    }
    void operator++(int) { ++*this; }

    friend bool operator==(iterator const& at, std::default_sentinel_t end) { return at.rows_ == end; }

private:
    /// Of the batch that the caller is done with.
    void note_output() {
        auto& time = range_->time_;
        time.nanoseconds += monotonic_time() - handed_out_;
        time.rows += detail::rows_in(*rows_);
        ++time.batches;
    }

    buffered_batches* range_;
    rows_iterator rows_;
    std::uint64_t handed_out_ = monotonic_time();
};

/// What `with_output_buffer` returns.
struct with_output_buffer_stage {
    std::size_t bytes;

    template <class Rows>
    [[nodiscard]] auto over(Rows&& rows) const {
        return buffered_batches<Rows>{static_cast<Rows&&>(rows), bytes};
    }
};

/// A stage that plans a buffer of `bytes`, at least 1, for the caller's output: the last of a pipeline.
[[nodiscard]] inline with_output_buffer_stage with_output_buffer(std::size_t bytes) {
    contract(bytes != 0, "an output buffer holds at least one byte");
    return {bytes};
}

}  // namespace arenite::inline ARENITE_ABI
