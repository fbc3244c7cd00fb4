// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/onnx_graph_size.hpp>
#include <arenite/format/detail/onnx_value.hpp>
#include <arenite/format/detail/printable_text.hpp>
#include <arenite/memory/arena.hpp>

#include <bit>

namespace arenite::inline ARENITE_ABI::detail {

/// The values of a graph by name, in memory that is lent.
///
/// Errors:    model_error for a name that nobody made or that was made twice, and for more than were counted.
/// Allocates: nothing.
class onnx_values {
public:
    [[nodiscard]] static std::size_t room_bytes(onnx_graph_size const& of) noexcept {
        return arena_bytes<std::uint16_t>(slot_count(of)) + arena_bytes<onnx_value>(of.values) +
               arena_bytes<char>(of.name_characters);
    }

    onnx_values(protobuf_reader& of_file, std::span<std::byte> lent_room, onnx_graph_size const& counted)
        : reader_(of_file) {
        arena place{lent_room};
        slots_ = place.take<std::uint16_t>(slot_count(counted));
        values_ = place.take<onnx_value>(counted.values);
        names_ = place.take<char>(counted.name_characters);
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
        if (slots_[slot] != 0)
            reader_.fail(short_text<96>{"a second value "}.append(quoted_text(text)), "names that differ");
        if (count_ == values_.size() || text.size() > names_.size() - characters_)
            reader_.fail("more than when it was counted", "a file that stays as it is");
        value.name = keep(text);
        values_[count_] = value;
        slots_[slot] = static_cast<std::uint16_t>(++count_);
    }

    void clear() noexcept {
        std::ranges::fill(slots_, std::uint16_t{0});
        characters_ = count_ = 0;
    }

private:
    static constexpr std::size_t longest_name = onnx_graph_size::longest_name;

    /// Half of them stay free, or more.
    [[nodiscard]] static std::size_t slot_count(onnx_graph_size const& of) noexcept {
        return std::bit_ceil(2 * of.values + 1);
    }

    [[nodiscard]] std::string_view read(protobuf_extent name, std::span<char> room) {
        reader_.set_byte(name.begin);
        if (name.size() > room.size())
            reader_.fail(short_text<64>{"a name of "}.append(format_number(name.size())).append(" bytes"),
                         "at most 256");
        return reader_.text(name, room);
    }

    /// Where the name is, or would be.
    [[nodiscard]] std::size_t slot_of(std::string_view name) const noexcept {
        std::uint32_t hash = 2166136261U;
        for (char const character : name) hash = (hash ^ static_cast<unsigned char>(character)) * 16777619U;
        auto slot = (hash ^ hash >> 15) % slots_.size();
        while (slots_[slot] != 0 && values_[slots_[slot] - 1].name != name) slot = (slot + 1) % slots_.size();
        return slot;
    }

    [[nodiscard]] std::string_view keep(std::string_view name) noexcept {
        auto const kept = names_.subspan(characters_, name.size());
        std::ranges::copy(name, kept.begin());
        characters_ += name.size();
        return {kept.data(), kept.size()};
    }

    protobuf_reader& reader_;
    std::span<std::uint16_t> slots_;  ///< one more than the position of a value; 0: none
    std::span<onnx_value> values_;
    std::span<char> names_;
    std::size_t count_ = 0, characters_ = 0;  ///< that are there yet
};

}  // namespace arenite::inline ARENITE_ABI::detail
