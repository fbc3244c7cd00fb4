// SPDX-License-Identifier: MIT
#include <arenite/load/detail/csv_index.hpp>

#include <arenite/load/detail/csv_kernels.hpp>

#include "support/instruction_sets.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <random>
#include <span>
#include <string>
#include <vector>

// Places of fields, as the kernels of every instruction set find them: those that one finds who takes one byte after
// the other and knows nothing of blocks.

namespace {

using namespace arenite::detail;

/// Places behind the text's start: of the byte in front of a field, and of the one behind it.
struct place_pair {
    std::uint32_t start, end;
    friend bool operator==(place_pair const&, place_pair const&) = default;
};

struct found_rows {
    std::size_t rows = 0, bytes = 0, lines = 0;
    std::vector<place_pair> fields;
    std::vector<std::size_t> row_ends;
    bool may_go_on = false;  ///< whether what ends them does so is left open
};

/// Which of a record's fields are read, as a layout has it: each of `every` fields, `first` in front of them.
class wanted_fields {
public:
    wanted_fields(std::size_t fields, std::size_t every_field, std::size_t first_field)
        : bits_(fields / 64 + 4), patterns_(fields), every_(every_field), first_(first_field) {
        layout.fields = fields;
        for (std::size_t i = 0; i != fields + 128; ++i)
            if (wants(i)) bits_[i / 64] |= std::uint64_t{1} << i % 64;
        for (std::size_t i = 0; i != fields; ++i) layout.wanted_fields += wants(i);
        for (std::size_t i = 0; i < 64; i += fields) layout.every_record |= std::uint64_t{1} << i;
        layout.wanted = bits_.data();
        layout.find_patterns(patterns_);
    }
    wanted_fields(wanted_fields&&) = delete;

    [[nodiscard]] bool wants(std::size_t i) const { return i % layout.fields % every_ == first_; }

    csv_layout layout;

private:
    std::vector<std::uint64_t> bits_;
    std::vector<arenite::detail::column_pattern> patterns_;
    std::size_t every_, first_;
};

/// The kernels' records in front of a text, by one byte after the other; they end in front of one that is not as it
/// should be: a quote stands in a field that does not begin with one, or the line of a single field begins with a
/// carriage return and so may be blank.
found_rows plain_index(std::string_view text, csv_layout const& layout, wanted_fields const& wanted) {
    found_rows found;
    for (std::size_t i = 0; i != text.size();) {
        std::vector<place_pair> fields;
        std::size_t column = 0, lines = 0;
        auto const record = i;
        if (layout.comment != '\0' && text[i] == layout.comment) return found;
        for (bool more = true; more; ++column) {
            auto start = static_cast<std::uint32_t>(i) - 1;
            bool const quoted = i != text.size() && text[i] == '"';
            if (quoted) ++start, ++i;
            for (; quoted && i != text.size() && (text[i] != '"' || text.substr(i + 1, 1) == "\""); ++i) {
                lines += text[i] == '\n';
                i += text[i] == '"';
            }
            auto end = static_cast<std::uint32_t>(i);
            if (quoted && ++i >= text.size()) return found;
            while (i < text.size() && text[i] != layout.delimiter && text[i] != '\n' && text[i] != '"') ++i;
            if (i >= text.size() || text[i] == '"') return found;
            more = text[i] == layout.delimiter;
            if (!quoted) end = static_cast<std::uint32_t>(i) - (!more && i != record && text[i - 1] == '\r');
            auto const behind = text.substr(end + quoted, i - end - quoted);
            if (quoted && !(behind.empty() || (behind == "\r" && !more))) return found;
            ++i;
            if (wanted.wants(column)) fields.push_back({start, end});
        }
        auto const line = text.substr(record, i - record);
        bool const blank = layout.fields == 1 && (line == "\n" || line.starts_with('\r'));
        found.may_go_on = blank && line.front() == '\r';
        if (blank || column != layout.fields) return found;
        ++found.rows, found.bytes = i, found.lines += lines + 1;
        found.row_ends.push_back(i);
        found.fields.insert(found.fields.end(), fields.begin(), fields.end());
    }
    return found;
}

found_rows index(std::string const& with_room, std::size_t size, csv_layout const& layout, std::size_t capacity,
                 std::size_t limit, instruction_set instructions) {
    auto const each = capacity + csv_places::room_behind;
    std::vector<std::uint32_t> places(3 * each);
    csv_places const memory{places.data(), places.data() + each, capacity};
    auto const rows = csv_kernels_for<float>(instructions).index({with_room.data(), size}, layout, memory, limit);
    found_rows found{rows.rows, rows.bytes, rows.lines, {}, {}, false};
    for (std::size_t i = 0; i != rows.rows * layout.wanted_fields; ++i)
        found.fields.push_back({rows.starts[i], rows.ends[i]});
    return found;
}

/// A carriage return that stands in front of a newline is left to who reads the field where none are expected.
bool same_field(place_pair one, place_pair other, std::string_view text, csv_layout const& layout) {
    bool const returned = !layout.carriage_returns && one.end + 1 == other.end && text.substr(one.end, 2) == "\r\n";
    return one == other || (one.start == other.start && returned);
}

/// Of the first `size` bytes, call after call finds the rows that there are, up to those that share a block with what
/// ends them.
void check_index(std::string const& whole, std::size_t size, wanted_fields const& wanted) {
    auto const text = whole.substr(0, size);
    auto const& layout = wanted.layout;
    auto const expected = plain_index(text, layout, wanted);
    for (auto const instructions : instruction_sets()) {
        found_rows all;
        for (bool more = true; more && all.bytes != text.size();) {
            auto const rest = whole.substr(all.bytes) + std::string(128, '0');
            auto const found = index(rest, text.size() - all.bytes, layout, text.size(), text.size(), instructions);
            more = found.rows != 0;
            for (auto const& [start, end] : found.fields)
                all.fields.push_back(
                    {start + static_cast<std::uint32_t>(all.bytes), end + static_cast<std::uint32_t>(all.bytes)});
            all.rows += found.rows, all.bytes += found.bytes, all.lines += found.lines;
        }
        REQUIRE(all.fields.size() == all.rows * layout.wanted_fields);
        REQUIRE((all.rows <= expected.rows || expected.may_go_on));
        all.fields.resize(std::min(all.fields.size(), expected.fields.size()));
        CHECK((all.rows >= expected.rows || expected.row_ends[all.rows] + 128 > expected.bytes));
        if (all.rows == expected.rows) CHECK(all.lines == expected.lines);
        CHECK(std::ranges::equal(all.fields, std::span{expected.fields}.first(all.fields.size()),
                                 [&](auto one, auto other) { return same_field(other, one, text, layout); }));
    }
}

/// Records of short fields, so that all that can happen does so at each place of a block.
class text_maker {
public:
    explicit text_maker(unsigned seed) : random_(seed) {}

    std::size_t below(std::size_t count) { return random_() % count; }

    std::string text(csv_layout const& layout, std::size_t quotes, std::size_t returns) {
        std::string made;
        while (made.size() < 700) {
            for (std::size_t i = 0; i != layout.fields; ++i) {
                if (i != 0) made += layout.delimiter;
                made += field(quotes, layout.fields == 1);
            }
            made += below(10) < returns ? "\r\n" : "\n";
        }
        return made;
    }

    /// One byte becomes one of those that mean something, or goes.
    void spoil(std::string& text) {
        constexpr std::string_view bytes = ",\"\n\r#1";
        auto const at = below(text.size());
        if (below(4) == 0) text.erase(at, 1);
        else text[at] = bytes[below(bytes.size())];
    }

private:
    std::string field(std::size_t quotes, bool not_empty) {
        std::string content(below(4) + not_empty, '1');
        if (below(10) >= quotes) return content;
        constexpr std::array<std::string_view, 5> parts{"1", "\"\"", ",", "\n", "\r"};
        for (auto left = below(4); left != 0; --left) content += parts[below(parts.size())];
        return '"' + content + '"';
    }

    std::mt19937 random_;
};

/// Of rows of three fields, each of `rows_to_quote` from the first on with a quoted one; no quotes if they are more
/// than there are rows.
void check_limits(csv_layout const& layout, std::size_t rows_to_quote, instruction_set instructions) {
    std::string text;
    bool const quotes = rows_to_quote < 400;
    for (std::size_t i = 0; i != 400; ++i) text += quotes && i % rows_to_quote == 0 ? "1,2,\"3\n\"\n" : "1,2,3\n";
    auto const with_room = text + std::string(128, '0');
    for (std::size_t limit = 1; limit != 100; ++limit) {
        auto const found = index(with_room, text.size(), layout, text.size(), limit, instructions);
        auto const quoted = quotes ? (limit - 1) / rows_to_quote + 1 : 0;
        CHECK(found.rows == limit);
        CHECK(found.bytes == 6 * limit + 3 * quoted);
        CHECK(found.lines == limit + quoted);
    }
    auto const few = index(with_room, text.size(), layout, 16, text.size(), instructions);
    CHECK(few.rows > 0);
    CHECK(few.rows * layout.wanted_fields <= 16 + 64);
}

}  // namespace

TEST_SUITE("load") {
    TEST_CASE("csv_index: places of fields at every place of a block, with any instructions") {
        for (unsigned seed = 0; seed != 1500; ++seed) {
            CAPTURE(seed);
            text_maker maker{seed};
            auto const every = std::array<std::size_t, 3>{1, 2, 5}[maker.below(3)];
            auto const fields = std::array<std::size_t, 8>{1, 2, 3, 7, 28, 64, 65, 130}[maker.below(8)];
            wanted_fields wanted{std::max(fields, every), every, maker.below(every)};
            wanted.layout.carriage_returns = maker.below(2) == 0;
            if (maker.below(4) == 0) wanted.layout.patterns = nullptr;  // as where they are not enough
            if (maker.below(8) == 0) wanted.layout.comment = '#';
            auto const quotes = std::array<std::size_t, 3>{0, 1, 6}[maker.below(3)];
            auto const returns = std::array<std::size_t, 3>{0, 5, 10}[maker.below(3)];
            auto text = maker.text(wanted.layout, quotes, returns);
            check_index(text, text.size(), wanted);
            check_index(text, maker.below(text.size()), wanted);
            for (int again = 0; again != 5; ++again) {
                maker.spoil(text);
                check_index(text, text.size(), wanted);
                check_index(text, maker.below(text.size()), wanted);
            }
        }
    }

    TEST_CASE("csv_index: no more rows than the limit and the capacity allow, and whole ones") {
        for (std::size_t const rows_to_quote : {50U, 1000U})
            for (std::size_t const every : {1U, 2U, 3U})
                for (std::size_t first = 0; first != every; ++first)
                    for (auto const instructions : instruction_sets())
                        check_limits(wanted_fields{3, every, first}.layout, rows_to_quote, instructions);
    }
}
