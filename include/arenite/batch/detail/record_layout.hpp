// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/bytes.hpp>

#include <array>
#include <cstdint>
#include <cstring>
#include <limits>
#include <span>
#include <type_traits>

namespace arenite::inline ARENITE_ABI::detail {

/// A number, or a few characters, that is stored as it lies in memory.
template <class V>
inline constexpr bool is_stored_value = std::is_arithmetic_v<V> || std::is_enum_v<V>;
template <std::size_t N>
inline constexpr bool is_stored_value<std::array<char, N>> = true;

static_assert(std::numeric_limits<float>::is_iec559 && std::numeric_limits<double>::is_iec559);

/// Visits the fields of a record, which names them itself, in their order:
///
///     template <class Self, class File>
///     static constexpr void archive(Self& self, File& file) { file(self.feature, self.words); }
///
/// An enumeration says which is its last: `file.choice(self.kind, link_kind::mean_and_variance)`. Every field lies at
/// the next multiple of its size, and the record ends at a multiple of its largest, which is where compilers put them,
/// so that a list of records can be used where it lies in a file.
template <class Visitor>
struct record_fields {
    template <class... Fields>
    constexpr void operator()(Fields&... fields) {
        (visit(fields), ...);
    }
    template <class Field>
    constexpr void choice(Field& field, std::remove_const_t<Field> last) {
        visit(field);
        self().check(field, last);
    }
    /// For visitors that look at it.
    template <class Field>
    constexpr void check(Field const&, Field) noexcept {}

    std::size_t at = 0;  ///< of the next field

private:
    constexpr Visitor& self() noexcept { return static_cast<Visitor&>(*this); }

    template <class Field>
    constexpr void visit(Field& field) {
        at = round_up(at, alignof(Field));
        auto const end = at + sizeof(Field);
        if constexpr (is_stored_value<std::remove_const_t<Field>>) self().value(field);
        else Field::archive(field, *this);
        at = end;
    }
};

/// Adds up what fields take without the gaps between them.
struct record_measure : record_fields<record_measure> {
    template <class Field>
    constexpr void value(Field const&) noexcept {
        bytes += sizeof(Field);
    }
    std::size_t bytes = 0;
};

template <class Record>
[[nodiscard]] consteval record_measure measure_record() {
    Record const sample{};
    record_measure measure;
    Record::archive(sample, measure);
    return measure;
}

/// Whether a record has a gap somewhere, whose bytes in memory nobody knows.
template <class Record>
inline constexpr bool has_gaps = measure_record<Record>().bytes != sizeof(Record);
template <class Value>
    requires is_stored_value<Value>
inline constexpr bool has_gaps<Value> = false;

/// The bytes of a record, with zeros in the gaps.
template <class Record>
struct record_image : record_fields<record_image<Record>> {
    explicit record_image(Record const& of) noexcept { Record::archive(of, *this); }

    template <class Field>
    void value(Field const& field) noexcept {
        std::memcpy(bytes.data() + this->at, &field, sizeof field);
    }
    std::array<std::byte, sizeof(Record)> bytes{};
};

/// Whether truths are 0 or 1 and choices are among those that there are, in bytes that are no record before.
struct record_check : record_fields<record_check> {
    template <class Field>
    void value(Field& field) noexcept {
        if constexpr (std::is_same_v<std::remove_const_t<Field>, bool>) holds = holds && byte_of(field) <= 1;
    }
    template <class Field>
    void check(Field const& field, Field last) noexcept {
        static_assert(sizeof field == 1);
        holds = holds && byte_of(field) <= static_cast<unsigned char>(last);
    }
    bool holds = true;

private:
    template <class Field>
    [[nodiscard]] static unsigned char byte_of(Field const& field) noexcept {
        unsigned char byte;
        std::memcpy(&byte, &field, 1);
        return byte;
    }
};

template <class Record>
[[nodiscard]] bool is_record(Record& at) noexcept {
    static_assert(round_up(measure_record<Record>().at, alignof(Record)) == sizeof(Record));
    record_check check;
    Record::archive(at, check);
    return check.holds;
}

}  // namespace arenite::inline ARENITE_ABI::detail
