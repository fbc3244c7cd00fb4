// SPDX-License-Identifier: MIT
#include "input.hpp"

input::input(std::string const& path) {
    if (path != "-") file_.emplace(path);
}

std::size_t input::read(std::span<char> into) {
    auto const count = file_ ? file_->read(into) : standard_input_.read(into);
    bytes_read_ += count;
    return count;
}

std::string_view input::name() const noexcept { return file_ ? file_->name() : standard_input_.name(); }

std::size_t input::total_bytes() const noexcept { return file_ ? file_->size().value_or(0) : 0; }
