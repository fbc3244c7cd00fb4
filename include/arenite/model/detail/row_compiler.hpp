// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/arena.hpp>
#include <arenite/model/detail/cluster_packer.hpp>
#include <arenite/model/detail/coded_tree.hpp>
#include <arenite/model/detail/list_writer.hpp>
#include <arenite/model/detail/row_piece.hpp>
#include <arenite/model/detail/row_plan.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Makes a row_plan: counts its trees, and once there is room, writes them. The roots' clusters come first, then those
/// below them.
///
/// Requires: no tree is walked; at most most_row_columns columns of ranks.
template <std::floating_point T>
class row_compiler {
public:
    explicit row_compiler(instruction_set for_instructions) noexcept : size_(cluster_size(for_instructions)) {}

    void count(coded_tree<T> const& coded, std::uint32_t output) noexcept {
        if (batch_.trees == 0 || batch_.trees == most_batch_trees || batch_.output != output) {
            batch_ = {.output = output};
            ++batch_count_;
        }
        ++batch_.trees;
        ++tree_count_;
        if (is_whole(coded.tree))
            static_cast<void>(roots_.take(places_of(coded.tree.leaves() - 1), coded.tree.leaves()));
        else add_tree<false>(coded);
    }

    /// Whether a row_tree can name every cluster.
    [[nodiscard]] bool fits() const noexcept { return clusters() <= std::size_t{1} << (32 - place_bits); }

    /// What write_to takes from an arena, for a forest_plan of so many parts.
    [[nodiscard]] std::size_t bytes(std::size_t part_count) const noexcept {
        return arena_bytes<row_plan<T>>(1) + arena_bytes<row_part>(part_count) +
               arena_bytes<row_batch>(batch_count_ + part_count - 1) + arena_bytes<row_tree>(tree_count_) +
               arena_bytes<std::uint8_t>(4 * size_ * clusters()) + arena_bytes<std::uint16_t>(size_ * clusters());
    }

    void write_to(arena& place, std::size_t part_count) noexcept {
        plan_ = place.take<row_plan<T>>(1).data();
        parts_ = place.take<row_part>(part_count);
        batches_.write_to(place.take<row_batch>(batch_count_ + part_count - 1));
        trees_ = place.take<row_tree>(tree_count_);
        places_ = place.take<std::uint8_t>(4 * size_ * clusters());
        exits_ = place.take<std::uint16_t>(size_ * clusters());
        auto const root_clusters = roots_.end();
        roots_ = cluster_packer{size_, 0};
        inner_ = cluster_packer{size_, root_clusters};
        clear_places();
    }

    void begin_part(std::size_t part) noexcept {
        parts_[part] = {static_cast<std::uint32_t>(batches_.count()), 0};
        batch_ = {};
    }
    void end_part(std::size_t part) noexcept {
        end_batch();
        parts_[part].batches = static_cast<std::uint32_t>(batches_.count() - parts_[part].first_batch);
    }

    /// `t`: its place in the forest_plan.
    void write(coded_tree<T> const& coded, std::uint32_t t, std::uint32_t output) noexcept {
        if (batch_.trees == most_batch_trees || batch_.output != output) end_batch();
        trees_[t] = add_tree<true>(coded);
        trees_[t].leaves = coded.planned.leaves;
        auto const cluster = trees_[t].root >> place_bits;
        if (batch_.trees == 0) batch_ = {t, cluster, output, 0, 0, true};
        ++batch_.trees;
        batch_.clusters = static_cast<std::uint8_t>(cluster + 1 - batch_.first_cluster);
        batch_.whole = batch_.whole && is_whole(coded.tree);
    }

    [[nodiscard]] row_plan<T>* finish() const noexcept {
        *plan_ = {parts_, batches_.written().first(batches_.count()), trees_, places_, exits_};
        return plan_;
    }

private:
    struct pending {
        std::uint16_t entry;
        std::size_t exit;  ///< in exits_, the one that leads there
    };

    /// Whether it goes on in no other cluster.
    [[nodiscard]] bool is_whole(small_tree<T> const& tree) const noexcept {
        return tree.leaves() <= size_ && tree.depth() <= most_cluster_depth;
    }
    /// Without a split the way to the one exit takes a place.
    [[nodiscard]] static std::size_t places_of(std::size_t splits) noexcept { return std::max<std::size_t>(splits, 1); }

    /// Before anything is written.
    [[nodiscard]] std::size_t clusters() const noexcept { return std::size_t{roots_.end()} + inner_.end(); }

    void clear_places() noexcept {
        for (auto rest = places_; !rest.empty(); rest = rest.subspan(4 * size_)) {
            std::ranges::fill(rest.subspan(size_, size_), std::uint8_t{0x7f});
            std::ranges::fill(rest.subspan(2 * size_, 2 * size_), first_exit);
        }
    }

    void end_batch() noexcept {
        if (batch_.trees != 0) batches_.add(batch_);
        batch_ = {};
    }

    template <bool Written>
    row_tree add_tree(coded_tree<T> const& coded) noexcept {
        std::array<pending, most_codes> waiting;
        std::size_t waits = 0;
        auto const add_piece = [&](cluster_packer& packer, std::size_t entry) {
            row_piece<T> const piece{coded.tree, entry, size_};
            auto const room = packer.take(places_of(piece.splits().size()), piece.exits().size());
            if constexpr (Written) write_piece(coded, piece, room);
            for (std::size_t i = 0; i != piece.exits().size(); ++i)
                if (auto const at = piece.exits()[i].entry; coded.tree[at].leaves != 1)
                    waiting[waits++] = {at, room.cluster * size_ + room.first_exit + i};
            return room.cluster << place_bits | room.first_place;
        };
        auto const root = add_piece(roots_, 0), inner = inner_.current();
        for (std::size_t i = 0; i != waits; ++i) {
            auto const at = add_piece(inner_, waiting[i].entry) - (inner << place_bits);
            if constexpr (Written) exits_[waiting[i].exit] = static_cast<std::uint16_t>(exit_is_inner | at);
        }
        return {root, inner, 0};
    }

    void write_piece(coded_tree<T> const& coded, row_piece<T> const& piece, cluster_packer::room room) noexcept {
        auto* const columns = &places_[4 * size_ * room.cluster];
        for (std::size_t i = 0; i != piece.splits().size(); ++i) {
            auto const& split = piece.splits()[i];
            auto const cut = coded.cut_of(coded.tree[split.entry]).cut;
            columns[room.first_place + i] = cut.column;
            columns[size_ + room.first_place + i] = static_cast<std::uint8_t>(cut.k ^ 0x80);
            if (i != 0) link(columns, split, room, room.first_place + i);
        }
        for (std::size_t i = 0; i != piece.exits().size(); ++i) {
            auto const& exit = piece.exits()[i];
            auto const number = room.first_exit + i;
            exits_[room.cluster * size_ + number] = coded.codes[coded.tree[exit.entry].leaf];
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

    std::size_t size_, tree_count_ = 0, batch_count_ = 0;
    cluster_packer roots_{size_, 0}, inner_{size_, 0};
    row_plan<T>* plan_ = nullptr;
    std::span<row_part> parts_;
    list_writer<row_batch> batches_;
    std::span<row_tree> trees_;
    std::span<std::uint8_t> places_;
    std::span<std::uint16_t> exits_;
    row_batch batch_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
