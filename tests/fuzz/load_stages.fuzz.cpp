// SPDX-License-Identifier: MIT

// Any bytes as a file of stages, sealed with their checksum where a file could have that length, which its header says:
// no crash, no endless loop, no memory beyond what the file's size explains; what is accepted prepares rows.

#include <arenite/format/load_stages.hpp>
#include <arenite/load/batches_from.hpp>

#include <array>
#include <cstdint>
#include <cstring>
#include <vector>

namespace {

void seal(std::vector<std::byte>& file) {
    std::uint64_t const size = file.size();
    if (size < 72 || size % 64 != 8) return;
    std::memcpy(file.data() + 16, &size, sizeof size);
    arenite::detail::block_checksum sum;
    sum.add(std::span{file}.first(file.size() - 8));
    auto const value = sum.value();
    std::memcpy(file.data() + file.size() - 8, &value, sizeof value);
}

void prepare_rows(arenite::loaded_stages const& stages) {
    std::size_t const cols = stages.schema().tile_cols();
    if (cols == 0 || cols > 64 || stages.made_columns().size() > 4096) return;
    std::vector<std::vector<double>> rows(3, std::vector<double>(cols, 1.0));
    rows[1][0] = std::numeric_limits<double>::quiet_NaN();
    rows[2][cols - 1] = -1e300;
    try {
        for (auto const batch : arenite::batches_from(rows, arenite::row_options{.schema = stages.schema()}) | stages)
            if (batch.cols() != stages.made_columns().size()) std::abort();
    } catch (arenite::data_error const&) {   // a category that is refused
    } catch (arenite::shape_error const&) {  // texts, which these rows have not
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::vector<std::byte> file(size);
    if (size != 0) std::memcpy(file.data(), data, size);
    seal(file);
    arenite::budget memory{4096 + 64 * size};
    try {
        prepare_rows(arenite::load_stages(file, "fuzz", memory));
    } catch (arenite::model_error const&) {
    }
    return 0;
}
