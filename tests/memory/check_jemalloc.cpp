// SPDX-License-Identifier: MIT
// jemalloc as a region source; a program of its own, because the library brings a malloc.
#include <arenite/memory/check_region_source.hpp>

#include <iostream>

#include <jemalloc/jemalloc.h>

namespace {

struct jemalloc_source {
    std::span<std::byte> acquire(std::size_t bytes, std::size_t alignment) noexcept {
        auto* const start = static_cast<std::byte*>(mallocx(bytes, MALLOCX_ALIGN(alignment)));
        return start == nullptr ? std::span<std::byte>{} : std::span{start, bytes};
    }
    void release(std::span<std::byte> region) noexcept { dallocx(region.data(), 0); }
};

}  // namespace

int main() {
    jemalloc_source source;
    auto const verdict = arenite::check_region_source(source);
    std::cout << verdict << '\n';
    return verdict ? 0 : 1;
}
