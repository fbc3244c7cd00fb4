// SPDX-License-Identifier: MIT
#pragma once

// Damaged and hostile model files: each is refused with its place, and nothing is left behind.

#include <arenite/format/load_model.hpp>

#include <doctest/doctest.h>

#include <span>
#include <string>
#include <string_view>

namespace oracle {

/// What became of loading `text`: the error's found and where, or nothing when it was loaded.
struct verdict {
    bool refused = false;
    std::string found, where;
};

inline verdict load(std::string const& text, std::size_t budget_bytes = 16 << 20) {
    arenite::budget memory{budget_bytes};
    verdict said;
    try {
        auto const model = arenite::load_model(std::as_bytes(std::span{text}), memory);
    } catch (arenite::model_error const& wrong) {
        said = {true, std::string{wrong.found()}, std::string{wrong.where()}};
    } catch (arenite::budget_exceeded const&) {
        said = {true, "too large for the budget", ""};
    }
    REQUIRE(memory.used() == 0);
    return said;
}

inline std::string replaced(std::string text, std::string_view from, std::string_view to) {
    auto const at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

struct damage {
    std::string_view from, to, found;
};

inline void refuse_each(std::string const& good, std::span<damage const> damages) {
    REQUIRE(!load(good).refused);
    for (auto const& [from, to, found] : damages) {
        CAPTURE(from);
        CAPTURE(to);
        auto const said = load(replaced(good, from, to));
        CHECK(said.refused);
        CHECK(said.found.find(found) != std::string::npos);
        if (said.found.find(found) == std::string::npos) MESSAGE(said.found);
    }
}

}  // namespace oracle
