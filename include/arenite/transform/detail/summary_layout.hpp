// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/schema.hpp>
#include <arenite/transform/column_summary.hpp>
#include <arenite/transform/detail/number_state.hpp>
#include <arenite/transform/detail/text_counts.hpp>
#include <arenite/transform/summary_options.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// What is being found in a column: in one of the three. Lifetime: borrows the summary's memory.
struct column_state {
    std::uint64_t missing = 0;
    number_state* numbers = nullptr;
    text_counts* texts = nullptr;
    std::span<std::uint64_t> codes{};  ///< how often each of the schema's categories was there
};

/// As an arena, but that it only adds up what is taken: the list that plans memory is the one that takes it.
class arena_sizer {
public:
    template <class T>
    std::span<T> take(std::size_t count) noexcept {
        auto const more = arena_bytes<T>(count);
        bytes_ = more > largest_region_bytes - bytes_ ? largest_region_bytes : bytes_ + more;
        return {};
    }
    [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }

private:
    std::size_t bytes_ = 0;
};

/// Takes the memory of a column's state from an arena, or adds it up.
template <class Place>
class state_maker {
public:
    state_maker(Place& place, summary_options const& options) noexcept : place_(place), options_(options) {}

    /// `number` makes the coins of one column other than those of the next.
    [[nodiscard]] column_state make(column const& of, std::uint64_t number) {
        if (of.kind == column_kind::text) return {.texts = put(texts())};
        if (of.kind == column_kind::category && !of.vocabulary.empty())
            return {.codes = take<std::uint64_t>(of.vocabulary.size())};
        return {.numbers = put(numbers(of.kind == column_kind::number ? options_.sketch_values : 0, number))};
    }

private:
    template <class T>
    std::span<T> take(std::size_t count) {
        return place_.template take<T>(count);
    }

    template <class State>
    [[nodiscard]] State* put(State const& state) {
        auto const room = take<State>(1);
        if (!room.empty()) room[0] = state;
        return room.data();
    }

    [[nodiscard]] number_state numbers(std::size_t sketch_values, std::uint64_t number) {
        auto const most = options_.most_values;
        number_state made{.sketch = {take<double>(sketch_values), options_.seed ^ number << 32}};
        made.counts = {take<double>(most), take<std::uint64_t>(most),
                       take<std::uint32_t>(distinct_slots::slots_for(most))};
        return made;
    }

    [[nodiscard]] text_counts texts() {
        auto const most = options_.most_categories;
        return {take<std::string_view>(most), take<std::uint64_t>(most), take<std::uint64_t>(most),
                take<std::uint32_t>(distinct_slots::slots_for(most)), take<char>(options_.category_bytes)};
    }

    Place& place_;
    summary_options const& options_;
};

/// What a summary of these columns holds, in one region.
[[nodiscard]] inline std::size_t summary_bytes(schema_view columns, summary_options const& options) {
    schema_size size;
    arena_sizer sizer;
    state_maker maker{sizer, options};
    sizer.take<column_summary>(columns.size());
    sizer.take<column_state>(columns.size());
    for (std::size_t i = 0; i != columns.size(); ++i) {
        size.add(columns[i], columns.name(i));
        static_cast<void>(maker.make(columns[i], i));
    }
    sizer.take<std::byte>(size.bytes());
    return sizer.bytes();
}

}  // namespace arenite::inline ARENITE_ABI::detail
