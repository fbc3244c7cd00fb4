// SPDX-License-Identifier: MIT
#pragma once

// Files of stages in memory.

#include <arenite/format/load_stages.hpp>
#include <arenite/format/save_stages.hpp>

#include <vector>

namespace stages_file {

struct memory_sink {
    std::vector<char> bytes;

    void write(std::span<char const> more) { bytes.insert(bytes.end(), more.begin(), more.end()); }
};

template <class Stages>
[[nodiscard]] std::vector<char> saved(arenite::schema_view columns, Stages const& stages) {
    memory_sink sink;
    arenite::save_stages(sink, columns, stages);
    return sink.bytes;
}

[[nodiscard]] inline arenite::loaded_stages loaded(std::vector<char> const& bytes,
                                                   arenite::budget& memory = arenite::system_memory()) {
    return arenite::load_stages(std::as_bytes(std::span{bytes}), "a file", memory);
}

/// What loading refuses, in words; empty: nothing.
[[nodiscard]] inline std::string refusal_of_file(std::vector<char> const& bytes) {
    try {
        static_cast<void>(loaded(bytes));
    } catch (arenite::model_error const& refused) {
        return refused.what();
    }
    return {};
}

}  // namespace stages_file
