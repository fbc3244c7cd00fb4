// SPDX-License-Identifier: MIT
#include <arenite/format/detail/protobuf_list.hpp>

#include "document_events.fuzz.hpp"

namespace {

using namespace arenite::detail;
using arenite::fuzz::outcome, arenite::fuzz::outcome_of, arenite::fuzz::require;

/// The fields, those of fields of bytes as if they were messages too.
void digest_message(protobuf_reader& reader, protobuf_extent message, unsigned depth, outcome& seen) {
    auto last = message.begin;
    reader.for_each_field(message, [&](protobuf_field const& field) {
        require(field.at == last && field.bytes.begin <= field.bytes.end && field.bytes.end <= message.end);
        last = field.bytes.end;
        seen.add(field.number);
        seen.add(field.value);
        if (field.wire != protobuf_wire::bytes || depth == 0) return;
        seen.add(outcome_of([&](outcome& inner) { digest_message(reader, field.bytes, depth - 1, inner); }).digest);
    });
    require(last == message.end);
}

outcome digest_list(protobuf_reader& reader, std::uint32_t number, protobuf_wire wire, std::span<char> buffer) {
    return outcome_of([&](outcome& seen) {
        protobuf_list list{reader, buffer, reader.whole(), number, wire};
        while (list.next()) {
            seen.add(list.bits());
            seen.add(list.bytes().begin);
            seen.add(list.beginning());
        }
    });
}

/// Texts are never packed: a list of them is what the reader shows.
outcome digest_texts(protobuf_reader& reader, std::uint32_t number) {
    return outcome_of([&](outcome& seen) {
        reader.for_each_field(reader.whole(), [&](protobuf_field const& field) {
            if (field.number != number) return;
            reader.expect(field, protobuf_wire::bytes, "a text");
            std::array<char, 16> room;
            seen.add(field.value);
            seen.add(field.bytes.begin);
            seen.add(reader.text(field.bytes, room));
        });
    });
}

}  // namespace

/// Any bytes as a message of protobuf: its fields and its lists, the same ones through any buffer, or a model_error.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    model_input memory{std::as_bytes(std::span{data, size}), "fuzz"};
    protobuf_reader reader{memory};
    auto const walk = [&] {
        return outcome_of([&](outcome& seen) { digest_message(reader, reader.whole(), 3, seen); });
    };
    auto const walked = walk();
    require(walk() == walked);
    std::array<char, 32> small;
    std::array<char, 500> large;
    for (std::uint32_t number = 1; number != 5; ++number) {
        for (auto const wire :
             {protobuf_wire::varint, protobuf_wire::fixed64, protobuf_wire::bytes, protobuf_wire::fixed32})
            require(digest_list(reader, number, wire, small) == digest_list(reader, number, wire, large));
        auto const texts = digest_texts(reader, number),
                   listed = digest_list(reader, number, protobuf_wire::bytes, small);
        require(walked.refused || texts == listed);
    }
    return 0;
}
