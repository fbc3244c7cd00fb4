// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/detail/stored_schema.hpp>
#include <arenite/model/detail/forest_plan.hpp>
#include <arenite/model/detail/model_columns.hpp>
#include <arenite/model/detail/placed_list.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Writes what a model lists in its `archive`: its schemas, the outermost first, into one section, the plans of its
/// trees into another, and everything else into a third. A model_reader takes the same calls.
class model_writer {
public:
    static constexpr bool reads = false;

    model_writer(section_writer& to_parts, section_writer& to_schemas, section_writer& to_plans) noexcept
        : parts_(to_parts), schemas_(to_schemas), plans_(to_plans) {}

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
    template <class Object>
    void optional(Object const* object) {
        parts_(object != nullptr);
        if (object != nullptr) Object::archive(*object, *this);
    }

    /// If it is for the best instructions of this processor, which the section is for.
    template <class T>
    void plan(forest_plan<T> const* of_trees, std::size_t) {
        bool const is_kept = of_trees->instructions == best_instruction_set();
        model_writer to{plans_, schemas_, plans_};
        to.optional(is_kept ? of_trees : nullptr);
    }

private:
    section_writer& parts_;
    section_writer& schemas_;
    section_writer& plans_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
