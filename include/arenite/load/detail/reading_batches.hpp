// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/admit.hpp>
#include <arenite/load/row_position.hpp>

#include <iterator>
#include <type_traits>
#include <utility>

namespace arenite::inline ARENITE_ABI::detail {

/// The range of the batches that a Reading reads, one after the other. A base of what users construct.
template <class Reading>
class reading_batches {
public:
    using value_type = typename Reading::value_type;
    class iterator;

    reading_batches(reading_batches&&) = default;
    reading_batches& operator=(reading_batches&&) = delete;
    ~reading_batches() { placement_.clear(*this); }

    [[nodiscard]] schema_view schema() const noexcept { return reading_.schema(); }
    [[nodiscard]] std::size_t batch_rows() const noexcept { return reading_.batch_rows(); }
    [[nodiscard]] bool batch_is_automatic() const noexcept { return reading_.batch_is_automatic(); }
    void set_batch_rows(std::size_t most_rows) noexcept {
        contract(most_rows != 0 && !placed(), "batches get their size, at least one row, before their memory");
        reading_.set_batch_rows(most_rows);
    }
    [[nodiscard]] bool placed() const noexcept { return reading_.placed(); }

    template <class Self, class Visitor>
    static void parts(Self& self, std::size_t rows, Visitor& visit) {
        std::conditional_t<std::is_const_v<Self>, reading_batches const, reading_batches>& base = self;
        Reading::parts(base.reading_, rows, visit);
    }

    /// Reads the first batch. Call it once, and leave the range where it is from then on.
    [[nodiscard]] iterator begin() {
        placement_.ensure(*this);
        contract(!std::exchange(started_, true), "a range is iterated once: like a file, it is single pass");
        reading_.start();
        Reading::read_batch(reading_);
        return iterator{reading_};
    }
    [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

    /// The number, from 0, of the current batch's first row among those that were delivered: rows that are left out
    /// (on_bad::collect) do not count, while `position().row` and `rejected_row::row` count them. Where the reading
    /// goes on from a place, that place's row is the first.
    [[nodiscard]] std::uint64_t first_row() const noexcept { return reading_.first_row(); }

    /// Where the rows begin that are in no batch yet; of bytes.
    [[nodiscard]] row_position position() const noexcept
        requires requires(Reading const& one) { one.position(); }
    {
        return reading_.position();
    }

    /// What a source of bytes has given so far.
    [[nodiscard]] std::uint64_t bytes_read() const noexcept
        requires requires(Reading const& one) { one.bytes_read(); }
    {
        return reading_.bytes_read();
    }

protected:
    /// With what the Reading is made of.
    template <class... Inputs>
    explicit reading_batches(std::in_place_t, Inputs&&... inputs_to_read)
        : reading_(static_cast<Inputs&&>(inputs_to_read)...) {}

    Reading reading_;

private:
    placement<reading_batches> placement_;
    bool started_ = false;
};

template <class Reading>
class reading_batches<Reading>::iterator {
public:
    using value_type = batch_view<typename Reading::value_type const>;
    using difference_type = std::ptrdiff_t;
    using iterator_concept = std::input_iterator_tag;

    explicit iterator(Reading& reading_of_range) noexcept : reading_(&reading_of_range) {}

    [[nodiscard]] value_type operator*() const noexcept { return reading_->batch(); }
    iterator& operator++() {
        Reading::read_batch(*reading_);
        return *this;
    }
    void operator++(int) { ++*this; }

    [[nodiscard]] bool operator==(std::default_sentinel_t) const noexcept { return reading_->batch().rows() == 0; }

private:
    Reading* reading_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
