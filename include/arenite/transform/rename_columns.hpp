// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/detail/column_names.hpp>
#include <arenite/transform/detail/program_writer.hpp>
#include <arenite/transform/prepared_batches.hpp>

namespace arenite::inline ARENITE_ABI {

/// A name, and the one that takes its place. Borrows both.
struct renamed_column {
    std::string_view name, new_name;
};

/// What `rename_columns` returns.
template <std::size_t N>
class rename_columns_stage {
public:
    static constexpr std::string_view stage_name = "rename_columns";

    constexpr explicit rename_columns_stage(std::array<renamed_column, N> renamed_columns)
        : renamed_(renamed_columns) {}

    void check(schema_view before) const {
        for (auto const& one : renamed_) {
            static_cast<void>(detail::require_column(stage_name, before, one.name));
            if (auto const other = before.find(one.new_name); other && is_kept(before.name(*other)))
                raise(shape_error{
                    std::string{stage_name}.append(": there is a column '").append(one.new_name).append("' already")});
        }
    }
    [[nodiscard]] column column_at(schema_view before, std::size_t i) const noexcept {
        auto one = before[i];
        auto const name = before.name(i);
        for (auto const& renamed : renamed_)
            if (name == renamed.name) one.name = renamed.new_name;
        return one;
    }

    template <std::floating_point T>
    void apply(batch_view<T>) const noexcept {}

    void lower(schema_view before, detail::program_writer& to) const {
        for (std::size_t i = 0; i != before.size(); ++i) to.keep(to.column(i));
    }

private:
    [[nodiscard]] bool is_kept(column_name const& name) const {
        return std::ranges::none_of(renamed_, [&](renamed_column const& one) { return name == one.name; });
    }

    std::array<renamed_column, N> renamed_;
};

/// A stage that gives columns other names: `rename_columns({{"Age", "age"}, {"Income", "income"}})`.
///
/// Errors:    composing throws shape_error where there is no column of a name, or one of the new name already.
/// Lifetime:  borrows the names.
/// Allocates: nothing.
template <std::size_t N>
[[nodiscard]] constexpr auto rename_columns(renamed_column const (&renamed_columns)[N]) {
    return rename_columns_stage<N>{std::to_array(renamed_columns)};
}

/// One column.
template <detail::name_of_column Name, detail::name_of_column NewName>
[[nodiscard]] constexpr auto rename_columns(Name&& name, NewName&& new_name) {
    auto const names = detail::column_names(static_cast<Name&&>(name), static_cast<NewName&&>(new_name));
    return rename_columns_stage<1>{std::array{renamed_column{names[0], names[1]}}};
}

}  // namespace arenite::inline ARENITE_ABI
