// SPDX-License-Identifier: MIT
#include "decompressor.hpp"
#include "options.hpp"

std::unique_ptr<decompressor> zstd_decompressor(arenite::byte_source_ref, arenite::budget&) {
    throw usage_error{
        "the rows are compressed by zstd, and this program was built without libzstd (Debian: libzstd-dev): "
        "install it and build again, or decompress them: zstd -dc FILE | score …"};
}
