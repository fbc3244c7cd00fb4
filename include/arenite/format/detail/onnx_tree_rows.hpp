// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/onnx_attributes.hpp>
#include <arenite/format/detail/onnx_tree_outline.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Hands out equal parts of a buffer.
class buffer_parts {
public:
    buffer_parts(std::span<char> lent_buffer, std::size_t parts) noexcept
        : free_(lent_buffer), size_(lent_buffer.size() / parts) {}
    [[nodiscard]] std::span<char> next() noexcept {
        auto const part = free_.first(size_);
        free_ = free_.subspan(size_);
        return part;
    }

private:
    std::span<char> free_;
    std::size_t size_;
};

/// One array among several of the same length. Each is read through its own part of a buffer.
class onnx_tree_array {
public:
    onnx_tree_array(onnx_attributes& of_node, std::string_view attribute, onnx_array const& array,
                    protobuf_reader& of_file, std::span<char> buffer)
        : attributes_(of_node), reader_(of_file), name_(attribute), elements_(of_file, buffer, array), is_there_(array.is_there()) {}

    [[nodiscard]] bool is_there() const noexcept { return is_there_; }
    [[nodiscard]] bool next() {
        reader_.set_part(name_);
        return elements_.next();
    }
    /// Goes to the next element, which must be there if `wanted`, and else must not.
    void next_if(bool wanted) {
        if (next() == wanted) return;
        attributes_.fail(name_, wanted ? "fewer elements" : "more elements", "as many as in the others");
    }

    /// From 0 to 2147483647, as the runtime counts.
    [[nodiscard]] std::uint32_t position() const {
        auto const value = elements_.integer();
        if (value < 0 || value > 0x7fffffff) fail(format_number(value), "a number from 0 to 2147483647");
        return static_cast<std::uint32_t>(value);
    }
    [[nodiscard]] std::int64_t integer() const noexcept { return elements_.integer(); }
    [[nodiscard]] double real() const noexcept { return elements_.real(); }
    [[nodiscard]] onnx_mode mode() const {
        auto const found = elements_.bytes().size() <= 16 ? onnx_mode_of(elements_.beginning()) : std::nullopt;
        if (!found) fail(quoted_text(elements_.beginning()), "the mode of a node");
        return *found;
    }

    [[noreturn]] void fail(std::string_view found, std::string_view expected) const {
        attributes_.fail(name_, found, expected);
    }

private:
    onnx_attributes& attributes_;
    protobuf_reader& reader_;
    std::string_view name_;  ///< a literal
    onnx_elements elements_;
    bool is_there_;
};

/// The elements of a tensor of the type of the rows; none: there is no such attribute.
template <std::floating_point T>
[[nodiscard]] onnx_array onnx_reals(onnx_attributes& node, std::string_view tensor) {
    auto const found = node.tensor(tensor);
    if (!found) return {};
    auto const wanted = sizeof(T) == sizeof(float) ? onnx_type::float32 : onnx_type::float64;
    if (found->type() != wanted)
        node.fail(tensor, short_text<64>{"a tensor of "}.append(type_text(found->type())), "the type of the rows");
    return found->elements;
}

/// Which of two attributes there is: numbers of float, or a tensor.
template <std::floating_point T>
[[nodiscard]] onnx_array onnx_reals(onnx_attributes& node, std::string_view list, std::string_view tensor) {
    if (node.has(list) && node.has(tensor)) node.fail(tensor, "the same numbers twice", "a list or a tensor");
    return node.has(tensor) ? onnx_reals<T>(node, tensor) : node.floats(list);
}

/// A node as the older operators list it.
template <std::floating_point T>
struct onnx_node_row {
    std::int64_t tree = 0;
    std::uint32_t id = 0, feature = 0, yes = 0, no = 0;
    T value{};
    onnx_mode mode = onnx_mode::leaf;
    bool missing_is_true = false;
};

/// The nodes of an ensemble, one after the other.
/// Errors: arrays of different lengths; ids, features and modes that cannot be.
template <std::floating_point T>
class onnx_node_rows {
public:
    static constexpr std::size_t arrays = 8;

    onnx_node_rows(onnx_attributes& node, protobuf_reader& file, buffer_parts& buffers)
        : trees_(node, "nodes_treeids", node.integers("nodes_treeids"), file, buffers.next()),
          ids_(node, "nodes_nodeids", node.integers("nodes_nodeids"), file, buffers.next()),
          features_(node, "nodes_featureids", node.integers("nodes_featureids"), file, buffers.next()),
          modes_(node, "nodes_modes", node.texts("nodes_modes"), file, buffers.next()),
          values_(node, "nodes_values", onnx_reals<T>(node, "nodes_values", "nodes_values_as_tensor"), file,
                  buffers.next()),
          yes_(node, "nodes_truenodeids", node.integers("nodes_truenodeids"), file, buffers.next()),
          no_(node, "nodes_falsenodeids", node.integers("nodes_falsenodeids"), file, buffers.next()),
          missing_(node, "nodes_missing_value_tracks_true", node.integers("nodes_missing_value_tracks_true"), file,
                   buffers.next()) {}

    /// Goes to the next node. False: there is none.
    [[nodiscard]] bool next() {
        bool const more = trees_.next();
        for (auto* const array : {&ids_, &features_, &modes_, &values_, &yes_, &no_}) array->next_if(more);
        if (missing_.is_there()) missing_.next_if(more);
        if (more) read();
        return more;
    }

    [[nodiscard]] onnx_node_row<T> const& row() const noexcept { return row_; }
    [[noreturn]] void fail(std::string_view found, std::string_view expected) const { ids_.fail(found, expected); }
    [[noreturn]] void fail_mode(std::string_view found, std::string_view expected) const {
        modes_.fail(found, expected);
    }

private:
    void read() {
        row_.tree = trees_.integer();
        row_.id = ids_.position();
        row_.mode = modes_.mode();
        bool const is_leaf = row_.mode == onnx_mode::leaf;
        row_.feature = is_leaf ? 0 : features_.position();
        row_.yes = is_leaf ? 0 : yes_.position();
        row_.no = is_leaf ? 0 : no_.position();
        row_.value = static_cast<T>(values_.real());
        row_.missing_is_true = missing_.is_there() && missing_.integer() == 1;
    }

    onnx_tree_array trees_, ids_, features_, modes_, values_, yes_, no_, missing_;
    onnx_node_row<T> row_;
};

/// What a leaf adds to an output, as the older operators list it.
template <std::floating_point T>
struct onnx_weight_row {
    std::int64_t tree = 0;
    std::uint32_t id = 0, output = 0;
    T value{};
};

template <std::floating_point T>
class onnx_weight_rows {
public:
    static constexpr std::size_t arrays = 4;

    onnx_weight_rows(onnx_attributes& node, bool classes, protobuf_reader& file, buffer_parts& buffers)
        : trees_(node, classes ? "class_treeids" : "target_treeids",
                 node.integers(classes ? "class_treeids" : "target_treeids"), file, buffers.next()),
          ids_(node, classes ? "class_nodeids" : "target_nodeids",
               node.integers(classes ? "class_nodeids" : "target_nodeids"), file, buffers.next()),
          outputs_(node, classes ? "class_ids" : "target_ids", node.integers(classes ? "class_ids" : "target_ids"),
                   file, buffers.next()),
          values_(node, classes ? "class_weights" : "target_weights",
                  onnx_reals<T>(node, classes ? "class_weights" : "target_weights",
                                classes ? "class_weights_as_tensor" : "target_weights_as_tensor"),
                  file, buffers.next()) {}

    /// Goes to the next one. False: there is none.
    [[nodiscard]] bool next() {
        bool const more = trees_.next();
        for (auto* const array : {&ids_, &outputs_, &values_}) array->next_if(more);
        if (more)
            row_ = {trees_.integer(), ids_.position(), outputs_.position(), static_cast<T>(values_.real())};
        return more;
    }

    [[nodiscard]] onnx_weight_row<T> const& row() const noexcept { return row_; }
    [[noreturn]] void fail(std::string_view found, std::string_view expected) const { trees_.fail(found, expected); }
    [[noreturn]] void fail_output(std::string_view found, std::string_view expected) const {
        outputs_.fail(found, expected);
    }

private:
    onnx_tree_array trees_, ids_, outputs_, values_;
    onnx_weight_row<T> row_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
