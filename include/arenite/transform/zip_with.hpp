// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/admit.hpp>
#include <arenite/batch/detail/over_rows.hpp>
#include <arenite/core/data_error.hpp>
#include <arenite/core/format_number.hpp>
#include <arenite/core/shape_error.hpp>

#include <iterator>
#include <string>

namespace arenite::inline ARENITE_ABI {

/// Batches of two ranges with the same rows, labels of rows, say; both are valid until the next.
template <class T, class Other>
struct zipped_batch {
    batch_view<T const> batch;
    batch_view<Other const> other;
};

/// What `rows | zip_with(labels)` is.
template <class Rows, class Others>
class zipped_batches : public detail::over_rows<Rows> {
    using typename detail::over_rows<Rows>::rows_type;
    using detail::over_rows<Rows>::rows_;
    using others_type = std::remove_reference_t<Others>;
    static constexpr bool adaptive = adaptive_batch_range<rows_type> && adaptive_batch_range<others_type>;

public:
    class iterator;

    zipped_batches(Rows&& rows_of_batches, Others&& other_batches)
        : detail::over_rows<Rows>(static_cast<Rows&&>(rows_of_batches)), others_(static_cast<Others&&>(other_batches)) {
        if (batch_is_automatic()) return;
        adopt_rows(rows_.get(), others_.get().batch_rows());
        adopt_rows(others_.get(), rows_.get().batch_rows());
        if (rows_.get().batch_rows() != others_.get().batch_rows())
            refuse_size(others_.get().batch_rows(), rows_.get().batch_rows());
    }
    zipped_batches(zipped_batches&&) = default;
    zipped_batches& operator=(zipped_batches&& other) noexcept { return detail::reassign(*this, std::move(other)); }
    ~zipped_batches() { placement_.clear(*this); }

    [[nodiscard]] bool placed() const noexcept { return rows_.get().placed() && others_.get().placed(); }

    /// Both leave it to admission.
    [[nodiscard]] bool batch_is_automatic() const noexcept {
        if constexpr (adaptive) return rows_.get().batch_is_automatic() && others_.get().batch_is_automatic();
        else return false;
    }
    void set_batch_rows(std::size_t most_rows) noexcept
        requires adaptive
    {
        rows_.get().set_batch_rows(most_rows);
        others_.get().set_batch_rows(most_rows);
    }

    template <class Self, class Visitor>
    static void parts(Self& self, std::size_t rows, Visitor& visit) {
        rows_type::parts(self.rows_.get(), rows, visit);
        others_type::parts(self.others_.get(), rows, visit);
    }

    [[nodiscard]] iterator begin() {
        placement_.ensure(*this);
        return iterator{*this, rows_.get().begin(), others_.get().begin()};
    }
    [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

private:
    template <class R>
    static void adopt_rows(R& range, std::size_t rows) {
        if constexpr (adaptive_batch_range<R>)
            if (range.batch_is_automatic()) range.set_batch_rows(rows);
    }

    [[noreturn]] static void refuse_size(std::size_t found, std::size_t expected) {
        std::string what{"zip_with: the batches have "};
        what.append(format_number(found)).append(" rows, those before them ").append(format_number(expected));
        raise(shape_error{what.append(": batches_of makes them even")});
    }

    held<Others> others_;
    detail::placement<zipped_batches> placement_;
};

template <class Rows, class Others>
class zipped_batches<Rows, Others>::iterator {
public:
    using value_type = zipped_batch<typename rows_type::value_type, typename others_type::value_type>;
    using difference_type = std::ptrdiff_t;
    using iterator_concept = std::input_iterator_tag;

    iterator(zipped_batches&, std::ranges::iterator_t<rows_type> at, std::ranges::iterator_t<others_type> other_at)
        : rows_(std::move(at)), others_(std::move(other_at)) {
        check();
    }

    [[nodiscard]] value_type operator*() const noexcept { return {*rows_, *others_}; }
    iterator& operator++() {
        passed_ += (*rows_).rows();
        ++rows_;
        ++others_;
        check();
        return *this;
    }
    void operator++(int) { ++*this; }

    friend bool operator==(iterator const& at, std::default_sentinel_t end) { return at.rows_ == end; }

private:
    void check() const {
        auto const expected = rows_ == std::default_sentinel ? 0 : (*rows_).rows();
        auto const found = others_ == std::default_sentinel ? 0 : (*others_).rows();
        if (found == expected) return;
        short_text<96> where{"zip_with: behind row "};
        where.append(format_number(passed_));
        raise(data_error{where, {.byte = data_position::no_byte}, rows_in_words(found), rows_in_words(expected)});
    }

    [[nodiscard]] static short_text<64> rows_in_words(std::size_t count) noexcept {
        short_text<64> text{"a batch of "};
        return text.append(format_number(count)).append(" rows");
    }

    std::ranges::iterator_t<rows_type> rows_;
    std::ranges::iterator_t<others_type> others_;
    std::uint64_t passed_ = 0;
};

/// What `zip_with` returns.
template <class Others>
struct zip_with_stage {
    static constexpr std::string_view stage_name = "zip_with";

    held<Others> others;

    template <class Rows>
    [[nodiscard]] auto over(Rows&& rows) && {
        return zipped_batches<Rows, Others>{static_cast<Rows&&>(rows), static_cast<Others&&>(others.get())};
    }
};

/// The last stage of rows whose labels or weights come from somewhere else: `for (auto const [batch, labels] : rows |
/// zip_with(npy_batches<double>{"labels.npy", one_column}))`. Both are one pipeline, planned and admitted together.
///
/// Errors:    composing throws shape_error where batches have different sizes (`batches_of` makes them even); in the
///            loop data_error where one of them has fewer rows.
/// Lifetime:  an lvalue range is borrowed, an rvalue is taken.
/// Allocates: nothing but what the two ranges acquire once.
template <class Others>
    requires batch_range<std::remove_cvref_t<Others>>
[[nodiscard]] auto zip_with(Others&& other_batches) {
    return zip_with_stage<Others>{held<Others>{static_cast<Others&&>(other_batches)}};
}

}  // namespace arenite::inline ARENITE_ABI
