// SPDX-License-Identifier: MIT
#pragma once

// Damaged and hostile model files: each is refused with its place, and nothing is left behind.

#include <arenite/format/load_model.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <span>
#include <string>
#include <string_view>

namespace oracle {

/// What became of a model: the error's found and where, or nothing when it was loaded.
struct verdict {
    bool refused = false;
    std::string found, where;
};

/// Calls use(memory), which loads a model from that budget and gives it up; all of it must be back then.
template <class Use>
verdict tried(std::size_t budget_bytes, Use&& use) {
    arenite::budget memory{budget_bytes};
    verdict said;
    try {
        use(memory);
    } catch (arenite::model_error const& wrong) {
        said = {true, std::string{wrong.found()}, std::string{wrong.where()}};
    } catch (arenite::budget_exceeded const&) {
        said = {true, "too large for the budget", ""};
    }
    REQUIRE(memory.used() == 0);
    return said;
}

inline verdict load(std::string const& text, std::size_t budget_bytes = 16 << 20) {
    return tried(budget_bytes, [&](arenite::budget& memory) {
        static_cast<void>(arenite::load_model(std::as_bytes(std::span{text}), memory));
    });
}

/// Replaces the first `from`, which must be there.
inline std::string replaced(std::string text, std::string_view from, std::string_view to) {
    auto const at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

struct damage {
    std::string_view from, to, found;
};

/// `load_text(text)` tells the verdict.
template <class Load>
void refuse_each(std::string const& good, std::span<damage const> damages, Load const& load_text) {
    REQUIRE(!load_text(good).refused);
    for (auto const& [from, to, found] : damages) {
        CAPTURE(from);
        CAPTURE(to);
        auto const said = load_text(replaced(good, from, to));
        CHECK(said.refused);
        CHECK(said.found.find(found) != std::string::npos);
        if (said.found.find(found) == std::string::npos) MESSAGE(said.found);
    }
}

inline void refuse_each(std::string const& good, std::span<damage const> damages) {
    refuse_each(good, damages, [](std::string const& text) { return load(text); });
}

/// Calls visit(begin, size) for each token of the text that looks like a number.
template <class Visit>
void for_each_number(std::string const& text, Visit&& visit) {
    constexpr std::string_view marks = " \n=,:[]{}\"";
    for (std::size_t begin = 0; begin < text.size();) {
        auto const end = std::min(text.find_first_of(marks, begin), text.size());
        auto const digits = text.find_first_of("0123456789", begin);
        if (digits < end && digits <= begin + 1) visit(begin, end - begin);
        begin = end + 1;
    }
}

}  // namespace oracle
