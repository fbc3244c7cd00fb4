// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/contract.hpp>
#include <arenite/core/raise.hpp>
#include <arenite/memory/buffer_source.hpp>
#include <arenite/memory/detail/resident_size.hpp>
#include <arenite/memory/ledger.hpp>
#include <arenite/memory/region.hpp>
#include <arenite/memory/resource_source.hpp>
#include <arenite/memory/system_source.hpp>

#include <atomic>
#include <bit>
#include <limits>
#include <memory_resource>
#include <optional>
#include <string_view>

namespace arenite::inline ARENITE_ABI {

/// How long a region will be held, for sources that keep the two apart.
enum class region_use : unsigned char {
    lasting,
    passing,  ///< given back before what is acquired after it
};

/// A hard limit on the bytes that are held at once, and the one memory handle of the library: always a `budget&`,
/// always the last parameter. A reservation is made before the source is asked; never over, and nothing that fits is
/// refused.
///
/// Units:     bytes as asked for, exactly. A source is asked for them rounded up to a multiple of the alignment (64
///            unless more is asked for), and may give more, such as whole pages: the report shows both.
/// Requires:  alignments are powers of two; one below 64 counts as 64.
/// Errors:    `acquire` throws budget_exceeded; `try_acquire` returns an empty region.
/// Lifetime:  borrows the source, and must outlive every region that came from it: the destructor holds that against
///            the contract.
/// Threads:   all members are safe from any thread.
class budget {
public:
    static constexpr std::size_t unlimited = std::numeric_limits<std::size_t>::max();

    /// Of the operating system's memory.
    explicit budget(std::size_t limit_bytes) noexcept : budget(limit_bytes, shared_system_source()) {}

    /// Of a plug-in's.
    template <region_source Source>
    budget(std::size_t limit_bytes, Source& plug_in) noexcept : source_(plug_in), limit_(limit_bytes) {}

    template <region_source Source>
    budget(std::size_t limit_bytes, Source const&& plug_in) = delete;  // borrowed: a temporary would be gone

    /// Of a standard memory resource's, which must be safe from as many threads as the budget is used from.
    budget(std::size_t limit_bytes, std::pmr::memory_resource& resource) noexcept
        : resource_(resource), source_(*resource_), limit_(limit_bytes) {}
    budget(std::size_t limit_bytes, std::pmr::memory_resource const&& resource) = delete;

    /// Of these bytes and no others: the limit is what remains of them at multiples of 64.
    explicit budget(std::span<std::byte> buffer) noexcept
        : buffer_(std::in_place, buffer), source_(*buffer_), limit_(buffer_->capacity()) {}

    /// A part of another budget, reserved now and given back by the destructor: what it does not use nobody else gets,
    /// and what others use it has all the same. Throws budget_exceeded.
    budget(std::size_t limit_bytes, budget& whole) : source_(whole.source_), limit_(limit_bytes), whole_(&whole) {
        if (!whole.reserve(limit_bytes)) whole.refuse("share", limit_bytes);
        share_ = whole.ledger_.acquire("share", limit_bytes, 0);
    }
    budget(std::size_t limit_bytes, budget const&& whole) = delete;

    budget(budget const&) = delete;  // regions point at it
    budget& operator=(budget const&) = delete;
    ~budget() {
        contract(used() == 0, "a budget outlives every region and share that came from it");
        if (whole_ != nullptr) whole_->give_back(share_, limit_, 0);
    }

    /// A region of at least `bytes`, or an empty one: refused by the limit or by the source.
    [[nodiscard]] region try_acquire(std::string_view stage, std::size_t bytes,
                                     std::size_t alignment = region_alignment,
                                     region_use use = region_use::lasting) noexcept {
        auto acquired = try_unnoticed(name_of(stage), bytes, alignment, use);
        if (!acquired) ledger_.refuse({name_of(stage), bytes, available()});
        return acquired;
    }
    [[nodiscard]] region try_acquire(std::size_t bytes, std::size_t alignment = region_alignment) noexcept {
        return try_acquire({}, bytes, alignment);
    }

    /// As above, or budget_exceeded in the name of `stage`.
    [[nodiscard]] region acquire(std::string_view stage, std::size_t bytes, std::size_t alignment = region_alignment,
                                 region_use use = region_use::lasting) {
        auto acquired = try_unnoticed(name_of(stage), bytes, alignment, use);
        if (!acquired) refuse(stage, bytes);
        return acquired;
    }

    /// Reserves bytes that are there already, such as a mapped file, and writes them down in the name of `stage`; no
    /// source gave them. `Release` takes them back from the region's destructor or, where the limit refuses them
    /// (budget_exceeded), before that is thrown.
    template <void (*Release)(std::span<std::byte>) noexcept>
    [[nodiscard]] region adopt(std::string_view stage, std::span<std::byte> held) {
        if (!reserve(held.size())) {
            Release(held);
            refuse(stage, held.size());
        }
        return {{held, held.size(), ledger_.acquire(name_of(stage), held.size(), 0)}, *this, &release_adopted<Release>};
    }

    /// The one region of a pipeline, or an empty one. Whoever asks writes into the ledger what became of it.
    [[nodiscard]] region try_acquire(memory_plan const& planned) noexcept {
        return try_unnoticed({}, planned.admission(), region_alignment, region_use::lasting);
    }

    [[nodiscard]] std::size_t limit() const noexcept { return limit_; }
    [[nodiscard]] std::size_t used() const noexcept { return used_.load(std::memory_order_relaxed); }
    [[nodiscard]] std::size_t available() const noexcept { return limit_ - used(); }

    /// The most that was ever held at once.
    [[nodiscard]] std::size_t peak() const noexcept { return ledger_.peak(); }

    /// How many acquisitions were refused.
    [[nodiscard]] std::size_t refused() const noexcept { return ledger_.refused(); }

    /// Who held how much, when; peak; refusals; time by stage of the pipelines that are gone. Allocates: nothing.
    [[nodiscard]] budget_report report() const noexcept {
        auto report = ledger_.report();
        report.limit = limit_;
        report.resident_bytes = detail::resident_bytes();
        // the system counts the two apart, and the latter later
        report.resident_peak = std::max(detail::resident_peak(), report.resident_bytes);
        return report;
    }

    /// Where those write who do more with the budget than acquire: admission, loaders.
    [[nodiscard]] arenite::ledger& ledger() noexcept { return ledger_; }

private:
    static system_source& shared_system_source() noexcept {
        static constinit system_source source;
        return source;
    }

    /// Without a name a region would be in nobody's account.
    static std::string_view name_of(std::string_view stage) noexcept { return stage.empty() ? "unnamed" : stage; }

    region try_unnoticed(std::string_view stage, std::size_t bytes, std::size_t alignment, region_use use) noexcept {
        contract(alignment == 0 || std::has_single_bit(alignment), "an alignment is a power of two");
        if (bytes == 0 || bytes > largest_region_bytes || !reserve(bytes)) return {};
        auto const aligned = std::max(alignment, region_alignment), rounded = round_up(bytes, aligned);
        auto const acquired =
            use == region_use::passing ? source_.acquire_passing(rounded, aligned) : source_.acquire(rounded, aligned);
        if (acquired.size() < rounded) return give_up(acquired, bytes);
        return {{acquired, bytes, ledger_.acquire(stage, bytes, acquired.size())}, *this, &release_region};
    }

    [[nodiscard]] bool reserve(std::size_t bytes) noexcept {
        auto held = used();
        do {
            if (bytes > limit_ - held) return false;
        } while (!used_.compare_exchange_weak(held, held + bytes, std::memory_order_relaxed));
        return true;
    }

    [[noreturn]] void refuse(std::string_view stage, std::size_t bytes) {
        budget_exceeded const refused{name_of(stage), bytes, available()};
        ledger_.refuse(refused);
        raise(refused);
    }

    region give_up(std::span<std::byte> acquired, std::size_t reserved) noexcept {
        if (!acquired.empty()) source_.release(acquired);
        used_.fetch_sub(reserved, std::memory_order_relaxed);
        return {};
    }

    void give_back(arenite::ledger::tag tag, std::size_t bytes, std::size_t source_bytes) noexcept {
        ledger_.give_back(tag, bytes, source_bytes);
        used_.fetch_sub(bytes, std::memory_order_relaxed);
    }

    template <void (*Release)(std::span<std::byte>) noexcept>
    static void release_adopted(budget& self, region::acquisition const& held) noexcept {
        Release(held.acquired);
        self.give_back(held.tag, held.bytes, 0);
    }

    static void release_region(budget& self, region::acquisition const& held) noexcept {
        self.source_.release(held.acquired);
        self.give_back(held.tag, held.bytes, held.acquired.size());
    }

    std::optional<resource_source> resource_;  ///< of a budget that was made of one
    std::optional<buffer_source> buffer_;      ///< likewise
    region_source_ref source_;
    std::size_t const limit_;
    std::atomic<std::size_t> used_ = 0;
    arenite::ledger ledger_;
    budget* whole_ = nullptr;  ///< of which it is a part
    arenite::ledger::tag share_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI
