// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/budget_exceeded.hpp>
#include <arenite/core/monotonic_time.hpp>
#include <arenite/memory/budget_report.hpp>
#include <arenite/memory/detail/ledger_lists.hpp>
#include <arenite/memory/memory_plan.hpp>

#include <mutex>

namespace arenite::inline ARENITE_ABI {

/// What a budget remembers of who holds how much: by tag, over time, with refusals, phases and the times of stages. It
/// decides nothing: a reservation is decided by the budget's one counter, before it is written here.
///
/// Capacity:  fixed, see budget_report. Allocates: nothing.
/// Threads:   all members are safe from any thread.
class ledger {
public:
    using tag = std::size_t;

    /// `bytes` in the name of `name`, for which the source gave `source_bytes`. Returns what `give_back` wants.
    tag acquire(std::string_view name, std::size_t bytes, std::size_t source_bytes) noexcept {
        std::scoped_lock const locked{mutex_};
        book_.source_bytes += source_bytes;
        book_.source_peak = std::max(book_.source_peak, book_.source_bytes);
        return name.empty() ? untagged : charge(name, bytes);
    }

    void give_back(tag number, std::size_t bytes, std::size_t source_bytes) noexcept {
        std::scoped_lock const locked{mutex_};
        book_.source_bytes -= source_bytes;
        if (number != untagged) discharge(number, bytes);
    }

    /// The parts of a pipeline whose region was acquired under no name, and its running from now on.
    [[nodiscard]] std::size_t begin_run(memory_plan const& planned, std::size_t batch_rows) noexcept {
        std::scoped_lock const locked{mutex_};
        book_.planned_bytes = planned.total();
        book_.planned_rows = batch_rows;
        auto const charged = planned.layout().charged;
        for (std::size_t i = 0; i != planned.parts().size(); ++i) charge(planned.parts()[i].stage, charged[i]);
        return begin("running");
    }

    void end_run(memory_plan const& planned, std::size_t phase) noexcept {
        std::scoped_lock const locked{mutex_};
        auto const charged = planned.layout().charged;
        for (std::size_t i = 0; i != planned.parts().size(); ++i)
            discharge(tag_of(planned.parts()[i].stage), charged[i]);
        end(phase);
    }

    /// A phase from now on, such as "loading"; returns what `end_phase` wants.
    [[nodiscard]] std::size_t begin_phase(std::string_view name) noexcept {
        std::scoped_lock const locked{mutex_};
        return begin(name);
    }
    void end_phase(std::size_t phase) noexcept {
        std::scoped_lock const locked{mutex_};
        end(phase);
    }

    /// Adds what a stage of a pipeline took.
    void add_stage(std::string_view name, std::uint64_t time, std::uint64_t batches, std::uint64_t rows) noexcept {
        std::scoped_lock const locked{mutex_};
        auto& stage = detail::named_entry(book_.stages, name);
        stage.time += time;
        stage.batches += batches;
        stage.rows += rows;
    }

    void refuse(budget_exceeded const& refused) noexcept {
        std::scoped_lock const locked{mutex_};
        ++book_.refused;
        ++book_.tags[tag_of(refused.stage())].refusals;
        detail::push_latest(book_.refusals, {age(), refused.stage(), refused.requested(), refused.available(),
                                             refused.largest_batch_rows()});
    }

    [[nodiscard]] std::size_t peak() const noexcept {
        std::scoped_lock const locked{mutex_};
        return book_.peak;
    }
    [[nodiscard]] std::size_t refused() const noexcept {
        std::scoped_lock const locked{mutex_};
        return book_.refused;
    }

    /// All of it; the limit and the process's resident size are the budget's to add.
    [[nodiscard]] budget_report report() const noexcept {
        std::scoped_lock const locked{mutex_};
        auto copy = book_;
        copy.time = age();
        return copy;
    }

private:
    static constexpr tag untagged = ~tag{0};

    [[nodiscard]] std::uint64_t age() const noexcept { return monotonic_time() - born_; }

    [[nodiscard]] tag tag_of(std::string_view name) noexcept {
        return static_cast<tag>(&detail::named_entry(book_.tags, name) - book_.tags.begin());
    }

    tag charge(std::string_view name, std::size_t bytes) noexcept {
        auto const number = tag_of(name);
        auto& of = book_.tags[number];
        of.bytes += bytes;
        of.peak = std::max(of.peak, of.bytes);
        ++of.acquisitions;
        book_.used += bytes;
        if (book_.used > book_.peak) keep_peak();
        detail::add_change(book_.changes, {age(), number, of.bytes});
        return number;
    }

    void discharge(tag number, std::size_t bytes) noexcept {
        auto& of = book_.tags[number];
        of.bytes -= bytes;
        book_.used -= bytes;
        detail::add_change(book_.changes, {age(), number, of.bytes});
    }

    void keep_peak() noexcept {
        book_.peak = book_.used;
        for (auto& of : book_.tags) of.bytes_at_peak = of.bytes;
    }

    [[nodiscard]] std::size_t begin(std::string_view name) noexcept {
        if (detail::push_latest(book_.phases, {name, age()})) ++phases_gone_;
        return phases_gone_ + book_.phases.size() - 1;
    }

    void end(std::size_t phase) noexcept {
        if (phase >= phases_gone_) book_.phases[phase - phases_gone_].end = age();
    }

    std::uint64_t const born_ = monotonic_time();
    mutable std::mutex mutex_;
    budget_report book_;
    std::size_t phases_gone_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI
