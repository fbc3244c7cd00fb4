// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/short_text.hpp>

#include <cstdint>
#include <stdexcept>
#include <string>

namespace arenite::inline ARENITE_ABI {

/// A model file that is damaged, or that holds a construct which is not supported: the file, where in it (a path such
/// as `learner.gradient_booster.model.trees[3]` or a key, and the byte offset), what was found, what was expected.
class model_error : public std::runtime_error {
public:
    model_error(std::string_view file, std::string_view place, std::uint64_t offset, std::string_view found_text,
                std::string_view expected_text)
        : std::runtime_error(text(file, place, offset, found_text, expected_text)),
          file_(short_text<120>::end_of(file)), where_(place), byte_(offset), found_(found_text),
          expected_(expected_text) {}

    [[nodiscard]] std::string_view file() const noexcept { return file_; }
    [[nodiscard]] std::string_view where() const noexcept { return where_; }
    [[nodiscard]] std::uint64_t byte() const noexcept { return byte_; }
    [[nodiscard]] std::string_view found() const noexcept { return found_; }
    [[nodiscard]] std::string_view expected() const noexcept { return expected_; }

private:
    static std::string text(std::string_view file, std::string_view place, std::uint64_t offset,
                            std::string_view found_text, std::string_view expected_text) {
        std::string what{file};
        if (!place.empty()) what.append(": ").append(place);
        what.append(" (byte ").append(std::to_string(offset)).append("): found ");
        return what.append(found_text).append(", expected ").append(expected_text);
    }

    short_text<120> file_;
    short_text<120> where_;
    std::uint64_t byte_;
    short_text<96> found_;
    short_text<160> expected_;
};

}  // namespace arenite::inline ARENITE_ABI
