// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/detail/section_reader.hpp>
#include <arenite/batch/detail/section_writer.hpp>
#include <arenite/core/contract.hpp>
#include <arenite/core/detail/lies_inside.hpp>

#include <bit>

namespace arenite::inline ARENITE_ABI::detail {

/// What a file of arenite's own begins with.
inline constexpr std::string_view own_magic =
    "\x8a"
    "arenite";

/// The first 64 bytes.
struct section_header {
    std::array<char, 8> magic{};
    std::uint32_t version = 1;              ///< of header and table; each section has its own besides
    std::uint32_t byte_order = 0x0d0c0b0a;  ///< the bytes 0a 0b 0c 0d: little-endian
    std::uint64_t bytes = 0;                ///< of the whole file
    std::uint32_t sections = 0;
    std::uint32_t alignment = region_alignment;  ///< of sections, and of lists in them
    std::array<char, 16> kind{};                 ///< what the file holds
    std::array<char, 16> unused{};

    template <class Self, class File>
    static constexpr void archive(Self& self, File& file) {
        file(self.magic, self.version, self.byte_order, self.bytes, self.sections, self.alignment, self.kind,
             self.unused);
    }
};

/// A section in the table, which follows the header.
struct section_entry {
    std::array<char, 12> name{};
    std::uint32_t version = 1;  ///< of its layout
    std::uint64_t offset = 0;   ///< the first multiple of 64 behind what comes before
    std::uint64_t bytes = 0;

    template <class Self, class File>
    static constexpr void archive(Self& self, File& file) {
        file(self.name, self.version, self.offset, self.bytes);
    }
};
static_assert(sizeof(section_header) == 64 && sizeof(section_entry) == 32);

/// A section to write: `content(section_writer&)` writes it, each time the same.
template <class Content>
struct section {
    std::string_view name;
    std::uint32_t version;
    Content content;
};
template <class Content>
section(std::string_view, std::uint32_t, Content) -> section<Content>;

/// Texts in fields of the header and the table end with zeros.
template <std::size_t N>
[[nodiscard]] constexpr std::array<char, N> padded_text(std::string_view text) {
    contract(text.size() <= N, "names of sections and kinds of files are short");
    std::array<char, N> padded{};
    text.copy(padded.data(), N);
    return padded;
}
template <std::size_t N>
[[nodiscard]] constexpr std::string_view unpadded(std::array<char, N> const& padded) noexcept {
    std::string_view const text{padded.data(), N};
    return text.substr(0, text.find('\0'));
}

/// A file of arenite's own is made of sections, each of whoever writes it, between a header with a table and a
/// checksum:
///
///     header, 64 bytes | table, 32 bytes a section | zeros | section | zeros | section | zeros | checksum, 8 bytes
///
/// Sections begin at multiples of 64; the checksum is a block_checksum of all that is in front of it. To keep something
/// of your own in such a file, write one more section, under a name that nobody else has, and read it by that name:
/// sections that a reader does not ask for do no harm. What is in it is what its `archive` lists (section_writer):
///
///     write_sections(sink, "stages", section{"impute", 1, [&](section_writer& to) { to(values, name); }});
///
///     section_file const file{bytes, path, "stages"};
///     file.require_checksum();
///     auto from = file.section("impute", 1);
///     from(values, name);    // a span<double const> and a string_view into `bytes`
///     from.finish();
///
/// Where the layout changes, the section gets the next version and its reader goes on reading those before
/// (`section_reader` has no version: ask version_of).
///
/// Errors:    what the sink throws.
/// Allocates: nothing. Stack: about 5 KiB.
template <class Sink, class... Contents>
void write_sections(Sink& sink, std::string_view kind, section<Contents> const&... sections) {
    static_assert(std::endian::native == std::endian::little, "files are little-endian");
    std::array<section_entry, sizeof...(Contents)> table{};
    std::uint64_t end = round_up(sizeof(section_header) + sizeof table);
    auto* next = table.data();
    auto const enter = [&](auto const& one) {
        section_writer counting;
        one.content(counting);
        *next++ = {padded_text<12>(one.name), one.version, end, counting.bytes()};
        end = round_up(end + counting.bytes());
    };
    (enter(sections), ...);
    checked_output out{sink};
    section_writer front{&out};
    front(section_header{.magic = padded_text<8>(own_magic),
                         .bytes = end + sizeof(std::uint64_t),
                         .sections = static_cast<std::uint32_t>(table.size()),
                         .kind = padded_text<16>(kind)});
    for (auto const& entry : table) front(entry);
    front.align(region_alignment);
    auto const write = [&](auto const& one) {
        section_writer to{&out};
        one.content(to);
        to.align(region_alignment);
    };
    (write(sections), ...);
    out.finish();
}

/// So many bytes hold header and table of every file.
inline constexpr std::size_t section_table_bytes = 4096;

/// Such a file, or its first sections, in memory.
///
/// Errors:    model_error for one that is no such file, of another kind, too new, damaged, cut off, or with bytes
///            behind its end; and for sections that are missing or too new.
/// Allocates: nothing.
/// Lifetime:  borrows the bytes and the name.
class section_file {
public:
    /// Checks header and table. `first_bytes` lie at a multiple of 64, and are at least section_table_bytes, or all.
    section_file(std::span<std::byte> first_bytes, std::uint64_t bytes_of_file, std::string_view file_name,
                 std::string_view kind)
        : bytes_(first_bytes), file_bytes_(bytes_of_file), name_(file_name) {
        static_assert(std::endian::native == std::endian::little, "files are little-endian");
        if (bytes_.size() < sizeof(section_header)) fail(bytes_.size(), "the end of the file", "a header of 64 bytes");
        section_reader{{bytes_, 0, name_, "header"}}(header_);
        check_header(kind);
        check_table();
    }
    /// All of its bytes are in memory.
    section_file(std::span<std::byte> whole_file, std::string_view file_name, std::string_view kind)
        : section_file(whole_file, whole_file.size(), file_name, kind) {}

    /// Requires: all of its bytes are in memory.
    void require_checksum() const {
        require_checksum({}, [](std::uint64_t, std::span<std::byte>) {});
    }

    /// What is not in memory, `read(offset, span<std::byte>)` brings, a buffer full at a time; that holds whole blocks.
    template <class Read>
    void require_checksum(std::span<std::byte> buffer, Read read) const {
        block_checksum found;
        auto const end = file_bytes_ - sizeof(std::uint64_t);
        std::uint64_t stored = 0, at = std::min<std::uint64_t>(bytes_.size(), end);
        found.add(bytes_.first(static_cast<std::size_t>(at)));
        while (at != end) {
            auto const piece = buffer.first(static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), end - at)));
            read(at, piece);
            found.add(piece);
            at += piece.size();
        }
        if (bytes_.size() == file_bytes_) std::memcpy(&stored, bytes_.data() + end, sizeof stored);
        else read(end, std::as_writable_bytes(std::span{&stored, 1}));
        if (stored != found.value()) fail(end, "another checksum than that of the bytes", "a file as it was written");
    }

    /// The version of a section; 0: there is none of this name.
    [[nodiscard]] std::uint32_t version_of(std::string_view wanted) const noexcept {
        auto const* const entry = find(wanted);
        return entry == nullptr ? 0 : entry->version;
    }

    /// Where the sections behind this one begin; without them, or without it, the end of the file.
    [[nodiscard]] std::uint64_t end_of(std::string_view wanted) const noexcept {
        auto const* const entry = find(wanted);
        return entry == nullptr || entry == &table_.back() ? file_bytes_ : entry[1].offset;
    }

    /// A section of at most this version.
    [[nodiscard]] section_reader section(std::string_view wanted, std::uint32_t newest) const {
        auto const* const entry = find(wanted);
        if (entry == nullptr)
            fail(sizeof header_, "a file without a section " + std::string{wanted}, "one that has it");
        if (entry->version > newest || entry->version == 0)
            fail(entry->offset, "a section of a newer version: " + std::string{wanted},
                 "a version that this one knows");
        auto const begin = static_cast<std::size_t>(entry->offset), count = static_cast<std::size_t>(entry->bytes);
        if (!lies_inside(begin, count, bytes_.size()))
            fail(entry->offset, "a section behind others that can be left out: " + std::string{wanted},
                 "sections in another order");
        return section_reader{{bytes_.subspan(begin, count), entry->offset, name_, unpadded(entry->name)}};
    }

private:
    [[noreturn]] void fail(std::uint64_t offset, std::string_view found, std::string_view expected) const {
        raise(model_error{name_, {}, offset, found, expected});
    }

    void check_header(std::string_view kind) const {
        if (header_.magic != padded_text<8>(own_magic)) fail(0, "no file of arenite's own", "its magic");
        if (header_.byte_order != section_header{}.byte_order) fail(12, "another order of bytes", "little-endian");
        if (header_.version != 1) fail(8, "a file of a newer version", "version 1");
        if (unpadded(header_.kind) != kind) fail(32, "a file that holds " + std::string{unpadded(header_.kind)}, kind);
        if (header_.alignment != region_alignment) fail(28, "another alignment", "64");
        if (header_.bytes != file_bytes_) fail(16, "a file of another length", "the length in its header");
    }

    void check_table() {
        auto const room = (std::min(bytes_.size(), section_table_bytes) - sizeof header_) / sizeof(section_entry);
        if (header_.sections > room) fail(24, "more sections than the file has room for", "fewer, and at most 126");
        table_ = {reinterpret_cast<section_entry const*>(bytes_.data() + sizeof header_), header_.sections};
        std::uint64_t end = sizeof header_ + table_.size_bytes();
        for (auto const& entry : table_) {
            auto const place = std::uint64_t{reinterpret_cast<std::uintptr_t>(&entry)} -
                               std::uint64_t{reinterpret_cast<std::uintptr_t>(bytes_.data())};
            if (entry.offset != round_up(end)) fail(place, "a section at another place", "one behind what is before");
            if (!lies_inside(entry.offset, entry.bytes, file_bytes_))
                fail(place, "a section behind the end of the file", "one that is there");
            end = entry.offset + entry.bytes;
        }
        if (round_up(end) + sizeof(std::uint64_t) != file_bytes_)
            fail(file_bytes_, "another end than that of the sections", "the checksum behind the last of them");
    }

    [[nodiscard]] section_entry const* find(std::string_view wanted) const noexcept {
        auto const found = std::ranges::find(table_, wanted, [](auto const& entry) { return unpadded(entry.name); });
        return found == table_.end() ? nullptr : &*found;
    }

    std::span<std::byte> bytes_;
    std::uint64_t file_bytes_;
    std::string_view name_;
    section_header header_;
    std::span<section_entry const> table_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
