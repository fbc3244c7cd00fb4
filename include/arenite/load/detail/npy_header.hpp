// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/bytes.hpp>
#include <arenite/core/parse_number.hpp>
#include <arenite/core/shape_error.hpp>
#include <arenite/load/detail/csv_complaint.hpp>
#include <arenite/load/detail/npy_type.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// What an array is, and where its elements begin.
struct npy_header {
    npy_type type = npy_type::f8;
    bool fortran_order = false;  ///< column by column instead of row by row
    std::uint64_t rows = 0;
    std::size_t cols = 1;
    std::uint64_t data_byte = 0;

    [[nodiscard]] std::size_t element_bytes() const noexcept { return npy_size(type); }
    [[nodiscard]] std::uint64_t data_bytes() const noexcept { return rows * cols * element_bytes(); }

    /// Of one column both orders are the same.
    [[nodiscard]] bool by_columns() const noexcept { return fortran_order && cols != 1; }
};

inline constexpr std::string_view npy_magic = "\x93NUMPY";

/// Reads the dictionary of a header: a Python literal with the keys descr, fortran_order and shape, as NumPy's
/// numpy.lib.format describes it. Keys come in any order, blanks and a last comma are free, and a whole number may end
/// in L, as Python 2 wrote it.
class npy_dictionary {
public:
    npy_dictionary(std::string_view source_name, std::string_view header_text, std::uint64_t first_byte) noexcept
        : source_(source_name), text_(header_text), first_byte_(first_byte) {}

    /// Errors: data_error, which names what is no array of numbers, and shape_error for other than 1 or 2 dimensions.
    [[nodiscard]] npy_header read() {
        expect('{', "a dictionary");
        while (!take('}')) {
            read_member();
            if (take(',')) continue;
            expect('}', "a comma or the end of the dictionary");
            break;
        }
        skip_blanks();
        if (at_ != text_.size()) fail("nothing behind the dictionary");
        if (keys_ != all_keys) fail(at_, "no more keys", "the keys descr, fortran_order and shape");
        header_.data_byte = first_byte_ + text_.size();
        check_size();
        return header_;
    }

private:
    static constexpr unsigned descr_key = 1, order_key = 2, shape_key = 4, all_keys = 7;

    void read_member() {
        skip_blanks();
        auto const start = at_;
        auto const key = read_string("a key");
        unsigned const which = key == "descr"           ? descr_key
                               : key == "fortran_order" ? order_key
                               : key == "shape"         ? shape_key
                                                        : 0;
        if (which == 0 || (keys_ & which) != 0)
            fail(start, printable(key), "descr, fortran_order and shape, each of them once");
        keys_ |= which;
        expect(':', "a colon");
        if (which == descr_key) read_type();
        else if (which == order_key) read_order();
        else read_shape();
    }

    void read_type() {
        skip_blanks();
        auto const start = at_;
        bool const text = at_ != text_.size() && (text_[at_] == '\'' || text_[at_] == '"');
        auto const descr = text ? read_string("a type") : text_.substr(at_);
        header_.type = text ? npy_type_of(descr) : npy_type::unknown;
        if (header_.type == npy_type::unknown)
            fail(start, std::string{"descr "}.append(printable(descr)),
                 "little-endian f2, f4, f8, i1 to i8, u1 to u8 or b1");
    }

    void read_order() {
        skip_blanks();
        header_.fortran_order = text_.substr(at_).starts_with("True");
        if (!header_.fortran_order && !text_.substr(at_).starts_with("False")) fail("True or False");
        at_ += header_.fortran_order ? 4 : 5;
    }

    void read_shape() {
        expect('(', "a tuple");
        std::size_t count = 0;
        std::uint64_t sizes[] = {0, 1};
        for (; !take(')'); ++count) {
            auto const size = read_size();
            if (count < 2) sizes[count] = size;
            if (!take(',')) {
                expect(count == 0 ? ',' : ')', count == 0 ? "a comma" : "a comma or the end of the shape");
                ++count;
                break;
            }
        }
        if (count != 1 && count != 2)
            raise(shape_error{std::string{source_}
                                  .append(" has ")
                                  .append(std::to_string(count))
                                  .append(" dimensions, expected 1 or 2")});
        header_.rows = sizes[0];
        header_.cols = sizes[1];
    }

    [[nodiscard]] std::uint64_t read_size() {
        skip_blanks();
        auto const start = at_;
        while (at_ != text_.size() && text_[at_] >= '0' && text_[at_] <= '9') ++at_;
        auto const size = parse_number<std::uint64_t>(text_.substr(start, at_ - start));
        if (!size || size.number > largest_region_bytes) {
            at_ = start;
            fail("a size from 0 to 2^62");
        }
        if (at_ != text_.size() && text_[at_] == 'L') ++at_;
        return size.number;
    }

    [[nodiscard]] std::string_view read_string(std::string_view expected) {
        skip_blanks();
        char const quote = at_ != text_.size() ? text_[at_] : '\0';
        if (quote != '\'' && quote != '"') fail(expected);
        auto const start = at_ + 1;
        auto const end = text_.find(quote, start);
        if (end == text_.npos) fail("a closing quote");
        at_ = end + 1;
        return text_.substr(start, end - start);
    }

    void skip_blanks() noexcept {
        while (at_ != text_.size() && std::string_view{" \t\r\n"}.find(text_[at_]) != std::string_view::npos) ++at_;
    }

    [[nodiscard]] bool take(char wanted) noexcept {
        skip_blanks();
        bool const there = at_ != text_.size() && text_[at_] == wanted;
        at_ += there ? 1 : 0;
        return there;
    }

    void expect(char wanted, std::string_view expected) {
        if (!take(wanted)) fail(expected);
    }

    void check_size() const {
        auto const bytes = saturating_bytes(saturating_bytes(header_.rows, header_.cols), header_.element_bytes());
        if (header_.cols == 0) raise(shape_error{std::string{source_}.append(" has no columns")});
        if (bytes > largest_region_bytes) fail(0, "an array of more than 2^62 bytes", "one that a file can hold");
    }

    [[noreturn]] void fail(std::string_view expected) const {
        auto const rest = text_.substr(at_);
        fail(at_, rest.empty() ? "the end of the header" : printable(rest).view(), expected);
    }
    [[noreturn]] void fail(std::size_t at, std::string_view found, std::string_view expected) const {
        raise(data_error{source_, {0, 0, first_byte_ + at}, found, expected});
    }

    std::string_view source_, text_;
    std::uint64_t first_byte_;
    std::size_t at_ = 0;
    unsigned keys_ = 0;
    npy_header header_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
