// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/catboost_parts.hpp>

#include <cstdint>

namespace arenite::inline ARENITE_ABI::detail {

/// A split of a file of CatBoost: what it says twice, by its number among all conditions and by its feature.
struct catboost_split {
    enum class kind : unsigned char { number, one_hot, ctr };

    kind of = kind::number;
    std::uint32_t condition = 0;  ///< among all of the file
    std::uint32_t feature = 0;    ///< among those of its kind; not said of a CTR
    float border = 0;
    std::int32_t value = 0;  ///< of one-hot: a category's hash
};

[[nodiscard]] inline catboost_split::kind read_catboost_split_kind(json_events& events) {
    auto const name = events.read_text();
    if (name == "FloatFeature") return catboost_split::kind::number;
    if (name == "OneHotFeature") return catboost_split::kind::one_hot;
    if (name != "OnlineCtr") events.fail("FloatFeature, OneHotFeature or OnlineCtr");
    return catboost_split::kind::ctr;
}

/// Reads a split whose object has begun.
[[nodiscard]] inline catboost_split read_catboost_split(json_events& events) {
    enum : unsigned { type = 1, index = 2, float_feature = 4, category = 8, border = 16, value = 32 };
    catboost_split split;
    key_set keys;
    while (events.next_key()) {
        auto const key = events.text();
        if (key == "split_type") keys.once(events, type), split.of = read_catboost_split_kind(events);
        else if (key == "split_index") keys.once(events, index), split.condition = events.read_number<std::uint32_t>();
        else if (key == "float_feature_index")
            keys.once(events, float_feature), split.feature = events.read_number<std::uint32_t>();
        else if (key == "cat_feature_index")
            keys.once(events, category), split.feature = events.read_number<std::uint32_t>();
        else if (key == "border") keys.once(events, border), split.border = events.read_number<float>();
        else if (key == "value") keys.once(events, value), split.value = events.read_number<std::int32_t>();
        else events.skip_value();
    }
    constexpr unsigned needed[] = {float_feature | border, category | value, border};
    if (!keys.has(type | index | needed[static_cast<unsigned>(split.of)]))
        events.fail("a split with its type, index, feature and border or value");
    return split;
}

}  // namespace arenite::inline ARENITE_ABI::detail
