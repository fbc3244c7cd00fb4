// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/detail/over_rows.hpp>

#include <iterator>

namespace arenite::inline ARENITE_ABI::detail {

/// A range whose batches are added to a summary, and the time that this takes, for reports.
template <class Rows>
class summarized_rows : public over_rows<Rows> {
    using typename over_rows<Rows>::rows_type;
    using over_rows<Rows>::rows_;

public:
    explicit summarized_rows(Rows&& rows_to_summarize) : over_rows<Rows>(static_cast<Rows&&>(rows_to_summarize)) {}

    [[nodiscard]] bool placed() const noexcept { return rows_.get().placed(); }
    [[nodiscard]] auto begin() { return rows_.get().begin(); }
    [[nodiscard]] auto end() { return rows_.get().end(); }

    template <class Self, class Visitor>
    static void parts(Self& self, std::size_t rows, Visitor& visit) {
        rows_type::parts(self.rows_.get(), rows, visit);
        visit.stage("summary", self.time_);
    }

    template <class Summarizer>
    void add_to(Summarizer& seen) {
        for (auto const batch : rows_.get())
            time_.measure([&] {
                seen.add(batch);
                return batch.rows();
            });
    }

private:
    stage_time time_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
