// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/detail/city_hash.hpp>
#include <arenite/format/detail/catboost_parts.hpp>
#include <arenite/model/detail/recoding.hpp>

#include <bit>

namespace arenite::inline ARENITE_ABI::detail {

/// A name of a table, which is as long as a text can be, by a number.
[[nodiscard]] inline std::uint64_t table_key(std::string_view name) noexcept { return city_hash::of(whole_text{name}); }

[[nodiscard]] inline ctr_kind ctr_kind_of(json_events const& events, std::string_view type) {
    if (type == "Borders") return ctr_kind::borders;
    if (type == "Buckets") return ctr_kind::buckets;
    if (type == "BinarizedTargetMeanValue" || type == "FloatTargetMeanValue") return ctr_kind::mean;
    if (type != "Counter" && type != "FeatureFreq") events.fail("a type of CTR that CatBoost has");
    return ctr_kind::counter;
}

/// How many numbers a row of a table has: of classes, two at least.
[[nodiscard]] constexpr bool is_ctr_width(ctr_kind kind, std::uint64_t width) noexcept {
    if (kind == ctr_kind::counter) return width == 1;
    return kind == ctr_kind::mean ? width == 2 : width >= 2 && width <= 0x7fffffff;
}

/// The counts of a table, a list of records: a hash in a text and the numbers behind it. Those of places that are free
/// in CatBoost's own table, whose hash is the largest, are left out.
template <class OnRecord, class OnNumber>
class ctr_map_reader {
public:
    ctr_map_reader(json_events& document, ctr_kind kind, OnRecord on_record, OnNumber on_number)
        : events_(document), kind_(kind), on_record_(on_record), on_number_(on_number) {}

    /// Takes the array that comes next; returns how many numbers a record has, 0 if there are no records.
    std::uint64_t run() {
        events_.open_array();
        while (events_.next_element()) events_.event() == document_event::text ? begin_record() : read_number();
        end_record();
        return width_;
    }

private:
    void begin_record() {
        end_record();
        auto const hash = parse_number<std::uint64_t>(events_.text());
        if (!hash) events_.fail("a hash from 0 to 18446744073709551615, in a text");
        has_record_ = true;
        is_free_ = hash.number == 0xffffffffffffffff;
        if (!is_free_) on_record_(hash.number);
    }

    void end_record() {
        if (!has_record_) return;
        if (width_ == 0 && !is_ctr_width(kind_, numbers_))
            events_.fail("a record with another number of counts", "as many as the type of the CTR has");
        if (width_ != 0 && numbers_ != width_)
            events_.fail("records of different lengths", "the same number of counts in each");
        width_ = std::exchange(numbers_, 0);
    }

    void read_number() {
        if (!has_record_) events_.fail("a hash, in a text");
        bool const is_sum = kind_ == ctr_kind::mean && numbers_ == 0;
        auto const number =
            is_sum ? std::bit_cast<std::uint32_t>(require_finite(events_, events_.as<float>())) : read_count();
        ++numbers_;
        if (!is_free_) on_number_(number);
    }

    [[nodiscard]] std::uint32_t read_count() const {
        auto const count = events_.as<std::int32_t>();
        if (count < 0) events_.fail("a count from 0 on");
        return static_cast<std::uint32_t>(count);
    }

    json_events& events_;
    ctr_kind kind_;
    OnRecord on_record_;
    OnNumber on_number_;
    std::uint64_t width_ = 0, numbers_ = 0;
    bool has_record_ = false, is_free_ = false;
};

/// Reads one table, whose key is at hand: calls on_record(hash) and on_number(count). Returns kind, total and width.
/// Its name has the kind: `{"identifier":[…],"type":"Borders"}`.
template <class OnRecord, class OnNumber>
[[nodiscard]] ctr_table read_ctr_table(json_events& events, OnRecord&& on_record, OnNumber&& on_number) {
    enum : unsigned { map = 1, stride = 2, total = 4 };
    ctr_table table{.key = table_key(events.text()), .kind = ctr_kind_of(events, type_in_text<1024>(events.text()))};
    std::uint64_t stated = 0;
    key_set keys;
    events.open_object();
    while (events.next_key()) {
        auto const key = events.text();
        if (key == "hash_map")
            keys.once(events, map),
                table.width = static_cast<std::uint32_t>(
                    ctr_map_reader{events, table.kind, std::ref(on_record), std::ref(on_number)}.run());
        else if (key == "hash_stride") keys.once(events, stride), stated = events.read_number<std::uint64_t>();
        else if (key == "counter_denominator")
            keys.once(events, total), table.total = events.read_number<std::int32_t>();
        else events.skip_value();
    }
    if (!keys.has(map | stride)) events.fail("a hash_map and a hash_stride");
    if (table.width != 0 && stated != table.width + std::uint64_t{1})
        events.fail("records of another length than hash_stride", "hash_stride entries in each");
    return table;
}

/// A part of a combination as the file has it: `feature` is counted among those of its kind.
[[nodiscard]] inline ctr_element::kind read_ctr_element_kind(json_events& events) {
    auto const kind = events.read_text();
    if (kind == "cat_feature_value") return ctr_element::kind::category;
    if (kind == "float_feature") return ctr_element::kind::number;
    if (kind != "cat_feature_exact_value") events.fail("cat_feature_value, float_feature or cat_feature_exact_value");
    return ctr_element::kind::one_category;
}

/// Reads an element whose object has begun. Its column is, for now, the feature's index among those of its kind, and
/// its threshold the border.
[[nodiscard]] inline ctr_element read_ctr_element(json_events& events) {
    enum : unsigned { kind = 1, category = 2, number = 4, border = 8, value = 16 };
    ctr_element element;
    key_set keys;
    while (events.next_key()) {
        auto const key = events.text();
        if (key == "combination_element") keys.once(events, kind), element.of = read_ctr_element_kind(events);
        else if (key == "cat_feature_index")
            keys.once(events, category), element.column = events.read_number<std::uint32_t>();
        else if (key == "float_feature_index")
            keys.once(events, number), element.column = events.read_number<std::uint32_t>();
        else if (key == "border")
            keys.once(events, border),
                element.threshold = static_cast<double>(require_finite(events, events.read_number<float>()));
        else if (key == "value") keys.once(events, value), element.value = events.read_number<std::int32_t>();
        else events.skip_value();
    }
    constexpr unsigned needed[] = {category, number | border, category | value};
    if (!keys.has(kind | needed[static_cast<unsigned>(element.of)]))
        events.fail("an element with its feature and border or value");
    return element;
}

/// Reads a CTR whose object has begun: calls on_element(element) and on_border(border); its kind is `of`.
template <class OnElement, class OnBorder>
[[nodiscard]] ctr_feature read_ctr_feature(json_events& events, ctr_kind& of, OnElement&& on_element,
                                           OnBorder&& on_border) {
    enum : unsigned { name = 1, elements = 2, kind = 4, borders = 8, target = 16 };
    ctr_feature feature;
    key_set keys;
    while (events.next_key()) {
        auto const key = events.text();
        if (key == "identifier") keys.once(events, name), feature.key = table_key(events.read_text());
        else if (key == "elements")
            keys.once(events, elements), for_each_listed(events, [&] { on_element(read_ctr_element(events)); });
        else if (key == "ctr_type") keys.once(events, kind), of = ctr_kind_of(events, events.read_text());
        else if (key == "borders")
            keys.once(events, borders),
                for_each_number<float>(events, [&](float border) { on_border(require_finite(events, border)); });
        else if (key == "target_border_idx")
            keys.once(events, target), feature.target = events.read_number<std::uint32_t>();
        else if (key == "prior_numerator") feature.prior_good = events.read_number<float>();
        else if (key == "prior_denomerator") feature.prior_total = events.read_number<float>();
        else if (key == "shift") feature.shift = events.read_number<float>();
        else if (key == "scale") feature.scale = events.read_number<float>();
        else events.skip_value();
    }
    if (!keys.has(name | elements | kind)) events.fail("a CTR with its identifier, elements and ctr_type");
    return feature;
}

}  // namespace arenite::inline ARENITE_ABI::detail
