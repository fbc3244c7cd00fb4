// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/xgboost_names_count.hpp>
#include <arenite/model/detail/model_columns.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// The second pass over the object `cats`: names the categories of each feature. The code of one is its position.
template <class Events>
class xgboost_names {
public:
    /// `room`: numbers(outline) of them, for one feature's.
    xgboost_names(Events& events, xgboost_outline const& outline, model_columns& to_name, std::span<std::uint32_t> room)
        : events_(events), columns_(to_name), values_(room.first(2 * outline.most_name_values)),
          begins_(room.subspan(values_.size(), outline.most_name_begins)) {}

    [[nodiscard]] static constexpr std::size_t numbers(xgboost_outline const& outline) noexcept {
        return outline.most_name_begins + 2 * outline.most_name_values;
    }

    void read() {
        for_each_key(events_, [this](std::string_view key) { key == "enc" ? read_encodings() : events_.skip_value(); });
    }

private:
    struct encoding {
        std::size_t begins = 0, values = 0;
        xgboost_name_type type{};  ///< without bits: texts
    };

    void read_encodings() {
        events_.open_array();
        for (std::size_t i = 0; events_.next_element(); ++i) read_encoding(i);
    }

    void read_encoding(std::size_t feature) {
        encoding read;
        while (events_.next_key()) {
            auto const key = events_.text();
            if (key == "offsets") read.begins = read_begins();
            else if (key == "values") read.values = read_values();
            else if (key == "type") read.type = read_name_type(events_);
            else events_.skip_value();
        }
        if (read.values + read.begins != 0) columns_.refuse_unseen(feature);
        read.type.bits == 0 ? name_texts(feature, read) : name_numbers(feature, read);
    }

    std::size_t read_begins() {
        return events_.template read_array<std::uint32_t>([this](std::size_t i, std::uint32_t begin) {
            require_room(events_, i, begins_.size());
            begins_[i] = begin;
        });
    }

    std::size_t read_values() {
        return events_.template read_array<std::int64_t>([this](std::size_t i, std::int64_t number) {
            require_room(events_, 2 * i, values_.size());
            auto const bits = static_cast<std::uint64_t>(number);
            values_[2 * i] = static_cast<std::uint32_t>(bits);
            values_[2 * i + 1] = static_cast<std::uint32_t>(bits >> 32);
        });
    }

    /// The characters are moved together in place: each is a byte of where its number was, or in front of that.
    void name_texts(std::size_t feature, encoding const& read) {
        auto* const characters = reinterpret_cast<char*>(values_.data());
        for (std::size_t i = 0; i != read.values; ++i) characters[i] = static_cast<char>(values_[2 * i]);
        for (std::size_t i = 1; i < read.begins; ++i) {
            require_room(events_, begins_[i], read.values + 1);
            add(feature, {characters + begins_[i - 1], begins_[i] - begins_[i - 1]});
        }
    }

    void name_numbers(std::size_t feature, encoding const& read) {
        for (std::size_t i = 0; i != read.values; ++i) {
            auto const bits = std::uint64_t{values_[2 * i + 1]} << 32 | values_[2 * i];
            add(feature, read.type.text_of(bits));
        }
    }

    void add(std::size_t feature, std::string_view name) {
        require_room(events_, columns_.add_category(feature, name) ? 0 : 1, 1);
    }

    Events& events_;
    model_columns& columns_;
    std::span<std::uint32_t> values_, begins_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
