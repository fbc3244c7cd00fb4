// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <concepts>
#include <cstdint>
#include <span>

namespace arenite::inline ARENITE_ABI {

/// Takes bytes. `write` takes all of them or throws std::system_error.
template <class S>
concept byte_sink = requires(S& sink, std::span<char const> bytes) { sink.write(bytes); };

/// A byte sink that can replace what it has taken: `write_at(offset, bytes)`, offset from the first byte of all.
template <class S>
concept patchable_sink = byte_sink<S> && requires(S& sink, std::uint64_t offset, std::span<char const> bytes) {
    sink.write_at(offset, bytes);
};

/// A byte sink by reference: two pointers. Borrows the sink.
class byte_sink_ref {
public:
    template <byte_sink Sink>
        requires(!std::same_as<Sink, byte_sink_ref>)
    constexpr byte_sink_ref(Sink& sink) noexcept : sink_(&sink), write_(&write_to<Sink>) {}

    void write(std::span<char const> bytes) const { write_(sink_, bytes); }

private:
    template <class Sink>
    static void write_to(void* sink, std::span<char const> bytes) {
        static_cast<Sink*>(sink)->write(bytes);
    }

    void* sink_;
    void (*write_)(void*, std::span<char const>);
};

}  // namespace arenite::inline ARENITE_ABI
