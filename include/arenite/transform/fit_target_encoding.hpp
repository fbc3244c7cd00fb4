// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/rounded.hpp>
#include <arenite/transform/detail/exact_moments.hpp>
#include <arenite/transform/detail/fitting_pass.hpp>
#include <arenite/transform/target_encode.hpp>

namespace arenite::inline ARENITE_ABI {

/// How far the mean of a category is drawn to the mean of all rows.
struct target_options {
    /// As many rows of that mean are added to each category, as TargetEncoder(smooth=…); `by_variance`: as its "auto",
    /// which adds the more the less the variance within a category is beside that of all.
    double smooth = by_variance;
    static constexpr double by_variance = -1;
};

/// The means of a target by categories: what `fit_target_encoding` finds, for `target_encode`. Move only.
///
/// Allocates: nothing; owns a region of its budget, released by the destructor.
class target_encoding {
public:
    target_encoding(std::string_view name_of_column, region&& memory_of_values, std::span<double const> its_values,
                    double of_all) noexcept
        : column_(name_of_column), memory_(std::move(memory_of_values)), values_(its_values), overall_(of_all) {}

    [[nodiscard]] std::string_view column() const noexcept { return column_; }
    /// In the order of the vocabulary; of a category that was not there the mean of all.
    [[nodiscard]] std::span<double const> values() const& noexcept { return values_; }
    void values() const&& = delete;  // it would be gone
    [[nodiscard]] double overall() const noexcept { return overall_; }

private:
    std::string_view column_;
    region memory_;
    std::span<double const> values_;
    double overall_;
};

namespace detail {

/// Formulas: Micci-Barreca, "A preprocessing scheme for high-cardinality categorical attributes in classification and
/// prediction problems", 2001, equations 3 to 6, as scikit-learn's TargetEncoder has them.
[[nodiscard]] inline double encoded_mean(exact_moments const& of, exact_moments const& all, double smooth) noexcept {
    auto const count = static_cast<double>(of.count());
    if (of.count() == 0) return all.mean();
    if (smooth >= 0) return (rounded(smooth * all.mean()) + rounded(count * of.mean())) / (count + smooth);
    auto const inside = of.deviation() * of.deviation(), overall = rounded(all.deviation() * all.deviation() * count);
    auto const weight = overall / (overall + inside);
    return weight != weight ? all.mean() : rounded(weight * of.mean()) + rounded((1 - weight) * all.mean());
}

/// How many categories the column has, at least one.
[[nodiscard]] inline std::size_t require_vocabulary(std::string_view stage, schema_view columns,
                                                    std::string_view name) {
    auto const place = require_kind(stage, columns, name, column_kind::category);
    auto const count = columns[place].vocabulary.size();
    if (count != 0) return count;
    raise(shape_error{std::string{stage}.append(": column '").append(name).append("' has no vocabulary")});
}

/// Where the column of this name is in tiles, which have no texts.
[[nodiscard]] inline std::size_t tile_place(schema_view columns, std::string_view name) {
    auto const place = *columns.find(name);
    auto tile = place;
    for (std::size_t i = 0; i != place; ++i) tile -= columns[i].kind == column_kind::text ? 1U : 0U;
    return tile;
}

/// Takes the numbers of one column, by the categories of another.
class target_moments {
public:
    target_moments(std::span<exact_moments> of_categories, std::size_t category_place, std::size_t label_place) noexcept
        : by_category_(of_categories), category_(category_place), label_(label_place) {}

    template <class T>
    void add(batch_view<T const> batch) noexcept {
        for (std::size_t r = 0; r != batch.rows(); ++r) {
            auto const label = static_cast<double>(batch(r, label_));
            if (!std::isfinite(label)) continue;
            all_.add(std::span{&label, 1});
            auto const code = batch(r, category_);
            if (is_known(code, static_cast<double>(by_category_.size())))
                by_category_[static_cast<std::size_t>(code)].add(std::span{&label, 1});
        }
    }

    [[nodiscard]] exact_moments const& all() const noexcept { return all_; }
    [[nodiscard]] std::span<exact_moments const> by_category() const noexcept { return by_category_; }

private:
    std::span<exact_moments> by_category_;
    exact_moments all_;
    std::size_t category_, label_;
};

}  // namespace detail

/// The mean of a label, 0 and 1 or any number, by the categories of a column, drawn to the mean of all rows as the
/// options say, in one pass: scikit-learn's TargetEncoder().fit, for `target_encode(fitted)`.
///
/// Rows whose label is missing or infinite are left out, and those without a category are in the mean of all alone.
/// Sums are exact: neither batches nor the order of rows change a bit.
///
/// Errors:    shape_error where there is no column of a name, or it is of another kind; budget_exceeded; what the range
///            throws goes through.
/// Allocates: from `memory`, the values, 8 bytes for each category, which are the result; and until the call returns
///            816 bytes for each category and, unless the range is admitted, its admission.
/// Lifetime:  borrows the column's name.
template <class Rows>
    requires batch_range<std::remove_cvref_t<Rows>>
[[nodiscard]] target_encoding fit_target_encoding(Rows&& rows, std::string_view column, std::string_view label,
                                                  target_options const& options = {},
                                                  budget& memory = system_memory()) {
    constexpr std::string_view name = "fit_target_encoding";
    auto const columns = rows.schema();
    detail::require_kind(name, columns, label, column_kind::number);
    auto const categories = detail::require_vocabulary(name, columns, column);
    auto values_memory = memory.acquire(name, arena_bytes<double>(categories));
    auto const values = arena{values_memory.bytes()}.take<double>(categories);
    auto const moments_memory = memory.acquire(name, arena_bytes<detail::exact_moments>(categories));
    detail::target_moments found{arena{moments_memory.bytes()}.take<detail::exact_moments>(categories),
                                 detail::tile_place(columns, column), detail::tile_place(columns, label)};
    detail::add_batches(static_cast<Rows&&>(rows), "target means", found, memory);
    std::ranges::transform(found.by_category(), values.begin(), [&](detail::exact_moments const& one) {
        return detail::encoded_mean(one, found.all(), options.smooth);
    });
    return {column, std::move(values_memory), values, found.all().mean()};
}

/// A stage with what was found; borrows it. Errors: composing throws shape_error for another vocabulary.
[[nodiscard]] inline auto target_encode(target_encoding const& fitted) {
    return target_encode(fitted.column(), fitted.values(), fitted.overall());
}
void target_encode(target_encoding const&&) = delete;  // it would borrow from a temporary

}  // namespace arenite::inline ARENITE_ABI
