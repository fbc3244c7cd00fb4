// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/onnx_value.hpp>
#include <arenite/format/detail/printable_text.hpp>
#include <arenite/memory/arena.hpp>

#include <memory>

namespace arenite::inline ARENITE_ABI::detail {

/// The values of a graph by name, in memory that is lent: values from the front, their names from the back.
///
/// Errors:    model_error for a name that nobody made or that was made twice, and for more than there is room for.
/// Allocates: nothing.
class onnx_values {
public:
    onnx_values(protobuf_reader& of_file, std::span<std::byte> lent_memory) : reader_(of_file) {
        arena place{lent_memory};
        slots_ = place.take<std::uint16_t>(slot_count);
        values_ = place.take<onnx_value>(0).data();
        names_ = end_ = reinterpret_cast<char*>(values_) + place.free_bytes();
    }

    /// The value of this name, which stays where it is.
    [[nodiscard]] onnx_value& find(protobuf_extent name) {
        std::array<char, longest_name> room;
        auto const text = read(name, room);
        auto const slot = slot_of(text);
        reader_.set_byte(name.begin);
        if (slots_[slot] == 0)
            reader_.fail(short_text<96>{"the value "}.append(quoted_text(text)), "one that is made in front of it");
        return values_[slots_[slot] - 1];
    }

    [[nodiscard]] bool has(protobuf_extent name) {
        std::array<char, longest_name> room;
        return slots_[slot_of(read(name, room))] != 0;
    }

    void add(protobuf_extent name, onnx_value value) {
        std::array<char, longest_name> room;
        auto const text = read(name, room);
        auto const slot = slot_of(text);
        reader_.set_byte(name.begin);
        if (slots_[slot] != 0) reader_.fail(short_text<96>{"a second value "}.append(quoted_text(text)), "names that differ");
        value.name = keep(text);
        require_room();
        std::construct_at(values_ + count_, value);
        slots_[slot] = static_cast<std::uint16_t>(++count_);
    }

    void clear() noexcept {
        std::ranges::fill(slots_, std::uint16_t{0});
        names_ = end_;
        count_ = 0;
    }

private:
    static constexpr std::size_t slot_count = 4096, most_values = 3000, longest_name = 256;

    [[nodiscard]] std::string_view read(protobuf_extent name, std::span<char> room) {
        reader_.set_byte(name.begin);
        if (name.size() > room.size())
            reader_.fail(short_text<64>{"a name of "}.append(format_number(name.size())).append(" bytes"), "at most 256");
        return reader_.text(name, room);
    }

    /// Where the name is, or would be.
    [[nodiscard]] std::size_t slot_of(std::string_view name) const noexcept {
        std::uint32_t hash = 2166136261U;
        for (char const character : name) hash = (hash ^ static_cast<unsigned char>(character)) * 16777619U;
        auto slot = (hash ^ hash >> 15) % slot_count;
        while (slots_[slot] != 0 && values_[slots_[slot] - 1].name != name) slot = (slot + 1) % slot_count;
        return slot;
    }

    [[nodiscard]] std::string_view keep(std::string_view name) {
        auto const free = static_cast<std::size_t>(names_ - reinterpret_cast<char*>(values_ + count_));
        if (name.size() > free) refuse();
        names_ -= name.size();
        std::ranges::copy(name, names_);
        return {names_, name.size()};
    }

    void require_room() const {
        auto const* const end = reinterpret_cast<char*>(values_ + count_ + 1);
        if (count_ == most_values || end > names_) refuse();
    }
    [[noreturn]] void refuse() const {
        reader_.fail("a graph of too many values", "at most 3000, with names of 60 bytes on the average");
    }

    protobuf_reader& reader_;
    std::span<std::uint16_t> slots_;  ///< one more than the position of a value; 0: none
    onnx_value* values_;
    char *names_, *end_;  ///< the last name that was kept; behind the first one
    std::size_t count_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
