// SPDX-License-Identifier: MIT
#pragma once

// Models of ONNX, written message by message, so that any part of one may be wrong.

#include <bit>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace onnx_files {

[[nodiscard]] inline std::string varint(std::uint64_t number) {
    std::string text;
    for (; number > 127; number >>= 7) text += static_cast<char>(number | 128);
    return text += static_cast<char>(number);
}

template <class Bits>
[[nodiscard]] std::string little_endian(Bits bits) {
    std::string text;
    for (std::size_t i = 0; i != sizeof bits; ++i) text += static_cast<char>(bits >> 8 * i);
    return text;
}

[[nodiscard]] inline std::string tag(std::uint32_t number, unsigned wire) { return varint(number << 3 | wire); }
[[nodiscard]] inline std::string whole(std::uint32_t number, std::int64_t value) {
    return tag(number, 0) + varint(static_cast<std::uint64_t>(value));
}
[[nodiscard]] inline std::string text(std::uint32_t number, std::string_view bytes) {
    return tag(number, 2) + varint(bytes.size()) + std::string{bytes};
}
[[nodiscard]] inline std::string real(std::uint32_t number, float value) {
    return tag(number, 5) + little_endian(std::bit_cast<std::uint32_t>(value));
}

/// AttributeProto: a name, values, a type.
[[nodiscard]] inline std::string attribute(std::string_view name, std::string const& values, int type) {
    return text(1, name) + values + whole(20, type);
}
[[nodiscard]] inline std::string integer(std::string_view name, std::int64_t value) {
    return attribute(name, whole(3, value), 2);
}
[[nodiscard]] inline std::string word(std::string_view name, std::string_view value) {
    return attribute(name, text(4, value), 3);
}
[[nodiscard]] inline std::string integers(std::string_view name, std::vector<std::int64_t> const& values) {
    std::string all;
    for (auto const value : values) all += whole(8, value);
    return attribute(name, all, 7);
}
[[nodiscard]] inline std::string reals(std::string_view name, std::vector<float> const& values) {
    std::string all;
    for (float const value : values) all += real(7, value);
    return attribute(name, all, 6);
}
[[nodiscard]] inline std::string words(std::string_view name, std::vector<std::string_view> const& values) {
    std::string all;
    for (auto const value : values) all += text(9, value);
    return attribute(name, all, 8);
}

/// TensorProto.
[[nodiscard]] inline std::string tensor(std::string_view name, int type, std::vector<std::int64_t> const& dims,
                                        std::string const& raw) {
    std::string all;
    for (auto const size : dims) all += whole(1, size);
    return all + whole(2, type) + text(8, name) + text(9, raw);
}
template <class Number>
[[nodiscard]] std::string raw(std::vector<Number> const& values) {
    std::string all;
    for (auto const value : values) {
        if constexpr (std::is_same_v<Number, float>) all += little_endian(std::bit_cast<std::uint32_t>(value));
        else all += little_endian(static_cast<std::make_unsigned_t<Number>>(value));
    }
    return all;
}
[[nodiscard]] inline std::string tensor_attribute(std::string_view name, std::string const& of) {
    return attribute(name, text(5, of), 4);
}

/// NodeProto, in GraphProto.
[[nodiscard]] inline std::string node(std::string_view op, std::vector<std::string_view> const& inputs,
                                      std::vector<std::string_view> const& outputs,
                                      std::vector<std::string> const& attributes,
                                      std::string_view domain = "ai.onnx.ml") {
    std::string all;
    for (auto const input : inputs) all += text(1, input);
    for (auto const output : outputs) all += text(2, output);
    all += text(3, "part") + text(4, op);
    for (auto const& one : attributes) all += text(5, one);
    return text(1, all + text(7, domain));
}

/// ValueInfoProto of a tensor; a dimension of 0 is one that is not told.
[[nodiscard]] inline std::string value_info(std::string_view name, int type, std::vector<std::int64_t> const& dims) {
    std::string shape;
    for (auto const size : dims) shape += text(1, size == 0 ? std::string{} : whole(1, size));
    return text(1, name) + text(2, text(1, whole(1, type) + text(2, shape)));
}
[[nodiscard]] inline std::string input(std::string_view name, std::int64_t columns, int type = 1) {
    return text(11, value_info(name, type, {0, columns}));
}
[[nodiscard]] inline std::string output(std::string_view name) { return text(12, value_info(name, 1, {0, 1})); }
[[nodiscard]] inline std::string constant(std::string const& of) { return text(5, of); }

[[nodiscard]] inline std::string import(std::string_view domain, std::int64_t version) {
    return text(8, text(1, domain) + whole(2, version));
}

/// ModelProto.
[[nodiscard]] inline std::string model(std::string const& graph) {
    return whole(1, 8) + text(2, "test") + text(7, graph) + import("", 15) + import("ai.onnx.ml", 3);
}

/// Attributes by their names, one of which may be another.
class attributes {
public:
    attributes(std::initializer_list<std::pair<std::string_view, std::string>> of) : all_(of) {}

    [[nodiscard]] attributes with(std::string_view name, std::string const& other) const {
        auto changed = *this;
        for (auto& [known, value] : changed.all_)
            if (known == name) return value = other, changed;
        changed.all_.emplace_back(name, other);
        return changed;
    }
    [[nodiscard]] std::vector<std::string> list() const {
        std::vector<std::string> values;
        for (auto const& [name, value] : all_)
            if (!value.empty()) values.push_back(value);
        return values;
    }

private:
    std::vector<std::pair<std::string_view, std::string>> all_;
};

/// A stump, and a tree of one leaf; of two features and two outputs.
inline attributes const regressor{
    {"nodes_treeids", integers("nodes_treeids", {0, 0, 0, 1})},
    {"nodes_nodeids", integers("nodes_nodeids", {0, 1, 2, 0})},
    {"nodes_featureids", integers("nodes_featureids", {1, 0, 0, 0})},
    {"nodes_modes", words("nodes_modes", {"BRANCH_LEQ", "LEAF", "LEAF", "LEAF"})},
    {"nodes_values", reals("nodes_values", {0.5F, 0, 0, 0})},
    {"nodes_truenodeids", integers("nodes_truenodeids", {1, 0, 0, 0})},
    {"nodes_falsenodeids", integers("nodes_falsenodeids", {2, 0, 0, 0})},
    {"target_treeids", integers("target_treeids", {0, 0, 1})},
    {"target_nodeids", integers("target_nodeids", {1, 2, 0})},
    {"target_ids", integers("target_ids", {0, 0, 1})},
    {"target_weights", reals("target_weights", {1, 2, 3})},
    {"n_targets", integer("n_targets", 2)},
};

/// The same trees as TreeEnsemble lists them.
inline attributes const ensemble{
    {"tree_roots", integers("tree_roots", {0, 1})},
    {"nodes_featureids", integers("nodes_featureids", {1, 0})},
    {"nodes_splits", tensor_attribute("nodes_splits", tensor("", 1, {2}, raw<float>({0.5F, 0})))},
    {"nodes_modes", tensor_attribute("nodes_modes", tensor("", 2, {2}, raw<std::uint8_t>({0, 0})))},
    {"nodes_truenodeids", integers("nodes_truenodeids", {0, 2})},
    {"nodes_falsenodeids", integers("nodes_falsenodeids", {1, 2})},
    {"nodes_trueleafs", integers("nodes_trueleafs", {1, 1})},
    {"nodes_falseleafs", integers("nodes_falseleafs", {1, 1})},
    {"leaf_targetids", integers("leaf_targetids", {0, 0, 1})},
    {"leaf_weights", tensor_attribute("leaf_weights", tensor("", 1, {3}, raw<float>({1, 2, 3})))},
    {"n_targets", integer("n_targets", 2)},
};

[[nodiscard]] inline std::string graph_of(std::string_view op, attributes const& of) {
    return input("x", 2) + node(op, {"x"}, {"y"}, of.list()) + output("y");
}
[[nodiscard]] inline std::string regressor_with(std::string_view name, std::string const& other) {
    return model(graph_of("TreeEnsembleRegressor", regressor.with(name, other)));
}
[[nodiscard]] inline std::string ensemble_with(std::string_view name, std::string const& other) {
    return model(graph_of("TreeEnsemble", ensemble.with(name, other)));
}

}  // namespace onnx_files
