// SPDX-License-Identifier: MIT
#include <arenite/memory/huge_page_source.hpp>

#include "memory/source_use.hpp"
#include "support/malloc_probe.hpp"
#include "support/process_memory.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <string>

using arenite::huge_page_source;
using namespace arenite::literals;

namespace {

/// What the kernel says of the mapping that begins at `start`: its flags, "hg" among them where it was advised.
std::string flags_of_mapping(void const* start) {
    std::ifstream mappings{"/proc/self/smaps"};
    char first[32];
    std::snprintf(first, sizeof first, "%lx-", reinterpret_cast<unsigned long>(start));
    bool found = false;
    for (std::string line; std::getline(mappings, line);) {
        found = found || line.starts_with(first);
        if (found && line.starts_with("VmFlags:")) return line + ' ';
    }
    return {};
}

}  // namespace

TEST_SUITE("memory") {
    TEST_CASE("huge_page_source: gives whole huge pages of zeros, at multiples of their size") {
        huge_page_source source;
        for (std::size_t const asked : {64_B, 2_MiB - 64, 2_MiB, 2_MiB + 64}) {
            CAPTURE(asked);
            auto const region = source.acquire(asked, 64);
            REQUIRE(region.size() == (asked > 2_MiB ? 4_MiB : 2_MiB));
            CHECK(is_aligned(region, 2_MiB));
            CHECK(filled(region, 0));
            fill(region, 1);
            source.release(region);
        }
    }

    TEST_CASE("huge_page_source: keeps a larger alignment") {
        huge_page_source source;
        auto const region = source.acquire(8_MiB, 8_MiB);
        CHECK(region.size() == 8_MiB);
        CHECK(is_aligned(region, 8_MiB));
        source.release(region);
    }

    TEST_CASE("huge_page_source: asks the system for huge pages") {
        huge_page_source source;
        auto const region = source.acquire(2_MiB, 64);
        auto const flags = flags_of_mapping(region.data());
        source.release(region);
        if (flags.empty() || !std::ifstream{"/sys/kernel/mm/transparent_hugepage/enabled"}) {
            std::puts("SKIPPED: the system has no huge pages, or does not show which mappings may have them");
            return;
        }
        CHECK(flags.find(" hg ") != std::string::npos);
    }

    TEST_CASE("huge_page_source: refuses the impossible") {
        huge_page_source source;
        CHECK(refuses_the_impossible(source));
    }

    TEST_CASE("huge_page_source: the resident size falls by what was released") {
        if (!malloc_probe_available()) {
            std::puts("SKIPPED: under a sanitizer the process's own pages come and go");
            return;
        }
        huge_page_source source;
        source.release(source.acquire(2_MiB, 64));  // the code of both is resident from here on
        auto const region = source.acquire(16_MiB, 64);
        fill(region, 1);
        auto const touched = resident_bytes();
        source.release(region);
        CHECK(touched - resident_bytes() == 16_MiB);
    }

    TEST_CASE("huge_page_source: under threads") {
        huge_page_source source;
        CHECK(serves_threads(source, 20));
    }
}
