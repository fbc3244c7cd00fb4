// SPDX-License-Identifier: MIT
// You learn: to let the library take its memory from you. An allocator is two functions; a kit says if it is right.
#include <arenite/arenite.hpp>
#include <arenite/memory/check_region_source.hpp>

#include <array>
#include <cstdlib>
#include <iostream>
#include <memory_resource>
#include <vector>

namespace {

class heap_source {
public:
    std::span<std::byte> acquire(std::size_t bytes, std::size_t alignment) noexcept {  // bytes: a multiple of alignment
        auto* const start = static_cast<std::byte*>(std::aligned_alloc(alignment, bytes));
        if (start == nullptr) return {};  // refused: the budget says so
        return {start, bytes};
    }
    void release(std::span<std::byte> region) noexcept { std::free(region.data()); }
};
static_assert(arenite::region_source<heap_source>);

/// Forgets that a region begins at a multiple of 64.
class careless_source {
public:
    std::span<std::byte> acquire(std::size_t bytes, std::size_t) noexcept {
        if (bytes > room_.size() - 32) return {};
        return {room_.data() + 32, bytes};
    }
    void release(std::span<std::byte>) noexcept {}

private:
    alignas(64) std::array<std::byte, 65536> room_{};
};

}  // namespace

int main(int count, char** arguments) {
    using namespace arenite::literals;
    if (count != 2) return std::cerr << "usage: " << arguments[0] << " MODEL\n", 64;
    heap_source mine;
    careless_source careless;
    std::cout << "mine: " << arenite::check_region_source(mine) << '\n';
    std::cout << "careless: " << arenite::check_region_source(careless) << '\n';

    arenite::counting_source counted{mine};   // decorators watch a source, or put it to the test
    arenite::budget memory{64_MiB, counted};  // borrows the plug-in
    {
        auto const model = arenite::load_model(arguments[1], memory);
        std::cout << counted.regions_outstanding() << " regions of " << model.bytes() << " bytes\n";
        arenite::budget share{16_MiB, memory};  // a part, reserved now: a tenant that cannot starve the others
        std::cout << memory.available() << " bytes are left to others\n";
    }
    std::cout << counted.regions_outstanding() << " regions are out\n";

    alignas(64) static std::byte buffer[65536];
    arenite::budget of_buffer{buffer};  // these bytes and no others; a std::pmr::memory_resource& is a source as well
    auto const region = of_buffer.acquire("numbers", 4096);
    arenite::arena_resource resource{region.bytes()};  // and the other way: a standard container in the budget's bytes
    std::pmr::vector<int> const numbers({1, 2, 3}, &resource);
    std::cout << numbers.size() << " numbers, " << of_buffer.available() << " bytes of the buffer are left\n";
}
