// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/detail/column_names.hpp>
#include <arenite/transform/detail/known_category.hpp>
#include <arenite/transform/detail/program_writer.hpp>
#include <arenite/transform/prepared_batches.hpp>

namespace arenite::inline ARENITE_ABI::detail {

struct encoded_column {
    std::size_t place;
    double categories;
};

/// A step that makes value(code) of each code of a category, and `otherwise` of everything else.
template <class Value>
std::uint32_t lower_table(program_writer& to, std::uint32_t from, std::size_t categories, double otherwise,
                          Value value) {
    return to.add({.op = column_op::lookup, .from = from, .by = otherwise, .other_number = otherwise}, 2 * categories,
                  [&](std::span<double> own) {
                      for (std::size_t code = 0; code != categories; ++code) {
                          own[code] = static_cast<double>(code);
                          own[categories + code] = value(code);
                      }
                  });
}

/// A stage that makes numbers of categories, in place; the columns keep their names. A base.
template <std::size_t N>
class encoded_columns {
public:
    [[nodiscard]] column column_at(schema_view before, std::size_t i) const noexcept {
        auto one = before[i];
        if (!columns_.contains(before, i)) return one;
        return {.name = one.name, .used = one.used, .made = true, .asked_place = one.asked_place};
    }

    [[nodiscard]] std::size_t constants(schema_view before) const noexcept { return columns_.count(before); }
    void fill(schema_view before, std::span<encoded_column> to) const noexcept {
        columns_.for_each(before, [&, next = std::size_t{0}](std::size_t place) mutable {
            to[next++] = {place, static_cast<double>(before[place].vocabulary.size())};
        });
    }

protected:
    constexpr explicit encoded_columns(std::array<std::string_view, N> names)
        : columns_{column_kind::category, names} {}

    [[nodiscard]] bool encodes(schema_view before, std::size_t i) const noexcept {
        return columns_.contains(before, i);
    }
    void find_columns(std::string_view stage, schema_view before) { columns_.find(stage, before); }

private:
    columns_of_kind<N> columns_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
