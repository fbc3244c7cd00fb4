// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/arena.hpp>
#include <arenite/memory/budget.hpp>
#include <arenite/model/detail/check_tree.hpp>

#include <cstdint>
#include <span>

namespace arenite::inline ARENITE_ABI {

/// What loading a model holds besides the model, whatever the file: a buffer of 64 KiB for the file, one of 64 KiB for
/// the longest text in it, and 256 KiB to check one tree.
inline constexpr std::size_t load_workspace_bytes = 2 * 65536 + detail::deepest_tree * sizeof(std::uint32_t);

namespace detail {

/// Owns those buffers; as long as it lives, the budget's ledger is in the phase "loading".
/// Allocates: once: load_workspace_bytes from `memory`, released by the destructor.
class load_workspace {
public:
    explicit load_workspace(budget& from_memory)
        : memory_(from_memory.acquire("model loading", load_workspace_bytes, region_alignment, region_use::passing)),
          phase_(from_memory.ledger().begin_phase("loading")) {
        arena place{memory_.bytes()};
        file_ = place.take<char>(65536);
        text_ = place.take<char>(65536);
        waiting_nodes_ = place.take<std::uint32_t>(deepest_tree);
    }

    load_workspace(load_workspace const&) = delete;  // it ends its phase once
    load_workspace& operator=(load_workspace const&) = delete;
    ~load_workspace() { memory_.owner()->ledger().end_phase(phase_); }

    [[nodiscard]] std::span<char> file() const noexcept { return file_; }
    [[nodiscard]] std::span<char> text() const noexcept { return text_; }
    [[nodiscard]] std::span<std::uint32_t> waiting_nodes() const noexcept { return waiting_nodes_; }

private:
    region memory_;
    std::size_t phase_;
    std::span<char> file_, text_;
    std::span<std::uint32_t> waiting_nodes_;
};

}  // namespace detail

}  // namespace arenite::inline ARENITE_ABI
