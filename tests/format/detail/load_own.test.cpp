// SPDX-License-Identifier: MIT
#include <arenite/format/detail/load_own.hpp>

#include "format/own_files.hpp"
#include "one_in.hpp"

#include <arenite/predict/predict.hpp>
#include <arenite/predict/scratch.hpp>

#include <doctest/doctest.h>

#include <limits>

namespace {

using arenite::file_checks;
using own_files::complaint, own_files::load, own_files::number_at, own_files::place_of, own_files::sealed;

/// A predictor that got through the checks gives some answer.
template <class Predictor>
void ask(Predictor const& predictor, arenite::budget& memory) {
    std::vector<double> x(2 * predictor.cols(), 0.5), y(2 * predictor.outputs());
    for (std::size_t i = 0; i < x.size(); i += 3) x[i] = std::numeric_limits<double>::quiet_NaN();
    if (y.empty() || x.empty()) return;
    arenite::scratch const working{predictor, 2, memory};
    arenite::predict(predictor, x, y, working);
}

/// Refused, or a model that answers; either way all bytes are back.
void try_structure(std::string const& text) {
    arenite::budget memory{std::size_t{1} << 24};
    try {
        auto const model = load(text, file_checks::structure, memory);
        ask(model, memory);
        ask(model.margins(), memory);
        ask(model.labels(), memory);
        std::vector<double> const x(model.cols(), 0.5);
        std::vector<std::int32_t> leaves(model.leaves().outputs());
        if (leaves.empty() || x.empty()) return;
        arenite::scratch const working{model, 1, memory};
        arenite::predict(model.leaves(), x, leaves, working);
    } catch (arenite::model_error const&) {
    } catch (arenite::budget_exceeded const&) {
    }
    REQUIRE(memory.used() == 0);
}

std::string stored_file(std::string_view name) {
    return oracle::read_file(oracle::folder + "own/1/" + std::string{name} + ".arenite");
}

/// Where the elements of list `wanted` begin in a section whose lists have elements of these sizes, behind `first`
/// bytes.
std::size_t list_at(std::string const& text, std::string_view section, std::vector<std::size_t> const& sizes,
                    std::size_t wanted, std::size_t first = 0) {
    auto at = place_of(text, section).first + first;
    for (std::size_t i = 0;; ++i) {
        at = (at + 7) / 8 * 8;
        auto const count = number_at<std::uint64_t>(text, at);
        at += 8;
        if (count != 0) at = (at + 63) / 64 * 64;
        if (i == wanted) return at;
        at += count * sizes[i];
    }
}

struct claim {
    std::size_t list, offset, bytes;
    std::uint64_t number;
    std::string_view complaint;
};

void refuse_each(std::string const& good, std::vector<std::size_t> const& sizes, std::vector<claim> const& claims,
                 std::size_t first = 0) {
    REQUIRE(complaint(good).empty());
    for (auto const& [list, offset, bytes, number, expected] : claims) {
        CAPTURE(list);
        CAPTURE(offset);
        auto text = good;
        std::memcpy(text.data() + list_at(good, "model", sizes, list, first) + offset, &number, bytes);
        CHECK(complaint(text).find("another checksum") != std::string::npos);
        auto const found = complaint(sealed(text));
        CAPTURE(found);
        CHECK(found.find(expected) != std::string::npos);
    }
}

TEST_SUITE("format") {
    TEST_CASE("load_own: a file that is cut off anywhere is refused") {
        for (auto const& [name, original] : own_files::stored) {
            auto const text = stored_file(name);
            for (std::size_t size = 0; size < text.size(); size += one_in)
                REQUIRE(!complaint(text.substr(0, size), file_checks::structure).empty());
        }
    }

    TEST_CASE("load_own: no change of a byte goes unnoticed; with the structure alone checked it does no harm") {
        for (auto const& [name, original] : own_files::stored) {
            CAPTURE(name);
            auto const text = stored_file(name);
            for (std::size_t i = 0; i != text.size(); ++i) {
                auto damaged = text;
                constexpr std::array changes{0x01, 0x80, 0xff};
                damaged[i] = static_cast<char>(damaged[i] ^ changes[i % 3]);
                CAPTURE(i);
                if (i % 64 == 0) REQUIRE(!complaint(damaged).empty());
                try_structure(damaged);
            }
        }
    }

    TEST_CASE("load_own: trees that are none are refused, whatever the checksum") {
        std::vector<std::size_t> const sizes{12, 16, 4, 4, 4, 4, 4, 4, 8, 16, 4};
        auto const text = stored_file("float_trees");
        auto const last_split = 12 * (number_at<std::uint64_t>(text, place_of(text, "model").first) - 1);
        refuse_each(text, sizes,
                    {
                        {0, 0, 4, 0x07ffffff, "a split on a feature that the model does not have"},
                        {0, 0, 4, 0x18000000, "a split on categories without a set"},
                        {0, 4, 4, 0xffffffff, "a split whose left side is larger than its tree"},
                        {0, 4, 4, 0, "a split that is wrong about its right side"},
                        {0, last_split, 4, 0, "a split that is wrong about its right side"},
                        {1, 0, 8, 1, "a tree that does not begin where the one before ends"},
                        {1, 8, 4, 0xffffffff, "a tree that does not begin where the one before ends"},
                        {1, 12, 4, 1, "a tree that adds to an output that there is not"},
                        {2, 0, 4, 1, "trees that are not in the order of their outputs"},
                        {2, 0, 4, 0xffffffff, "trees that are not in the order of their outputs"},
                        {0, 8, 4, 0x7f800000, "another answer to a golden row"},
                        {3, 0, 4, 0x7f800000, "another answer to a golden row"},
                        {4, 0, 4, 77, "another answer to a golden row"},
                    });
    }

    TEST_CASE("load_own: a model without outputs is refused") {
        auto const text = stored_file("blend_of_lines");
        auto const [begin, size] = place_of(text, "model");
        std::size_t without_outputs = 0;
        for (std::size_t i = 0; i + 8 <= size; i += 8) {
            auto counts_none = text;
            counts_none.replace(begin + i, 8, 8, '\0');
            without_outputs += complaint(sealed(counts_none)).find("a model without outputs") != std::string::npos;
        }
        CHECK(without_outputs == 1);
    }

    TEST_CASE("load_own: recodings, steps and graphs that ask for what is not there are refused") {
        std::vector<std::size_t> const recoding{4, 16, 8, 40, 24, 32, 16, 4};
        refuse_each(stored_file("hashed_trees"), recoding,
                    {
                        {0, 0, 4, 99, "a number of a column that there is not"},
                        {3, 8, 4, 99, "a feature without its table or its combination"},
                        {4, 0, 4, 99, "a combination of a column that there is not"},
                        {4, 4, 1, 3, "a record that is none"},
                        {5, 8, 4, 0xffffffff, "a table without its counts"},
                        {6, 8, 4, 0xffffffff, "a table without its counts"},
                    });
        std::vector<std::size_t> const blend{8, 8, 48, 8, 40};
        refuse_each(stored_file("blend_of_trees"), blend,
                    {
                        {4, 0, 1, 99, "a record that is none"},
                        {4, 4, 4, 0xffff, "a step of too many cells"},
                        {4, 12, 4, 0xffff, "a step without its constants"},
                        {4, 16, 4, 0xffff, "constants that two steps have"},
                    },
                    4 * sizeof(std::uint64_t));
        std::vector<std::size_t> const graph{64, 8};
        refuse_each(stored_file("graph_of_lines"), graph,
                    {
                        {0, 0, 1, 99, "a record that is none"},
                        {0, 4, 4, 0xffff, "a step that reads what is not there"},
                        {0, 32, 4, 0, "a step that reads what is not there"},
                        {0, 36, 4, 0xffffffff, "a step that makes columns outside of the frame"},
                        {0, 40, 4, 0xffffffff, "a step that makes columns outside of the frame"},
                    });
    }
}

}  // namespace
