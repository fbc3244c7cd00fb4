// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/workers.hpp>
#include <arenite/load/detail/csv_piece.hpp>

// Workers read a file in waves, each of them a piece of some batches:
//
//     file      a,b \n a,b \n a,"b \n b" \n a,b \n a,b \n …
//     pieces    |  0             |  1             |  2
//     rows      |  0                    |  2?                    piece 1 seems to begin within the quotes
//
// A piece counts if it begins where the one in front of it, which counts, ends: so piece 1 does not. The next wave
// begins behind the last one that counts.

namespace arenite::inline ARENITE_ABI::detail {

/// How much memory a worker needs.
struct csv_piece_sizes {
    std::size_t buffer, texts, places, values, cells, text_fields;
    std::size_t batches;
};

/// The rows of a wave, one piece after the other, and the memory of all workers but the first, whose memory is lent.
template <class T>
class csv_wave {
    static constexpr double least_bytes = 1 << 14;  ///< of a piece; for less it does not pay to wake a thread
    static constexpr std::size_t most_patience = 64;

public:
    explicit csv_wave(arenite::workers const& lent) noexcept : crew_(lent) {}

    template <class Self, class Visitor>
    static void parts(Self& self, csv_piece_sizes const& each, Visitor& visit) {
        using enum part_life;
        auto const count = self.crew_.count(), others = count - 1;
        visit("csv pieces", self.found_, others == 0 ? 0 : count * each.batches, run);
        visit("csv workers' buffers", self.buffers_, saturating_bytes(others, each.buffer), run);
        visit("csv workers' places", self.places_, saturating_bytes(others, each.places), step);
        visit("csv workers' values", self.values_, saturating_bytes(others, each.values), step);
        visit("csv workers' batches", self.cells_, saturating_bytes(others, each.cells), batch);
        visit("csv workers' text fields", self.text_fields_, saturating_bytes(others, each.text_fields), batch);
        visit("csv workers' text", self.texts_, saturating_bytes(others, each.texts), batch);
    }

    [[nodiscard]] std::size_t workers() const noexcept { return crew_.count(); }

    /// Of all pieces but the first.
    [[nodiscard]] std::span<T> cells() const noexcept { return cells_; }

    /// Learns from a batch that one worker read.
    void learn(std::size_t rows, std::uint64_t bytes) noexcept {
        measure(rows, bytes);
        if (alone_ != 0) --alone_;
    }

    /// Whether the next batches, of `piece_rows` in a piece, are likely to come from more than one worker.
    [[nodiscard]] bool pays(std::size_t piece_rows) const noexcept {
        return crew_.count() != 1 && alone_ == 0 && piece_bytes(piece_rows) >= least_bytes;
    }

    /// Reads pieces from byte `first` on. `lent`: the memory of the first worker.
    void read(csv_piece_layout<T> const& shared, csv_piece_memory<T> const& lent, std::uint64_t first) {
        lent_ = lent;
        lent_.found = found_of(0);
        auto const bytes = static_cast<std::uint64_t>(piece_bytes(lent.batch.rows * lent_.found.size()));
        auto const read_piece = [&](std::size_t i) {
            csv_piece const piece{first + i * bytes, first + (i + 1) * bytes, i != 0};
            csv_piece_reader<T>{shared, memory_of(i), piece}.read();
        };
        crew_.run(read_piece);
        next_ = 0;
        judge();
    }

    /// The next batch, with the lines of those without a row in front of it: of comments, say. Null: there is none.
    [[nodiscard]] csv_piece_rows const* next() noexcept {
        std::size_t passed_lines = 0;
        while (next_ != count_) {
            auto& found = found_[next_++];
            found.lines += passed_lines;
            if (found.rows != 0) return &found;
            passed_lines = found.lines;
        }
        return nullptr;
    }

    /// Where the cells and the texts of this batch are.
    [[nodiscard]] csv_destination<T> destination() const noexcept {
        auto const batches = found_of(0).size();
        auto place = memory_of((next_ - 1) / batches).batch;
        for (auto i = (next_ - 1) % batches; i != 0; --i) place = place.next();
        return place;
    }

private:
    [[nodiscard]] double piece_bytes(std::size_t rows) const noexcept {
        return bytes_of_row_ * static_cast<double>(rows) * 0.9375;  // so that its memory is hardly ever full before
    }

    void measure(std::size_t rows, std::uint64_t bytes) noexcept {
        if (rows != 0) bytes_of_row_ = static_cast<double>(bytes) / static_cast<double>(rows);
    }

    /// Which pieces count. After a wave of which not even two do, one worker reads some batches; more each time.
    void judge() noexcept {
        std::size_t pieces = 1;
        while (pieces != crew_.count() && found_of(pieces).front().first == found_of(pieces - 1).back().behind)
            ++pieces;
        count_ = pieces * found_of(0).size();
        patience_ = pieces >= 2 ? 1 : std::min(2 * patience_, most_patience);
        alone_ = pieces >= 2 ? 0 : patience_;
        std::size_t rows = 0;
        for (auto const& batch : found_.first(count_)) rows += batch.rows;
        measure(rows, found_[count_ - 1].behind - found_.front().first);
    }

    [[nodiscard]] std::span<csv_piece_rows> found_of(std::size_t worker) const noexcept {
        auto const each = found_.size() / crew_.count();
        return found_.subspan(worker * each, each);
    }

    [[nodiscard]] csv_piece_memory<T> memory_of(std::size_t worker) const noexcept {
        if (worker == 0) return lent_;
        auto const share = [&](auto all) {
            auto const each = all.size() / (crew_.count() - 1);
            return all.subspan((worker - 1) * each, each);
        };
        auto batch = lent_.batch;
        batch.cells = share(cells_).data(), batch.texts = share(text_fields_).data();
        return {share(buffers_), share(texts_), share(places_), share(values_), batch, found_of(worker)};
    }

    arenite::workers crew_;
    csv_piece_memory<T> lent_{};
    std::span<csv_piece_rows> found_;  ///< the batches of each piece
    std::span<char> buffers_, texts_;
    std::span<std::uint32_t> places_;
    std::span<T> values_, cells_;
    std::span<std::string_view> text_fields_;
    double bytes_of_row_ = 0;
    std::size_t next_ = 0, count_ = 0;  ///< of the batches that count
    std::size_t alone_ = 0, patience_ = 1;
};

}  // namespace arenite::inline ARENITE_ABI::detail
