// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/batch_range.hpp>
#include <arenite/core/contract.hpp>

#include <limits>

namespace arenite::inline ARENITE_ABI::detail {

/// What all that reads batches has: the current batch, how many rows the next ones have, as the options say or as many
/// as fit, and how long they took. A base; who derives from it has `start` and, for the next batch, `read_rows`.
template <class T>
class batch_reading {
public:
    using value_type = T;

    [[nodiscard]] std::size_t batch_rows() const noexcept { return batch_rows_; }
    [[nodiscard]] bool batch_is_automatic() const noexcept { return automatic_; }
    void set_batch_rows(std::size_t most_rows) noexcept { batch_rows_ = most_rows; }
    [[nodiscard]] batch_view<T const> batch() const noexcept { return batch_; }
    [[nodiscard]] std::uint64_t first_row() const noexcept { return first_row_; }

    /// The next batch; it has no rows behind the last one.
    template <class Reading>
    static void read_batch(Reading& reading) {
        batch_reading& self = reading;
        self.time_.measure([&] {
            self.first_row_ += self.batch_.rows();
            self.batch_ = {};  // of an error in the next one nothing is left
            reading.read_rows();
            return self.batch_.rows();
        });
    }

protected:
    explicit batch_reading(std::size_t rows_of_options) noexcept
        : automatic_(rows_of_options == automatic_batch_rows),
          batch_rows_(automatic_ ? most_automatic_batch_rows : rows_of_options) {}

    /// Once what was handed over is taken.
    void check_batch_rows(char const* claim) const {
        contract(batch_rows_ - 1 <= std::numeric_limits<std::uint32_t>::max(), claim);
    }

    batch_view<T const> batch_;
    std::uint64_t first_row_ = 0;
    stage_time time_;

private:
    bool automatic_;
    std::size_t batch_rows_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
