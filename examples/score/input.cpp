// SPDX-License-Identifier: MIT
#include "input.hpp"

input::input(std::string const& path) {
    if (path != "-") file_.emplace(path);
}

std::size_t input::read(std::span<char> into) { return file_ ? file_->read(into) : standard_input_.read(into); }

std::string_view input::name() const noexcept { return file_ ? file_->name() : standard_input_.name(); }

std::optional<std::uint64_t> input::size() const noexcept { return file_ ? file_->size() : std::nullopt; }
