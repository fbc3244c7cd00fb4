// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/json_parts.hpp>

#include <algorithm>

namespace arenite::inline ARENITE_ABI::detail {

/// What a step says, one bit each: its operation, what every step has, and the parameters that this operation has.
/// Calls on_constant(number) for each of its constants.
template <class OnConstant>
class sklearn_parameters {
public:
    sklearn_parameters(json_events& document, OnConstant& told) : events_(document), on_constant_(told) {}

    /// A list of operations has for each its name, what it is, and its parameters.
    template <class Ops>
    [[nodiscard]] auto read_op(unsigned which, Ops const& ops) {
        seen_.once(events_, which);
        auto const name = events_.read_text();
        auto const found = std::ranges::find(ops, name, &Ops::value_type::name);
        if (found == ops.end()) events_.fail("an operation of version 1");
        of_op_ = found->parameters;
        return found->op;
    }

    template <class Number>
    void read(unsigned which, Number& to) {
        seen_.once(events_, which);
        to = events_.read_number<Number>();
    }

    /// Returns how many there are.
    [[nodiscard]] std::uint32_t read_constants(unsigned which) {
        seen_.once(events_, which);
        auto const count = events_.read_array<double>([this](std::size_t, double number) { on_constant_(number); });
        return static_cast<std::uint32_t>(std::min<std::size_t>(count, 0xffffffff));
    }

    /// When the step has ended: all that every step has is there, which `expected` puts in words, and what its
    /// operation has, no less and no more.
    void require(unsigned of_every_step, std::string_view expected) const {
        if (!seen_.has(of_every_step)) events_.fail(expected);
        if (!seen_.has(of_op_) || !seen_.has_no(~(of_op_ | of_every_step)))
            events_.fail("a step with other parameters than its op has", "those of its op");
    }

private:
    json_events& events_;
    OnConstant& on_constant_;
    key_set seen_;
    unsigned of_op_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
