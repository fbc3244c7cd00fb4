// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/catboost_parts.hpp>

#include <array>

namespace arenite::inline ARENITE_ABI::detail {

/// Walks a tree that is nested objects, `{"split":…,"left":{…},"right":{…}}` and `{"value":…}`, without recursion: a
/// document is at most 64 levels deep. Calls, of a visitor,
///
///     void begin_split(depth);          // once for each, in front of what is said of it and its children
///     void read_split(depth);           // takes the value that comes next
///     void end_child(depth, is_left);   // of the split there; the children come in any order
///     void read_leaf();                 // takes the value that comes next
template <class Visitor>
class catboost_nested_tree {
public:
    catboost_nested_tree(json_events& document, Visitor& told) : events_(document), visitor_(told) {}

    /// Requires: the object of the root has begun. Returns how many nodes there are.
    [[nodiscard]] std::uint32_t run() {
        begin_node(false);
        while (depth_ != 0) events_.next_key() ? read_part(events_.text()) : end_node();
        return nodes_;
    }

private:
    enum part : unsigned { left = 1, right = 2, split = 4, value = 8 };

    struct level {
        bool is_left = false;
        key_set parts;
    };

    level& here() noexcept { return levels_[depth_ - 1]; }

    void begin_node(bool is_left) {
        levels_[depth_++] = {is_left, {}};
        ++nodes_;
    }

    void read_part(std::string_view key) {
        if (key == "left") turn(left);
        else if (key == "right") turn(right);
        else if (key == "split") begin_split(split), visitor_.read_split(depth_ - 1);
        else if (key == "value") here().parts.once(events_, value), visitor_.read_leaf();
        else events_.skip_value();
    }

    void begin_split(part said) {
        if (here().parts.has_no(split | left | right)) visitor_.begin_split(depth_ - 1);
        here().parts.once(events_, said);
    }

    void turn(part to) {
        begin_split(to);
        events_.open_object();
        begin_node(to == left);
    }

    void end_node() {
        auto const& parts = here().parts;
        bool const is_split = parts.has(split | left | right) && parts.has_no(value);
        bool const is_leaf = parts.has(value) && parts.has_no(split | left | right);
        if (!is_split && !is_leaf) events_.fail("a split with left and right, or a value");
        bool const is_left = here().is_left;
        if (--depth_ != 0) visitor_.end_child(depth_ - 1, is_left);
    }

    json_events& events_;
    Visitor& visitor_;
    std::array<level, document_path::deepest> levels_{};
    std::size_t depth_ = 0;
    std::uint32_t nodes_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
