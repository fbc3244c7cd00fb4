// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/admit.hpp>
#include <arenite/batch/detail/over_rows.hpp>

#include <iterator>

namespace arenite::inline ARENITE_ABI::detail {

/// A range whose batches are handed to something that is fitted to them, and the time that this takes, for reports.
template <class Rows>
class fitting_pass : public over_rows<Rows> {
    using typename over_rows<Rows>::rows_type;
    using over_rows<Rows>::rows_;

public:
    fitting_pass(Rows&& rows_to_fit, std::string_view name_in_reports)
        : over_rows<Rows>(static_cast<Rows&&>(rows_to_fit)), name_(name_in_reports) {}

    [[nodiscard]] bool placed() const noexcept { return rows_.get().placed(); }
    [[nodiscard]] auto begin() { return rows_.get().begin(); }
    [[nodiscard]] auto end() { return rows_.get().end(); }

    template <class Self, class Visitor>
    static void parts(Self& self, std::size_t rows, Visitor& visit) {
        rows_type::parts(self.rows_.get(), rows, visit);
        visit.stage(self.name_, self.time_);
    }

    template <class Fitted>
    void add_to(Fitted& fitted) {
        for (auto const batch : rows_.get())
            time_.measure([&] {
                fitted.add(batch);
                return batch.rows();
            });
    }

private:
    std::string_view name_;  ///< a literal
    stage_time time_;
};

/// Calls fitted.add(batch) for all batches; a range that is not admitted is admitted to `memory`.
template <class Rows, class Fitted>
void add_batches(Rows&& rows, std::string_view name, Fitted& fitted, budget& memory) {
    fitting_pass<Rows> pass{static_cast<Rows&&>(rows), name};
    if (pass.placed()) pass.add_to(fitted);
    else admit(pass, memory).pipeline().add_to(fitted);
}

}  // namespace arenite::inline ARENITE_ABI::detail
