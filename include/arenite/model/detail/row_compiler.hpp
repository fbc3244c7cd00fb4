// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/arena.hpp>
#include <arenite/model/detail/cluster_packer.hpp>
#include <arenite/model/detail/entry_codes.hpp>
#include <arenite/model/detail/list_writer.hpp>
#include <arenite/model/detail/row_cut.hpp>
#include <arenite/model/detail/row_piece.hpp>
#include <arenite/model/detail/row_plan.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Makes a row_plan: counts from the trees' shapes alone, and writes once there is a forest_plan. The roots' clusters
/// come first, then those below them.
///
/// Requires: no tree is walked; at most most_row_columns columns of ranks.
template <std::floating_point T>
class row_compiler {
public:
    row_compiler(forest_source<T> const& to_compile, instruction_set for_instructions) noexcept
        : source_(to_compile), size_(cluster_size(for_instructions)) {
        for (auto const t : source_.order) count_tree(t);
        root_clusters_ = roots_.end();
        inner_clusters_ = inner_.end();
    }

    /// Whether a row_tree can name every cluster.
    [[nodiscard]] bool fits() const noexcept { return clusters() <= std::size_t{1} << (32 - place_bits); }

    /// What write takes from an arena, for a forest_plan of so many parts.
    [[nodiscard]] std::size_t bytes(std::size_t part_count) const noexcept {
        return arena_bytes<row_plan<T>>(1) + arena_bytes<row_part>(part_count) +
               arena_bytes<row_batch>(batch_count_ + part_count - 1) + arena_bytes<row_tree>(source_.trees.size()) +
               arena_bytes<std::uint8_t>(4 * size_ * clusters()) + arena_bytes<std::uint16_t>(size_ * clusters());
    }

    [[nodiscard]] row_plan<T> const* write(arena& place, forest_plan<T> const& forest) noexcept {
        auto* const plan = place.take<row_plan<T>>(1).data();
        parts_ = place.take<row_part>(forest.parts.size());
        batches_.write_to(place.take<row_batch>(batch_count_ + forest.parts.size() - 1));
        trees_ = place.take<row_tree>(source_.trees.size());
        places_ = place.take<std::uint8_t>(4 * size_ * clusters());
        exits_ = place.take<std::uint16_t>(size_ * clusters());
        roots_ = cluster_packer{size_, 0};
        inner_ = cluster_packer{size_, root_clusters_};
        clear_places();
        for (std::size_t p = 0; p != parts_.size(); ++p) add_part(forest, p);
        *plan = {parts_, batches_.written().first(batches_.count()), trees_, places_, exits_};
        return plan;
    }

private:
    struct pending {
        std::uint16_t entry;
        std::size_t exit;  ///< in exits_, the one that leads there
    };

    [[nodiscard]] std::size_t clusters() const noexcept { return root_clusters_ + inner_clusters_; }

    void count_tree(std::uint32_t t) noexcept {
        auto const output = source_.trees[t].output;
        if (batch_.trees == 0 || batch_.trees == most_batch_trees || batch_.output != output) {
            batch_ = {.output = output};
            ++batch_count_;
        }
        ++batch_.trees;
        add_tree(small_tree<T>{source_.tree(t)}, nullptr, nullptr);
    }

    void clear_places() noexcept {
        for (std::size_t i = 0; i != places_.size(); ++i)
            places_[i] = i / size_ % 4 == 0 ? std::uint8_t{0} : i / size_ % 4 == 1 ? std::uint8_t{0x7f} : first_exit;
    }

    void add_part(forest_plan<T> const& forest, std::size_t p) noexcept {
        auto const& part = forest.parts[p];
        row_cut_finder<T> const cuts{forest, part};
        auto const first = batches_.count();
        batch_ = {};
        for (auto const& group : forest.groups.subspan(part.first_group, part.groups))
            for (std::uint32_t t = group.first_tree; t != group.first_tree + group.trees; ++t)
                add_planned(forest.trees[t], t, group.output, cuts);
        end_batch();
        parts_[p] = {static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(batches_.count() - first)};
    }

    void add_planned(planned_tree const& planned, std::uint32_t t, std::uint32_t output,
                     row_cut_finder<T> const& cuts) noexcept {
        if (batch_.trees == most_batch_trees || batch_.output != output) end_batch();
        small_tree<T> const tree{source_.tree(planned.number)};
        entry_codes<T> const codes{tree, planned};
        trees_[t] = add_tree(tree, &codes, &cuts);
        trees_[t].leaves = planned.leaves;
        auto const cluster = trees_[t].root >> place_bits;
        if (batch_.trees == 0) batch_ = {t, cluster, output, 0, 0, true};
        ++batch_.trees;
        batch_.clusters = static_cast<std::uint8_t>(cluster + 1 - batch_.first_cluster);
        batch_.whole = batch_.whole && tree.leaves() <= size_ && tree.depth() <= most_cluster_depth;
    }

    void end_batch() noexcept {
        if (batch_.trees != 0) batches_.add(batch_);
        batch_ = {};
    }

    /// Counts, where there are no codes.
    row_tree add_tree(small_tree<T> const& tree, entry_codes<T> const* codes, row_cut_finder<T> const* cuts) noexcept {
        std::array<pending, most_codes> waiting;
        std::size_t waits = 0;
        auto const add_piece = [&](cluster_packer& packer, std::size_t entry) {
            row_piece<T> const piece{tree, entry, size_};
            auto const room = packer.take(std::max<std::size_t>(piece.splits().size(), 1), piece.exits().size());
            if (codes != nullptr) write_piece(tree, piece, room, *codes, *cuts);
            for (std::size_t i = 0; i != piece.exits().size(); ++i)
                if (auto const at = piece.exits()[i].entry; tree[at].leaves != 1)
                    waiting[waits++] = {at, room.cluster * size_ + room.first_exit + i};
            return room.cluster << place_bits | room.first_place;
        };
        auto const root = add_piece(roots_, 0), inner = inner_.current();
        for (std::size_t i = 0; i != waits; ++i) {
            auto const at = add_piece(inner_, waiting[i].entry) - (inner << place_bits);
            if (codes != nullptr) exits_[waiting[i].exit] = static_cast<std::uint16_t>(exit_is_inner | at);
        }
        return {root, inner, 0};
    }

    void write_piece(small_tree<T> const& tree, row_piece<T> const& piece, cluster_packer::room room,
                     entry_codes<T> const& codes, row_cut_finder<T> const& cuts) noexcept {
        auto* const columns = &places_[4 * size_ * room.cluster];
        for (std::size_t i = 0; i != piece.splits().size(); ++i) {
            auto const& split = piece.splits()[i];
            auto const cut = cuts.find(*tree[split.entry].split);
            columns[room.first_place + i] = cut.column;
            columns[size_ + room.first_place + i] = static_cast<std::uint8_t>(cut.k ^ 0x80);
            if (i != 0) link(columns, split, room, room.first_place + i);
        }
        for (std::size_t i = 0; i != piece.exits().size(); ++i) {
            auto const& exit = piece.exits()[i];
            auto const number = room.first_exit + i;
            exits_[room.cluster * size_ + number] = codes[exit.entry];
            link(columns, exit, room, first_exit | number);
            if (piece.splits().empty())
                columns[3 * size_ + room.first_place] = static_cast<std::uint8_t>(first_exit | number);
            if (piece.splits().empty())
                columns[2 * size_ + room.first_place] = static_cast<std::uint8_t>(first_exit | number);
        }
    }

    void link(std::uint8_t* columns, typename row_piece<T>::member const& child, cluster_packer::room room,
              std::size_t to) noexcept {
        columns[(child.is_left ? 2U : 3U) * size_ + room.first_place + child.parent] = static_cast<std::uint8_t>(to);
    }

    forest_source<T> source_;
    std::size_t size_, root_clusters_ = 0, inner_clusters_ = 0, batch_count_ = 0;
    cluster_packer roots_{size_, 0}, inner_{size_, 0};
    std::span<row_part> parts_;
    list_writer<row_batch> batches_;
    std::span<row_tree> trees_;
    std::span<std::uint8_t> places_;
    std::span<std::uint16_t> exits_;
    row_batch batch_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
