// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/open_file.hpp>
#include <arenite/format/loaded_stages.hpp>
#include <arenite/memory/system_memory.hpp>

namespace arenite::inline ARENITE_ABI {

namespace detail {

/// Room for the bytes of a file; of an empty one, which holds no stages, for one.
[[nodiscard]] inline region room_for_stages(std::uint64_t bytes, budget& memory) {
    return memory.acquire("stored stages", std::max<std::size_t>(1, static_cast<std::size_t>(bytes)));
}

}  // namespace detail

/// Loads stages that save_stages kept. The file stays as it is in memory: columns and program are used where they lie.
///
/// Errors:    model_error for a file that holds no stages, is damaged or cut off, or says what cannot be: no file makes
///            it read or write anything else; std::system_error; budget_exceeded.
/// Allocates: twice, from `memory`: the file, and its columns; it does not depend on what the file says but for its
///            size.
[[nodiscard]] inline loaded_stages load_stages(std::span<std::byte const> file_bytes, std::string_view name,
                                               budget& memory = system_memory()) {
    auto whole = detail::room_for_stages(file_bytes.size(), memory);
    std::ranges::copy(file_bytes, whole.bytes().begin());
    return {std::move(whole), name, memory};
}

/// The file at `path`, a regular one.
[[nodiscard]] inline loaded_stages load_stages(std::string_view path, budget& memory = system_memory()) {
    std::string const name{path};
    detail::open_file const file{name.c_str()};
    auto whole = detail::room_for_stages(file.size(), memory);
    file.read_all({reinterpret_cast<char*>(whole.bytes().data()), whole.bytes().size()}, 0, name.c_str());
    return {std::move(whole), path, memory};
}

}  // namespace arenite::inline ARENITE_ABI
