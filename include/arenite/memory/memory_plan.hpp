// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/bytes.hpp>
#include <arenite/core/contract.hpp>
#include <arenite/core/fixed_list.hpp>
#include <arenite/memory/planned_part.hpp>

#include <algorithm>
#include <array>
#include <span>

namespace arenite::inline ARENITE_ABI {

/// Where each part lies in the one region of a pipeline.
struct memory_layout {
    static constexpr std::size_t capacity = 64;

    std::array<std::size_t, capacity> offsets{};  ///< by part
    std::array<std::size_t, capacity> charged{};  ///< bytes that no part in use for longer has; the sum is `bytes`
    std::size_t bytes = 0;
};

/// What a pipeline will hold, part by part, before anything is acquired. `<<` prints it as a table: a line for each
/// part, `name N bytes`, whose numbers sum up to the last line, `total N bytes`; as_json is another view of it.
/// Fixed capacity. Allocates: nothing, nor does printing.
class memory_plan {
public:
    static constexpr std::size_t capacity = memory_layout::capacity;

    /// Requires: fewer than `capacity` parts so far.
    constexpr void add(std::string_view stage, std::size_t bytes, part_life life = part_life::run) {
        contract(parts_.push_back({stage, bytes, life, step_}), "a pipeline has at most 64 planned parts");
    }

    /// The parts that follow belong to the next stage.
    constexpr void next_step() noexcept { ++step_; }

    /// A model that the same budget holds, and what loading it holds beside it.
    constexpr void add_model(std::size_t bytes, std::size_t loading_bytes) noexcept {
        model_bytes_ = add_bytes(model_bytes_, bytes);
        loading_bytes_ = std::max(loading_bytes_, loading_bytes);
    }

    [[nodiscard]] constexpr std::span<planned_part const> parts() const noexcept {
        return {parts_.begin(), parts_.size()};
    }
    [[nodiscard]] constexpr std::size_t model_bytes() const noexcept { return model_bytes_; }
    [[nodiscard]] constexpr std::size_t loading_bytes() const noexcept { return loading_bytes_; }

    /// What the pipeline acquires, in one region, when it is admitted.
    [[nodiscard]] constexpr std::size_t admission() const noexcept { return layout().bytes; }

    /// The budget that suffices: model and, of loading and running, what is more. More than `largest_region_bytes` when
    /// no region could be so large.
    [[nodiscard]] constexpr std::size_t total() const noexcept {
        return add_bytes(model_bytes_, std::max(loading_bytes_, admission()));
    }

    /// What the parts are in use for at once, at most: no layout is smaller.
    [[nodiscard]] constexpr std::size_t live_bytes() const noexcept {
        std::size_t most = 0;
        for (auto const& at : parts_) most = std::max(most, live_bytes_with(at));
        return most;
    }

    /// Parts that are in use for longer first, each behind all in front of it that it overlaps. So the total does not
    /// decrease with the bytes of any part, and is at most their sum.
    [[nodiscard]] constexpr memory_layout layout() const noexcept {
        memory_layout placed;
        fixed_list<std::size_t, capacity> done;
        for (auto const life : {part_life::run, part_life::batch, part_life::start, part_life::step})
            for (std::size_t i = 0; i != parts_.size(); ++i)
                if (parts_[i].life == life) place(placed, done, i);
        return placed;
    }

private:
    static constexpr std::size_t add_bytes(std::size_t one, std::size_t other) noexcept {
        bool const fits = one <= largest_region_bytes && other <= largest_region_bytes - one;
        return fits ? one + other : largest_region_bytes + 1;
    }

    constexpr void place(memory_layout& placed, fixed_list<std::size_t, capacity>& done, std::size_t i) const noexcept {
        std::size_t offset = 0;
        for (auto const j : done)
            if (overlap(parts_[i], parts_[j])) offset = std::max(offset, add_bytes(placed.offsets[j], parts_[j].bytes));
        auto const end = add_bytes(offset, parts_[i].bytes);
        placed.offsets[i] = offset;
        placed.charged[i] = end - std::min(end, placed.bytes);
        placed.bytes = std::max(placed.bytes, end);
        done.push_back(i);
    }

    /// At the moment when `at` comes into use.
    [[nodiscard]] constexpr std::size_t live_bytes_with(planned_part const& at) const noexcept {
        planned_part const moment{{}, 0, at.life == part_life::start ? part_life::start : part_life::step, at.step};
        std::size_t live = 0;
        for (auto const& part : parts_)
            if (overlap(part, moment)) live = add_bytes(live, part.bytes);
        return live;
    }

    fixed_list<planned_part, capacity> parts_;
    std::size_t model_bytes_ = 0, loading_bytes_ = 0;
    unsigned step_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI

#include <arenite/memory/detail/plan_text.hpp>  // `<<`, which needs the class
