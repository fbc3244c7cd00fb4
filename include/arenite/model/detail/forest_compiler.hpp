// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/column_writer.hpp>
#include <arenite/model/detail/entry_codes.hpp>
#include <arenite/model/detail/program_run.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Writes the lists of a forest_plan; without room, counts how long they will be. Trees are taken output by output and
/// in the file's order within one, which is all that the sum of an output depends on.
template <std::floating_point T>
class forest_compiler {
public:
    list_writer<forest_part> parts;
    column_writer<T> columns;
    list_writer<tree_group> groups;
    list_writer<planned_tree> trees;
    list_writer<std::uint16_t> conditions;
    list_writer<program_step> steps;
    list_writer<std::uint16_t> results;
    list_writer<T> leaves;

    explicit forest_compiler(forest_source<T> const& to_compile) noexcept : source_(to_compile) {}

    /// Trees without so many leaves that they are walked.
    [[nodiscard]] std::size_t coded_trees() const noexcept {
        std::size_t count = 0;
        for (auto const& tree : source_.trees) count += tree.leaves() <= most_codes;
        return count;
    }

    [[nodiscard]] std::size_t splits() const noexcept {
        std::size_t count = 0;
        for (auto const& tree : source_.trees)
            if (tree.leaves() <= most_codes) count += tree.splits;
        return count;
    }

    /// The columns of `part_count` parts of about as many trees. `workspace` holds splits() cuts.
    void add_columns(std::size_t part_count, std::span<feature_cut<T>> workspace) noexcept {
        for (std::size_t p = 0; p != part_count; ++p)
            add_part(begin_of(p, part_count), begin_of(p + 1, part_count), workspace);
    }

    /// Their trees, once there are the columns.
    void add_trees(std::size_t part_count) noexcept {
        for (std::size_t p = 0; p != part_count; ++p)
            add_trees_of(p, begin_of(p, part_count), begin_of(p + 1, part_count));
        static_cast<void>(leaves.add_room(most_codes));  // tables are read in full length
    }

    /// Of the largest part.
    [[nodiscard]] std::size_t most_conditions() const noexcept { return most_conditions_; }
    [[nodiscard]] std::size_t most_rank_columns() const noexcept { return most_rank_columns_; }
    [[nodiscard]] std::size_t most_entries() const noexcept { return most_entries_; }

    /// Whether 32 bits number the elements of every list.
    [[nodiscard]] bool fits() const noexcept {
        auto const longest = std::max({columns.searches.count(), columns.sorted.count(), columns.uses.count(),
                                       conditions.count(), steps.count(), results.count(), leaves.count()});
        return longest <= std::numeric_limits<std::uint32_t>::max();
    }

    /// Of the trees that were added.
    [[nodiscard]] bool all_oblivious() const noexcept { return oblivious_trees_ == trees.count(); }

private:
    [[nodiscard]] std::size_t begin_of(std::size_t part, std::size_t part_count) const noexcept {
        return source_.trees.size() * part / part_count;
    }

    void add_part(std::size_t first, std::size_t last, std::span<feature_cut<T>> workspace) noexcept {
        list_writer<feature_cut<T>> cuts;
        cuts.write_to(workspace);
        for (auto const t : source_.order.subspan(first, last - first)) collect_cuts(source_.tree(t), cuts);
        auto const kept = sort_cuts(workspace.first(cuts.count()));
        auto const first_column = static_cast<std::uint32_t>(columns.columns.count());
        auto const count = columns.add_part(workspace.first(kept));
        most_conditions_ = std::max(most_conditions_, count);
        most_rank_columns_ = std::max(most_rank_columns_, columns.rank_columns());
        parts.add({.first_column = first_column,
                   .columns = static_cast<std::uint32_t>(columns.columns.count() - first_column),
                   .conditions = static_cast<std::uint32_t>(count)});
    }

    void collect_cuts(std::span<tree_split<T> const> tree, list_writer<feature_cut<T>>& cuts) const noexcept {
        if (tree.size() >= most_codes) return;
        for (auto const& split : tree) cuts.add(feature_cut_of(split, source_.rule.split.compare));
    }

    void add_trees_of(std::size_t part, std::size_t first, std::size_t last) noexcept {
        part_ = parts.written().empty() ? nullptr : &parts.written()[part];
        auto const first_group = groups.count(), programs_before = results.count();
        for (auto const t : source_.order.subspan(first, last - first)) add_to_group(t);
        end_group();
        if (part_ == nullptr) return;
        part_->first_group = static_cast<std::uint32_t>(first_group);
        part_->groups = static_cast<std::uint32_t>(groups.count() - first_group);
        part_->first_row = results.count() != programs_before ? program_rows : 0;
    }

    void add_to_group(std::size_t t) noexcept {
        bool const walked = source_.trees[t].leaves() > most_codes;
        bool const other = group_size_ != 0 && source_.trees[t].output != source_.trees[group_[0]].output;
        if (group_size_ == largest_group || walked || other) end_group();
        group_[group_size_++] = static_cast<std::uint32_t>(t);
        if (walked) end_walked_group();
    }

    void end_walked_group() noexcept {
        auto const t = group_[0];
        groups.add({static_cast<std::uint32_t>(trees.count()), source_.trees[t].output, 1, 0});
        trees.add({.number = t, .shape = tree_shape::walked});
        group_size_ = 0;
    }

    void end_group() noexcept {
        if (group_size_ == 0) return;
        auto const first = trees.count();
        std::size_t entries = 32;
        for (std::size_t i = 0; i != group_size_;) i += add_run(i, entries);
        groups.add({static_cast<std::uint32_t>(first), source_.trees[group_[0]].output,
                    static_cast<std::uint16_t>(group_size_), static_cast<std::uint16_t>(entries)});
        most_entries_ = std::max(most_entries_, entries);
        group_size_ = 0;
    }

    /// One tree of a template, or as many programs as follow each other and have room for their results.
    std::size_t add_run(std::size_t i, std::size_t& entries) noexcept {
        small_tree<T> const tree{source_.tree(group_[i])};
        auto const shape = shape_of(tree);
        if (shape == tree_shape::program) return add_programs(i, entries);
        planned_tree made{.number = group_[i],
                          .first = static_cast<std::uint32_t>(conditions.count()),
                          .leaves = static_cast<std::uint32_t>(leaves.count()),
                          .shape = shape,
                          .depth = static_cast<std::uint8_t>(tree.depth())};
        entries = std::max(entries, std::size_t{1} << tree.depth());
        oblivious_trees_ += shape == tree_shape::oblivious;
        if (shape == tree_shape::oblivious) add_levels(tree);
        else pad(tree, 0, tree.depth());
        add_leaves(tree, made);
        trees.add(made);
        return 1;
    }

    /// The values of a tree's leaves by code, those of each output behind those of the one before.
    void add_leaves(small_tree<T> const& tree, planned_tree const& planned) noexcept {
        auto const entries = std::size_t{1} << planned.depth;
        auto const table = leaves.add_room(source_.width * entries);
        if (table.empty()) return;
        entry_codes<T> const codes{tree, planned};
        auto const values = source_.leaves_of(planned.number);
        for (std::size_t i = 0; i != 2 * tree.leaves() - 1; ++i)
            for (std::size_t k = 0; tree[i].leaves == 1 && k != source_.width; ++k)
                std::ranges::fill(table.subspan(k * entries + codes[i], codes.count(i)),
                                  values[tree[i].leaf * source_.width + k]);
        source_.weigh(table, planned.number);
    }

    /// A padded tree costs a mask for each inner node, a program about three for each mux, of which there are about two
    /// for each leaf.
    static tree_shape shape_of(small_tree<T> const& tree) noexcept {
        if (tree.depth() > 8) return tree_shape::program;
        if (tree.is_oblivious()) return tree_shape::oblivious;
        return std::size_t{1} << tree.depth() <= 6 * tree.leaves() ? tree_shape::perfect : tree_shape::program;
    }

    void add_levels(small_tree<T> const& tree) noexcept {
        for (std::size_t level = 0; level != tree.depth(); ++level) conditions.add(condition_of(*tree[level].split));
    }

    /// `levels` are left below `at`.
    void pad(small_tree<T> const& tree, std::size_t at, std::size_t levels) noexcept {
        if (levels == 0) return;
        bool const leaf = tree[at].leaves == 1;
        pad(tree, leaf ? at : at + 1, levels - 1);
        pad(tree, leaf ? at : tree[at].right, levels - 1);
        conditions.add(leaf ? std::uint16_t{0} : condition_of(*tree[at].split));
    }

    std::size_t add_programs(std::size_t i, std::size_t& entries) noexcept {
        auto const first_step = steps.count(), first_result = results.count();
        auto count = programs_from(i);
        while (!write_programs(i, count)) count = (count + 1) / 2;
        for (std::size_t j = 0; j != count; ++j) {
            small_tree<T> const tree{source_.tree(group_[i + j])};
            auto const depth = std::bit_width(tree.leaves() - 1U);
            planned_tree const made{.number = group_[i + j],
                                    .first = static_cast<std::uint32_t>(first_result + j * codes_planes),
                                    .leaves = static_cast<std::uint32_t>(leaves.count()),
                                    .steps = static_cast<std::uint32_t>(first_step),
                                    .step_count = static_cast<std::uint32_t>(steps.count() - first_step),
                                    .shape = tree_shape::program,
                                    .depth = static_cast<std::uint8_t>(depth),
                                    .run = static_cast<std::uint8_t>(j == 0 ? count : 0)};
            add_leaves(tree, made);
            trees.add(made);
            entries = std::max(entries, std::size_t{1} << depth);
        }
        return count;
    }

    [[nodiscard]] std::size_t programs_from(std::size_t i) const noexcept {
        std::size_t count = 1;
        while (i + count != group_size_ &&
               shape_of(small_tree<T>{source_.tree(group_[i + count])}) == tree_shape::program)
            ++count;
        return count;
    }

    /// False: there are not enough rows for the results of so many trees; for those of one there are.
    bool write_programs(std::size_t i, std::size_t count) noexcept {
        auto const condition = [this](tree_split<T> const& split) { return condition_of(split); };
        program_run<T, decltype(condition)> run{condition};
        for (std::size_t j = 0; j != count; ++j) run.add(source_.tree(group_[i + j]));
        step_writer writer{steps.room()};
        run.write(writer);
        if (writer.overflowed()) return false;
        static_cast<void>(steps.add_room(writer.count()));
        auto const rows = results.add_room(count * codes_planes);
        for (std::size_t j = 0; j != count && !rows.empty(); ++j)
            std::ranges::copy(run.result(j), rows.begin() + static_cast<std::ptrdiff_t>(j * codes_planes));
        return true;
    }

    [[nodiscard]] std::uint16_t condition_of(tree_split<T> const& split) const noexcept {
        if (part_ == nullptr) return 0;
        auto const of_part = columns.columns.written().subspan(part_->first_column, part_->columns);
        return static_cast<std::uint16_t>(
            columns.condition_of(of_part, feature_cut_of(split, source_.rule.split.compare)));
    }

    forest_source<T> source_;
    forest_part* part_ = nullptr;
    std::array<std::uint32_t, largest_group> group_{};
    std::size_t group_size_ = 0, most_conditions_ = 0, most_rank_columns_ = 0, most_entries_ = 64, oblivious_trees_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
