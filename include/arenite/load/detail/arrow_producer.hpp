// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/load/detail/arrow_check.hpp>
#include <arenite/load/detail/arrow_handle.hpp>
#include <arenite/load/detail/arrow_schema_reader.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// The record batches of a stream, one after the other: each is released before the next is asked for.
///
/// What is wrong is told in two steps, so that rows in front of it can be delivered first: `advance` says that there is
/// something, and `complain` raises it.
class arrow_producer {
public:
    enum class state : unsigned char { between, rows, fault, refusal, end };

    explicit arrow_producer(ArrowArrayStream& lent) noexcept : stream_(lent) {}

    /// It has what the specification says, of which nothing was called yet.
    [[nodiscard]] bool complete() const noexcept {
        return stream_ && stream_->get_schema != nullptr && stream_->get_next != nullptr;
    }

    /// Asks for the schema, and binds the columns.
    void bind(csv_columns const& columns, std::span<arrow_text_types> types, arrow_complaint const& complaint) {
        arrow_handle<ArrowSchema> schema;
        if (auto const error = stream_->get_schema(stream_.get(), schema.get()); error != 0)
            complaint.producer(*stream_.get(), error);
        if (!schema) complaint.stream("no schema", "a schema");
        arrow_schema_reader const reader{columns, types, *schema, complaint};
        reader.bind();
        children_ = reader.children();
    }

    /// Makes sure that there is a row. Requires: bound.
    [[nodiscard]] bool advance(csv_columns const& columns, std::span<arrow_text_types const> types) {
        while (left() == 0 && (state_ == state::between || state_ == state::rows)) ask(columns, types);
        return state_ == state::rows;
    }

    /// Of what stopped `advance`, unless that was the end.
    void complain(arrow_complaint const& complaint) {
        if (state_ == state::fault) complaint.record_batch(fault_, batches_);
        if (state_ == state::refusal) complaint.producer(*stream_.get(), error_);
    }

    [[nodiscard]] std::size_t left() const noexcept {
        return state_ == state::rows ? static_cast<std::size_t>(batch_->length) - row_ : 0;
    }

    /// The slots of a column from the current row on.
    [[nodiscard]] arrow_slots slots(std::size_t child) const noexcept { return {*batch_, child, row_}; }
    void take(std::size_t rows) noexcept { row_ += rows; }

private:
    void ask(csv_columns const& columns, std::span<arrow_text_types const> types) {
        batch_.reset();
        row_ = 0;
        error_ = stream_->get_next(stream_.get(), batch_.get());
        if (error_ != 0) return refuse();
        ++batches_;
        state_ = batch_ ? state::rows : state::end;
        if (batch_) fault_ = fault_of_record_batch(*batch_, children_, columns, types);
        if (fault_) state_ = state::fault;
    }

    /// What a call that failed has written is not to be released.
    void refuse() noexcept {
        *batch_.get() = {};
        state_ = state::refusal;
    }

    arrow_handle<ArrowArrayStream> stream_;
    arrow_handle<ArrowArray> batch_;
    arrow_fault fault_;
    state state_ = state::between;
    int error_ = 0;
    std::size_t children_ = 0, row_ = 0;
    std::uint64_t batches_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
