// SPDX-License-Identifier: MIT
#include <arenite/batch/stage_chain.hpp>

#include "support/sample_range.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <vector>

namespace {

/// Notes its number, and passes the rows on.
struct noting {
    static constexpr std::string_view stage_name = "noting";

    int number;
    std::vector<int>* notes;

    template <class Rows>
    [[nodiscard]] Rows over(Rows&& rows) const {
        notes->push_back(number);
        return static_cast<Rows&&>(rows);
    }
};

/// A stage that can be used once.
struct moved_only {
    static constexpr std::string_view stage_name = "moved_only";

    std::unique_ptr<int> held;
    int* used;

    template <class Rows>
    [[nodiscard]] Rows over(Rows&& rows) && {
        ++*used;
        held = nullptr;
        return static_cast<Rows&&>(rows);
    }
};

struct without_name {
    template <class Rows>
    [[nodiscard]] Rows over(Rows&& rows) const {
        return static_cast<Rows&&>(rows);
    }
};
struct name_that_is_none : noting {
    static constexpr int stage_name = 1;
};
static_assert(arenite::named_stage<noting> && arenite::named_stage<noting const&>);
static_assert(!arenite::named_stage<without_name> && !arenite::named_stage<name_that_is_none>);
static_assert(!arenite::named_stage<sample_range>);

using arenite::operator|;  // for stages that are all our own

template <class A, class B>
concept joins = requires(A&& a, B&& b) { static_cast<A&&>(a) | static_cast<B&&>(b); };
static_assert(joins<noting, noting> && joins<noting&, noting const&> && joins<noting, moved_only>);
static_assert(!joins<noting, without_name> && !joins<noting, moved_only&>);  // which cannot be copied

TEST_SUITE("batch") {
    TEST_CASE("stage_chain: is composed as its stages, in their order") {
        std::vector<int> notes;
        auto const two = noting{1, &notes} | noting{2, &notes};
        auto const chain = two | noting{3, &notes} | two;
        static_assert(std::copy_constructible<decltype(chain)>);
        CHECK(notes.empty());
        sample_range rows{5, 1, 2};
        auto const taken = std::move(rows) | chain;
        CHECK(notes == std::vector{1, 2, 3, 1, 2});
        notes.clear();
        static_cast<void>(sample_range{5, 1, 2} | two);
        CHECK(notes == std::vector{1, 2});
    }

    TEST_CASE("stage_chain: an rvalue gives its stages away") {
        std::vector<int> notes;
        int used = 0;
        auto chain = noting{1, &notes} | moved_only{std::make_unique<int>(0), &used};
        static_assert(!std::copy_constructible<decltype(chain)>);
        static_cast<void>(sample_range{5, 1, 2} | std::move(chain));
        CHECK(used == 1);
        CHECK(notes == std::vector{1});
    }
}

}  // namespace
