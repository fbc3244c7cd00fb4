// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/catboost_parts.hpp>

#include <array>

namespace arenite::inline ARENITE_ABI::detail {

/// Walks a tree that is nested objects, `{"split":…,"left":{…},"right":{…}}` and `{"value":…}`, without recursion: a
/// document is at most 64 levels deep. Calls, of a visitor,
///
///     void begin_node(number);          // nodes are numbered as they begin, from 0, which is the root
///     void set_child(parent, left, child);
///     void read_split(number);          // takes the value that comes next
///     void read_leaf(number);           // so too
template <class Visitor>
class catboost_nested_tree {
public:
    catboost_nested_tree(json_events& document, Visitor& told) : events_(document), visitor_(told) {}

    /// Requires: the object of the root has begun. Returns how many nodes there are.
    [[nodiscard]] std::uint32_t run() {
        begin_node();
        while (depth_ != 0) events_.next_key() ? read_part(events_.text()) : end_node();
        return nodes_;
    }

private:
    enum part : unsigned { left = 1, right = 2, split = 4, value = 8 };

    struct level {
        std::uint32_t node = 0;
        key_set parts;
    };

    level& here() noexcept { return levels_[depth_ - 1]; }

    void begin_node() {
        levels_[depth_++] = {nodes_, {}};
        visitor_.begin_node(nodes_++);
    }

    void read_part(std::string_view key) {
        if (key == "left") turn(left);
        else if (key == "right") turn(right);
        else if (key == "split") here().parts.once(events_, split), visitor_.read_split(here().node);
        else if (key == "value") here().parts.once(events_, value), visitor_.read_leaf(here().node);
        else events_.skip_value();
    }

    void turn(part to) {
        here().parts.once(events_, to);
        auto const parent = here().node;
        events_.open_object();
        begin_node();
        visitor_.set_child(parent, to == left, here().node);
    }

    void end_node() {
        auto const& parts = here().parts;
        bool const is_split = parts.has(split | left | right) && parts.has_no(value);
        bool const is_leaf = parts.has(value) && parts.has_no(split | left | right);
        if (!is_split && !is_leaf) events_.fail("a split with left and right, or a value");
        --depth_;
    }

    json_events& events_;
    Visitor& visitor_;
    std::array<level, document_path::deepest> levels_{};
    std::size_t depth_ = 0;
    std::uint32_t nodes_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
