// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/detail/record_layout.hpp>
#include <arenite/core/detail/block_checksum.hpp>

#include <algorithm>
#include <string_view>
#include <utility>

namespace arenite::inline ARENITE_ABI::detail {

/// Passes bytes on to a sink, whatever its type, in blocks of 4 KiB, and adds up their checksum.
class checked_output {
public:
    template <class Sink>
    explicit checked_output(Sink& sink) noexcept : sink_(&sink), write_(&write_to<Sink>) {}

    void write(std::span<std::byte const> bytes) {
        while (!bytes.empty()) {
            auto const count = std::min(bytes.size(), block_.size() - filled_);
            std::ranges::copy(bytes.first(count), block_.begin() + static_cast<std::ptrdiff_t>(filled_));
            filled_ += count;
            bytes = bytes.subspan(count);
            if (filled_ == block_.size()) flush();
        }
    }

    /// The file ends with the checksum of what comes before. Requires: whole blocks of 64 bytes were written.
    void finish() {
        auto const sum = checksum();
        write_(sink_, std::as_bytes(std::span{&sum, 1}));
    }
    [[nodiscard]] std::uint64_t checksum() {
        flush();
        return checksum_.value();
    }

private:
    void flush() {
        auto const filled = std::span{std::as_const(block_)}.first(std::exchange(filled_, 0));
        checksum_.add(filled);
        write_(sink_, filled);
    }

    template <class Sink>
    static void write_to(void* sink, std::span<std::byte const> bytes) {
        static_cast<Sink*>(sink)->write(std::span{reinterpret_cast<char const*>(bytes.data()), bytes.size()});
    }

    void* sink_;
    void (*write_)(void*, std::span<std::byte const>);
    block_checksum checksum_;
    std::size_t filled_ = 0;
    std::array<std::byte, 4096> block_;
};

/// Writes what a section holds, or only counts its bytes: what is listed, one after the other. On disk all is
/// little-endian, and
///
///     a number        lies at the next multiple of its size; a truth and a choice are one byte, a count is 8
///     a text          is a count and as many characters
///     a list          is a count and, unless that is 0, its elements from the next multiple of 64 on, as in memory:
///                     see record_fields
///     an object       that has an `archive` is what it lists
///
/// with zeros in between. A section_reader takes the same calls.
class section_writer {
public:
    static constexpr bool reads = false;

    /// Null: counts.
    explicit section_writer(checked_output* to = nullptr) noexcept : to_(to) {}

    template <class... Parts>
    void operator()(Parts const&... parts) {
        (put(parts), ...);
    }
    template <class Choice>
    void choice(Choice part, Choice /*last*/) {
        static_assert(sizeof part == 1);
        put(part);
    }
    void count(std::size_t number) { put(std::uint64_t{number}); }

    /// A list whose elements are made one by one: `make(i)`.
    template <class Element, class Make>
    void list(std::size_t size, Make make) {
        begin_list(size);
        for (std::size_t i = 0; i != size; ++i) put_element<Element>(make(i));
    }
    /// A list of so many elements, which follow.
    void begin_list(std::size_t size) {
        count(size);
        if (size != 0) align(region_alignment);
    }
    void characters(std::string_view text) { put_bytes(std::as_bytes(std::span{text})); }

    void align(std::size_t alignment) {
        constexpr std::array<std::byte, region_alignment> zeros{};
        put_bytes(std::span{zeros}.first(round_up(bytes_, alignment) - bytes_));
    }

    /// So far.
    [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }

private:
    template <class Part>
    void put(Part const& part) {
        if constexpr (is_stored_value<Part>) {
            align(alignof(Part));
            put_bytes(std::as_bytes(std::span{&part, 1}));
        } else {
            Part::archive(part, *this);
        }
    }
    void put(std::string_view text) {
        count(text.size());
        characters(text);
    }
    template <class Element>
    void put(std::span<Element> list) {
        using stored = std::remove_const_t<Element>;
        begin_list(list.size());
        if constexpr (!has_gaps<stored>) put_bytes(std::as_bytes(list));
        else if (to_ == nullptr) bytes_ += list.size_bytes();
        else
            for (auto const& element : list) put_element<stored>(element);
    }
    template <class Element>
    void put_element(Element const& element) {
        if constexpr (is_stored_value<Element>) put_bytes(std::as_bytes(std::span{&element, 1}));
        else put_bytes(record_image<Element>{element}.bytes);
    }

    void put_bytes(std::span<std::byte const> bytes) {
        if (to_ != nullptr) to_->write(bytes);
        bytes_ += bytes.size();
    }

    checked_output* to_;
    std::size_t bytes_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
