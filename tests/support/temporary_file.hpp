// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include <unistd.h>

/// A file with this text; it goes with the object.
class temporary_file {
public:
    explicit temporary_file(std::string_view text) {
        static int number = 0;
        auto const name = "arenite_" + std::to_string(::getpid()) + "_" + std::to_string(++number);
        path_ = (std::filesystem::temp_directory_path() / name).string();
        std::ofstream{path_, std::ios::binary}.write(text.data(), static_cast<std::streamsize>(text.size()));
    }
    temporary_file(temporary_file&&) = delete;
    ~temporary_file() { std::filesystem::remove(path_); }

    [[nodiscard]] std::string const& path() const noexcept { return path_; }

private:
    std::string path_;
};
