// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/schema_view.hpp>
#include <arenite/memory/arena.hpp>
#include <arenite/memory/system_memory.hpp>

#include <initializer_list>
#include <ranges>

namespace arenite::inline ARENITE_ABI {

namespace detail {

/// How much room copies of columns need.
struct schema_size {
    std::size_t columns = 0, values = 0, characters = 0;

    constexpr void add(column const& one) noexcept {
        ++columns;
        values += one.vocabulary.size() + one.missing.size();
        characters += one.name.size();
        for (auto const value : one.vocabulary) characters += value.size();
        for (auto const token : one.missing) characters += token.size();
    }

    [[nodiscard]] constexpr std::size_t bytes() const noexcept {
        return arena_bytes<column>(columns) + arena_bytes<std::string_view>(values) + arena_bytes<char>(characters);
    }
};

/// Copies columns into spans that have room for them.
class schema_copier {
public:
    schema_copier(arena& place, schema_size needed) noexcept
        : columns_(place.take<column>(needed.columns)), values_(place.take<std::string_view>(needed.values)),
          characters_(place.take<char>(needed.characters)) {}

    void add(column const& from) noexcept {
        auto& to = columns_[next_++];
        to = from;
        to.name = copy(from.name);
        to.vocabulary = copy(from.vocabulary);
        to.missing = copy(from.missing);
    }

    [[nodiscard]] schema_view view() const noexcept { return schema_view{columns_}; }
    [[nodiscard]] std::span<column> columns() const noexcept { return columns_; }

private:
    std::span<std::string_view const> copy(std::span<std::string_view const> from) noexcept {
        auto const to = values_.first(from.size());
        std::ranges::transform(from, to.begin(), [this](auto value) { return copy(value); });
        values_ = values_.subspan(from.size());
        return to;
    }

    std::string_view copy(std::string_view from) noexcept {
        auto const to = characters_.first(from.size());
        std::ranges::copy(from, to.begin());
        characters_ = characters_.subspan(from.size());
        return {to.data(), to.size()};
    }

    std::span<column> columns_;
    std::span<std::string_view> values_;
    std::span<char> characters_;
    std::size_t next_ = 0;
};

}  // namespace detail

/// Owns columns: their names, vocabularies and tokens are copied. Move only; views of it survive a move.
///
/// Allocates: once: the columns and their text from `from_memory`, released by the destructor; `unnamed`: nothing.
class schema {
public:
    schema(std::initializer_list<column> listed_columns, budget& from_memory = system_memory())
        : schema(std::span{listed_columns}, from_memory) {}

    /// From any range of columns that can be read twice.
    template <std::ranges::forward_range Columns>
        requires std::convertible_to<std::ranges::range_reference_t<Columns>, column>
    explicit schema(Columns const& column_range, budget& from_memory = system_memory()) {
        detail::schema_size size;
        for (column const& one : column_range) size.add(one);
        if (size.columns == 0) return;
        memory_ = from_memory.acquire("schema", size.bytes());
        arena place{memory_.bytes()};
        detail::schema_copier copier{place, size};
        for (column const& one : column_range) copier.add(one);
        view_ = copier.view();
    }

    /// `count` columns of numbers without names, for files without a header.
    [[nodiscard]] static schema unnamed(std::size_t count) noexcept { return schema{schema_view{count}}; }

    [[nodiscard]] std::size_t size() const noexcept { return view_.size(); }
    [[nodiscard]] column operator[](std::size_t i) const noexcept { return view_[i]; }

    operator schema_view() const& noexcept { return view_; }
    operator schema_view() const&& = delete;  // a view of a temporary would dangle

private:
    explicit schema(schema_view view) noexcept : view_(view) {}

    region memory_;
    schema_view view_;
};

}  // namespace arenite::inline ARENITE_ABI
