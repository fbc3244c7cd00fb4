// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/detail/stored_schema.hpp>
#include <arenite/model/detail/model_columns.hpp>
#include <arenite/model/detail/placed_list.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Writes what a model lists in its `archive`: its schemas, the outermost first, into one section and everything else
/// into another. A model_reader takes the same calls.
class model_writer {
public:
    static constexpr bool reads = false;

    model_writer(section_writer& to_parts, section_writer& to_schemas) noexcept
        : parts_(to_parts), schemas_(to_schemas) {}

    template <class... Parts>
    void operator()(Parts const&... parts) {
        parts_(parts...);
    }
    template <class Choice>
    void choice(Choice part, Choice last) {
        parts_.choice(part, last);
    }
    void count(std::size_t number) { parts_.count(number); }

    void columns(schema_view of) { write_schema(schemas_, of); }
    void columns(model_columns const& of) { write_schema(schemas_, of.view()); }

    /// A list that the reader keeps a copy of.
    template <class Element>
    void copied(std::span<Element> list) {
        parts_(list);
    }
    void texts(std::span<std::string_view const> list) {
        parts_.count(list.size());
        for (auto const text : list) parts_(text);
    }
    template <class Object>
    void pointed(Object const* object) {
        parts_(*object);
    }
    template <class Model>
    void models(placed_list<Model> const& list) {
        parts_.count(list.size());
        for (auto const& one : list) Model::archive(one, *this);
    }

private:
    section_writer& parts_;
    section_writer& schemas_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
