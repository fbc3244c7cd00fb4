// SPDX-License-Identifier: MIT
// zstd_source borrows a byte source: it has an identity, and would be gone.
// expect: deleted (function|constructor).*zstd_source
#include <arenite/load/zstd_source.hpp>
#include <arenite/load/memory_source.hpp>

int main() {
#if defined(ARENITE_REJECTED)
    arenite::zstd_source const bytes{arenite::memory_source{""}};
#else
    arenite::memory_source source{""};
    arenite::zstd_source const bytes{source};
#endif
}
