// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/detail/record_layout.hpp>
#include <arenite/core/detail/lies_inside.hpp>
#include <arenite/core/model_error.hpp>
#include <arenite/core/raise.hpp>

#include <string_view>

namespace arenite::inline ARENITE_ABI::detail {

/// The bytes of one section and where they come from, for messages.
struct section_bytes {
    std::span<std::byte> bytes;  ///< from a multiple of 64 on; only read
    std::uint64_t offset = 0;    ///< of the first, in the file
    std::string_view file, name;
};

/// Reads what a section_writer wrote, by the same calls. Texts and lists are not copied: they lie in the section, which
/// nobody may write to.
///
/// Errors:    model_error for what does not fit into the section, for a truth that is neither 0 nor 1 and a choice that
///            is none. Whether numbers make sense is for the caller to say: see fail.
/// Allocates: nothing.
/// Lifetime:  what was read borrows the section's bytes.
class section_reader {
public:
    static constexpr bool reads = true;

    explicit section_reader(section_bytes const& from) noexcept : from_(from) {}

    template <class... Parts>
    void operator()(Parts&... parts) {
        (take(parts), ...);
    }
    template <class Choice>
    void choice(Choice& part, Choice last) {
        static_assert(sizeof part == 1);
        take(part);
        if (part > last) fail("a choice that is none", "one that this version knows");
    }
    void count(std::size_t& number) {
        std::uint64_t read = 0;
        take(read);
        if (read > largest_region_bytes) fail("a count beyond all memory", "a smaller one");
        number = static_cast<std::size_t>(read);
    }

    /// Elements that were promised, of at least so many bytes each: the section has room for them.
    void require_room(std::size_t elements, std::size_t bytes_of_each) const {
        if (elements > (from_.bytes.size() - at_) / bytes_of_each)
            fail("more than the section holds", "a shorter list");
    }

    /// Bytes of the section that were taken.
    [[nodiscard]] std::size_t position() const noexcept { return at_; }

    /// Nothing is left.
    void finish() const {
        if (at_ != from_.bytes.size()) fail("bytes behind the end", "the end of the section");
    }

    [[noreturn]] void fail(std::string_view found, std::string_view expected) const {
        raise(model_error{from_.file, from_.name, from_.offset + at_, found, expected});
    }

private:
    template <class Part>
    void take(Part& part) {
        if constexpr (std::is_same_v<Part, bool>) take_truth(part);
        else if constexpr (is_stored_value<Part>)
            std::memcpy(&part, take_bytes(alignof(Part), sizeof part), sizeof part);
        else Part::archive(part, *this);
    }
    void take_truth(bool& part) {
        unsigned char byte = 0;
        take(byte);
        if (byte > 1) fail("a truth that is neither 0 nor 1", "either");
        part = byte != 0;
    }
    void take(std::string_view& text) {
        std::size_t size = 0;
        count(size);
        require_room(size, 1);
        text = {reinterpret_cast<char const*>(take_bytes(1, size)), size};
    }
    template <class Element>
    void take(std::span<Element>& list) {
        std::size_t size = 0;
        count(size);
        list = {};
        if (size == 0) return;
        require_room(size, sizeof(Element));
        list = {reinterpret_cast<Element*>(take_bytes(region_alignment, size * sizeof(Element))), size};
        if constexpr (!is_stored_value<std::remove_const_t<Element>>) check(list);
        else static_assert(!std::is_same_v<std::remove_const_t<Element>, bool>, "a list of truths is one of bytes");
    }
    template <class Record>
    void check(std::span<Record> list) const {
        for (auto& record : list)
            if (!is_record(record))
                fail("a record that is none", "truths of 0 or 1, and choices that this version knows");
    }

    [[nodiscard]] std::byte* take_bytes(std::size_t alignment, std::size_t count_of_bytes) {
        auto const begin = round_up(at_, alignment);
        if (!lies_inside(begin, count_of_bytes, from_.bytes.size())) fail("the end of the section", "more of it");
        at_ = begin + count_of_bytes;
        return from_.bytes.data() + begin;
    }

    section_bytes from_;
    std::size_t at_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
