// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/attempt.hpp>
#include <arenite/load/detail/csv_blocks.hpp>
#include <arenite/load/detail/csv_records.hpp>
#include <arenite/load/file_source.hpp>
#include <arenite/load/row_position.hpp>

#include <system_error>

namespace arenite::inline ARENITE_ABI::detail {

/// The part of a file that a worker reads: the records that begin from `first` on and in front of `behind`. Guessed: no
/// record need begin at `first`; the first one is taken to be behind the next end of a line, from the byte in front of
/// `first` on.
struct csv_piece {
    std::uint64_t first, behind;
    bool guessed;

    [[nodiscard]] constexpr std::uint64_t read_from() const noexcept { return guessed ? first - 1 : first; }

    /// With the end of the last record, as a rule.
    [[nodiscard]] constexpr std::uint64_t read_to() const noexcept { return behind + 4_KiB; }
};

/// Rows of a piece that make a batch.
struct csv_piece_rows {
    std::uint64_t first = 0, behind = 0;  ///< bytes: where their records begin, and the one behind them
    std::size_t rows = 0, lines = 0;
    csv_row_outcome outcome;
};

/// A file from a place on. It ends early where it cannot be read. What is behind `enough` is only read when that was
/// not.
class file_part {
public:
    file_part(file_source const& read_file, std::uint64_t first, std::uint64_t enough) noexcept
        : file_(read_file), at_(first), enough_(enough) {}

    [[nodiscard]] std::size_t read(std::span<char> into) {
        auto const wanted = at_ < enough_ ? std::min<std::uint64_t>(into.size(), enough_ - at_) : into.size();
        auto const read_on = [&] { return file_.read_at(at_, into.first(static_cast<std::size_t>(wanted))); };
        auto const count = attempt<std::system_error>(read_on, [&](std::system_error const&) {
            failed_ = true;
            return std::size_t{0};
        });
        at_ += count;
        return count;
    }
    [[nodiscard]] std::string_view name() const noexcept { return file_.name(); }
    [[nodiscard]] bool failed() const noexcept { return failed_; }

private:
    file_source const& file_;
    std::uint64_t at_, enough_;
    bool failed_ = false;
};

/// What the readers of pieces share; none of them changes it.
template <class T>
struct csv_piece_layout {
    file_source const& file;
    csv_options const& options;
    csv_columns const& columns;
    std::span<csv_target const> targets;
    csv_numbers const& numbers;
    std::size_t field_count;
    csv_blocks<T> const& blocks;
};

/// The memory of one of them.
template <class T>
struct csv_piece_memory {
    std::span<char> buffer, texts;
    std::span<std::uint32_t> places;
    std::span<T> values;
    csv_destination<T> batch;         ///< the first of those for which there is room
    std::span<csv_piece_rows> found;  ///< what they are
};

/// Reads the rows of a piece up to one that is not as it should be, which is left to the careful reader: a guess may be
/// wrong, and then such a row is none.
template <class T>
class csv_piece_reader {
public:
    csv_piece_reader(csv_piece_layout<T> const& shared, csv_piece_memory<T> const& own, csv_piece const& piece) noexcept
        : shared_(shared), own_(own), behind_(piece.behind), source_(shared.file, piece.read_from(), piece.read_to()),
          records_(own.buffer, shared.options), blocks_(shared.blocks.with_memory(own.places, own.values)) {
        records_.restart_at({0, 0, piece.read_from()});
        if (piece.guessed) found_start_ = records_.pass_line(source_);
    }

    void read() {
        auto to = own_.batch;
        auto const text_bytes = own_.texts.size() / own_.found.size();  // of each batch, as where one worker reads
        for (std::size_t i = 0; i != own_.found.size(); ++i) {
            texts_ = csv_texts{own_.texts.subspan(i * text_bytes, text_bytes)};
            own_.found[i] = read_batch(to);
            to = to.next();
        }
        if (!found_start_ || source_.failed()) std::ranges::fill(own_.found, csv_piece_rows{});
    }

private:
    [[nodiscard]] csv_piece_rows read_batch(csv_destination<T> const& to) {
        csv_piece_rows read;
        read.first = records_.byte();
        auto const line = records_.line();
        while (read.rows != to.rows && records_.byte() < behind_ && take_rows(read, to.behind(read.rows))) {
        }
        read.behind = records_.byte(), read.lines = static_cast<std::size_t>(records_.line() - line);
        return read;
    }

    [[nodiscard]] bool take_rows(csv_piece_rows& read, csv_destination<T> const& to) {
        auto const text = records_.rest().substr(0, static_cast<std::size_t>(behind_ - records_.byte()));
        auto const taken = blocks_.read(text, row_reader(), to);
        if (taken.rows == 0) return take_row(read, to);
        records_.pop_rows(taken.bytes, taken.lines);
        read.rows += taken.rows;
        read.outcome.count(taken.outcome);
        return true;
    }

    [[nodiscard]] bool take_row(csv_piece_rows& read, csv_destination<T> const& to) {
        if (!found_start_ || records_.find(source_) != csv_found::record || records_.byte() >= behind_) return false;
        to.clear_texts(1);
        auto const outcome = row_reader().read(records_.front(), to.cells, to.texts);
        if (outcome.bad || outcome.no_room) return false;
        ++read.rows;
        read.outcome.count(outcome);
        records_.pop();
        return true;
    }

    [[nodiscard]] csv_row_reader row_reader() noexcept {
        return {shared_.columns, shared_.targets,     shared_.numbers,
                texts_,          shared_.field_count, shared_.options.delimiter};
    }

    csv_piece_layout<T> const& shared_;
    csv_piece_memory<T> own_;
    std::uint64_t behind_;
    file_part source_;
    csv_records records_;
    csv_texts texts_;
    csv_blocks<T> blocks_;
    bool found_start_ = true;
};

}  // namespace arenite::inline ARENITE_ABI::detail
