// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/contract.hpp>
#include <arenite/format/detail/printable_text.hpp>

#include <cstdint>
#include <string>

namespace arenite::inline ARENITE_ABI::detail {

/// Where a reader is in a document: the keys and indices that lead there, of keys the first 24 bytes.
/// Allocates: nothing, but for `text()`.
class document_path {
public:
    static constexpr std::size_t deepest = 64;

    [[nodiscard]] std::size_t depth() const noexcept { return depth_; }
    [[nodiscard]] bool full() const noexcept { return depth_ == deepest; }
    [[nodiscard]] bool in_array() const noexcept { return depth_ != 0 && levels_[depth_ - 1].is_array; }

    void enter_object() noexcept { enter(false); }
    void enter_array() noexcept { enter(true); }
    void leave() noexcept {
        contract(depth_ != 0, "what is left was entered");
        --depth_;
    }

    /// The key whose value follows.
    void set_key(std::string_view key) noexcept { levels_[depth_ - 1].key = key; }

    /// `count` more elements of the array have begun.
    void advance(std::uint64_t count = 1) noexcept { levels_[depth_ - 1].begun += count; }

    /// How many elements of the array have begun, and that it is now another number.
    [[nodiscard]] std::uint64_t begun() const noexcept { return levels_[depth_ - 1].begun; }
    void set_begun(std::uint64_t count) noexcept { levels_[depth_ - 1].begun = count; }

    void clear() noexcept { depth_ = 0; }

    /// Such as `learner.gradient_booster.model.trees[3].left_children[17]`; empty for the document itself.
    [[nodiscard]] std::string text() const {
        std::string path;
        for (std::size_t i = 0; i != depth_; ++i) append(path, levels_[i]);
        return path;
    }

private:
    struct level {
        bool is_array = false;
        short_text<24> key;
        std::uint64_t begun = 0;
    };

    void enter(bool is_array) noexcept {
        contract(!full(), "a document path has room for one more level");
        auto& entered = levels_[depth_++];
        entered.is_array = is_array;
        entered.key = {};
        entered.begun = 0;
    }

    static void append(std::string& path, level const& at) {
        if (at.is_array && at.begun != 0) path.append("[").append(std::to_string(at.begun - 1)).append("]");
        if (at.key.view().empty()) return;
        if (!path.empty()) path += '.';
        path += printable_text(at.key).view();
    }

    std::array<level, deepest> levels_;
    std::size_t depth_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
