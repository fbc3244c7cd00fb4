// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/sklearn_parameters.hpp>
#include <arenite/transform/column_step.hpp>

#include <array>

namespace arenite::inline ARENITE_ABI::detail {

/// What a step says besides its operation and the column that it reads: one bit each.
enum sklearn_column_parameter : unsigned {
    column_second = 1,
    column_by = 2,
    column_other = 4,
    column_values = 8,
    column_op_name = 16,
    column_from = 32,
};

struct sklearn_column_op {
    column_op op;
    unsigned parameters;  ///< that it has, all of them
    std::string_view name = name_of(op);
};

inline constexpr std::array<sklearn_column_op, 32> sklearn_column_ops{{
    {column_op::copy, 0},
    {column_op::constant, column_by},
    {column_op::fill, column_by},
    {column_op::replace, column_by | column_other},
    {column_op::is_missing, 0},
    {column_op::equals, column_by},
    {column_op::standardize, column_by | column_other},
    {column_op::affine, column_by | column_other},
    {column_op::clip, column_by | column_other},
    {column_op::bucket, column_values},
    {column_op::lookup, column_values | column_by | column_other},
    {column_op::product, column_second},
    {column_op::absolute, 0},
    {column_op::exponential, 0},
    {column_op::exponential_minus_1, 0},
    {column_op::logarithm, 0},
    {column_op::logarithm_of_1_plus, 0},
    {column_op::logarithm_2, 0},
    {column_op::logarithm_10, 0},
    {column_op::square, 0},
    {column_op::square_root, 0},
    {column_op::cube_root, 0},
    {column_op::reciprocal, 0},
    {column_op::sine, 0},
    {column_op::cosine, 0},
    {column_op::hyperbolic_tangent, 0},
    {column_op::inverse_hyperbolic_sine, 0},
    {column_op::floor, 0},
    {column_op::ceiling, 0},
    {column_op::whole, 0},
    {column_op::sign, 0},
    {column_op::to_float, 0},
}};

/// Reads a step that prepares a column, whose object has begun: calls on_constant(number) for each of its constants.
template <class OnConstant>
class sklearn_column_step {
public:
    sklearn_column_step(json_events& document, OnConstant& told) : events_(document), parameters_(document, told) {}

    [[nodiscard]] column_step read() {
        while (events_.next_key()) read_part(events_.text());
        parameters_.require(column_op_name | column_from, "a step with op and from");
        return step_;
    }

private:
    void read_part(std::string_view key) {
        if (key == "op") step_.op = parameters_.read_op(column_op_name, sklearn_column_ops);
        else if (key == "from") parameters_.read(column_from, step_.from);
        else if (key == "second") parameters_.read(column_second, step_.second);
        else if (key == "by") parameters_.read(column_by, step_.by);
        else if (key == "other") parameters_.read(column_other, step_.other_number);
        else if (key == "values") step_.constants = parameters_.read_constants(column_values);
        else events_.fail("a parameter of a step");
    }

    json_events& events_;
    sklearn_parameters<OnConstant> parameters_;
    column_step step_;
};

/// Reads what prepares the rows, which comes next: calls on_constant(number) for each constant, then on_step(step);
/// returns how many columns are prepared.
template <class OnConstant, class OnStep>
[[nodiscard]] std::uint32_t read_sklearn_preparation(json_events& events, OnConstant on_constant, OnStep on_step) {
    std::uint32_t outputs = 0;
    keys_seen<2> seen;
    for_each_key(events, [&](std::string_view key) {
        if (key == "outputs") seen.once(events, 0), outputs = events.read_number<std::uint32_t>();
        else if (key == "steps")
            seen.once(events, 1), for_each_object(events, [&] {
                on_step(sklearn_column_step<OnConstant>{events, on_constant}.read());
            });
        else events.fail("outputs or steps");
    });
    if (outputs == 0) events.fail("a preparation without outputs", "at least one");
    return outputs;
}

}  // namespace arenite::inline ARENITE_ABI::detail
