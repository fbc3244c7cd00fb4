// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/coded_tree.hpp>
#include <arenite/model/detail/step_writer.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// The steps of one tree, node by node, so that those of several trees can alternate: the processor then works on one
/// while another one's result is on its way.
template <std::floating_point T>
class tree_program {
public:
    using planes = std::array<std::uint16_t, codes_planes>;

    explicit tree_program(coded_tree<T> const& to_write) noexcept : from_(&to_write) { path_[depth_++] = {}; }

    /// The steps of the next split whose subtrees are done. False: the tree is done, and result() holds its planes.
    bool write_split(step_writer& writer) noexcept {
        while (depth_ != 0) {
            auto& top = path_[depth_ - 1];
            auto const& at = from_->tree[top.entry];
            if (at.leaves == 1) finish_leaf(at.leaf);
            else if (top.done == 2) return finish_split(writer, at), true;
            else visit_child(top, at);
        }
        return false;
    }

    [[nodiscard]] planes const& result() const noexcept { return result_; }

private:
    /// A node between the root and where we are, and how many of its subtrees are done: the larger one comes first, so
    /// that few results wait.
    struct place {
        std::uint16_t entry;
        std::uint16_t done;
    };

    void finish_leaf(std::size_t leaf) noexcept {
        auto const code = from_->codes[leaf];
        for (std::size_t j = 0; j != codes_planes; ++j) result_[j] = code >> j & 1;
        --depth_;
    }

    void visit_child(place& top, typename small_tree<T>::entry const& at) noexcept {
        if (top.done == 1) waiting_[waits_++] = result_;
        bool const go_left = left_is_heavy(top.entry, at) == (top.done == 0);
        ++top.done;
        path_[depth_++] = {static_cast<std::uint16_t>(go_left ? top.entry + 1 : at.right), 0};
    }

    void finish_split(step_writer& writer, typename small_tree<T>::entry const& at) noexcept {
        auto const entry = path_[--depth_].entry;
        auto const& heavy = waiting_[--waits_];
        bool const heavy_left = left_is_heavy(entry, at);
        auto const light = result_;
        auto const &left = heavy_left ? heavy : light, &right = heavy_left ? light : heavy;
        auto const mask = static_cast<std::uint16_t>(program_rows + from_->cuts[at.split].condition);
        auto muxed = combine(mask, left, right);
        for (; muxed != 0; muxed &= muxed - 1) {
            auto const j = static_cast<std::size_t>(std::countr_zero(muxed));
            result_[j] = writer.mux(mask, left[j], right[j]);
        }
    }

    /// What takes no mux; returns a bit for each plane that does.
    unsigned combine(std::uint16_t mask, planes const& left, planes const& right) noexcept {
        unsigned muxed = 0;
        for (std::size_t j = 0; j != codes_planes; ++j) {
            unsigned const same = unsigned{left[j] == right[j]} & unsigned{left[j] < 2};
            unsigned const own = unsigned{left[j] == 1} & unsigned{right[j] == 0};
            result_[j] = same != 0 ? left[j] : mask;
            muxed |= ((same | own) ^ 1U) << j;
        }
        return muxed;
    }

    [[nodiscard]] bool left_is_heavy(std::size_t entry, typename small_tree<T>::entry const& at) const noexcept {
        return from_->tree[entry + 1].leaves >= from_->tree[at.right].leaves;
    }

    coded_tree<T> const* from_;
    std::array<place, most_codes> path_;
    std::array<planes, codes_planes + 1> waiting_;
    planes result_{};
    std::size_t depth_ = 0, waits_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
