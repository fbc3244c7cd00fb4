// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/treelite_bytes.hpp>

#include <span>

namespace arenite::inline ARENITE_ABI::detail {

/// Above all categories that a set may name.
inline constexpr std::uint32_t treelite_category_limit = (std::uint32_t{1} << 24) + 1;

/// The lists that the nodes of a tree own, of categories or of values, as they lie in the file:
///
///     | elements of all lists | for each node: where its list begins | for each node: where it ends |
///
/// Both bounds of a node are never held for more nodes than half of a buffer has room for.
template <class Element>
class treelite_lists {
public:
    /// Reads how long the three arrays are, and passes them.
    treelite_lists(treelite_bytes& checkpoint, std::string_view list_name, std::uint64_t node_count)
        : bytes_(checkpoint), name_(list_name), nodes_(node_count) {
        elements_ = bytes_.array(name_, sizeof(Element));
        elements_at_ = bytes_.skip(elements_ * sizeof(Element));
        begins_at_ = bytes_.skip_array(name_, sizeof(std::uint64_t), nodes_);
        ends_at_ = bytes_.skip_array(name_, sizeof(std::uint64_t), nodes_);
        behind_ = bytes_.input().position();
    }

    /// Calls visit(node, first, count) for each list that is not empty, in the order of nodes; nothing in the file is
    /// in two lists, as far as their lengths tell. Afterwards, what is behind them comes next.
    template <class Visit>
    void for_each(std::span<char> buffer, Visit&& visit) {
        auto const most = buffer.size() / (2 * sizeof(std::uint64_t));
        std::uint64_t used = 0;
        for (std::uint64_t first = 0; first < nodes_; first += most) {
            auto const count = std::min<std::uint64_t>(most, nodes_ - first);
            auto const begins = bounds(buffer.first(buffer.size() / 2), begins_at_, first, count);
            auto const ends = bounds(buffer.subspan(buffer.size() / 2), ends_at_, first, count);
            for (std::size_t i = 0; i != count; ++i)
                used += visit_list(first + i, bound(begins, i), bound(ends, i), used, visit);
        }
        bytes_.input().seek(behind_);
    }

    /// Calls function(index, element) for the elements of a list.
    template <class Function>
    void each(std::uint64_t first, std::uint64_t count, Function&& function) {
        bytes_.input().seek(elements_at_ + first * sizeof(Element));
        bytes_.template each<Element>(count, function);
    }

private:
    [[nodiscard]] std::span<char const> bounds(std::span<char> room, std::uint64_t at, std::uint64_t first,
                                               std::uint64_t count) {
        auto const into = room.first(count * sizeof(std::uint64_t));
        bytes_.input().seek(at + first * sizeof(std::uint64_t));
        if (!bytes_.input().read(into)) bytes_.fail("the end of the file", "more numbers");
        return into;
    }
    [[nodiscard]] static std::uint64_t bound(std::span<char const> of, std::size_t i) noexcept {
        return load_number<std::uint64_t, std::endian::little>(of.data() + i * sizeof(std::uint64_t));
    }

    template <class Visit>
    std::uint64_t visit_list(std::uint64_t node, std::uint64_t begin, std::uint64_t end, std::uint64_t used,
                             Visit& visit) {
        if (begin == end) return 0;
        bytes_.begin(name_, node);
        if (begin > end || end > elements_) bytes_.fail("a list that is not there", "a part of the array");
        if (end - begin > elements_ - used) bytes_.fail("lists that overlap", "a list of its own for each node");
        visit(node, begin, end - begin);
        return end - begin;
    }

    treelite_bytes& bytes_;
    std::string_view name_;
    std::uint64_t nodes_, elements_ = 0;
    std::uint64_t elements_at_ = 0, begins_at_ = 0, ends_at_ = 0, behind_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
