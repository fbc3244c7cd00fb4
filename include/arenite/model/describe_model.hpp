// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/detail/json_writer.hpp>
#include <arenite/model/model_description.hpp>

namespace arenite::inline ARENITE_ABI {

namespace detail {

[[nodiscard]] constexpr std::string_view name_of(precision of_numbers) noexcept {
    return of_numbers == precision::float32 ? "float" : "double";
}

inline void put_line(text_writer& out, std::string_view name, std::string_view value) {
    out << name;
    out.fill(12 - std::min<std::size_t>(name.size(), 11));
    put_plain(out, value);
    out << '\n';
}

inline void put_line(text_writer& out, std::string_view name, std::size_t number) {
    put_line(out, name, format_number(number).view());
}

inline void put_depths(text_writer& out, model_description const& of) {
    for (std::size_t depth = 0; depth != of.depths_there().size(); ++depth) {
        if (of.depths[depth] == 0) continue;
        short_text<32> name{"  depth "};
        name.append(format_number(depth)).append(depth == of.depths.size() - 1 ? "+" : "");
        put_line(out, name, of.depths[depth]);
    }
}

inline void put_classes(text_writer& out, std::span<std::string_view const> classes) {
    if (classes.empty()) return;
    put_line(out, "classes", classes.size());
    for (std::size_t i = 0; i != classes.size(); ++i)
        put_line(out, short_text<32>{"  "}.append(format_number(i)), classes[i]);
}

/// Each operation that occurs, and how often.
template <class Put>
void for_each_operation(std::span<column_step const> steps, Put put) {
    for (std::size_t i = 0; i != steps.size(); ++i) {
        auto const is_same = [&](column_step const& other) { return other.op == steps[i].op; };
        if (std::ranges::none_of(steps.first(i), is_same))
            put(name_of(steps[i].op), static_cast<std::size_t>(std::ranges::count_if(steps, is_same)));
    }
}

inline void put_preparation(text_writer& out, model_description const& of) {
    if (of.prepared == 0) return;
    put_line(out, "prepared", of.prepared);
    for_each_operation(of.preparation, [&](std::string_view name, std::size_t count) {
        put_line(out, short_text<32>{"  "}.append(name), count);
    });
}

/// A feature: its number, its kind and, of categories, how many; its name last, as it may have blanks.
inline void put_feature(text_writer& out, std::size_t number, column const& feature) {
    out << "  " << number << ' ' << name_of(feature.kind);
    bool const lists = feature.kind == column_kind::category && !feature.vocabulary.empty();
    if (lists) out << " of " << feature.vocabulary.size();
    if (!feature.used) out << ", not read";
    out << ": ";
    put_plain(out, feature.name);
    out << '\n';
}

inline void write_description(text_writer& out, model_description const& of) {
    put_line(out, "format", of.info.format);
    if (!of.info.origin.view().empty()) put_line(out, "origin", of.info.origin);
    put_line(out, "trainer", of.info.trainer_version);
    put_line(out, "objective", of.info.objective);
    put_line(out, "precision", name_of(of.info.output));
    put_line(out, "outputs", of.outputs);
    put_line(out, "margins", of.margins);
    put_classes(out, of.classes);
    put_preparation(out, of);
    put_line(out, "trees", of.trees);
    put_depths(out, of);
    put_line(out, "nodes", of.nodes);
    put_line(out, "leaves", of.leaves);
    put_line(out, "bytes", of.bytes);
    for (auto const& part : of.parts) put_line(out, short_text<32>{"  "}.append(part.name), part.bytes);
    put_line(out, "features", of.schema.size());
    put_line(out, "  read", of.used_features());
    if (!of.schema.named()) return;
    for (std::size_t i = 0; i != of.schema.size(); ++i) put_feature(out, i, of.schema[i]);
}

inline void write_json_features(json_writer& json, schema_view schema) {
    json.key("features");
    json.array([&] {
        for (std::size_t i = 0; i != schema.size(); ++i)
            json.object([&] {
                auto const feature = schema[i];
                json.member("name", feature.name);
                json.member("kind", name_of(feature.kind));
                json.key("used");
                json.literal(feature.used ? "true" : "false");
                bool const is_category = feature.kind == column_kind::category;
                json.member("categories", is_category ? feature.vocabulary.size() : 0);
            });
    });
}

inline void write_json_description(text_writer& out, model_description const& of) {
    json_writer json{out};
    json.object([&] {
        json.member("format", of.info.format);
        if (!of.info.origin.view().empty()) json.member("origin", of.info.origin.view());
        json.member("trainer_version", of.info.trainer_version.view());
        json.member("objective", of.info.objective.view());
        json.member("precision", name_of(of.info.output));
        json.member("outputs", of.outputs);
        json.member("margins", of.margins);
        json.key("classes");
        json.array([&] {
            for (auto const name : of.classes) json.value(name);
        });
        json.member("prepared", of.prepared);
        json.key("preparation");
        json.object([&] {
            for_each_operation(of.preparation,
                               [&](std::string_view name, std::size_t count) { json.member(name, count); });
        });
        json.member("trees", of.trees);
        json.member("nodes", of.nodes);
        json.member("leaves", of.leaves);
        json.member("deepest", of.deepest);
        json.key("depths");
        json.array([&] {
            for (auto const trees : of.depths_there()) json.value(trees);
        });
        json.member("bytes", of.bytes);
        json.list("parts", of.parts, [&json](described_part const& part) {
            json.member("name", part.name);
            json.member("bytes", part.bytes);
        });
        write_json_features(json, of.schema);
    });
}

}  // namespace detail

/// A description as lines of a name and a value: format, version of the trainer, objective, precision, outputs, classes,
/// steps that prepare columns, trees by depth, nodes, bytes by part and, if they have names, the features. Allocates:
/// nothing of its own.
template <class Traits>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out, model_description const& of) {
    return out << detail::streamed_view<model_description const&, detail::write_description>{of};
}

/// The same as one JSON object on one line. `depths[d]` are the trees that are d splits deep; the last of 65 counts the
/// deeper ones too. Allocates: nothing of its own; borrows the model's schema.
[[nodiscard]] inline auto as_json(model_description const& of) noexcept {
    return detail::streamed_view<model_description, detail::write_json_description>{of};
}

}  // namespace arenite::inline ARENITE_ABI
