// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/column_writer.hpp>
#include <arenite/model/detail/distinct_cuts.hpp>
#include <arenite/model/detail/few_rows_compiler.hpp>
#include <arenite/model/detail/program_run.hpp>

#include <optional>
#include <utility>

namespace arenite::inline ARENITE_ABI::detail {

/// Writes the lists of a forest_plan; without room, counts how long they will be. Trees are taken output by output and
/// in the file's order within one, which is all that the sum of an output depends on. Each tree is passed on to the
/// plans for few rows.
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

    /// The columns of `part_count` parts of about as many trees. `workspace` has room for the cuts of splits(). False:
    /// a part has more conditions than can be numbered.
    [[nodiscard]] bool add_columns(std::size_t part_count, std::span<feature_cut<T>> workspace) noexcept {
        for (std::size_t p = 0; p != part_count; ++p)
            if (!add_part(begin_of(p, part_count), begin_of(p + 1, part_count), workspace)) return false;
        return true;
    }

    /// Their trees, once there are the columns.
    void add_trees(std::size_t part_count, few_rows_compiler<T>& few_rows) noexcept {
        for (std::size_t p = 0; p != part_count; ++p) {
            few_rows.begin_part(p);
            add_trees_of(p, begin_of(p, part_count), begin_of(p + 1, part_count), few_rows);
            few_rows.end_part(p);
        }
        static_cast<void>(leaves.add_room(most_codes));  // tables are read in full length
    }

    [[nodiscard]] std::size_t most_rank_columns() const noexcept { return most_rank_columns_; }

    /// Whether 32 bits number the elements of every list.
    [[nodiscard]] bool fits() const noexcept {
        auto const longest = std::max({columns.searches.count(), columns.sorted.count(), columns.uses.count(),
                                       conditions.count(), steps.count(), results.count(), leaves.count()});
        return longest <= std::numeric_limits<std::uint32_t>::max();
    }

    /// Of the trees that were added.
    [[nodiscard]] bool all_oblivious() const noexcept { return oblivious_trees_ == trees.count(); }

private:
    static constexpr std::size_t most_conditions = most_rows_of_bits - program_rows - 1;

    [[nodiscard]] std::size_t begin_of(std::size_t part, std::size_t part_count) const noexcept {
        return source_.trees.size() * part / part_count;
    }

    [[nodiscard]] bool add_part(std::size_t first, std::size_t last, std::span<feature_cut<T>> workspace) noexcept {
        distinct_cuts<T> cuts{workspace};
        for (auto const t : source_.order.subspan(first, last - first))
            if (!collect_cuts(source_.tree(t), cuts)) return false;
        auto const first_column = static_cast<std::uint32_t>(columns.columns.count());
        auto const count = columns.add_part(cuts.sorted());
        most_rank_columns_ = std::max(most_rank_columns_, columns.rank_columns());
        parts.add({.first_column = first_column,
                   .columns = static_cast<std::uint32_t>(columns.columns.count() - first_column),
                   .conditions = static_cast<std::uint32_t>(count)});
        return count <= most_conditions;
    }

    [[nodiscard]] bool collect_cuts(std::span<tree_split<T> const> tree, distinct_cuts<T>& cuts) const noexcept {
        if (tree.size() >= most_codes) return true;
        for (auto const& split : tree)
            if (!cuts.add(feature_cut_of(split, source_.rule.split.compare))) return false;
        return true;
    }

    void add_trees_of(std::size_t part, std::size_t first, std::size_t last, few_rows_compiler<T>& few_rows) noexcept {
        auto* const written = parts.written().empty() ? nullptr : &parts.written()[part];
        auto const first_group = groups.count(), programs_before = results.count();
        if (written != nullptr) finder_.emplace(of_part(*written), columns.cuts(), columns.uses.written());
        for (auto const t : source_.order.subspan(first, last - first)) add_to_group(t, few_rows);
        end_group(few_rows);
        if (written == nullptr) return;
        written->first_group = static_cast<std::uint32_t>(first_group);
        written->groups = static_cast<std::uint32_t>(groups.count() - first_group);
        written->first_row = results.count() != programs_before ? program_rows : 0;
    }

    [[nodiscard]] std::span<rank_column const> of_part(forest_part const& part) const noexcept {
        return columns.columns.written().subspan(part.first_column, part.columns);
    }

    void add_to_group(std::size_t t, few_rows_compiler<T>& few_rows) noexcept {
        bool const walked = source_.trees[t].leaves() > most_codes;
        bool const other = group_size_ != 0 && source_.trees[t].output != source_.trees[group_[0]].output;
        if (group_size_ == largest_group || walked || other) end_group(few_rows);
        group_[group_size_++] = static_cast<std::uint32_t>(t);
        if (walked) end_walked_group();
    }

    void end_walked_group() noexcept {
        auto const t = group_[0];
        groups.add({static_cast<std::uint32_t>(trees.count()), source_.trees[t].output, 1, 0});
        trees.add({.number = t, .shape = tree_shape::walked});
        group_size_ = 0;
    }

    void end_group(few_rows_compiler<T>& few_rows) noexcept {
        if (group_size_ == 0) return;
        std::array<coded_tree<T>, largest_group> room;
        auto const coded = std::span{room}.first(std::exchange(group_size_, 0));
        std::size_t const first = trees.count();
        std::size_t entries = 32;
        for (std::size_t i = 0; i != coded.size(); ++i) {
            read(coded[i], group_[i]);
            entries = std::max(entries, std::size_t{1} << coded[i].planned.depth);
        }
        add_runs(coded);
        auto const output = source_.trees[group_[0]].output;
        groups.add({static_cast<std::uint32_t>(first), output, static_cast<std::uint16_t>(coded.size()),
                    static_cast<std::uint16_t>(entries)});
        for (std::size_t i = 0; i != coded.size(); ++i)
            few_rows.add(coded[i], static_cast<std::uint32_t>(first + i), output);
    }

    void read(coded_tree<T>& coded, std::uint32_t t) noexcept {
        coded.read(source_.tree(t), t);
        if (finder_) coded.find(*finder_, source_.rule.split.compare);
        oblivious_trees_ += coded.is_oblivious();
    }

    /// One tree of a template, or as many programs as follow each other.
    void add_runs(std::span<coded_tree<T>> coded) noexcept {
        while (!coded.empty()) {
            auto const programs = std::ranges::find_if_not(coded, &coded_tree<T>::is_program) - coded.begin();
            auto const count = static_cast<std::size_t>(std::max<std::ptrdiff_t>(programs, 1));
            if (programs == 0) add_template(coded.front());
            else add_programs(coded.first(count));
            coded = coded.subspan(count);
        }
    }

    void add_template(coded_tree<T>& coded) noexcept {
        auto const splits = std::size_t{coded.planned.depth};
        coded.planned.first = static_cast<std::uint32_t>(conditions.count());
        if (coded.is_oblivious()) add_levels(coded, conditions.add_room(splits));
        else pad(coded, conditions.add_room((std::size_t{1} << splits) - 1));
        add_tree(coded);
    }

    /// The values of the leaves by code, those of each output behind those of the one before.
    void add_tree(coded_tree<T>& coded) noexcept {
        auto const entries = std::size_t{1} << coded.planned.depth;
        coded.planned.leaves = static_cast<std::uint32_t>(leaves.count());
        auto const table = leaves.add_room(source_.width * entries);
        if (!table.empty()) write_leaves(coded, table, entries);
        trees.add(coded.planned);
    }

    void write_leaves(coded_tree<T> const& coded, std::span<T> table, std::size_t entries) const noexcept {
        auto const values = source_.leaves_of(coded.planned.number);
        for (std::size_t k = 0; k != source_.width; ++k)
            for (std::size_t leaf = 0; leaf != coded.tree.leaves(); ++leaf)
                std::fill_n(table.begin() + static_cast<std::ptrdiff_t>(k * entries + coded.codes[leaf]),
                            coded.codes.count(leaf), values[leaf * source_.width + k]);
        source_.weigh(table, coded.planned.number);
    }

    static void add_levels(coded_tree<T> const& coded, std::span<std::uint16_t> written) noexcept {
        for (std::size_t level = 0; level != written.size(); ++level) written[level] = coded.cuts[level].condition;
    }

    /// Of an inner node of the padded tree, those of its subtrees come first; where there is none, any is right.
    static void pad(coded_tree<T> const& coded, std::span<std::uint16_t> written) noexcept {
        std::ranges::fill(written, std::uint16_t{0});
        for (std::size_t s = 0; s != coded.tree.splits().size() && !written.empty(); ++s)
            written[coded.codes.template_place(coded.tree, s)] = coded.cuts[s].condition;
    }

    void add_programs(std::span<coded_tree<T>> coded) noexcept {
        auto const first_step = steps.count(), first_result = results.count();
        auto count = coded.size();
        while (!write_programs(coded.first(count))) count = (count + 1) / 2;
        for (std::size_t i = 0; i != count; ++i) {
            auto& planned = coded[i].planned;
            planned.first = static_cast<std::uint32_t>(first_result + i * codes_planes);
            planned.steps = static_cast<std::uint32_t>(first_step);
            planned.step_count = static_cast<std::uint32_t>(steps.count() - first_step);
            planned.run = static_cast<std::uint8_t>(i == 0 ? count : 0);
            add_tree(coded[i]);
        }
        if (count != coded.size()) add_programs(coded.subspan(count));
    }

    /// False: there are not enough rows for the results of so many trees; for those of one there are.
    [[nodiscard]] bool write_programs(std::span<coded_tree<T> const> coded) noexcept {
        if (!finder_) return count_programs(coded);
        program_run<T> run{coded};
        step_writer writer{steps.room()};
        run.write(writer);
        if (writer.overflowed()) return false;
        static_cast<void>(steps.add_room(writer.count()));
        auto const rows = results.add_room(coded.size() * codes_planes);
        for (std::size_t i = 0; i != coded.size(); ++i)
            std::ranges::copy(run.result(i), rows.begin() + static_cast<std::ptrdiff_t>(i * codes_planes));
        return true;
    }

    /// However many are written together, a mux is a step.
    bool count_programs(std::span<coded_tree<T> const> coded) noexcept {
        for (auto const& one : coded) static_cast<void>(steps.add_room(one.muxes));
        static_cast<void>(results.add_room(coded.size() * codes_planes));
        return true;
    }

    forest_source<T> source_;
    std::optional<cut_finder<T>> finder_;  ///< of the part; none: trees are only counted
    std::array<std::uint32_t, largest_group> group_{};
    std::size_t group_size_ = 0, most_rank_columns_ = 0, oblivious_trees_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
