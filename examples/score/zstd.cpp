// SPDX-License-Identifier: MIT
#include "decompressor.hpp"

#include <arenite/load/zstd_source.hpp>

std::unique_ptr<decompressor> zstd_decompressor(arenite::byte_source_ref compressed, arenite::budget& memory) {
    return std::make_unique<decompressor_of<arenite::zstd_source>>(compressed, memory);
}
