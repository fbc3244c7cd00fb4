// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/json_parts.hpp>

#include <array>
#include <cstdint>

namespace arenite::inline ARENITE_ABI::detail {

/// The next value must be an array, or null, which CatBoost writes for one without elements; returns whether it is one.
[[nodiscard]] inline bool open_list(json_events& events) {
    if (events.next() == document_event::null) return false;
    if (events.event() != document_event::array_begin) events.fail(name_of(document_event::array_begin));
    return true;
}

/// As for_each_object, but the array may be null.
template <class Function>
void for_each_listed(json_events& events, Function&& function) {
    if (open_list(events)) take_objects(events, function);
}

/// Calls function(number) for each element of the array, which may be null.
template <model_number Number, class Function>
void for_each_number(json_events& events, Function&& function) {
    if (open_list(events)) events.read_elements<Number>([&](std::size_t, Number number) { function(number); });
}

/// The `type` of the object that comes next.
[[nodiscard]] inline short_text<64> read_type(json_events& events) {
    short_text<64> type;
    for_each_key(events, [&](std::string_view key) {
        if (key == "type") type = events.read_text();
        else events.skip_value();
    });
    return type;
}

/// The same of an object that stands in a text, whose keys and texts have at most `Longest` bytes.
template <std::size_t Longest>
[[nodiscard]] short_text<64> type_in_text(std::string_view text) {
    std::array<char, Longest> room{};
    model_input input{std::as_bytes(std::span{text})};
    json_events events{input, room};
    return read_type(events);
}

/// Of the value that has begun, one finite number or an array of them: calls function(index, number); returns how many
/// there are.
template <class Function>
std::size_t read_finite_numbers(json_events& events, Function&& function) {
    auto const take = [&](std::size_t i, double number) { function(i, require_finite(events, number)); };
    if (events.event() == document_event::array_begin) return events.read_elements<double>(take);
    take(0, events.as<double>());
    return 1;
}

/// The same of the value that comes next, which is of a leaf or of leaves.
template <class Function>
std::size_t read_leaf_values(json_events& events, Function&& function) {
    events.next();
    return read_finite_numbers(events, function);
}

/// Whether NaN is above all borders.
[[nodiscard]] inline bool read_nan_treatment(json_events& events) {
    auto const treatment = events.read_text();
    if (treatment == "AsTrue") return true;
    if (treatment != "AsFalse" && treatment != "AsIs") events.fail("AsIs, AsFalse or AsTrue");
    return false;
}

/// A float feature or a categorical one, as the file has it.
struct catboost_feature {
    std::uint32_t index = 0;   ///< among those of its kind
    std::uint32_t column = 0;  ///< of the rows
    bool has_nans = false, nan_is_above = false;

    /// Whether a row without a value goes left.
    [[nodiscard]] bool nan_goes_left() const noexcept { return !(has_nans && nan_is_above); }
};

/// Reads the rest of a feature's object: calls on_name(text), which up to 1.0 has another key, and, for each of its
/// borders (of float) or one-hot values (of std::int32_t), on_value(number).
template <class Value, class OnName, class OnValue>
catboost_feature read_catboost_feature(json_events& events, OnName&& on_name, OnValue&& on_value) {
    enum : unsigned { index = 1, column = 2, name = 4, values = 8, old_name = 16 };
    constexpr std::string_view values_key = std::floating_point<Value> ? "borders" : "values";
    catboost_feature feature;
    key_set keys;
    while (events.next_key()) {
        auto const key = events.text();
        if (key == "feature_index") keys.once(events, index), feature.index = events.read_number<std::uint32_t>();
        else if (key == "flat_feature_index")
            keys.once(events, column), feature.column = events.read_number<std::uint32_t>();
        else if (key == "feature_id" && !keys.has(old_name)) keys.once(events, name), on_name(events.read_text());
        else if (key == "feature_name" && !keys.has(name)) keys.once(events, old_name), on_name(events.read_text());
        else if (key == values_key) keys.once(events, values), for_each_number<Value>(events, on_value);
        else if (key == "has_nans") feature.has_nans = events.read_number<std::uint8_t>() != 0;
        else if (key == "nan_value_treatment") feature.nan_is_above = read_nan_treatment(events);
        else events.skip_value();
    }
    if (!keys.has(index | column)) events.fail("a feature_index and a flat_feature_index");
    return feature;
}

}  // namespace arenite::inline ARENITE_ABI::detail
