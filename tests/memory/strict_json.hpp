// SPDX-License-Identifier: MIT
#pragma once

#include "memory/strict_utf8.hpp"

#include <map>
#include <string>

/// A text as JSON (RFC 8259): every scalar by its path, such as "tags.0.name"; strings without their quotes and
/// unescaped, everything else as it is written. `error` is empty where the text is one value with keys that are unique.
class strict_json {
public:
    explicit strict_json(std::string_view text) : left_(text) {
        if (where_not_utf8(text) != text.npos) fail("not UTF-8");
        value("");
        if (!left_.empty()) fail("text behind the value");
    }

    std::string error;
    std::map<std::string, std::string> scalars;

    [[nodiscard]] std::string operator[](std::string const& path) const {
        auto const found = scalars.find(path);
        return found == scalars.end() ? "(none)" : found->second;
    }

    /// How many elements an array has.
    [[nodiscard]] std::size_t size(std::string const& path) const { return sizes_.at(path); }

private:
    void fail(std::string const& what) {
        if (error.empty()) error = what + " in front of: " + std::string{left_.substr(0, 40)};
        left_ = {};
    }

    bool take(char character) {
        if (left_.empty() || left_.front() != character) return false;
        left_.remove_prefix(1);
        return true;
    }

    void keep(std::string const& path, std::string const& scalar) {
        if (!scalars.emplace(path, scalar).second) fail("the key " + path + " twice");
    }

    void value(std::string const& path) {
        if (take('{')) return members(path);
        if (take('[')) return elements(path);
        if (take('"')) return keep(path, string());
        auto const literal = left_.substr(0, left_.find_first_of(",]}"));
        bool const named = literal == "null" || literal == "true" || literal == "false";
        if (!named && !is_number(literal)) return fail("no value");
        keep(path, std::string{literal});
        left_.remove_prefix(literal.size());
    }

    static bool is_digits(std::string_view digits) {
        return !digits.empty() && digits.find_first_not_of("0123456789") == digits.npos;
    }

    /// A sign, digits without a leading zero, a fraction, an exponent.
    static bool is_number(std::string_view text) {
        text.remove_prefix(text.starts_with('-') ? 1 : 0);
        auto const mantissa = text.substr(0, text.find('e')), whole = mantissa.substr(0, mantissa.find('.'));
        if (!is_digits(whole) || (whole.size() > 1 && whole.front() == '0')) return false;
        if (whole.size() != mantissa.size() && !is_digits(mantissa.substr(whole.size() + 1))) return false;
        if (mantissa.size() == text.size()) return true;
        auto const exponent = text.substr(mantissa.size() + 1);
        return is_digits(exponent.substr(exponent.starts_with('-') || exponent.starts_with('+') ? 1 : 0));
    }

    void members(std::string const& path) {
        if (take('}')) return;
        do {
            if (!take('"')) return fail("no key");
            auto const key = path.empty() ? string() : path + "." + string();
            if (!take(':')) return fail("no colon");
            value(key);
        } while (take(','));
        if (!take('}')) fail("no end of the object");
    }

    void elements(std::string const& path) {
        auto& count = sizes_[path] = 0;
        if (take(']')) return;
        do value(path + "." + std::to_string(count++));
        while (take(','));
        if (!take(']')) fail("no end of the array");
    }

    std::string string() {
        std::string text;
        while (!left_.empty() && left_.front() != '"') text += character();
        if (!take('"')) fail("no end of the string");
        return text;
    }

    char character() {
        char const first = left_.front();
        left_.remove_prefix(1);
        if (static_cast<unsigned char>(first) < 0x20) fail("a control character");
        return first == '\\' ? escaped() : first;
    }

    char escaped() {
        if (take('"')) return '"';
        if (take('\\')) return '\\';
        auto const digits = left_.substr(0, 5);
        if (digits.size() != 5 || digits.substr(0, 3) != "u00") return fail("an escape"), ' ';
        left_.remove_prefix(5);
        return static_cast<char>(std::stoi(std::string{digits.substr(3)}, nullptr, 16));
    }

    std::string_view left_;
    std::map<std::string, std::size_t> sizes_;
};
