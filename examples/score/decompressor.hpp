// SPDX-License-Identifier: MIT
#pragma once

// Sources that decompress others. CMake chooses the file of each format: the one that decompresses, or the one that
// says which library was not there.

#include <arenite/load/byte_source.hpp>
#include <arenite/memory/budget.hpp>

#include <memory>

/// A byte source that decompresses another.
class decompressor {
public:
    decompressor() = default;
    decompressor(decompressor const&) = delete;  // it is borrowed
    decompressor& operator=(decompressor const&) = delete;
    virtual ~decompressor() = default;

    [[nodiscard]] virtual std::size_t read(std::span<char> into) = 0;
    [[nodiscard]] virtual std::string_view name() const noexcept = 0;
};
static_assert(arenite::byte_source<decompressor>);

/// Made of a source of the library.
template <class Source>
class decompressor_of final : public decompressor {
public:
    decompressor_of(arenite::byte_source_ref compressed, arenite::budget& memory) : source_(compressed, {}, memory) {}

    [[nodiscard]] std::size_t read(std::span<char> into) override { return source_.read(into); }
    [[nodiscard]] std::string_view name() const noexcept override { return source_.name(); }

private:
    Source source_;
};

/// Acquires from the budget what decompression needs; or usage_error: this program was built without zlib.
[[nodiscard]] std::unique_ptr<decompressor> gzip_decompressor(arenite::byte_source_ref compressed,
                                                              arenite::budget& memory);

/// The same with libzstd.
[[nodiscard]] std::unique_ptr<decompressor> zstd_decompressor(arenite::byte_source_ref compressed,
                                                              arenite::budget& memory);
