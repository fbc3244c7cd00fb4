// SPDX-License-Identifier: MIT
#include "decompressor.hpp"

#include <arenite/load/gzip_source.hpp>

std::unique_ptr<decompressor> gzip_decompressor(arenite::byte_source_ref compressed, arenite::budget& memory) {
    return std::make_unique<decompressor_of<arenite::gzip_source>>(compressed, memory);
}
