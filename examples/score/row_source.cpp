// SPDX-License-Identifier: MIT
#include "row_source.hpp"

#include <arenite/core/data_error.hpp>

namespace {

std::unique_ptr<decompressor> decompressor_for(compression packing, peeked_source& bytes, arenite::budget& memory) {
    if (packing == compression::gzip) return gzip_decompressor(bytes, memory);
    if (packing == compression::zstd) return zstd_decompressor(bytes, memory);
    return nullptr;
}

bool is_read_anywhere(row_format format, std::size_t threads) {
    return format == row_format::npy || (threads > 1 && (format == row_format::csv || format == row_format::tsv));
}

}  // namespace

row_source::row_source(arenite::byte_source_ref bytes, score_options const& options, arenite::budget& memory,
                       std::optional<std::uint64_t> file_size)
    : bytes_(bytes), packing_(find_compression(options, bytes_)), held_bytes_(memory.used()),
      decompressor_(decompressor_for(packing_, bytes_, memory)), rows_(unpacked()), form_(find_form(options, rows_)),
      file_size_(file_size),
      reopens_(file_size && packing_ == compression::none && is_read_anywhere(form_.format, options.threads)) {
    held_bytes_ = memory.used() - held_bytes_;
}

void row_source::require_rows(score_options const& options) {
    if (form_.format == row_format::libsvm && options.header != arenite::csv_header::no && rows_.empty())
        throw arenite::data_error{name(), {}, "an empty input", "rows"};
}

arenite::byte_source_ref row_source::unpacked() noexcept {
    if (decompressor_ != nullptr) return *decompressor_;
    return bytes_;
}
