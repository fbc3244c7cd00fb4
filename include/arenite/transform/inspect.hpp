// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/detail/passed_rows.hpp>

namespace arenite::inline ARENITE_ABI {

/// What `rows | inspect(f)` is.
template <class Rows, class F>
class inspected_batches : public detail::passed_rows<inspected_batches<Rows, F>, Rows> {
    using base = detail::passed_rows<inspected_batches, Rows>;
    friend detail::remade_rows<inspected_batches, Rows>;

public:
    static constexpr std::string_view step_name = "inspect";

    inspected_batches(Rows&& rows_of_batches, F see_batch)
        : base(static_cast<Rows&&>(rows_of_batches)), see_(std::move(see_batch)) {}
    inspected_batches(inspected_batches&&) = default;
    inspected_batches& operator=(inspected_batches&& other) noexcept {
        return detail::reassign(*this, std::move(other));
    }
    ~inspected_batches() { this->placement_.clear(*this); }

private:
    [[nodiscard]] typename base::batch_type make() {
        auto const batch = this->next_batch();
        if (batch.rows() != 0) see_(batch);
        return this->pass(batch, 0, batch.rows());
    }

    F see_;
};

/// What `inspect` returns.
template <class F>
struct inspect_stage {
    static constexpr std::string_view stage_name = "inspect";

    F see;

    template <class Rows>
    [[nodiscard]] auto over(Rows&& rows) const {
        using value = typename std::remove_cvref_t<Rows>::value_type;
        static_assert(std::invocable<F&, batch_view<value const>>,
                      "the function takes batches of this range: [&](arenite::batch_view<double const> batch) { … }");
        return inspected_batches<Rows, F>{static_cast<Rows&&>(rows), see};
    }
};

/// A stage that shows every batch to a function and lets it through: to count, to print, to write it to a second place.
/// What the function throws goes through.
///
/// Allocates: nothing. Lifetime: takes the function.
template <class F>
[[nodiscard]] constexpr inspect_stage<F> inspect(F see_batch) {
    return {std::move(see_batch)};
}

/// The same for whatever has `write(batch)`, an npy_writer: `rows | impute(0.0) | tee(prepared_file) | …`. Borrows it.
template <class Writer>
[[nodiscard]] constexpr auto tee(Writer& batch_writer) {
    return inspect([writer = &batch_writer](auto const& batch) { writer->write(batch); });
}

}  // namespace arenite::inline ARENITE_ABI
