// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/fixed_list.hpp>
#include <arenite/memory/detail/memory_probe.hpp>
#include <arenite/memory/detail/source_fault.hpp>
#include <arenite/memory/region_source.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Which of the held regions is released next.
enum class release_order { oldest_first, newest_first, mixed };

/// A source, the regions that are held of it, and the first fault that was found. From then on nothing more is asked of
/// the source, and nothing is given back: it could not be trusted with either.
class source_trial {
public:
    static constexpr std::size_t capacity = 256;

    explicit source_trial(region_source_ref tried_source) noexcept : source_(tried_source) {}

    /// True: one more is held, its numbers are right, and nothing was written to it.
    bool acquire(std::size_t bytes, std::size_t alignment) noexcept {
        if (faulty() || held_.full()) return false;
        held_region const given{source_.acquire(bytes, alignment), bytes, alignment};
        if (given.bytes.empty()) return false;
        blame(number_fault(given));
        for (auto const& held : held_) blame(overlap_fault(given, held));
        return !faulty() && held_.push_back(given);
    }

    /// As above; its ends are marked, and those of all others are as they were.
    bool acquire_marked(std::size_t bytes, std::size_t alignment) noexcept {
        auto const call = call_text({{}, bytes, alignment});
        bool const granted = acquire(bytes, alignment);
        expect_marks("when ", call, granted ? " was called" : " was refused");
        if (granted) expect_memory(newest());
        if (!granted || faulty()) return false;
        newest().mark = next_mark();
        mark_ends(newest().bytes, newest().mark);
        expect_marks("when that of ", call, " was written to");
        return !faulty();
    }

    /// The others are as they were.
    void release(std::size_t i) noexcept {
        auto const released = taken(i);
        if (!faulty()) source_.release(released.bytes);
        expect_marks("when that of ", call_text(released), " was released");
    }

    void release_all(release_order order) noexcept {
        while (!held_.empty()) release(next(order));
    }

    /// What is marked still is; the sentence ends with `when`, `call` and `done`.
    void expect_marks(std::string_view when, source_fault const& call = {}, std::string_view done = {}) noexcept {
        for (auto const& held : held_) expect_mark(held, when, call, done);
    }

    [[nodiscard]] std::size_t held() const noexcept { return held_.size(); }
    [[nodiscard]] held_region& newest() noexcept { return held_[held_.size() - 1]; }
    [[nodiscard]] region_source_ref source() const noexcept { return source_; }

    /// Keeps the first one.
    void blame(source_fault const& found) noexcept {
        if (!faulty()) fault_ = found;
    }
    [[nodiscard]] bool faulty() const noexcept { return !fault_.view().empty(); }
    [[nodiscard]] source_fault const& fault() const noexcept { return fault_; }

private:
    void expect_memory(held_region const& given) noexcept {
        if (faulty()) return;
        auto const claimed = given.bytes.size();
        auto const i = first_without(given.bytes, [&](std::byte& at) { return probe_.can_write(at); });
        if (i == claimed) return;
        auto const wrong = probe_.can_read(given.bytes[i]) ? " cannot be written" : " is not there";
        blame(fault_saying(call_text(given), " gave ", claimed, " bytes, but byte ", i, wrong));
    }

    void expect_mark(held_region const& held, std::string_view when, source_fault const& call,
                     std::string_view done) noexcept {
        if (faulty() || held.mark == std::byte{}) return;
        auto const region = call_text(held);
        if (!is_there(held)) return blame(fault_saying("the region of ", region, " went away ", when, call, done));
        if (ends_are_marked(held.bytes, held.mark)) return;
        blame(fault_saying("bytes of the region of ", region, " changed ", when, call, done));
    }

    bool is_there(held_region const& held) const noexcept {
        for (auto const end : ends_of(held.bytes))
            if (!end.empty() && first_without(end, [&](std::byte& at) { return probe_.can_read(at); }) != end.size())
                return false;
        return true;
    }

    held_region taken(std::size_t i) noexcept {
        auto const region = held_[i];
        std::copy(held_.begin() + i + 1, held_.end(), held_.begin() + i);
        held_.cut_to(held_.size() - 1);
        return region;
    }

    std::size_t next(release_order order) noexcept {
        if (order == release_order::mixed) return held_.size() * 5 / 8;
        return order == release_order::oldest_first ? 0 : held_.size() - 1;
    }

    std::byte next_mark() noexcept { return std::byte(1 + marks_++ % 255); }

    region_source_ref source_;
    memory_probe probe_;
    fixed_list<held_region, capacity> held_;
    std::size_t marks_ = 0;
    source_fault fault_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
