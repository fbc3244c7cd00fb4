// SPDX-License-Identifier: MIT
#include "peeked_source.hpp"

#include <arenite/core/data_error.hpp>

#include <algorithm>

std::size_t peeked_source::read(std::span<char> into) {
    auto const waiting = std::span{first_}.first(size_).subspan(taken_);
    if (waiting.empty()) return read_source(into);
    auto const count = std::min(waiting.size(), into.size());
    std::ranges::copy(waiting.first(count), into.begin());
    taken_ += count;
    return count;
}

std::string_view peeked_source::first_bytes() {
    while (size_ != first_.size() && look_further()) {
    }
    return {first_.data(), size_};
}

bool peeked_source::starts_with(std::string_view text) {
    auto const differs = [&] {
        return !text.starts_with(std::string_view{first_.data(), std::min(size_, text.size())});
    };
    while (!differs() && size_ < text.size() && look_further()) {
    }
    return !differs() && size_ >= text.size();
}

std::size_t peeked_source::read_source(std::span<char> into) {
    auto const count = source_.read(into);
    bytes_read_ += count;
    return count;
}

bool peeked_source::look_further() try {
    auto const count = at_end_ ? 0 : read_source(std::span{first_}.subspan(size_));
    size_ += count;
    at_end_ = count == 0;
    return !at_end_;
} catch (arenite::data_error const&) {  // of a compressed source, which says so again behind what is in front of it
    at_end_ = failed_ = true;
    return false;
}
