// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/detail/stored_schema.hpp>
#include <arenite/memory/arena.hpp>
#include <arenite/model/detail/forest_plan.hpp>
#include <arenite/model/detail/model_columns.hpp>
#include <arenite/model/detail/placed_list.hpp>
#include <arenite/model/detail/unfilled.hpp>

#include <optional>
#include <utility>

namespace arenite::inline ARENITE_ABI::detail {

/// Fills a model in from what a model_writer wrote, by the same calls. Numbers, texts and lists stay where they are in
/// the sections; what has pointers in it is made in an arena, or, without one, only counted: the first time round.
///
/// Errors: as of a section_reader. Allocates: nothing. Lifetime: what is filled borrows sections and arena.
class model_reader {
public:
    static constexpr bool reads = true;

    /// Without plans, trees are left without.
    model_reader(section_reader from_parts, section_reader from_schemas, std::optional<section_reader> from_plans,
                 arena* for_objects) noexcept
        : parts_(from_parts), schemas_(from_schemas), plans_(from_plans), place_(for_objects) {}

    template <class... Parts>
    void operator()(Parts&... parts) {
        parts_(parts...);
    }
    template <class Choice>
    void choice(Choice& part, Choice last) {
        parts_.choice(part, last);
    }
    void count(std::size_t& number) { parts_.count(number); }
    [[noreturn]] void fail(std::string_view found, std::string_view expected) const { parts_.fail(found, expected); }

    void columns(schema_view& of) {
        model_columns read;
        columns(read);
        of = read.view();
    }
    void columns(model_columns& of) {
        stored_schema const from{schemas_};
        if (from.columns.empty()) return static_cast<void>(of = model_columns{from.size, from.used_bits});
        auto const made = take<column>(from.columns.size());
        auto const names = take<std::string_view>(from.category_bytes.size());
        if (place_ != nullptr) from.fill(made, names);
        of = model_columns{made};
    }

    template <class Element>
    void copied(std::span<Element>& list) {
        std::span<Element> stored;
        parts_(stored);
        list = take<Element>(stored.size());
        std::ranges::copy(stored.first(list.size()), list.begin());
    }
    void copied(std::span<bool>& list) {
        std::span<unsigned char> stored;
        parts_(stored);
        if (std::ranges::any_of(stored, [](unsigned char truth) { return truth > 1; }))
            fail("a truth that is neither 0 nor 1", "either");
        list = take<bool>(stored.size());
        for (std::size_t i = 0; i != list.size(); ++i) list[i] = stored[i] != 0;
    }
    void texts(std::span<std::string_view>& list) {
        std::size_t size = 0;
        count(size);
        parts_.require_room(size, sizeof(std::uint64_t));
        list = take<std::string_view>(size);
        for (std::size_t i = 0; i != size; ++i) {
            std::string_view text;
            parts_(text);
            if (!list.empty()) list[i] = text;
        }
    }
    template <class Object>
    void pointed(Object*& object) {
        std::remove_const_t<Object> spare;
        auto const made = take<std::remove_const_t<Object>>(1);
        parts_(made.empty() ? spare : made[0]);
        object = made.data();
    }
    template <class Model>
    void models(placed_list<Model>& list) {
        std::size_t size = 0;
        count(size);
        parts_.require_room(size, least_model_bytes);
        auto const room = take<std::byte>(size * sizeof(Model));
        list = placed_list<Model>{room};
        for (std::size_t i = 0; i != size; ++i) {
            Model read{unfilled{}};
            Model::archive(read, *this);
            if (!room.empty()) list.push_back(std::move(read));
        }
    }

    template <class Object>
    void optional(Object*& object) {
        bool is_there = false;
        parts_(is_there);
        if (!is_there) return;
        Object spare{};
        auto const made = take<Object>(1);
        Object::archive(made.empty() ? spare : made[0], *this);
        object = made.data();
    }

    /// And how many bytes of the file it takes.
    template <class T>
    void plan(forest_plan<T>*& of_trees, std::size_t& bytes_of_plan) {
        if (!plans_) return;
        std::swap(parts_, *plans_);
        auto const before = parts_.position();
        optional(of_trees);
        if (of_trees != nullptr) of_trees->instructions = best_instruction_set();
        bytes_of_plan = parts_.position() - before;
        std::swap(parts_, *plans_);
    }

    /// All sections were read to their ends.
    void finish() const {
        parts_.finish();
        schemas_.finish();
        if (plans_) plans_->finish();
    }
    /// What the objects take in an arena.
    [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }

private:
    static constexpr std::size_t least_model_bytes = 64;  // in a file

    /// None while they are counted.
    template <class Object>
    [[nodiscard]] std::span<Object> take(std::size_t size) {
        bytes_ += arena_bytes<Object>(size);
        return place_ == nullptr ? std::span<Object>{} : place_->take<Object>(size);
    }

    section_reader parts_, schemas_;
    std::optional<section_reader> plans_;
    arena* place_;
    std::size_t bytes_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
