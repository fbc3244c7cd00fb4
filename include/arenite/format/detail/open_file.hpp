// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/model_error.hpp>
#include <arenite/core/raise.hpp>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <system_error>

namespace arenite::inline ARENITE_ABI::detail {

/// Owns the descriptor of a regular file that is open for reading, and remembers what the file was like when it was
/// opened; or no descriptor. Allocates: nothing but the text of an error.
class open_file {
public:
    open_file() = default;
    explicit open_file(char const* path) : open_file(::open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)) {
        if (descriptor_ < 0) refuse(path, "cannot open");
        opened_ = status(path);
        if (auto const kind = kind_unless_regular(); !kind.empty())
            raise(model_error{path, {}, 0, kind, "a regular file: a model is read twice"});
    }
    open_file(open_file const&) = delete;
    open_file& operator=(open_file const&) = delete;
    ~open_file() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }

    explicit operator bool() const noexcept { return descriptor_ >= 0; }
    [[nodiscard]] std::uint64_t size() const noexcept { return static_cast<std::uint64_t>(opened_.st_size); }

    /// Maps the first `count` bytes, read-only. Requires: at least one.
    [[nodiscard]] std::span<std::byte> map(std::size_t count, char const* path) const {
        auto* const mapped = ::mmap(nullptr, count, PROT_READ, MAP_PRIVATE, descriptor_, 0);
        if (mapped == MAP_FAILED) refuse(path, "cannot map");
        return {static_cast<std::byte*>(mapped), count};
    }

    /// Whether neither the size nor the time of the last write is another than at the beginning.
    [[nodiscard]] bool unchanged(char const* path) const {
        struct stat const now = status(path);
        return now.st_size == opened_.st_size && now.st_mtim.tv_sec == opened_.st_mtim.tv_sec &&
               now.st_mtim.tv_nsec == opened_.st_mtim.tv_nsec;
    }

    /// Reads at least one byte at `offset`. Errors: also model_error where the file ends there. Requires: room for one.
    [[nodiscard]] std::size_t read(std::span<char> into, std::uint64_t offset, char const* path) const {
        ssize_t got = 0;
        do got = ::pread(descriptor_, into.data(), into.size(), static_cast<off_t>(offset));
        while (got < 0 && errno == EINTR);
        if (got < 0) refuse(path, "cannot read");
        constexpr auto expected = "the size that it had when it was opened";
        if (got == 0) raise(model_error{path, {}, offset, "the end of the file", expected});
        return static_cast<std::size_t>(got);
    }

    /// Reads as many bytes as there is room for.
    void read_all(std::span<char> into, std::uint64_t offset, char const* path) const {
        while (!into.empty()) {
            auto const got = read(into, offset, path);
            offset += got;
            into = into.subspan(got);
        }
    }

private:
    explicit open_file(int descriptor) noexcept : descriptor_(descriptor) {}

    [[noreturn]] static void refuse(char const* path, char const* what) {
        raise(std::system_error{errno, std::generic_category(), std::string{what} + ' ' + path});
    }

    [[nodiscard]] struct stat status(char const* path) const {
        struct stat found {};
        if (::fstat(descriptor_, &found) != 0) refuse(path, "cannot examine");
        return found;
    }

    [[nodiscard]] std::string_view kind_unless_regular() const noexcept {
        if (S_ISREG(opened_.st_mode)) return {};
        if (S_ISDIR(opened_.st_mode)) return "a directory";
        if (S_ISFIFO(opened_.st_mode)) return "a pipe";
        return S_ISCHR(opened_.st_mode) ? "a character device" : "a device";
    }

    int descriptor_ = -1;
    struct stat opened_ {};
};

}  // namespace arenite::inline ARENITE_ABI::detail
