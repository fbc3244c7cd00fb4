// SPDX-License-Identifier: MIT
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <string>
#include <string_view>

namespace arenite::test {

/// A file without a name in a directory, which opens like any other by `path()`.
class memory_file {
public:
    explicit memory_file(std::string_view content = {}) : descriptor_(::memfd_create("memory_file", MFD_CLOEXEC)) {
        write(content, 0);
    }
    memory_file(memory_file const&) = delete;
    memory_file& operator=(memory_file const&) = delete;
    ~memory_file() { ::close(descriptor_); }

    void write(std::string_view bytes, off_t offset) {
        auto const size = static_cast<ssize_t>(bytes.size());
        written_ = written_ && ::pwrite(descriptor_, bytes.data(), bytes.size(), offset) == size;
    }
    void resize(off_t size) { written_ = written_ && ::ftruncate(descriptor_, size) == 0; }

    [[nodiscard]] bool written() const { return written_ && descriptor_ >= 0; }
    [[nodiscard]] int descriptor() const { return descriptor_; }
    [[nodiscard]] std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

private:
    int descriptor_;
    bool written_ = true;
};

}  // namespace arenite::test
