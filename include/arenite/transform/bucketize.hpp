// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/detail/column_names.hpp>
#include <arenite/transform/detail/column_numbers.hpp>
#include <arenite/transform/detail/program_writer.hpp>
#include <arenite/transform/prepared_batches.hpp>

namespace arenite::inline ARENITE_ABI {

/// What `bucketize` returns.
template <class Edges>
class bucketize_stage {
public:
    static constexpr std::string_view stage_name = "bucketize";

    /// The first one is the place of the column; an edge is behind it.
    union constant {
        std::size_t place;
        double edge;
    };

    constexpr bucketize_stage(std::string_view name_of_column, Edges edges_between)
        : name_(name_of_column), edges_(std::move(edges_between)) {}

    void check(schema_view before) {
        place_ = detail::require_kind(stage_name, before, name_, column_kind::number);
        auto const edges = this->edges();
        for (std::size_t i = 0; i != edges.size(); ++i)
            if (!(edges[i] == edges[i]) || (i != 0 && !(edges[i - 1] < edges[i]))) refuse_edge(i);
    }

    [[nodiscard]] std::size_t constants(schema_view) const noexcept { return edges().size() + 1; }
    void fill(schema_view, std::span<constant> to) const noexcept {
        to[0].place = place_;
        for (std::size_t i = 0; i != edges().size(); ++i) to[i + 1].edge = edges()[i];
    }

    template <std::floating_point T>
    void apply(batch_view<T> tile, std::span<constant const> constants) const noexcept {
        auto const c = constants[0].place;
        auto const edges = constants.subspan(1);
        for (std::size_t r = 0; r != tile.rows(); ++r) {
            auto const x = static_cast<double>(tile(r, c));
            if (x == x) tile(r, c) = static_cast<T>(edges_until(edges, x));
        }
    }

    void lower(schema_view before, detail::program_writer& to) const {
        for (std::size_t i = 0; i != before.size(); ++i)
            if (i != place_) to.keep(to.column(i));
            else
                to.keep(to.add({.op = column_op::bin, .from = to.column(i)}, edges().size(),
                               [&](std::span<double> own) { std::ranges::copy(edges(), own.begin()); }));
    }

private:
    [[nodiscard]] std::span<double const> edges() const noexcept { return {edges_}; }

    [[nodiscard]] static std::ptrdiff_t edges_until(std::span<constant const> edges, double x) noexcept {
        auto const above = [](double number, constant const& one) { return number < one.edge; };
        return std::upper_bound(edges.begin(), edges.end(), x, above) - edges.begin();
    }

    [[noreturn]] static void refuse_edge(std::size_t i) {
        std::string what{stage_name};
        raise(shape_error{
            what.append(": edge ").append(format_number(i)).append(" is not greater than the one before it")});
    }

    std::string_view name_;
    Edges edges_;
    std::size_t place_ = 0;
};

/// A stage that makes the number of its bucket of each number of a column: how many edges are not above it, so that the
/// first bucket, below the first edge, is 0, and an edge begins a bucket. So does numpy.digitize, and scikit-learn's
/// KBinsDiscretizer with the edges between its bins, `bin_edges_[i][1:-1]`: quantiles, if those are the edges. Missing
/// stays missing.
///
/// Errors:    composing throws shape_error where there is no such column, it is not one of numbers, or edges do not
///            increase.
/// Lifetime:  borrows the name; an lvalue list of edges is borrowed, an rvalue is taken.
/// Allocates: nothing but the planned edges.
template <detail::name_of_column Name, class Edges>
    requires std::convertible_to<std::remove_cvref_t<Edges> const&, std::span<double const>>
[[nodiscard]] constexpr auto bucketize(Name&& name_of_column, Edges&& edges_between) {
    return bucketize_stage<detail::numbers_type<Edges>>{detail::column_names(static_cast<Name&&>(name_of_column))[0],
                                                        static_cast<Edges&&>(edges_between)};
}

/// `bucketize("age", {18, 30, 65})`
template <detail::name_of_column Name, std::size_t N>
[[nodiscard]] constexpr auto bucketize(Name&& name_of_column, double const (&edges_between)[N]) {
    return bucketize_stage<std::array<double, N>>{detail::column_names(static_cast<Name&&>(name_of_column))[0],
                                                  std::to_array(edges_between)};
}

}  // namespace arenite::inline ARENITE_ABI
