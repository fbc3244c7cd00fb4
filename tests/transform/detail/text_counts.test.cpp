// SPDX-License-Identifier: MIT
#include <arenite/transform/detail/text_counts.hpp>

#include <doctest/doctest.h>

#include <map>
#include <random>
#include <string>
#include <vector>

namespace {

using arenite::detail::distinct_slots, arenite::detail::text_counts;

struct counted {
    explicit counted(std::size_t most, std::size_t bytes)
        : texts(most), hashes(most), counts(most), slots(distinct_slots::slots_for(most)), characters(bytes),
          found(texts, hashes, counts, slots, characters) {}
    counted(counted const&) = delete;

    std::vector<std::string_view> texts;
    std::vector<std::uint64_t> hashes, counts;
    std::vector<std::uint32_t> slots;
    std::vector<char> characters;
    text_counts found;
};

std::vector<std::string> names(std::size_t count, std::uint64_t different) {
    std::mt19937_64 random{17};
    std::vector<std::string> all;
    for (std::size_t i = 0; i != count; ++i) all.push_back("name " + std::to_string(random() % different));
    return all;
}

void add(text_counts& to, std::span<std::string const> texts) {
    for (auto const& text : texts) to.add(text);
}

bool alike(text_counts const& one, text_counts const& other) {
    return one.complete() == other.complete() && one.distinct() == other.distinct() &&
           std::ranges::equal(one.texts(), other.texts()) && std::ranges::equal(one.counts(), other.counts());
}

}  // namespace

TEST_SUITE("transform") {
    TEST_CASE("text_counts: each text, in the order of bytes, and how often it was there") {
        std::map<std::string, std::uint64_t> expected;
        counted one{64, 1000};
        {
            auto const texts = names(5000, 60);  // which go: the counts have copies
            for (auto const& text : texts) ++expected[text];
            add(one.found, texts);
        }
        one.found.add("\xC3\xA9");  // behind all ASCII
        one.found.add("");
        ++expected["\xC3\xA9"], ++expected[""];
        one.found.settle();
        REQUIRE(one.found.complete());
        REQUIRE(one.found.distinct() == expected.size());
        std::size_t i = 0;
        for (auto const& [text, count] : expected) {
            CHECK(one.found.texts()[i] == text);
            CHECK(one.found.counts()[i++] == count);
        }
    }

    TEST_CASE("text_counts: too many texts, or too many characters") {
        counted few{10, 1000}, short_of_bytes{100, 29}, exactly{100, 30};
        for (auto* const one : {&few, &short_of_bytes, &exactly}) add(one->found, names(500, 11));
        CHECK_FALSE(few.found.complete());
        CHECK(few.found.sampled());
        CHECK_FALSE(short_of_bytes.found.complete());
        CHECK_FALSE(short_of_bytes.found.sampled());
        CHECK(short_of_bytes.found.distinct() == 11);
        for (auto* const one : {&few, &short_of_bytes}) {
            one->found.settle();
            CHECK(one->found.texts().empty());
        }
        counted six{6, 36};
        add(six.found, std::vector<std::string>{"name 1", "name 2", "name 3", "name 4", "name 5", "name 6", "name 1"});
        CHECK(six.found.complete());
        six.found.add("name 7");
        CHECK_FALSE(six.found.complete());
    }

    TEST_CASE("text_counts: of too many, how many there are, about") {
        for (std::uint64_t const different : {300U, 5'000U}) {
            counted one{256, 100};
            add(one.found, names(50'000, different));
            CHECK(static_cast<double>(one.found.distinct()) > 0.75 * static_cast<double>(different));
            CHECK(static_cast<double>(one.found.distinct()) < 1.25 * static_cast<double>(different));
        }
    }

    TEST_CASE("text_counts: neither order nor shards matter, complete or not") {
        for (std::uint64_t const different : {64U, 65U, 2000U})
            for (std::size_t const bytes : {1000U, 100U}) {
                CAPTURE(different);
                auto texts = names(10'000, different);
                counted whole{64, bytes}, shuffled{64, bytes}, first{64, bytes}, second{64, bytes};
                add(whole.found, texts);
                add(first.found, std::span{texts}.first(5));
                add(second.found, std::span{texts}.subspan(5));
                first.found.merge(second.found);
                std::ranges::shuffle(texts, std::mt19937_64{2});
                add(shuffled.found, texts);
                for (auto* const one : {&whole, &shuffled, &first}) one->found.settle();
                CHECK(whole.found.complete() == (different == 64 && bytes == 1000));
                CHECK(alike(whole.found, shuffled.found));
                CHECK(alike(whole.found, first.found));
            }
    }

    TEST_CASE("text_counts: what was lost in a shard stays lost") {
        counted one{8, 100}, other{8, 100};
        one.found.add("short");
        other.found.add(std::string(101, 'x'));
        one.found.merge(other.found);
        CHECK_FALSE(one.found.complete());
        CHECK(one.found.distinct() == 2);
    }
}
