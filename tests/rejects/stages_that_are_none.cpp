// SPDX-License-Identifier: MIT
// Each of these lacks one thing that a stage has; the compiler says which.
// clang-format off
// expect: a stage has a name.*can be copied.*columns\(before\) of a stage is const.*column_at\(before, i\) of a stage is const.*has column_at\(before, i\) too.*write_name is const.*check\(before\) of a stage returns nothing.*a stage with constants has.*apply of a stage is const.*writes into another tile
// clang-format on
#include <arenite/load/batches_from.hpp>
#include <arenite/transform/prepared_batches.hpp>

#include <array>

namespace {

using arenite::batch_view, arenite::column, arenite::name_sink, arenite::schema_view;

struct halve {
    static constexpr std::string_view stage_name = "halve";
    void apply(batch_view<double>) const noexcept {}
};
struct first_column {
    static constexpr std::string_view stage_name = "first column";
    std::size_t columns(schema_view) const noexcept { return 1; }
    column column_at(schema_view before, std::size_t i) const noexcept { return before[i]; }
    void apply(batch_view<double const>, batch_view<double>) const noexcept {}
};

#if defined(ARENITE_REJECTED)
struct without_name {
    void apply(batch_view<double>) const noexcept {}
};
struct that_cannot_be_copied : halve {
    that_cannot_be_copied() = default;
    that_cannot_be_copied(that_cannot_be_copied&&) = default;
};
struct columns_that_may_throw : first_column {
    std::size_t columns(schema_view) const { return 1; }
};
struct column_at_of_name : first_column {
    std::string_view column_at(schema_view, std::size_t) const noexcept { return "x"; }
};
struct without_column_at : halve {
    std::size_t columns(schema_view) const noexcept { return 1; }
    void apply(batch_view<double const>, batch_view<double>) const noexcept {}
};
struct write_name_that_changes : first_column {
    void write_name(schema_view, std::size_t, name_sink) {}
};
struct check_that_answers : halve {
    bool check(schema_view) const { return true; }
};
struct without_fill : halve {
    using constant = double;
    std::size_t constants(schema_view) const noexcept { return 1; }
    void apply(batch_view<double>, std::span<double const>) const noexcept {}
};
struct apply_that_may_throw : halve {
    void apply(batch_view<double>) const {}
};
struct columns_in_place : halve {
    std::size_t columns(schema_view) const noexcept { return 1; }
    column column_at(schema_view before, std::size_t i) const noexcept { return before[i]; }
};
#endif

template <class... Stages>
void compose() {
    std::array<std::array<double, 2>, 1> const rows{};
    (static_cast<void>(arenite::batches_from(rows) | Stages{}), ...);
}

}  // namespace

int main() {
    compose<halve, first_column>();
#if defined(ARENITE_REJECTED)
    compose<without_name>(), compose<that_cannot_be_copied>(), compose<columns_that_may_throw>();
    compose<column_at_of_name>(), compose<without_column_at>(), compose<write_name_that_changes>();
    compose<check_that_answers>(), compose<without_fill>(), compose<apply_that_may_throw>();
    compose<columns_in_place>();
#endif
}
