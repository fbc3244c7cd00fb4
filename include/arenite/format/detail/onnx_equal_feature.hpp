// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <algorithm>
#include <compare>
#include <cstdint>
#include <span>

namespace arenite::inline ARENITE_ABI::detail {

/// A feature that nodes compare with values for equality, as it is or with its fraction cut off.
struct onnx_equal_key {
    std::uint32_t feature = 0;
    bool is_cut = false;

    [[nodiscard]] constexpr auto operator<=>(onnx_equal_key const&) const noexcept = default;
};

/// Such a feature, and with how many values it is compared, the same ones counted again.
struct onnx_equal_feature {
    onnx_equal_key key{};
    std::uint32_t values = 0;

    /// The feature among those that are sorted; or their end.
    [[nodiscard]] static auto find(auto features, onnx_equal_key wanted) noexcept {
        auto const found = std::ranges::lower_bound(features, wanted, {}, &onnx_equal_feature::key);
        return found != features.end() && found->key == wanted ? found : features.end();
    }

    /// Words of a set of its values, at most.
    [[nodiscard]] static std::uint64_t words_of(std::span<onnx_equal_feature const> features,
                                                onnx_equal_key wanted) noexcept {
        auto const found = find(features, wanted);
        return found == features.end() ? 0 : (std::uint64_t{found->values} + 31) / 32;
    }
};

/// Counts those features, in memory that is lent, sorted.
class onnx_equal_features {
public:
    onnx_equal_features() = default;
    explicit onnx_equal_features(std::span<onnx_equal_feature> lent_room) noexcept : room_(lent_room) {}

    [[nodiscard]] std::span<onnx_equal_feature> all() const noexcept { return room_.first(count_); }

    /// Counts values of a feature. False: there is no room for another one.
    [[nodiscard]] bool add(onnx_equal_key key, std::uint64_t values) noexcept {
        auto const at = std::ranges::lower_bound(all(), key, {}, &onnx_equal_feature::key);
        bool const is_there = at != all().end() && at->key == key;
        if (!is_there && count_ == room_.size()) return false;
        auto const place = room_.begin() + (at - all().begin());
        if (!is_there) {
            std::copy_backward(place, room_.begin() + static_cast<std::ptrdiff_t>(count_),
                               room_.begin() + static_cast<std::ptrdiff_t>(count_) + 1);
            *place = {key, 0};
            ++count_;
        }
        if (values > 0xffffffff - place->values) return false;
        place->values += static_cast<std::uint32_t>(values);
        return true;
    }

private:
    std::span<onnx_equal_feature> room_;
    std::size_t count_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
