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

    constexpr void add(column const& one, column_name const& name) {
        ++columns;
        values += one.vocabulary.size() + one.missing.size();
        characters += name.size();
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

    void add(column const& from, column_name const& name) {
        auto& to = columns_[next_++];
        to = from;
        to.asked_place = column::not_asked;
        to.name = copy(name);
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

    std::string_view copy(column_name const& from) {
        auto const* const begin = characters_.data();
        auto const put = [this](std::string_view piece) { static_cast<void>(copy(piece)); };
        from.write(name_sink{put});
        return {begin, static_cast<std::size_t>(characters_.data() - begin)};
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
        copy_columns(from_memory, [&](auto const& add) {
            for (column const& one : column_range) add(one, one.name);
        });
    }

    /// A copy of any columns, those that a stage makes with their whole names.
    explicit schema(schema_view columns_to_copy, budget& from_memory = system_memory()) {
        copy_columns(from_memory, [&](auto const& add) {
            for (std::size_t i = 0; i != columns_to_copy.size(); ++i) add(columns_to_copy[i], columns_to_copy.name(i));
        });
    }

    /// `count` columns of numbers without names, for files without a header.
    [[nodiscard]] static schema unnamed(std::size_t count) noexcept {
        schema made;
        made.view_ = schema_view{count};
        return made;
    }

    [[nodiscard]] std::size_t size() const noexcept { return view_.size(); }
    [[nodiscard]] column operator[](std::size_t i) const noexcept { return view_[i]; }

    operator schema_view() const& noexcept { return view_; }
    operator schema_view() const&& = delete;  // a view of a temporary would dangle

private:
    schema() = default;

    /// `for_each(add)` calls `add(column, its name)` for each, and does so twice.
    template <class ForEach>
    void copy_columns(budget& from_memory, ForEach const& for_each) {
        detail::schema_size size;
        for_each([&](column const& one, column_name const& whole_name) { size.add(one, whole_name); });
        if (size.columns == 0) return;
        memory_ = from_memory.acquire("schema", size.bytes());
        arena place{memory_.bytes()};
        detail::schema_copier copier{place, size};
        for_each([&](column const& one, column_name const& whole_name) { copier.add(one, whole_name); });
        view_ = copier.view();
    }

    region memory_;
    schema_view view_;
};

}  // namespace arenite::inline ARENITE_ABI
