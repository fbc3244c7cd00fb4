// SPDX-License-Identifier: MIT
// decompressed_source borrows a byte source: it has an identity, and would be gone.
// expect: deleted (function|constructor).*decompressed_source
#include <arenite/load/decompressed_source.hpp>
#include <arenite/load/memory_source.hpp>

int main() {
#if defined(ARENITE_REJECTED)
    arenite::decompressed_source const bytes{arenite::memory_source{""}};
#else
    arenite::memory_source source{""};
    arenite::decompressed_source const bytes{source};
#endif
}
