// SPDX-License-Identifier: MIT
#include "malloc_probe.hpp"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZER_OWNS_MALLOC 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define SANITIZER_OWNS_MALLOC 1
#endif
#endif

#if defined(SANITIZER_OWNS_MALLOC)

bool malloc_probe_available() noexcept { return false; }
memory_requests all_memory_requests() noexcept { return {}; }

#else

#include <atomic>
#include <bit>
#include <cerrno>
#include <cstdint>
#include <limits>

#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

constinit std::atomic<std::size_t> calls = 0, bytes = 0, mappings = 0;

void count(std::size_t asked) noexcept {
    calls.fetch_add(1, std::memory_order_relaxed);
    bytes.fetch_add(asked, std::memory_order_relaxed);
}

void* count_mapping(void* at, std::size_t size, int protection, int flags, int file, std::int64_t offset) noexcept {
    count(size);
    mappings.fetch_add(1, std::memory_order_relaxed);
    auto const mapped = ::syscall(SYS_mmap, at, size, protection, flags, file, offset);
    return reinterpret_cast<void*>(mapped);  // -1, with errno: MAP_FAILED
}

std::size_t page_bytes() noexcept { return static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)); }

}  // namespace

bool malloc_probe_available() noexcept { return true; }
memory_requests all_memory_requests() noexcept { return {calls.load(), bytes.load(), mappings.load()}; }

extern "C" {

// glibc exports its own functions under these names too, for those who replace the usual ones.
void* __libc_malloc(std::size_t size) noexcept;
void* __libc_calloc(std::size_t items, std::size_t size) noexcept;
void* __libc_realloc(void* old, std::size_t size) noexcept;
void* __libc_memalign(std::size_t alignment, std::size_t size) noexcept;

void* malloc(std::size_t size) noexcept {
    count(size);
    return __libc_malloc(size);
}

void* calloc(std::size_t items, std::size_t size) noexcept {
    count(items * size);
    return __libc_calloc(items, size);
}

void* realloc(void* old, std::size_t size) noexcept {
    count(size);
    return __libc_realloc(old, size);
}

void* reallocarray(void* old, std::size_t items, std::size_t size) noexcept {
    count(items * size);
    if (size == 0 || items <= std::numeric_limits<std::size_t>::max() / size) return __libc_realloc(old, items * size);
    errno = ENOMEM;
    return nullptr;
}

void* memalign(std::size_t alignment, std::size_t size) noexcept {
    count(size);
    return __libc_memalign(alignment, size);
}

void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept { return memalign(alignment, size); }

int posix_memalign(void** result, std::size_t alignment, std::size_t size) noexcept {
    if (!std::has_single_bit(alignment) || alignment % sizeof(void*) != 0) return EINVAL;
    void* const acquired = memalign(alignment, size);
    if (acquired == nullptr) return ENOMEM;
    *result = acquired;
    return 0;
}

void* valloc(std::size_t size) noexcept { return memalign(page_bytes(), size); }

void* pvalloc(std::size_t size) noexcept {
    auto const page = page_bytes();
    return memalign(page, (size + page - 1) / page * page);
}

void* mmap(void* at, std::size_t size, int protection, int flags, int file, off_t offset) noexcept {
    return count_mapping(at, size, protection, flags, file, offset);
}

void* mmap64(void* at, std::size_t size, int protection, int flags, int file, off64_t offset) noexcept {
    return count_mapping(at, size, protection, flags, file, offset);
}

}  // extern "C"

#endif
