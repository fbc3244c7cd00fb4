// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/load/file_source.hpp>

#include <variant>

namespace arenite::inline ARENITE_ABI::detail {

/// A file that was opened by its path, or a byte source that somebody lent.
class held_source {
public:
    explicit held_source(std::string const& path) : source_(std::in_place_type<file_source>, path) {}
    explicit held_source(byte_source_ref borrowed) noexcept : source_(borrowed) {}

    [[nodiscard]] byte_source_ref get() noexcept {
        if (auto* const file = std::get_if<file_source>(&source_)) return *file;
        return *std::get_if<byte_source_ref>(&source_);
    }

    /// False: it is no file that can be read at any place, or it ends in front of this one; nothing has changed.
    [[nodiscard]] bool seek(std::uint64_t offset) {
        auto* const file = std::get_if<file_source>(&source_);
        bool const seekable = file != nullptr && file->seekable() && offset <= file->size().value_or(offset);
        if (seekable) file->seek(offset);
        return seekable;
    }

    [[nodiscard]] std::string_view name() const noexcept {
        auto const* const file = std::get_if<file_source>(&source_);
        return file != nullptr ? file->name() : std::get_if<byte_source_ref>(&source_)->name();
    }

    /// Null: it is none.
    [[nodiscard]] file_source const* file() const noexcept { return std::get_if<file_source>(&source_); }

private:
    std::variant<file_source, byte_source_ref> source_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
