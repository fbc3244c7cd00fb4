// SPDX-License-Identifier: MIT
#pragma once

#include "memory/strict_utf8.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <vector>

/// A page as XML 1.0: one root, elements closed in order, attributes quoted and unique, the five entities and no
/// others, no character that XML does not have. `error` is empty where it is well-formed; `text` is what stands between
/// the tags.
class strict_xml {
public:
    struct tag {
        std::string name;
        std::vector<std::pair<std::string, std::string>> attributes;

        [[nodiscard]] std::string operator[](std::string_view attribute) const {
            for (auto const& [name_of_attribute, value] : attributes)
                if (name_of_attribute == attribute) return value;
            return "(none)";
        }
    };

    explicit strict_xml(std::string_view page) : left_(page) {
        if (where_not_utf8(page) != page.npos) fail("not UTF-8");
        if (!has_xml_characters(page)) fail("a character that XML does not have");
        if (!take("<!DOCTYPE html>\n")) fail("no document type");
        while (error.empty()) {
            take_tag();
            if (open_.empty()) break;
            take_text();
        }
        if (error.empty() && !left_.empty()) fail("text behind the root");
    }

    std::string error, text;
    std::vector<tag> tags;

    [[nodiscard]] auto count(std::string_view name) const {
        return std::ranges::count(tags, name, [](tag const& one) { return std::string_view{one.name}; });
    }

    /// All elements of that name.
    [[nodiscard]] std::vector<tag> all(std::string_view name) const {
        std::vector<tag> found;
        std::ranges::copy_if(tags, std::back_inserter(found), [name](tag const& one) { return one.name == name; });
        return found;
    }

private:
    void fail(std::string const& what) {
        if (error.empty()) error = what + " in front of: " + std::string{left_.substr(0, 60)};
    }

    static bool has_xml_characters(std::string_view page) {
        for (char const one : page)
            if (static_cast<unsigned char>(one) < 0x20 && one != '\n') return false;
        return page.find("\xEF\xBF\xBE") == page.npos && page.find("\xEF\xBF\xBF") == page.npos;
    }

    bool take(std::string_view expected) {
        if (!left_.starts_with(expected)) return false;
        left_.remove_prefix(expected.size());
        return true;
    }

    std::string take_until(std::string_view ends) {
        std::string const taken{left_.substr(0, left_.find_first_of(ends))};
        left_.remove_prefix(taken.size());
        return taken;
    }

    std::string take_name() {
        constexpr std::string_view of_names{"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-0123456789"};
        auto const size = std::min(left_.find_first_not_of(of_names), left_.size());
        std::string const name{left_.substr(0, size)};
        if (name.empty() || name.front() == '-' || (name.front() >= '0' && name.front() <= '9')) fail("no name");
        left_.remove_prefix(size);
        return name;
    }

    void take_tag() {
        if (take("</")) return take_end();
        if (!take("<")) return fail("no tag");
        tag one{take_name(), {}};
        std::set<std::string> names;
        while (error.empty() && take(" ")) {
            auto const name = take_name();
            if (!names.insert(name).second) return fail("an attribute twice");
            if (!take("=\"")) return fail("no quote");
            one.attributes.emplace_back(name, plain(take_until("\"<")));
            if (!take("\"")) return fail("no end of the attribute");
        }
        bool const is_empty = take("/");
        if (!take(">")) return fail("no end of the tag");
        if (!is_empty) open_.push_back(one.name);
        tags.push_back(std::move(one));
    }

    void take_end() {
        auto const name = take_name();
        if (open_.empty() || open_.back() != name || !take(">")) return fail("the end of " + name);
        open_.pop_back();
    }

    void take_text() {
        auto const content = take_until("<");
        if (content.find("]]>") != content.npos) fail("the end of a section");
        if (open_.back() != "style") text += plain(content);
        else if (content.find('&') != content.npos) fail("an entity in a style");
    }

    std::string plain(std::string content) {
        for (std::size_t at = 0; (at = content.find('&', at)) != content.npos; ++at) {
            auto const entity = content.substr(at, content.find(';', at) - at + 1);
            std::string const known[]{"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"};
            auto const found = std::ranges::find(known, entity);
            if (found == std::end(known)) return fail("the entity " + entity), content;
            content.replace(at, entity.size(), 1, "&<>\"'"[found - known]);
        }
        return content;
    }

    std::string_view left_;
    std::vector<std::string> open_;
};
