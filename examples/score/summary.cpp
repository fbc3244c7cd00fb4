// SPDX-License-Identifier: MIT
#include "summary.hpp"

#include <arenite/core/format_number.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <string_view>

#include <sys/resource.h>

namespace {

bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

/// The bytes of the UTF-8 character in front; 0: no character is in front.
std::size_t character_bytes(std::string_view text) {
    static constexpr std::array<std::uint32_t, 5> smallest{0, 0, 0x80, 0x800, 0x10000};
    auto const lead = static_cast<unsigned char>(text.front());
    if (lead < 0x80) return 1;
    auto const size = static_cast<std::size_t>(std::countl_one(lead));
    if (size == 1 || size > 4 || size > text.size()) return 0;
    if (!std::ranges::all_of(text.substr(1, size - 1), continues)) return 0;
    std::uint32_t code = lead & (0x7Fu >> size);
    for (char const byte : text.substr(1, size - 1)) code = code << 6 | (static_cast<unsigned char>(byte) & 0x3Fu);
    bool const surrogate = code >= 0xD800 && code < 0xE000;
    return code < smallest[size] || code > 0x10FFFF || surrogate ? 0 : size;
}

/// Control characters and bytes that are no UTF-8 are escaped, byte for byte.
std::string quoted(std::string_view text) {
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string json = "\"";
    while (!text.empty()) {
        auto const size = character_bytes(text);
        auto const code = static_cast<unsigned char>(text.front());
        if (size == 0 || code < 0x20) json.append("\\u00").append(1, digits[code >> 4]).append(1, digits[code & 15]);
        else if (code == '"' || code == '\\') json.append(1, '\\').append(text, 0, 1);
        else json.append(text, 0, size);
        text.remove_prefix(std::max<std::size_t>(size, 1));
    }
    return json += '"';
}

template <class Number>
std::string member(std::string_view name, Number number) {
    return quoted(name) + ':' + std::string{arenite::format_number(number).view()} + ',';
}

std::size_t peak_resident_bytes() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<std::size_t>(usage.ru_maxrss) * 1024;
}

std::string model_json(run_summary const& summary) {
    if (!summary.model) return "\"model\":null";
    auto const& loaded = *summary.model;
    auto json = "\"model\":{\"format\":" + quoted(loaded.format) + ',' + member("trees", loaded.trees) +
                member("features", loaded.features) + member("outputs", loaded.outputs) + member("bytes", loaded.bytes);
    json.back() = '}';
    return json;
}

}  // namespace

std::string as_json(run_summary const& summary, int exit_code, std::string const& error) {
    std::chrono::duration<double> const seconds = std::chrono::steady_clock::now() - summary.begin;
    auto json = '{' + member("rows", summary.rows) + member("bad", summary.bad) + member("seconds", seconds.count());
    json += summary.budget ? member("budget", *summary.budget) : "\"budget\":null,";
    json += member("peak_bytes", summary.peak_bytes) + member("peak_rss", peak_resident_bytes()) +
            member("input_bytes", summary.input_bytes) + model_json(summary);
    if (exit_code != 0) json += ",\"exit\":" + std::to_string(exit_code) + ",\"error\":" + quoted(error);
    return json += '}';
}
