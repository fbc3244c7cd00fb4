// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/short_text.hpp>
#include <arenite/load/byte_source.hpp>
#include <arenite/load/detail/descriptor_calls.hpp>

#include <optional>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>

namespace arenite::inline ARENITE_ABI {

/// Reads a file, and closes it in the destructor. Move only. A named pipe or a device is read as well, but only once.
///
/// Errors:    std::system_error, which names the file (the last 120 bytes of its path), for what the system refuses; a
///            directory is refused at once.
/// Allocates: nothing.
/// Threads:   `read_at` is safe from any thread.
class file_source {
public:
    explicit file_source(std::string const& path) : name_(short_text<120>::end_of(path)) {
        descriptor_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
        if (descriptor_ < 0) detail::raise_system_error(errno, name());
        if (auto const refusal = inspect(); refusal != 0) {
            close();
            detail::raise_system_error(refusal, name());
        }
    }
    file_source(file_source&& other) noexcept
        : name_(other.name_), size_(other.size_), descriptor_(std::exchange(other.descriptor_, -1)) {}
    file_source& operator=(file_source&& other) noexcept {
        close();
        name_ = other.name_;
        size_ = other.size_;
        descriptor_ = std::exchange(other.descriptor_, -1);
        return *this;
    }
    ~file_source() { close(); }

    [[nodiscard]] std::size_t read(std::span<char> into) { return detail::read_some(descriptor_, into, name()); }

    /// Bytes from `offset` on, as many as there are at once; 0: there are none. Requires: seekable().
    [[nodiscard]] std::size_t read_at(std::uint64_t offset, std::span<char> into) const {
        return detail::read_some_at(descriptor_, offset, into, name());
    }

    /// The next `read` starts at `offset`. Requires: seekable().
    void seek(std::uint64_t offset) {
        if (::lseek(descriptor_, static_cast<off_t>(offset), SEEK_SET) < 0) detail::raise_system_error(errno, name());
    }

    /// It can be read at any place, and twice; not so a pipe.
    [[nodiscard]] bool seekable() const noexcept { return ::lseek(descriptor_, 0, SEEK_CUR) >= 0; }

    /// Its bytes, of a regular file.
    [[nodiscard]] std::optional<std::uint64_t> size() const noexcept { return size_; }
    [[nodiscard]] std::string_view name() const noexcept { return name_; }

private:
    /// What speaks against the opened file; 0: nothing.
    [[nodiscard]] int inspect() noexcept {
        struct stat status {};
        if (::fstat(descriptor_, &status) != 0) return errno;
        if (S_ISREG(status.st_mode)) size_ = static_cast<std::uint64_t>(status.st_size);
        return S_ISDIR(status.st_mode) ? EISDIR : 0;
    }

    void close() noexcept {
        if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
    }

    short_text<120> name_;
    std::optional<std::uint64_t> size_;
    int descriptor_ = -1;
};
static_assert(byte_source<file_source>);

}  // namespace arenite::inline ARENITE_ABI
