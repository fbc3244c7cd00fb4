// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/onnx_spare_tree.hpp>
#include <arenite/format/detail/onnx_tree_rows.hpp>
#include <arenite/memory/arena.hpp>
#include <arenite/memory/budget.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Room for the nodes of a tree, or of all of them, while it is read.
/// Allocates: once: a region that is released by the destructor.
template <std::floating_point T>
class onnx_tree_room {
public:
    onnx_tree_room(onnx_tree_outline const& outline, budget& from_memory, std::size_t waiting_nodes = 0)
        : memory_(from_memory.acquire("model", bytes(outline, waiting_nodes), region_alignment, region_use::passing)) {
        arena place{memory_.bytes()};
        all_ = place.take<spare_node<T>>(outline.spare_nodes);
        ids_ = place.take<std::uint32_t>(ids_of(outline));
        positions_ = place.take<std::uint32_t>(ids_of(outline));
        members_ = place.take<T>(outline.members);
        waiting_ = place.take<std::uint32_t>(waiting_nodes);
    }

    [[nodiscard]] static std::size_t bytes(onnx_tree_outline const& outline, std::size_t waiting_nodes = 0) noexcept {
        return arena_bytes<spare_node<T>>(outline.spare_nodes) + 2 * arena_bytes<std::uint32_t>(ids_of(outline)) +
               arena_bytes<T>(outline.members) + arena_bytes<std::uint32_t>(waiting_nodes);
    }

    [[nodiscard]] std::size_t size() const noexcept { return all_.size(); }
    [[nodiscard]] std::span<spare_node<T>> nodes() const noexcept { return all_; }
    [[nodiscard]] std::span<std::uint32_t> ids() const noexcept { return ids_; }
    [[nodiscard]] std::span<std::uint32_t> positions() const noexcept { return positions_; }
    [[nodiscard]] std::span<T> members() const noexcept { return members_; }
    [[nodiscard]] std::span<std::uint32_t> waiting() const noexcept { return waiting_; }

private:
    [[nodiscard]] static std::size_t ids_of(onnx_tree_outline const& outline) noexcept {
        return outline.ids_are_positions ? 0 : outline.spare_nodes;
    }

    region memory_;
    std::span<spare_node<T>> all_;
    std::span<std::uint32_t> ids_, positions_;  ///< of nodes by position; positions in the order of ids
    std::span<T> members_;
    std::span<std::uint32_t> waiting_;
};

/// Reads the trees of the older operators one by one.
template <std::floating_point T>
class onnx_tree_reader {
public:
    onnx_tree_reader(onnx_attributes& node, protobuf_reader& file, buffer_parts& buffers,
                     onnx_tree_outline const& outline, onnx_tree_room<T>& room)
        : outline_(outline), room_(room), rows_(node, file, buffers), more_(rows_.next()) {}

    /// Reads the next tree into the room. False: there is none.
    [[nodiscard]] bool next() {
        if (!more_) return false;
        tree_ = rows_.row().tree;
        count_ = 0;
        for (; more_ && rows_.row().tree == tree_; more_ = rows_.next()) add(rows_.row());
        sort_ids();
        for (auto& at : nodes())
            if (at.mode != onnx_mode::leaf) at.yes = position_of(at.yes), at.no = position_of(at.no);
        return true;
    }

    [[nodiscard]] std::int64_t tree() const noexcept { return tree_; }
    [[nodiscard]] std::span<spare_node<T>> nodes() const noexcept { return room_.nodes().first(count_); }

    /// Where the node with this id is.
    [[nodiscard]] std::uint32_t position_of(std::uint32_t id) const {
        auto const found = outline_.ids_are_positions ? id : found_position(id);
        if (found >= count_) rows_.fail(short_text<64>{"node "}.append(format_number(id)), "a node of its tree");
        return found;
    }

    [[noreturn]] void fail(std::string_view found, std::string_view expected) const { rows_.fail(found, expected); }
    [[noreturn]] void refuse_change() const {
        rows_.fail("another size than when it was counted", "a file that stays as it is");
    }

private:
    void add(onnx_node_row<T> const& row) {
        if (count_ == room_.size()) refuse_change();
        if (!outline_.ids_are_positions) room_.ids()[count_] = row.id, room_.positions()[count_] = count_;
        auto& at = room_.nodes()[count_++];
        at = {.value = row.value, .feature = row.feature, .yes = row.yes, .no = row.no, .mode = row.mode};
        at.missing_is_true = row.missing_is_true;
    }

    [[nodiscard]] auto id_at() const noexcept {
        return [this](std::uint32_t position) { return room_.ids()[position]; };
    }

    void sort_ids() const {
        if (outline_.ids_are_positions) return;
        auto const sorted = room_.positions().first(count_);
        std::ranges::sort(sorted, {}, id_at());
        if (std::ranges::adjacent_find(sorted, {}, id_at()) != sorted.end())
            rows_.fail("two nodes of one number", "a number of its own for each node of a tree");
    }

    [[nodiscard]] std::uint32_t found_position(std::uint32_t id) const {
        auto const sorted = room_.positions().first(count_);
        auto const found = std::ranges::lower_bound(sorted, id, {}, id_at());
        return found == sorted.end() || room_.ids()[*found] != id ? count_ : *found;
    }

    onnx_tree_outline const& outline_;
    onnx_tree_room<T>& room_;
    onnx_node_rows<T> rows_;
    bool more_;
    std::int64_t tree_ = 0;
    std::uint32_t count_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
