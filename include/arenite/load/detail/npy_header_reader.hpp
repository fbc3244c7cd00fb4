// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/load/detail/npy_header.hpp>
#include <arenite/load/detail/npy_input.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Reads what is in front of the elements: the magic, a version in 2 bytes, the size of the dictionary in 2 bytes
/// (version 1.0) or 4 (2.0 and 3.0), and the dictionary.
class npy_header_reader {
public:
    explicit npy_header_reader(std::string_view source_name) noexcept : source_(source_name) {}

    /// Errors: data_error; shape_error.
    [[nodiscard]] npy_header read_from(npy_input& input, std::span<char> buffer) const {
        return read([&](std::uint64_t at, std::size_t size) -> std::string_view {
            if (size > buffer.size())
                fail(at, std::string{"a header of "}.append(std::to_string(size)).append(" bytes"),
                     std::string{"at most "}
                         .append(std::to_string(buffer.size()))
                         .append(" (raise npy_options::buffer_bytes)"));
            return {buffer.data(), input.read(buffer.first(size))};
        });
    }

    [[nodiscard]] npy_header read_from(std::string_view bytes) const {
        return read([bytes](std::size_t at, std::size_t size) { return bytes.substr(at, size); });
    }

private:
    static constexpr std::size_t front_bytes = 8;

    /// `part(at, size)` is that part of the bytes, or what is left of it.
    template <class Part>
    [[nodiscard]] npy_header read(Part const& part) const {
        auto const front = part(0, front_bytes);
        check_magic(front);
        check_whole(front, 0, front_bytes);
        auto const size_bytes = bytes_of_size(front);
        auto const size = part(front_bytes, size_bytes);
        check_whole(size, front_bytes, size_bytes);
        auto const first_byte = front_bytes + size_bytes, dictionary_bytes = number_in(size);
        auto const dictionary = part(first_byte, dictionary_bytes);
        check_whole(dictionary, first_byte, dictionary_bytes);
        return npy_dictionary{source_, dictionary, first_byte}.read();
    }

    void check_magic(std::string_view front) const {
        if (front.empty()) fail(0, "an empty input", "a .npy");
        auto const start = front.substr(0, npy_magic.size());
        if (!npy_magic.starts_with(start)) fail(0, printable(start), "\\x93NUMPY, as a .npy begins");
    }

    void check_whole(std::string_view part, std::uint64_t at, std::size_t size) const {
        if (part.size() != size) fail(at + part.size(), "the end of the input", "a whole header");
    }

    [[nodiscard]] std::size_t bytes_of_size(std::string_view front) const {
        auto const major = static_cast<unsigned char>(front[6]), minor = static_cast<unsigned char>(front[7]);
        if (major < 1 || major > 3 || minor != 0)
            fail(6, std::string{"version "}.append(std::to_string(major)).append(".").append(std::to_string(minor)),
                 "1.0, 2.0 or 3.0");
        return major == 1 ? 2 : 4;
    }

    [[nodiscard]] static std::size_t number_in(std::string_view little_endian) noexcept {
        std::size_t number = 0;
        for (auto byte = little_endian.rbegin(); byte != little_endian.rend(); ++byte)
            number = number << 8 | static_cast<unsigned char>(*byte);
        return number;
    }

    [[noreturn]] void fail(std::uint64_t byte, std::string_view found, std::string_view expected) const {
        raise(data_error{source_, {0, 0, byte}, found, expected});
    }

    std::string_view source_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
