// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/document_events.hpp>

#include <array>
#include <cstdlib>
#include <span>

namespace arenite::fuzz {

using detail::document_event;

/// What a reader saw: a number that depends on every event, or that the document is refused.
struct outcome {
    bool refused = false;
    std::uint64_t digest = 0;

    void add(std::uint64_t value) { digest = (digest ^ value) * 0x9E3779B97F4A7C15U + (digest >> 29); }
    void add(std::string_view text) {
        for (char const byte : text) add(static_cast<unsigned char>(byte));
    }
    bool operator==(outcome const&) const = default;
};

template <class Use>
outcome outcome_of(Use use) {
    outcome seen;
    try {
        use(seen);
    } catch (model_error const&) {
        seen.refused = true;
    }
    return seen;
}

template <class Events>
void digest_events(Events& events, outcome& seen) {
    for (auto event = events.next(); event != document_event::end; event = events.next()) {
        seen.add(static_cast<std::uint64_t>(event));
        seen.add(events.text());
        if (event == document_event::number && events.found().view().empty()) std::abort();
    }
}

inline void require(bool holds) {
    if (!holds) std::abort();
}

/// Arrays in the root object: counted, then read, as a reader of models does it in two passes.
template <class Events>
void count_then_read(Events& events) {
    std::size_t counted = 0, read = 0;
    for (events.open_object(); events.next_key();) counted += events.count_array();
    events.expect(document_event::end);
    events.rewind();
    for (events.open_object(); events.next_key();) read += events.template read_array<float>([](std::size_t, float) {});
    require(counted == read);
}

template <class Events>
void read_in_every_way(std::span<std::uint8_t const> data) {
    std::array<char, 32> texts;
    auto const bytes = std::as_bytes(data);
    detail::model_input memory{bytes, "fuzz"};
    Events events{memory, texts};
    auto const walked = outcome_of([&](outcome& seen) { digest_events(events, seen); });
    events.rewind();
    require(outcome_of([&](outcome& seen) { digest_events(events, seen); }) == walked);
    events.rewind();
    auto const skipped = outcome_of([&](outcome&) {
        events.skip_value();
        events.expect(document_event::end);
    });
    require(walked.refused || !skipped.refused);
    events.rewind();
    outcome_of([&](outcome&) { count_then_read(events); });
}

}  // namespace arenite::fuzz
