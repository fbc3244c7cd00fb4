// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/sklearn_parameters.hpp>
#include <arenite/model/row_formula.hpp>

#include <array>

namespace arenite::inline ARENITE_ABI::detail {

/// What a step says besides its operation and its numbers: one bit each.
enum sklearn_parameter : unsigned {
    step_from = 1,
    step_to = 2,
    step_by = 4,
    step_limit = 8,
    step_least = 16,
    step_most = 32,
    step_choices = 64,
    step_values = 128,
    step_op = 256,
    step_at = 512,
    step_count = 1024,
};

struct sklearn_op {
    std::string_view name;
    row_op op;
    unsigned parameters;  ///< that it has, all of them
};

inline constexpr std::array<sklearn_op, 21> sklearn_ops{{
    {"set", row_op::set, step_values},
    {"add", row_op::add, step_from},
    {"shift", row_op::shift, step_by},
    {"multiply", row_op::multiply, step_by},
    {"divide", row_op::divide, step_by},
    {"clip", row_op::clip, step_least | step_most},
    {"sigmoid", row_op::sigmoid, 0},
    {"complement", row_op::complement, 0},
    {"exponential", row_op::exponential, 0},
    {"logarithm", row_op::logarithm, 0},
    {"power_of_two", row_op::power_of_two, step_by},
    {"softmax", row_op::softmax, 0},
    {"plain_softmax", row_op::plain_softmax, 0},
    {"log_softmax", row_op::log_softmax, 0},
    {"normalise", row_op::normalise, step_by},
    {"above", row_op::above, step_limit},
    {"from", row_op::from, step_limit},
    {"largest", row_op::largest, step_to},
    {"pick", row_op::pick, step_values},
    {"vote", row_op::vote, step_to | step_choices | step_by},
    {"interpolate", row_op::interpolate, step_values},
}};

/// Reads a step, whose object has begun: calls on_constant(number) for each of its constants. Whether it fits a row is
/// not checked.
template <class OnConstant>
class sklearn_step {
public:
    sklearn_step(json_events& document, OnConstant& told) : events_(document), parameters_(document, told) {}

    [[nodiscard]] row_step read() {
        while (events_.next_key()) read_part(events_.text());
        parameters_.require(step_op | step_at | step_count, "a step with op, at and count");
        return step_;
    }

private:
    void read_part(std::string_view key) {
        if (key == "op") step_.op = parameters_.read_op(step_op, sklearn_ops);
        else if (key == "at") parameters_.read(step_at, step_.at);
        else if (key == "count") parameters_.read(step_count, step_.count);
        else if (key == "from") parameters_.read(step_from, step_.other);
        else if (key == "to") parameters_.read(step_to, step_.other);
        else if (key == "choices") parameters_.read(step_choices, step_.choices);
        else if (key == "by") parameters_.read(step_by, step_.by);
        else if (key == "limit") parameters_.read(step_limit, step_.by);
        else if (key == "least") parameters_.read(step_least, step_.by);
        else if (key == "most") parameters_.read(step_most, step_.most);
        else if (key == "values") step_.constants = parameters_.read_constants(step_values);
        else events_.fail("a parameter of a step");
    }

    json_events& events_;
    sklearn_parameters<OnConstant> parameters_;
    row_step step_;
};

/// Reads a formula that comes next: calls on_constant(number) for each constant, then on_step(step); the answer's
/// place is in what it returns, without steps.
template <class OnConstant, class OnStep>
[[nodiscard]] row_formula read_sklearn_formula(json_events& events, OnConstant on_constant, OnStep on_step) {
    row_formula formula;
    keys_seen<3> seen;
    for_each_key(events, [&](std::string_view key) {
        if (key == "at") seen.once(events, 0), formula.at = events.read_number<std::uint32_t>();
        else if (key == "count") seen.once(events, 1), formula.count = events.read_number<std::uint32_t>();
        else if (key == "steps")
            seen.once(events, 2), for_each_object(events, [&] {
                on_step(sklearn_step<OnConstant>{events, on_constant}.read());
            });
        else events.fail("at, count or steps");
    });
    if (!seen.has(0) || formula.count == 0) events.fail("a formula with at, and a count of at least 1");
    return formula;
}

}  // namespace arenite::inline ARENITE_ABI::detail
