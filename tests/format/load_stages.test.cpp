// SPDX-License-Identifier: MIT
#include <arenite/format/load_stages.hpp>

#include "format/stages_file.hpp"
#include "support/temporary_file.hpp"
#include "transform/table.hpp"

#include <arenite/transform/impute.hpp>
#include <arenite/transform/one_hot.hpp>
#include <arenite/transform/ordinal_encode.hpp>
#include <arenite/transform/standardize.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstring>
#include <fstream>
#include <iterator>

namespace {

using arenite::category, arenite::column_op, arenite::column_step, arenite::number, arenite::schema;
using arenite::detail::block_checksum, arenite::detail::section, arenite::detail::section_writer;
using stages_file::loaded, stages_file::refusal_of_file, stages_file::saved;

[[nodiscard]] std::vector<char> small_file() {
    schema const columns{number("age"), number("income"), category("city", {"Bern", "Lima"})};
    return saved(columns, arenite::impute(30.0) | arenite::one_hot());
}

/// The checksum is that of the bytes.
void seal(std::vector<char>& file) {
    block_checksum sum;
    sum.add(std::as_bytes(std::span{file}).first(file.size() - 8));
    auto const value = sum.value();
    std::memcpy(file.data() + file.size() - 8, &value, 8);
}

/// A file of columns a and b, with this program.
struct forged {
    std::vector<column_step> steps;
    std::vector<double> constants{};
    std::vector<std::uint8_t> made{1};
    schema columns{number("a"), number("b")}, made_columns{number("c")};
    std::uint64_t hash = arenite::schema_hash(columns);

    [[nodiscard]] std::vector<char> file() const {
        stages_file::memory_sink sink;
        auto const program = [&](section_writer& to) {
            to(hash, std::span{made}, std::span{steps}, std::span{constants});
        };
        arenite::detail::write_sections(
            sink, "stages",
            section{"columns", 1, [&](section_writer& to) { arenite::detail::write_schema(to, columns); }},
            section{"tokens", 1, [&](section_writer& to) { arenite::detail::write_tokens(to, columns); }},
            section{"made", 1, [&](section_writer& to) { arenite::detail::write_schema(to, made_columns); }},
            section{"program", 1, program});
        return sink.bytes;
    }
};

TEST_SUITE("format") {
    TEST_CASE("load_stages: reads what version 1 wrote, which is what is written today") {
        schema const columns{number("age"), number("income"), category("city", {"Bern", "Lima"}), arenite::text("id"),
                             category("sex", {"f", "m"})};
        auto const stages = arenite::impute(30.0) | arenite::standardize(1.0, 2.0) |
                            arenite::one_hot({.unseen = arenite::unseen_category::refused}, "city") |
                            arenite::ordinal_encode();
        std::string const path = ARENITE_TEST_DATA "/stages/version_1.arenite";
        auto const kept = arenite::load_stages(path);
        CHECK(names_in(kept.schema()) == std::vector<std::string>{"age", "income", "city", "id", "sex"});
        CHECK(names_in(kept.made_columns()) ==
              std::vector<std::string>{"age", "income", "city=Bern", "city=Lima", "sex"});
        std::array const row{missing, 7.0, 1.0, 1.0};
        std::array<double, 5> made{};
        CHECK(!kept.stage().apply(arenite::batch_view<double const>{row.data(), 1, 4},
                                  arenite::batch_view<double>{made.data(), 1, 5}));
        CHECK(made == std::array{14.5, 3.0, 0.0, 1.0, 1.0});
        std::ifstream file{path, std::ios::binary};
        std::vector<char> const bytes{std::istreambuf_iterator<char>{file}, {}};
        CHECK(saved(columns, stages) == bytes);
    }

    TEST_CASE("load_stages: a program that cannot be is refused") {
        struct forgery {
            forged file;
            std::string_view said;
        };
        auto const nan = std::numeric_limits<double>::quiet_NaN();
        std::vector<column_step> many(12, column_step{.op = column_op::product});
        for (std::uint32_t i = 0; i != many.size(); ++i) many[i].from = many[i].second = i + 1;
        forgery const forgeries[] = {
            {{.steps = {{.from = 2}}}, "columns that are not there"},
            {{.steps = {{.op = column_op::sum, .second = 2}}}, "columns that are not there"},
            {{.steps = {{.op = column_op::quotient, .second = 9}}}, "columns that are not there"},
            {{.steps = many}, "of too many"},
            {{.steps = {}}, "fewer steps than columns"},
            {{.steps = {{}}, .made = {1, 0}}, "another number of columns"},
            {{.steps = {{}}, .hash = 5}, "another schema hash"},
            {{.steps = {{}}, .made_columns = schema{arenite::text("c")}}, "a text"},
            {{.steps = {{.op = column_op::bin, .constants = 1}}}, "a step without its constants"},
            {{.steps = {{.op = column_op::bin, .constants = 2}}, .constants = {2, 1}}, "edges that do not ascend"},
            {{.steps = {{.op = column_op::lookup, .constants = 2}}, .constants = {nan, 1}}, "keys or edges"},
            {{.steps = {{.op = column_op::lookup, .constants = 1}}, .constants = {1}}, "another number of values"},
            {{.steps = {{}, {.op = column_op::category, .from = 2, .by = 3}}}, "a category that no row has"},
        };
        for (auto const& [forgery, said] : forgeries) {
            CAPTURE(said);
            auto const refused = refusal_of_file(forgery.file());
            CAPTURE(refused);
            CHECK(refused.find(said) != refused.npos);
        }
        CHECK(refusal_of_file(forged{.steps = {{}}}.file()).empty());
        CHECK(refusal_of_file({}).find("a header") != std::string::npos);
        stages_file::memory_sink model;
        arenite::detail::write_sections(model, "model", section{"columns", 1, [](section_writer&) {}});
        CHECK(refusal_of_file(model.bytes).find("a file that holds model") != std::string::npos);
    }

    TEST_CASE("load_stages: every file that is cut off, or has one other byte, is refused") {
        auto const file = small_file();
        REQUIRE(refusal_of_file(file).empty());
        std::size_t accepted = 0;
        for (std::size_t size = 0; size != file.size(); ++size)
            accepted +=
                refusal_of_file({file.begin(), file.begin() + static_cast<std::ptrdiff_t>(size)}).empty() ? 1U : 0U;
        for (std::size_t i = 0; i != file.size(); ++i) {
            auto changed = file;
            changed[i] = static_cast<char>(changed[i] ^ 0x10);
            accepted += refusal_of_file(changed).empty() ? 1U : 0U;
        }
        auto longer = file;
        longer.push_back(0);
        accepted += refusal_of_file(longer).empty() ? 1U : 0U;
        CHECK(accepted == 0);
    }

    TEST_CASE("load_stages: a file with other bytes that is sealed again is refused, or prepares rows") {
        auto const file = small_file();
        std::size_t refused = 0, prepared = 0;
        for (std::size_t i = 0; i + 8 < file.size(); ++i)
            for (char const byte : {'\0', '\1', '\x7F', '\xFF'}) {
                auto changed = file;
                changed[i] = byte;
                seal(changed);
                if (!refusal_of_file(changed).empty()) {
                    ++refused;
                    continue;
                }
                auto const kept = loaded(changed);
                std::vector<std::vector<double>> const rows(2, std::vector<double>(3, 1.0));
                auto const made = made_by(kept.stage(), rows, kept.schema()).rows;
                prepared += made.size() == 2 ? 1U : 0U;
            }
        CHECK(refused > 100);
        CHECK(prepared > 100);
    }

    TEST_CASE("load_stages: holds what bytes() says; one byte less is refused, and nothing is left behind") {
        auto const file = small_file();
        arenite::budget memory{arenite::budget::unlimited};
        std::size_t needed = 0;
        {
            auto const kept = loaded(file, memory);
            needed = kept.bytes();
            CHECK(memory.used() == needed);
        }
        CHECK(memory.used() == 0);
        arenite::budget enough{needed}, small{needed - 1};
        CHECK_NOTHROW(static_cast<void>(loaded(file, enough)));
        CHECK_THROWS_AS(static_cast<void>(loaded(file, small)), arenite::budget_exceeded);
        CHECK(small.used() == 0);
    }

    TEST_CASE("load_stages: what is no regular file, and no file") {
        CHECK_THROWS_AS(static_cast<void>(arenite::load_stages("/no/such/file")), std::system_error);
        CHECK_THROWS_AS(static_cast<void>(arenite::load_stages("/dev/null")), arenite::model_error);
        temporary_file const empty{""};
        CHECK_THROWS_AS(static_cast<void>(arenite::load_stages(empty.path())), arenite::model_error);
    }
}

}  // namespace
