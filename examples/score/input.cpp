// SPDX-License-Identifier: MIT
#include "input.hpp"

#include <arenite/core/parse_number.hpp>

#include <algorithm>

input::input(std::string const& path) {
    if (path != "-") file_.emplace(path);
}

std::size_t input::read(std::span<char> into) {
    auto const waiting = std::span{first_}.first(first_size_).subspan(first_taken_);
    auto const count = std::min(waiting.size(), into.size());
    std::ranges::copy(waiting.first(count), into.begin());
    first_taken_ += count;
    auto const read = count != 0 ? count : read_more(into);
    bytes_read_ += read;
    return read;
}

std::string_view input::name() const noexcept { return file_ ? file_->name() : standard_input_.name(); }

std::string_view input::first_bytes() {
    for (std::size_t count = 1; !looked_ && count != 0 && first_size_ != first_.size(); first_size_ += count)
        count = read_more(std::span{first_}.subspan(first_size_));
    looked_ = true;
    return {first_.data(), first_size_};
}

std::size_t input::total_bytes() const noexcept { return file_ ? file_->size().value_or(0) : 0; }

std::size_t input::read_more(std::span<char> into) { return file_ ? file_->read(into) : standard_input_.read(into); }

namespace {

bool is_pair(std::string_view token) {
    auto const colon = token.find(':');
    return colon != token.npos && arenite::parse_number<unsigned>(token.substr(0, colon)) &&
           arenite::parse_number<double>(token.substr(colon + 1));
}

/// `label index:value index:value …`
bool looks_like_libsvm(std::string_view line) {
    auto const label_end = line.find(' ');
    if (label_end == line.npos || !arenite::parse_number<double>(line.substr(0, label_end))) return false;
    line.remove_prefix(label_end + 1);
    return is_pair(line.substr(0, line.find(' ')));
}

/// That holds anything.
std::string_view first_line(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of("\r\n"), text.size()));
    return text.substr(0, text.find_first_of("\r\n"));
}

[[noreturn]] void refuse(std::string_view format) {
    throw usage_error{"the input looks like " + std::string{format} +
                      ": this version reads csv and tsv (--input-format csv if it is one)"};
}

}  // namespace

char find_delimiter(score_options const& options, input& rows) {
    if (options.delimiter) return *options.delimiter;
    if (options.input_format != "auto") return options.input_format == "tsv" ? '\t' : ',';
    auto const first = rows.first_bytes();
    if (first.starts_with("\x93NUMPY")) refuse("npy");
    if (first.starts_with("ARROW1") || first.starts_with("\xFF\xFF\xFF\xFF")) refuse("arrow");
    auto const line = first_line(first);
    auto const commas = std::ranges::count(line, ','), tabs = std::ranges::count(line, '\t');
    if (commas == 0 && looks_like_libsvm(line)) refuse("libsvm");
    bool const tabbed = commas == tabs ? rows.name().ends_with(".tsv") : commas < tabs;
    return tabbed ? '\t' : ',';
}
