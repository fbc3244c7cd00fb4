// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/detail/column_error.hpp>

#include <algorithm>
#include <array>

namespace arenite::inline ARENITE_ABI::detail {

template <class Name>
concept name_of_column = std::convertible_to<Name, std::string_view>;

/// Stages borrow names.
template <class Name>
constexpr bool is_lasting_name = !std::same_as<Name, std::string>;  // of a forwarding reference: an rvalue

template <class... Names>
[[nodiscard]] constexpr std::array<std::string_view, sizeof...(Names)> column_names(Names&&... names) {
    static_assert((is_lasting_name<Names> && ...),
                  "a stage borrows the names of columns: a temporary std::string would "
                  "be gone");
    return {std::string_view{names}...};
}

/// The places of columns, found once, so that asking for one column of many does not go through all of them.
template <std::size_t Most>
class column_places {
public:
    [[nodiscard]] std::span<std::size_t const> places() const noexcept { return std::span{places_}.first(count_); }

    /// False: there is no room.
    bool add(std::size_t place) noexcept {
        if (count_ == Most) return false;
        places_[count_++] = place;
        return true;
    }

    void sort() noexcept {
        in_order_ = places_;
        std::sort(in_order_.begin(), in_order_.begin() + static_cast<std::ptrdiff_t>(count_));
    }

    /// In the order of columns. Requires: sort().
    [[nodiscard]] std::span<std::size_t const> in_order() const noexcept { return std::span{in_order_}.first(count_); }

    [[nodiscard]] bool contains(std::size_t place) const noexcept {
        return std::ranges::find(places(), place) != places().end();
    }

    /// The place of the i-th column that is none of them. Requires: sort().
    [[nodiscard]] std::size_t place_of_other(std::size_t i) const noexcept {
        for (auto const place : in_order()) i += place <= i ? 1U : 0U;
        return i;
    }

private:
    std::array<std::size_t, Most> places_{}, in_order_{};
    std::size_t count_ = 0;
};

/// Columns of any kind that are named, each once.
template <std::size_t N>
class named_columns : public column_places<N> {
public:
    constexpr explicit named_columns(std::array<std::string_view, N> wanted_names) : names_(wanted_names) {}

    /// Before anything else; throws shape_error where there is no such column, or a name is there twice.
    void find(std::string_view stage, schema_view columns) {
        column_places<N>& found = *this;
        found = {};
        for (auto const name : names_) {
            auto const place = require_column(stage, columns, name);
            if (found.contains(place)) refuse_twice(stage, name);
            found.add(place);
        }
        found.sort();
    }

private:
    std::array<std::string_view, N> names_;
};

/// Columns of one kind: those that are named or, where no names are, all.
template <std::size_t N>
class columns_of_kind {
public:
    constexpr columns_of_kind(column_kind wanted_kind, std::array<std::string_view, N> wanted_names)
        : named_(wanted_names), kind_(wanted_kind) {}

    /// Before anything else; throws shape_error where there is no such column.
    void find(std::string_view stage, schema_view columns) {
        named_.find(stage, columns);
        for (auto const place : named_.places())
            if (columns[place].kind != kind_) refuse_kind(stage, columns, place, with_article(kind_));
    }

    [[nodiscard]] std::size_t count(schema_view) const noexcept { return N; }

    /// Calls `take(place)` for each, in the order of names, or of columns.
    template <class Take>
    void for_each(schema_view, Take take) const {
        std::ranges::for_each(named_.places(), take);
    }

    /// Calls `take(place)` for each in the order of columns, until it returns true.
    template <class Take>
    void find_in_order(schema_view, Take take) const {
        static_cast<void>(std::ranges::any_of(named_.in_order(), take));
    }

    [[nodiscard]] bool contains(schema_view, std::size_t i) const noexcept { return named_.contains(i); }

private:
    named_columns<N> named_;
    column_kind kind_;
};

/// Of more than it can remember, it looks for them again.
template <>
class columns_of_kind<0> {
public:
    constexpr explicit columns_of_kind(column_kind wanted_kind, std::array<std::string_view, 0> = {})
        : kind_(wanted_kind) {}

    void find(std::string_view, schema_view columns) noexcept {
        found_ = {};
        count_ = 0;
        for (std::size_t i = 0; i != columns.size(); ++i)
            if (columns[i].kind == kind_) found_.add(i), ++count_;
        found_.sort();
    }

    [[nodiscard]] std::size_t count(schema_view) const noexcept { return count_; }

    template <class Take>
    void for_each(schema_view columns, Take take) const {
        find_in_order(columns, [&](std::size_t place) {
            take(place);
            return false;
        });
    }

    template <class Take>
    void find_in_order(schema_view columns, Take take) const {
        if (knows_all()) return static_cast<void>(std::ranges::any_of(found_.in_order(), take));
        for (std::size_t i = 0; i != columns.size(); ++i)
            if (columns[i].kind == kind_ && take(i)) return;
    }

    [[nodiscard]] bool contains(schema_view columns, std::size_t i) const noexcept {
        return knows_all() ? found_.contains(i) : columns[i].kind == kind_;
    }

private:
    [[nodiscard]] bool knows_all() const noexcept { return count_ == found_.places().size(); }

    column_places<16> found_;
    std::size_t count_ = 0;
    column_kind kind_;
};

/// Writes the places, one behind the other.
template <std::size_t N>
void fill_places(columns_of_kind<N> const& of, schema_view columns, std::span<std::size_t> places) noexcept {
    of.for_each(columns, [&, next = std::size_t{0}](std::size_t place) mutable { places[next++] = place; });
}

/// The place of the i-th column that is none of them.
template <std::size_t N>
[[nodiscard]] std::size_t place_of_other(columns_of_kind<N> const& of, schema_view columns, std::size_t i) {
    of.find_in_order(columns, [&](std::size_t place) {
        if (place > i) return true;
        ++i;
        return false;
    });
    return i;
}

}  // namespace arenite::inline ARENITE_ABI::detail
