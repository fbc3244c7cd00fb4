// SPDX-License-Identifier: MIT
#include "decompressor.hpp"
#include "options.hpp"

std::unique_ptr<decompressor> gzip_decompressor(arenite::byte_source_ref, arenite::budget&) {
    throw usage_error{
        "the rows are compressed by gzip, and this program was built without zlib (Debian: zlib1g-dev): "
        "install it and build again, or decompress them: gzip -dc FILE | score …"};
}
