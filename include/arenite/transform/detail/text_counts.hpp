// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/detail/city_hash.hpp>
#include <arenite/transform/detail/distinct_slots.hpp>

#include <string_view>

namespace arenite::inline ARENITE_ABI::detail {

/// How often each of the different texts of a column was seen, as long as there are not more than `texts` holds, nor
/// more characters. Of more, hashes are kept, for how many there are. Allocates: nothing. Lifetime: borrows its memory.
class text_counts {
public:
    text_counts() = default;
    text_counts(std::span<std::string_view> text_memory, std::span<std::uint64_t> hash_memory,
                std::span<std::uint64_t> count_memory, std::span<std::uint32_t> slot_memory,
                std::span<char> character_memory) noexcept
        : texts_(text_memory), hashes_(hash_memory), counts_(count_memory), slots_(slot_memory),
          characters_(character_memory) {}

    void add(std::string_view text) noexcept {
        if (!texts_.empty()) add(text, city_hash::of(whole_text{text}), 1);
    }

    void merge(text_counts const& other) noexcept {
        lost_ |= other.lost_;
        while (slots_.halvings() < other.slots_.halvings()) halve();
        for (std::uint32_t i = 0; i != other.size_; ++i) add(other.texts_[i], other.hashes_[i], other.counts_[i]);
    }

    /// In the order of their bytes, from then on until something is added.
    void settle() noexcept {
        if (lost_) return;
        sort_in_place(
            slots_.memory().first(size_), [&](auto left, auto right) { return texts_[left] < texts_[right]; },
            [&](auto left, auto right) {
                std::swap(texts_[left], texts_[right]);
                std::swap(hashes_[left], hashes_[right]);
                std::swap(counts_[left], counts_[right]);
            });
        refill();
    }

    /// All that were seen are kept.
    [[nodiscard]] bool complete() const noexcept { return !lost_ && !texts_.empty(); }
    [[nodiscard]] std::span<std::string_view const> texts() const noexcept { return texts_.first(lost_ ? 0 : size_); }
    [[nodiscard]] std::span<std::uint64_t const> counts() const noexcept { return counts_.first(lost_ ? 0 : size_); }

    /// How many different ones; about so many where some were left out.
    [[nodiscard]] std::uint64_t distinct() const noexcept { return std::uint64_t{size_} << slots_.halvings(); }
    [[nodiscard]] bool sampled() const noexcept { return slots_.halvings() != 0; }

private:
    void add(std::string_view text, std::uint64_t hash, std::uint64_t times) noexcept {
        if (!slots_.keeps(hash)) return;
        auto const at = find(text, hash);
        if (at.position != distinct_slots::none) counts_[at.position] += times;
        else if (size_ != texts_.size()) insert(at, text, hash, times);
        else halve(), add(text, hash, times);
    }

    /// Of texts that are lost the hashes are all that there is.
    [[nodiscard]] distinct_slots::place find(std::string_view text, std::uint64_t hash) const noexcept {
        return slots_.find(
            hash, [&](auto position) { return hashes_[position] == hash && (lost_ || texts_[position] == text); });
    }

    void insert(distinct_slots::place at, std::string_view text, std::uint64_t hash, std::uint64_t times) noexcept {
        lost_ |= text.size() > characters_.size() - used_;
        if (!lost_) texts_[size_] = keep(text);
        hashes_[size_] = hash;
        counts_[size_] = times;
        *at.slot = size_++;
    }

    [[nodiscard]] std::string_view keep(std::string_view text) noexcept {
        auto const kept = characters_.subspan(used_, text.size());
        std::ranges::copy(text, kept.begin());
        used_ += text.size();
        return {kept.data(), kept.size()};
    }

    void halve() noexcept {
        lost_ = true;
        slots_.halve();
        std::uint32_t kept = 0;
        for (std::uint32_t i = 0; i != size_; ++i) {
            hashes_[kept] = hashes_[i];
            counts_[kept] = counts_[i];
            kept += slots_.keeps(hashes_[i]) ? 1U : 0U;
        }
        size_ = kept;
        refill();
    }

    void refill() noexcept {
        slots_.clear();
        for (std::uint32_t i = 0; i != size_; ++i) *find(texts_[i], hashes_[i]).slot = i;
    }

    std::span<std::string_view> texts_;
    std::span<std::uint64_t> hashes_, counts_;
    distinct_slots slots_;
    std::span<char> characters_;
    std::size_t used_ = 0;
    std::uint32_t size_ = 0;
    bool lost_ = false;
};

}  // namespace arenite::inline ARENITE_ABI::detail
