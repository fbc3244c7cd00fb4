// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/data_error.hpp>
#include <arenite/core/short_text.hpp>
#include <arenite/load/byte_source.hpp>
#include <arenite/load/detail/descriptor_calls.hpp>

#include <utility>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

namespace arenite::inline ARENITE_ABI {

/// A regular file, mapped read-only: all its bytes at once, without a copy, and a byte source as well. It is unmapped
/// by the destructor. Move only: moving does not move the bytes. The pages are the system's cache of the file: no
/// budget counts them.
///
/// Requires:  nobody makes the file shorter while it is mapped; if somebody does, reading what is gone ends the process
///            (SIGBUS). Where that can happen, read by `file_source`.
/// Errors:    std::system_error, which names the file (the last 120 bytes of its path), for what the system refuses,
///            such as a directory; data_error for a pipe, a device or a socket.
/// Allocates: nothing; as much of the address space as the file has bytes.
/// Threads:   `bytes` is safe from any thread.
class mapped_source {
public:
    explicit mapped_source(std::string const& path) : name_(short_text<120>::end_of(path)) {
        // without O_NONBLOCK, opening a pipe would wait for its writer
        auto const descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
        if (descriptor < 0) detail::raise_system_error(errno, name());
        struct stat status {};
        auto const error = map(descriptor, status);
        ::close(descriptor);  // the mapping stays
        if (error != 0) detail::raise_system_error(error, name());
        if (!S_ISREG(status.st_mode))
            raise(data_error{name(), {}, kind_of(status), "a regular file: only one can be mapped"});
    }
    mapped_source(mapped_source&& other) noexcept
        : name_(other.name_), bytes_(std::exchange(other.bytes_, {})), taken_(std::exchange(other.taken_, 0)) {}
    mapped_source& operator=(mapped_source&& other) noexcept {
        mapped_source taken{std::move(other)};
        std::swap(name_, taken.name_);
        std::swap(bytes_, taken.bytes_);
        std::swap(taken_, taken.taken_);
        return *this;
    }
    ~mapped_source() {
        if (!bytes_.empty()) ::munmap(bytes_.data(), bytes_.size());
    }

    /// The whole file, whatever has been read: at the start of a page. Empty of an empty file. Valid as long as this
    /// object, or the one that it was moved to.
    [[nodiscard]] std::span<std::byte const> bytes() const noexcept { return std::as_bytes(bytes_); }

    [[nodiscard]] std::size_t read(std::span<char> into) noexcept {
        auto const left = std::string_view{bytes_.data(), bytes_.size()}.substr(taken_);
        auto const count = left.copy(into.data(), into.size());
        taken_ += count;
        return count;
    }
    [[nodiscard]] std::string_view name() const noexcept { return name_; }

private:
    /// Maps what can be; what the system refuses, or 0.
    [[nodiscard]] int map(int descriptor, struct stat& status) noexcept {
        if (::fstat(descriptor, &status) != 0) return errno;
        if (S_ISDIR(status.st_mode)) return EISDIR;
        if (!S_ISREG(status.st_mode) || status.st_size == 0) return 0;
        auto const size = static_cast<std::size_t>(status.st_size);
        auto* const mapped = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
        if (mapped == MAP_FAILED) return errno;
        bytes_ = {static_cast<char*>(mapped), size};
        return 0;
    }

    [[nodiscard]] static std::string_view kind_of(struct stat const& status) noexcept {
        if (S_ISFIFO(status.st_mode)) return "a pipe";
        return S_ISCHR(status.st_mode) ? "a character device" : "a device";
    }

    short_text<120> name_;
    std::span<char> bytes_;
    std::size_t taken_ = 0;  ///< by `read`
};
static_assert(byte_source<mapped_source>);

}  // namespace arenite::inline ARENITE_ABI
