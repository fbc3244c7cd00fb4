// SPDX-License-Identifier: MIT
#include "row_form.hpp"

#include <arenite/core/parse_number.hpp>

#include <algorithm>
#include <array>

namespace {

using enum row_format;

bool ends_in(std::string_view name, std::initializer_list<std::string_view> extensions) {
    return std::ranges::any_of(extensions, [&](std::string_view extension) { return name.ends_with(extension); });
}

compression named_compression(std::string_view name) {
    if (ends_in(name, {".gz"})) return compression::gzip;
    return ends_in(name, {".zst"}) ? compression::zstd : compression::none;
}

row_format named_format(std::string_view name) {
    if (named_compression(name) != compression::none) name = name.substr(0, name.rfind('.'));
    if (ends_in(name, {".tsv"})) return tsv;
    if (ends_in(name, {".svm", ".libsvm", ".svmlight"})) return libsvm;
    return ends_in(name, {".npy"}) ? npy : csv;
}

/// RFC 8878, 3.1.2: the first of the magic's bytes counts, from 50 to 5F.
bool starts_skippable(peeked_source& bytes) {
    std::array<char, 4> magic{0x50, '\x2A', '\x4D', '\x18'};
    for (; magic[0] != 0x60; ++magic[0])
        if (bytes.starts_with({magic.data(), magic.size()})) return true;
    return false;
}

/// As LibSVM's readers have it: NaN in any case too.
bool is_number(std::string_view text) {
    if (arenite::parse_number<double>(text)) return true;
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
    auto const lower = [](char letter) { return static_cast<char>(letter | 0x20); };
    return std::ranges::equal(text, std::string_view{"nan"}, {}, lower);
}

/// `index:value`.
bool is_pair(std::string_view field) {
    auto const colon = field.find(':');
    return colon != field.npos && arenite::parse_number<std::uint64_t>(field.substr(0, colon)) &&
           is_number(field.substr(colon + 1));
}

/// `3`, or with a weight `3:0.5`.
bool is_label(std::string_view field) {
    auto const colon = std::min(field.find(':'), field.size());
    return is_number(field.substr(0, colon)) && (colon == field.size() || is_number(field.substr(colon + 1)));
}

/// Takes the field in front; empty: there is none.
std::string_view next_field(std::string_view& line) {
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    auto const field = line.substr(0, line.find_first_of(" \t"));
    line.remove_prefix(field.size());
    return field;
}

/// `label[:weight] [qid:N] index:value …`, a pair at least.
bool is_libsvm(std::string_view line) {
    if (!is_label(next_field(line))) return false;
    auto field = next_field(line);
    if (field.starts_with("qid:")) field = next_field(line);
    if (field.empty()) return false;
    while (is_pair(field)) field = next_field(line);
    return field.empty();
}

/// Takes the line in front.
std::string_view next_line(std::string_view& text) {
    auto const line = text.substr(0, text.find_first_of("\r\n"));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    return line;
}

std::string_view first_line(std::string_view text) {
    std::string_view line;
    while (line.empty() && !text.empty()) line = next_line(text);
    return line;
}

/// Its first line with a field says so; the last field of a long text may be cut.
bool looks_like_libsvm(std::string_view text) {
    if (text.size() == peeked_source::most_bytes) text = text.substr(0, text.find_last_of(" \t\r\n"));
    for (auto line = next_line(text); !line.empty() || !text.empty(); line = next_line(text)) {
        line = line.substr(0, line.find('#'));
        if (line.find_first_not_of(" \t") != line.npos) return is_libsvm(line);
    }
    return false;
}

row_format recognised_in(peeked_source& rows) {
    auto const first = rows.first_bytes();
    if (first.starts_with("\x93NUMPY")) return npy;
    if (first.starts_with("ARROW1") || first.starts_with("\xFF\xFF\xFF\xFF")) return arrow;
    if (looks_like_libsvm(first)) return libsvm;
    auto const line = first_line(first);
    auto const commas = std::ranges::count(line, ','), tabs = std::ranges::count(line, '\t');
    auto const named = named_format(rows.name());
    if (commas == tabs) return commas == 0 || named == tsv ? named : csv;
    return commas < tabs ? tsv : csv;
}

/// What the options say; a delimiter says that the rows have one.
row_format stated_or_recognised(score_options const& options, peeked_source& rows) {
    if (options.input_format != row_format::recognised) return options.input_format;
    return options.delimiter ? csv : recognised_in(rows);
}

void refuse_useless_options(score_options const& options, row_format format) {
    bool const text = format == csv || format == tsv;
    std::pair<bool, std::string_view> const useless[]{
        {!text && options.delimiter, "--delimiter"},
        {!text && options.own_missing, "--missing"},
        {!text && !options.id.empty(), "--id"},
        {!text && options.header == arenite::csv_header::yes, "--header yes"},
        {format == npy && options.max_record, "--max-record"},
        {format != libsvm && options.libsvm_base, "--libsvm-base"}};
    for (auto const& [given, option] : useless)
        if (given)
            throw usage_error{
                std::string{option}.append(": rows of ").append(name_of(format)).append(" have no use for it")};
}

}  // namespace

compression find_compression(score_options const& options, peeked_source& bytes) {
    if (bytes.starts_with("\x1F\x8B")) return compression::gzip;
    if (bytes.starts_with("\x28\xB5\x2F\xFD") || starts_skippable(bytes)) return compression::zstd;
    return options.plan && bytes.empty() ? named_compression(bytes.name()) : compression::none;
}

row_form find_form(score_options const& options, peeked_source& rows) {
    auto const format = stated_or_recognised(options, rows);
    if (format == arrow) throw usage_error{std::string{"the input looks like arrow: "} + no_arrow};
    refuse_useless_options(options, format);
    if (format == libsvm || format == npy) return {.format = format};
    return {.format = csv, .delimiter = options.delimiter.value_or(format == tsv ? '\t' : ',')};
}

std::string_view name_of(row_format format) noexcept {
    static constexpr std::array<std::string_view, 6> names{"auto", "csv", "tsv", "libsvm", "npy", "arrow"};
    return names[static_cast<std::size_t>(format)];
}

std::string_view name_of(compression packing) noexcept {
    static constexpr std::array<std::string_view, 3> names{"none", "gzip", "zstd"};
    return names[static_cast<std::size_t>(packing)];
}
