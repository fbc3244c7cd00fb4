// SPDX-License-Identifier: MIT
#include <arenite/batch/batch_range.hpp>

#include "support/sample_range.hpp"

#include <doctest/doctest.h>

#include <vector>

using arenite::operator|;  // neither the range nor the stage below lies in the namespace

namespace {

struct without_schema : sample_range {
    using sample_range::sample_range;
    void schema() const noexcept = delete;
};
struct without_parts : sample_range {
    using sample_range::sample_range;
    static void parts() = delete;
};
static_assert(!arenite::batch_range<without_schema> && !arenite::batch_range<without_parts>);
static_assert(!arenite::batch_range<std::vector<double>> && !arenite::batch_range<int>);

/// A stage that says how it was given its rows.
struct asking_stage {
    bool* borrowed;

    template <class R>
    std::remove_cvref_t<R> over(R&&) const {
        *borrowed = std::is_lvalue_reference_v<R>;
        return {0, 1, 1};
    }
};
static_assert(arenite::stage_over<asking_stage, sample_range> && arenite::stage_over<asking_stage, sample_range&>);
static_assert(!arenite::stage_over<asking_stage, std::vector<double>>);

}  // namespace

TEST_SUITE("batch") {
    TEST_CASE("operator|: an lvalue is borrowed, an rvalue is taken") {
        bool borrowed = false;
        sample_range rows{1, 1, 1};
        auto const from_lvalue = rows | asking_stage{&borrowed};
        CHECK(borrowed);
        auto const from_rvalue = sample_range{1, 1, 1} | asking_stage{&borrowed};
        CHECK_FALSE(borrowed);
    }

    TEST_CASE("held: keeps what it was given, the thing itself or where it is") {
        int number = 1;
        arenite::held<int&> borrowed{number};
        borrowed.get() = 2;
        CHECK(number == 2);
        arenite::held<int> taken{3};
        taken.get() = 4;
        CHECK(std::as_const(taken).get() == 4);
        CHECK(&std::as_const(borrowed).get() == &number);
    }
}
