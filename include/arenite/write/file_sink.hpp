// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/write/descriptor_sink.hpp>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>

namespace arenite::inline ARENITE_ABI {

/// Writes a file that appears under its name only when it is complete: the bytes go to a neighbour
/// `NAME.unfinished-PID`, which `commit` puts in place. Without `commit` the destructor removes it. What exists and is
/// no regular file (a device, a named pipe) is written as it is; a link to a file stays one. One thread at a time.
///
/// Of two processes that write one path each has its own neighbour: the file is that of the last `commit`, whole. Do
/// not have two sinks of one path at once in a process: they have one neighbour, the second cuts off what the first
/// wrote, and of their `commit`s only the first succeeds, with what either wrote.
///
/// Errors:    std::system_error, which names the file, at open, write and commit.
/// Allocates: the two names, on the heap.
class file_sink {
public:
    explicit file_sink(std::string path)
        : path_(behind_link(std::move(path))), unfinished_(is_special(path_) ? "" : unfinished_name(path_)),
          sink_(open(), path_) {}

    file_sink(file_sink const&) = delete;  // it removes what it did not commit
    file_sink& operator=(file_sink const&) = delete;
    ~file_sink() {
        if (sink_.descriptor() < 0) return;
        ::close(sink_.descriptor());
        if (!unfinished_.empty()) std::remove(unfinished_.c_str());
    }

    void write(std::span<char const> bytes) { sink_.write(bytes); }

    /// Replaces bytes, which `write` took before, from `offset` on. A named pipe refuses that.
    void write_at(std::uint64_t offset, std::span<char const> bytes) {
        while (!bytes.empty()) {
            auto const written = ::pwrite(sink_.descriptor(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
            if (written < 0 && errno != EINTR) fail();
            auto const count = static_cast<std::size_t>(written < 0 ? 0 : written);
            bytes = bytes.subspan(count);
            offset += count;
        }
    }

    /// Everything is on its way to the disk, and the file has its name. Write nothing afterwards.
    void commit() {
        if (!unfinished_.empty() && ::fsync(sink_.descriptor()) != 0 && errno != EINVAL) fail();
        if (::close(std::exchange(sink_, descriptor_sink{-1}).descriptor()) != 0) fail_and_remove();
        if (!unfinished_.empty() && std::rename(unfinished_.c_str(), path_.c_str()) != 0) fail_and_remove();
    }

    /// The name of the unfinished file, for those who must remove it in a signal handler; empty: there is none.
    [[nodiscard]] std::string const& unfinished_path() const noexcept { return unfinished_; }

private:
    static std::string behind_link(std::string path) {
        struct stat status {};
        if (::lstat(path.c_str(), &status) != 0 || !S_ISLNK(status.st_mode)) return path;
        char* const target = ::realpath(path.c_str(), nullptr);
        if (target != nullptr) path = target;
        std::free(target);
        return path;
    }

    static bool is_special(std::string const& path) noexcept {
        struct stat status {};
        return ::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode);
    }

    static std::string unfinished_name(std::string const& path) {
        return path + ".unfinished-" + std::to_string(::getpid());
    }

    [[nodiscard]] int open() const {
        auto const& name = unfinished_.empty() ? path_ : unfinished_;
        int const fresh = unfinished_.empty() ? 0 : O_CREAT | O_TRUNC;
        int const descriptor = ::open(name.c_str(), O_WRONLY | O_CLOEXEC | fresh, 0666);
        if (descriptor < 0) fail();
        return descriptor;
    }

    [[noreturn]] void fail() const { raise(std::system_error{errno, std::generic_category(), path_}); }

    [[noreturn]] void fail_and_remove() const {
        int const reason = errno;
        if (!unfinished_.empty()) std::remove(unfinished_.c_str());
        errno = reason;
        fail();
    }

    std::string path_, unfinished_;
    descriptor_sink sink_;
};
static_assert(patchable_sink<file_sink>);

}  // namespace arenite::inline ARENITE_ABI
