// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/onnx_column_count.hpp>
#include <arenite/format/detail/onnx_input.hpp>
#include <arenite/format/detail/onnx_labels.hpp>
#include <arenite/format/detail/onnx_operators.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Reads the message GraphProto into steps, node by node: first they are counted, then written.
class onnx_graph {
public:
    onnx_graph(protobuf_reader& of_file, protobuf_extent graph, onnx_scope& scope)
        : reader_(of_file), graph_(graph), scope_(scope) {}

    void run() {
        scope_.values.clear();
        scope_.texts.clear();
        scope_.ensemble_count = 0;
        read_constants();
        read_inputs();
        read_nodes();
        read_outputs();
        for (auto const& source : scope_.texts.sources()) add_categories(source);
    }

    /// The operator of the last predictor.
    [[nodiscard]] short_text<64> const& objective() const noexcept { return objective_; }
    /// Of the predictions.
    [[nodiscard]] precision numbers() const noexcept { return output_; }

private:
    enum fields : std::uint32_t { node = 1, initializer = 5, input = 11, output = 12, sparse_initializer = 15 };

    template <class Visit>
    void for_each(std::uint32_t number, std::string_view what, Visit&& visit) {
        reader_.set_place(what);
        reader_.for_each_field(graph_, [&](protobuf_field const& field) {
            if (field.number != number) return;
            reader_.set_place(what);
            reader_.expect(field, protobuf_wire::bytes, what);
            visit(field.bytes);
        });
    }

    void read_constants() {
        for_each(sparse_initializer, "sparse tensor", [this](protobuf_extent tensor) {
            reader_.set_byte(tensor.begin);
            reader_.fail("a sparse tensor", "tensors whose elements are all there");
        });
        for_each(initializer, "initializer", [this](protobuf_extent message) {
            auto const tensor = onnx_tensor_reader{reader_, message}.read();
            scope_.values.add(tensor.name, constant_value(tensor));
        });
    }

    void read_inputs() {
        inputs_ = 0;
        features_ = 0;
        bool all_single = true;
        for_each(input, "input", [&](protobuf_extent message) {
            auto const [name, value, has_any_columns] = onnx_input{reader_, message}.read();
            if (scope_.values.has(name) && scope_.values.find(name).is_constant()) return;
            auto given = value;
            if (has_any_columns) given.shape = onnx_shape::of_columns(count_columns(name));
            given.first = features_;
            if (given.count() > most_columns - features_) reader_.fail("inputs of too many columns", "1048576 in all");
            features_ += static_cast<std::uint32_t>(given.count());
            all_single = all_single && given.count() == 1;
            ++inputs_;
            scope_.values.add(name, given);
        });
        if (features_ == 0) reader_.fail("no inputs", "columns of the rows");
        scope_.emit.size().features = features_;
        if (all_single && inputs_ > 1) name_columns();
    }

    [[nodiscard]] std::uint64_t count_columns(protobuf_extent name) {
        onnx_column_count columns{scope_, name};
        std::uint64_t number = 0;
        for_each(node, "node", [&](protobuf_extent message) {
            onnx_node next{reader_, number++, message};
            columns.look_at(next);
        });
        reader_.set_place("input");
        reader_.set_byte(name.begin);
        if (columns.value() == 0)
            reader_.fail("an input of any number of columns", "a number, or weights that tell it");
        return columns.value();
    }

    void name_columns() {
        for_each(input, "input", [&](protobuf_extent message) {
            auto const name = onnx_input{reader_, message}.read().name;
            auto const& value = scope_.values.find(name);
            if (value.is != onnx_value::kind::given) return;
            scope_.emit.size().name_characters += name.size();
            if (scope_.emit.writes()) static_cast<void>(scope_.emit.model().columns.set_name(value.first, value.name));
        });
    }

    void read_nodes() {
        std::uint64_t number = 0;
        for_each(node, "node", [&](protobuf_extent message) {
            onnx_node next{reader_, number++, message};
            scope_.begin(next);
            translate(scope_);
            if (next.op().find("Classifier") != next.op().npos || next.op().find("Regressor") != next.op().npos)
                objective_ = next.op();
        });
    }

    /// Predictions are the outputs of real numbers, one after the other, or of others where there are none of those.
    void read_outputs() {
        bool const has_reals = count_outputs(true) != 0;
        auto const label_outputs = count_outputs(false);
        if (!has_reals && label_outputs == 0) reader_.fail("no output that is a number", "scores, or labels");
        for_each(output, "output", [&](protobuf_extent message) { add_output(message, has_reals); });
        for_each(output, "output", [&](protobuf_extent message) { add_labels(message, label_outputs); });
        if (!scope_.emit.has_margins()) return;
        for (std::uint32_t i = 0; i != scope_.emit.margin_count(); ++i)
            scope_.emit.output(&graph_model::margins, &graph_model_size::margins, scope_.emit.first_margin() + i);
    }

    [[nodiscard]] std::size_t count_outputs(bool reals) {
        std::size_t found = 0;
        for_each(output, "output", [&](protobuf_extent message) {
            auto const& value = scope_.values.find(onnx_input{reader_, message}.name());
            found += std::size_t{is_output(value, reals)};
        });
        return found;
    }

    [[nodiscard]] static bool is_output(onnx_value const& value, bool reals) noexcept {
        return reals ? value.has_columns() && is_real(value.type) : onnx_labels::is_label(value);
    }

    void add_output(protobuf_extent message, bool reals) {
        auto& value = scope_.values.find(onnx_input{reader_, message}.name());
        if (!is_output(value, reals)) return;
        auto const made =
            value.is == onnx_value::kind::labels && !is_number(value.type) ? value : scope_.in_frame(value);
        output_ = made.type == onnx_type::float32 ? precision::float32 : precision::float64;
        bool const also_margins = !scope_.emit.has_margins();
        for (std::uint32_t i = 0; i != made.count(); ++i) {
            scope_.emit.output(&graph_model::predictions, &graph_model_size::predictions, made.first + i);
            if (also_margins) scope_.emit.output(&graph_model::margins, &graph_model_size::margins, made.first + i);
        }
    }

    void add_labels(protobuf_extent message, std::size_t outputs) {
        auto& value = scope_.values.find(onnx_input{reader_, message}.name());
        if (is_output(value, false)) onnx_labels{scope_, outputs}.add(value);
    }

    /// The list of texts that a column of the rows is encoded by.
    void add_categories(onnx_texts::source const& source) {
        auto& size = scope_.emit.size();
        size.has_categories = true;
        auto* const columns = scope_.emit.writes() ? &scope_.emit.model().columns : nullptr;
        if (columns != nullptr && !columns->set_category(source.column)) refuse_change();
        if (columns != nullptr && !source.unseen_is_missing) columns->refuse_unseen(source.column);
        onnx_elements categories{reader_, scope_.buffer, source.categories};
        for (; categories.next(); ++size.category_names) {
            size.name_characters += categories.bytes().size();
            if (columns != nullptr) add_category(source.column, categories.bytes());
        }
    }

    void add_category(std::uint32_t column, protobuf_extent name) {
        std::array<char, longest_category> room;
        reader_.set_place("categories");
        reader_.set_byte(name.begin);
        if (name.size() > room.size()) reader_.fail("a category of more than 4096 bytes", "at most 4096");
        if (!scope_.emit.model().columns.add_category(column, reader_.text(name, room))) refuse_change();
    }

    [[noreturn]] void refuse_change() const {
        reader_.fail("more than when it was counted", "a file that stays as it is");
    }

    static constexpr std::size_t longest_category = 4096, most_columns = 1 << 20;

    protobuf_reader& reader_;
    protobuf_extent graph_;
    onnx_scope& scope_;
    std::size_t inputs_ = 0;
    std::uint32_t features_ = 0;
    precision output_ = precision::float32;
    short_text<64> objective_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
