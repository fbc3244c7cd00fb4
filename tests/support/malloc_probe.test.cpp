// SPDX-License-Identifier: MIT
#include "malloc_probe.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <memory_resource>
#include <new>
#include <string_view>
#include <thread>
#include <vector>

#include <malloc.h>
#include <sys/mman.h>

namespace {

struct asking {
    std::string_view name;
    void* (*ask)();
    std::size_t bytes;
};

/// One for each function that the probe replaces. Through a volatile pointer: the compiler may elide malloc otherwise.
constexpr std::array functions{
    asking{"malloc", [] { return std::malloc(100); }, 100},
    asking{"calloc", [] { return std::calloc(10, 20); }, 200},
    asking{"realloc", [] { return std::realloc(nullptr, 300); }, 300},
    asking{"reallocarray", [] { return ::reallocarray(nullptr, 10, 40); }, 400},
    asking{"aligned_alloc", [] { return std::aligned_alloc(64, 512); }, 512},
    asking{"memalign", [] { return ::memalign(128, 600); }, 600},
    asking{"posix_memalign",
           [] {
               void* acquired = nullptr;
               return ::posix_memalign(&acquired, 256, 700) == 0 ? acquired : nullptr;
           },
           700},
    asking{"valloc", [] { return ::valloc(800); }, 800},
    asking{"pvalloc", [] { return ::pvalloc(1); }, 4096},
    asking{"operator new", [] { return ::operator new(900); }, 900},
    asking{"aligned operator new", [] { return ::operator new(1024, std::align_val_t{64}); }, 1024},
};

}  // namespace

TEST_SUITE("support") {
    TEST_CASE("malloc_probe: sees every function of the malloc family, once and with its bytes") {
        if (skipped_without_malloc_probe()) return;
        for (auto const& [name, ask, bytes] : functions) {
            CAPTURE(name);
            allocation_count const counted;
            void* volatile acquired = ask();
            auto const seen = counted.requests();
            CHECK(acquired != nullptr);
            CHECK(seen.calls == 1);
            CHECK(seen.bytes >= bytes);
            CHECK(seen.mappings == 0);
            std::free(acquired);
        }
    }

    TEST_CASE("malloc_probe: sees mmap as a mapping") {
        if (skipped_without_malloc_probe()) return;
        allocation_count const counted;
        void* const mapped = ::mmap(nullptr, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        auto const seen = counted.requests();
        REQUIRE(mapped != MAP_FAILED);
        static_cast<char*>(mapped)[8191] = 1;
        CHECK(::munmap(mapped, 8192) == 0);
        CHECK(seen == memory_requests{1, 8192, 1});
    }

    TEST_CASE("malloc_probe: a refused mapping says why") {
        CHECK(::mmap(nullptr, 0, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED);
        CHECK(errno == EINVAL);
    }

    TEST_CASE("malloc_probe: counts what other threads ask for") {
        if (skipped_without_malloc_probe()) return;
        constexpr std::size_t each = 1000;
        allocation_count const counted;
        {
            auto const work = [] {
                for (std::size_t i = 0; i != each; ++i) {
                    void* volatile acquired = std::malloc(16);
                    std::free(acquired);
                }
            };
            std::jthread const first{work}, second{work};
        }
        CHECK(counted.calls() >= 2 * each);
    }

    TEST_CASE("malloc_probe: counts nothing where nothing is asked for") {
        if (skipped_without_malloc_probe()) return;
        std::array<int, 64> values{};
        allocation_count const counted;
        for (std::size_t i = 0; i != values.size(); ++i) values[i] = static_cast<int>(i * i);
        auto const seen = counted.requests();
        CHECK(values[63] == 63 * 63);
        CHECK(seen == memory_requests{});
    }

    TEST_CASE("malloc_probe: sees what a container does behind one's back") {
        if (skipped_without_malloc_probe()) return;
        allocation_count const counted;
        std::vector<int> values(100);
        values.push_back(1);
        CHECK(counted.calls() == 2);
        CHECK(values.size() == 101);
    }

    TEST_CASE("the default memory resource gives nothing while tests run") {
        CHECK(std::pmr::get_default_resource() == std::pmr::null_memory_resource());
        CHECK_THROWS_AS(std::pmr::vector<int>(1), std::bad_alloc);
    }
}
