// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/schema_view.hpp>
#include <arenite/memory/arena.hpp>

#include <algorithm>

namespace arenite::inline ARENITE_ABI::detail {

/// The schema of a model inside its region: numbers, with names or without, and which of them are used. Without names a
/// column takes one bit, so that a file which claims many features cannot ask for much.
class model_columns {
public:
    model_columns() = default;
    model_columns(arena& place, std::size_t feature_count, std::size_t name_characters) noexcept
        : features_(feature_count) {
        if (name_characters == 0) used_bits_ = place.take<std::uint64_t>(words(feature_count));
        else columns_ = place.take<column>(feature_count);
        characters_ = place.take<char>(name_characters);
        for (auto& one : columns_) one.used = false;
    }

    [[nodiscard]] static std::size_t bytes(std::size_t features, std::size_t name_characters) noexcept {
        auto const columns =
            name_characters == 0 ? arena_bytes<std::uint64_t>(words(features)) : arena_bytes<column>(features);
        return columns + arena_bytes<char>(name_characters);
    }

    [[nodiscard]] std::size_t size() const noexcept { return features_; }

    /// Copies the name of feature `i`. False: there is no such feature, or no room left for its name.
    [[nodiscard]] bool set_name(std::size_t i, std::string_view name) noexcept {
        if (i >= columns_.size() || name.size() > characters_.size()) return false;
        std::ranges::copy(name, characters_.begin());
        columns_[i].name = {characters_.data(), name.size()};
        characters_ = characters_.subspan(name.size());
        return true;
    }

    void set_used(std::size_t i) noexcept {
        if (columns_.empty()) used_bits_[i / 64] |= std::uint64_t{1} << i % 64;
        else columns_[i].used = true;
    }

    [[nodiscard]] schema_view view() const noexcept {
        return columns_.empty() ? schema_view{features_, used_bits_} : schema_view{columns_};
    }

private:
    static constexpr std::size_t words(std::size_t features) noexcept { return features / 64 + 1; }

    std::span<column> columns_;
    std::span<std::uint64_t> used_bits_;
    std::span<char> characters_;
    std::size_t features_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
