// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/onnx_scope.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Translates the operators that prepare rows: Scaler, Imputer, OneHotEncoder and LabelEncoder.
class onnx_encoders {
public:
    explicit onnx_encoders(onnx_scope& of_node) : scope_(of_node), node_(of_node.node->attributes()) {}

    /// (x - offset) * scale, in float; of doubles in double, then rounded.
    void scaler() {
        node_.expect_only({"offset", "scale"});
        scope_.expect_inputs(1, 1);
        auto const value = scope_.in_frame(scope_.input(0));
        auto step = scope_.step_from(graph_action::scale, value, value.count());
        if (value.type != onnx_type::float64) step.numbers = precision::float32;
        step.b = numbers("offset", node_.floats("offset"), value);
        step.c = numbers("scale", node_.floats("scale"), value);
        scope_.emit.step(step);
        scope_.bind({as_floats(step, value)});
    }

    void imputer() {
        node_.expect_only(
            {"imputed_value_floats", "imputed_value_int64s", "replaced_value_float", "replaced_value_int64"});
        scope_.expect_inputs(1, 1);
        auto const value = scope_.in_frame(scope_.input(0));
        bool const whole = is_whole(value.type);
        auto const* const list = whole ? "imputed_value_int64s" : "imputed_value_floats";
        auto step = scope_.step_from(graph_action::impute, value, value.count());
        auto const replaced = whole ? static_cast<double>(node_.integer("replaced_value_int64", 0))
                                    : static_cast<double>(node_.real("replaced_value_float", 0));
        step.b = {.first = static_cast<std::uint32_t>(scope_.emit.next_number()), .step = 0, .number = true};
        scope_.emit.number(replaced);
        step.c = numbers(list, whole ? node_.integers(list) : node_.floats(list), value);
        scope_.emit.step(step);
        scope_.bind({onnx_scope::made_by(step, value, value.type)});
    }

    /// A further dimension, of as many columns as there are categories.
    void one_hot() {
        node_.expect_only({"cats_int64s", "cats_strings", "zeros"});
        scope_.expect_inputs(1, 1);
        bool const texts = scope_.input(0).type == onnx_type::string;
        bool const zeros = node_.integer("zeros", 1) != 0;
        auto const* const name = texts ? "cats_strings" : "cats_int64s";
        auto const list = texts ? node_.texts(name) : node_.integers(name);
        auto const width = node_.count(list);
        if (width == 0) node_.fail(name, "no categories", "at least one");
        auto const value = texts ? codes(list, zeros) : whole(scope_.in_frame(scope_.input(0)));
        auto step = scope_.step_from(graph_action::one_hot, value, value.count() * width);
        step.width = static_cast<std::uint32_t>(width);
        step.detail = zeros ? 0 : 1;
        step.first_number = scope_.emit.next_number();
        if (texts)
            for (std::uint64_t i = 0; i != width; ++i) scope_.emit.number(static_cast<double>(i));
        else scope_.add_numbers(list);
        scope_.emit.step(step);
        auto made = onnx_scope::made_by(step, value, onnx_type::float32);
        if (made.shape.size == onnx_shape::most) scope_.node->fail("too many dimensions", "at most 4");
        made.shape.dims[made.shape.size++] = step.width;
        scope_.bind({made});
    }

    void label_encoder() {
        node_.expect_only({"keys_strings", "keys_int64s", "keys_floats", "values_strings", "values_int64s",
                           "values_floats", "default_string", "default_int64", "default_float", "classes_strings",
                           "keys_tensor", "values_tensor", "default_tensor"});
        scope_.expect_inputs(1, 1);
        if (node_.has("classes_strings")) return positions();
        auto const keys = list_of({"keys_strings", "keys_int64s", "keys_floats"}, "keys_tensor");
        auto const values = list_of({"values_strings", "values_int64s", "values_floats"}, "values_tensor");
        if (node_.count(keys) != node_.count(values))
            scope_.node->fail("lists of different lengths", "a value for each key");
        bool const to_texts = values.type == onnx_type::string;
        if (to_texts && scope_.input(0).is_constant()) return scope_.bind({onnx_value{}});  // such as names of classes
        bool const texts = keys.type == onnx_type::string;
        auto const value = texts ? codes(keys, true) : scope_.in_frame(scope_.input(0));
        auto step = scope_.step_from(graph_action::encode, value, value.count());
        step.numbers = precision::float64;
        step.first_number = scope_.emit.next_number();
        add_codes(keys, values, texts);
        step.number_count = scope_.emit.next_number() - step.first_number;
        scope_.emit.sort_pairs(step.first_number + 2, step.number_count / 2 - 1);
        scope_.emit.step(step);
        auto made = onnx_scope::made_by(step, value, values.type);
        if (to_texts) made = as_labels(made, values);
        scope_.bind({made});
    }

private:
    [[nodiscard]] onnx_value as_floats(graph_step const& step, onnx_value const& like) {
        auto const made = onnx_scope::made_by(step, like, onnx_type::float32);
        if (step.numbers == precision::float32) return made;
        auto rounding = scope_.step_from(graph_action::to_float, made, made.count());
        rounding.numbers = precision::float64;
        scope_.emit.step(rounding);
        return onnx_scope::made_by(rounding, made, onnx_type::float32);
    }

    /// A column of positions in a list of texts.
    [[nodiscard]] onnx_value as_labels(onnx_value const& at, onnx_array const& texts) const {
        if (at.count() != 1) scope_.node->fail("several columns", "one");
        return {.is = onnx_value::kind::labels,
                .type = onnx_type::string,
                .shape = at.shape,
                .first = at.first,
                .elements = texts};
    }

    /// One number for all columns, or one for each.
    [[nodiscard]] graph_operand numbers(std::string_view attribute, onnx_array const& list, onnx_value const& value) {
        auto const count = node_.count(list);
        auto const columns = value.shape.size == 0 ? 1 : value.shape.dims[value.shape.size - 1U];
        if (value.shape.size > 1 || (count != 1 && count != columns))
            node_.fail(attribute, short_text<64>{format_number(count)}.append(" values"),
                       "one, or one for each column");
        auto const first = scope_.add_numbers(list);
        return {
            .first = static_cast<std::uint32_t>(first), .step = static_cast<std::uint8_t>(count != 1), .number = true};
    }

    [[nodiscard]] onnx_value whole(onnx_value const& value) {
        if (!is_real(value.type)) return value;
        auto const step = scope_.step_from(graph_action::to_whole, value, value.count());
        scope_.emit.step(step);
        return onnx_scope::made_by(step, value, value.type);
    }

    /// Texts as their positions in a list: that of the first encoder that their columns come to.
    [[nodiscard]] onnx_value codes(onnx_array const& categories, bool unseen_is_missing) {
        auto const value = scope_.in_frame_or_texts(scope_.input(0));
        if (value.type != onnx_type::string) scope_.node->fail("a list of texts for numbers", "a list of numbers");
        for (std::uint64_t i = 0; i != value.count(); ++i) {
            auto& source = scope_.texts.at(value.first + i);
            if (!source.categories.is_there()) source.categories = categories;
            else if (!same_texts(source.categories, categories)) refuse_second();
            source.unseen_is_missing = source.unseen_is_missing && unseen_is_missing;
        }
        auto made = value;
        made.type = onnx_type::int64;
        return made;
    }

    [[noreturn]] void refuse_second() const {
        scope_.node->fail("another list of categories of the same column",
                          "the same list for all encoders of a column");
    }

    [[nodiscard]] bool same_texts(onnx_array const& one, onnx_array const& other) {
        auto const half = scope_.buffer.size() / 2;
        onnx_elements first{scope_.reader, scope_.buffer.first(half), one};
        onnx_elements second{scope_.reader, scope_.buffer.subspan(half), other};
        for (;;) {
            bool const more = first.next();
            if (second.next() != more) return false;
            if (!more) return true;
            if (!scope_.reader.same_bytes(first.bytes(), second.bytes())) return false;
        }
    }

    /// The first version: a text becomes its position; or a position, a text.
    void positions() {
        auto const classes = node_.texts("classes_strings");
        auto& value = scope_.input(0);
        if (value.type != onnx_type::string) return scope_.bind({as_labels(scope_.in_frame(value), classes)});
        auto const from = codes(classes, true);
        auto step = scope_.step_from(graph_action::impute, from, from.count());
        step.b = step.c = {.first = static_cast<std::uint32_t>(scope_.emit.next_number()), .step = 0, .number = true};
        ++step.c.first;
        scope_.emit.number(std::numeric_limits<double>::quiet_NaN());
        scope_.emit.number(static_cast<double>(node_.integer("default_int64", -1)));
        scope_.emit.step(step);
        scope_.bind({onnx_scope::made_by(step, from, onnx_type::int64)});
    }

    [[nodiscard]] onnx_array list_of(std::array<char const*, 3> names, std::string_view tensor) {
        if (auto const found = node_.tensor(tensor)) return found->elements;
        if (node_.has(names[0])) return node_.texts(names[0]);
        if (node_.has(names[1])) return node_.integers(names[1]);
        if (!node_.has(names[2])) scope_.node->fail("no keys or no values", "lists of both");
        return node_.floats(names[2]);
    }

    [[nodiscard]] double default_for(onnx_type values) {
        if (values == onnx_type::string) return std::numeric_limits<double>::quiet_NaN();
        if (auto const tensor = node_.tensor("default_tensor")) {
            double number = 0;
            scope_.for_each_number(tensor->elements, [&](std::uint64_t, double element) { number = element; });
            return number;
        }
        if (is_real(values)) return static_cast<double>(node_.real("default_float", -0.0F));
        return static_cast<double>(node_.integer("default_int64", -1));
    }

    /// What is not listed, NaN, then pairs; texts are their positions. Before version 4, NaN was no key.
    void add_codes(onnx_array const& keys, onnx_array const& values, bool texts) {
        auto const other = default_for(values.type);
        auto const first = scope_.emit.next_number();
        scope_.emit.number(other);
        scope_.emit.number(other);
        auto const half = scope_.buffer.size() / 2;
        onnx_elements from{scope_.reader, scope_.buffer.first(half), keys};
        onnx_elements to{scope_.reader, scope_.buffer.subspan(half), values};
        for (std::uint64_t i = 0; from.next() && to.next(); ++i) {
            auto const key = texts ? static_cast<double>(i) : from.real();
            auto const value = to.type() == onnx_type::string ? static_cast<double>(i) : to.real();
            if (key == key) scope_.emit.number(key), scope_.emit.number(value);
            else if (scope_.ml_operators >= 4) scope_.emit.set_number(first + 1, value);
        }
    }

    onnx_scope& scope_;
    onnx_attributes& node_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
