// SPDX-License-Identifier: MIT
// gzip_source borrows a byte source: it has an identity, and would be gone.
// expect: deleted (function|constructor).*gzip_source
#include <arenite/load/gzip_source.hpp>
#include <arenite/load/memory_source.hpp>

int main() {
#if defined(ARENITE_REJECTED)
    arenite::gzip_source const bytes{arenite::memory_source{""}};
#else
    arenite::memory_source source{""};
    arenite::gzip_source const bytes{source};
#endif
}
