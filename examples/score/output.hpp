// SPDX-License-Identifier: MIT
#pragma once

// Where `score` writes: standard output, or a file that an interrupt leaves no trace of.

#include <arenite/write/file_sink.hpp>

#include <optional>
#include <string>

class output {
public:
    /// "-" is standard output. Throws std::system_error when the file cannot be made.
    explicit output(std::string const& path);
    output(output const&) = delete;
    output& operator=(output const&) = delete;
    ~output();

    void write(std::span<char const> bytes);

    /// The file gets its name; of standard output nothing is left to do.
    void commit();

private:
    std::optional<arenite::file_sink> file_;
    arenite::descriptor_sink standard_output_ = arenite::standard_output();
};
