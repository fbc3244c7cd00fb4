// SPDX-License-Identifier: MIT
// Damaged and hostile models of ONNX: each is refused with its place, and nothing is left behind.
#include <arenite/format/detail/load_onnx.hpp>

#include "format/damaged_models.hpp"
#include "format/detail/onnx_files.hpp"

#include <arenite/predict/predict.hpp>

#include <doctest/doctest.h>

#include <array>
#include <vector>

namespace {

using namespace onnx_files;

struct hostile {
    std::string bytes;
    std::string_view where, found;
};

void use(arenite::model const& model) {
    std::vector<double> const x(2 * model.cols(), 0.5);
    std::vector<double> y(2 * model.outputs());
    arenite::predict(model, x, y);
}

oracle::verdict tried(std::string const& bytes) {
    return oracle::tried(1 << 20, [&](arenite::budget& memory) {
        use(arenite::load_model(std::as_bytes(std::span{bytes}), {.format = arenite::model_format::onnx}, memory));
    });
}

void refuse_each(std::vector<hostile> const& files) {
    for (auto const& [bytes, where, found] : files) {
        CAPTURE(found);
        auto const said = tried(bytes);
        CHECK(said.refused);
        CHECK_MESSAGE(said.found.find(found) != std::string::npos, said.found);
        CHECK_MESSAGE(said.where.find(where) != std::string::npos, said.where);
    }
}

std::string scaled(std::vector<std::string> const& attributes) {
    return model(input("x", 2) + node("Scaler", {"x"}, {"y"}, attributes) + output("y"));
}
std::string const plain = input("x", 2) + node("Identity", {"x"}, {"y"}, {}, "") + output("y");

/// An operator of ai.onnx with a list of whole numbers as its second input.
std::string with_list(std::string_view op, std::vector<std::int64_t> const& list,
                      std::vector<std::string> const& attributes = {}) {
    auto const size = static_cast<std::int64_t>(list.size());
    return model(input("x", 4) + constant(tensor("list", 7, {size}, raw(list))) +
                 node(op, {"x", "list"}, {"y"}, attributes, "") + output("y"));
}

std::string with_tensor(std::string const& of) {
    return model(input("x", 2) + constant(of) + node("Add", {"x", "w"}, {"y"}, {}, "") + output("y"));
}

/// An operator of ai.onnx with a constant as its input.
std::string with_one(std::string_view op, std::string const& of, std::vector<std::string> const& attributes) {
    return model(input("x", 2) + constant(of) + node(op, {"w"}, {"z"}, attributes, "") +
                 node("Identity", {"x"}, {"y"}, {}, "") + output("y"));
}

TEST_SUITE("format") {
    TEST_CASE("load_onnx: the models that are damaged here are whole") {
        for (auto const& bytes : {model(plain), regressor_with("", ""), ensemble_with("", ""),
                                  with_list("Reshape", {-1, 4}), with_tensor(tensor("w", 1, {2}, raw<float>({1, 2})))})
            CHECK(tried(bytes).found == "");
    }

    TEST_CASE("load_onnx: bytes that are no messages are refused at their byte") {
        auto const cut = [](std::string bytes, std::size_t size) { return bytes.substr(0, bytes.size() - size); };
        refuse_each({
            {tag(7, 2) + varint(1 << 20) + plain, "model", "length of 1048576"},
            {tag(7, 2) + varint(~std::uint64_t{0}) + plain, "model", "length of 18446744073709551615"},
            {model(plain) + std::string(1, '\x08'), "model", "end of the message"},
            {model(plain) + '\x08' + std::string(10, '\xff') + '\x01', "model", "more than 64 bits"},
            {model(plain) + '\x08' + std::string(9, '\xff') + '\x02', "model", "more than 64 bits"},
            {model(plain) + tag(1, 3), "model", "wire type 3"},
            {model(plain) + tag(30, 3), "model", "wire type 3"},
            {model(plain) + tag(30, 4), "model", "wire type 4"},
            {model(plain) + tag(30, 7), "model", "wire type 7"},
            {model(plain) + tag(1, 6), "model", "wire type 6"},
            {model(plain) + '\0' + '\1', "model", "without a number"},
            {model(plain) + varint(std::uint64_t{1} << 35) + '\1', "model", "without a number"},
            {model(plain) + tag(9, 5) + "abc", "model", "end of the message"},
            {model(plain) + tag(9, 1) + "abcdefg", "model", "end of the message"},
            {whole(7, 1) + import("", 15), "model", "wire type 0"},
            {text(1, "8") + model(plain), "model", "wire type 2"},
            {model(whole(1, 3) + plain), "node", "wire type 0"},
            {model(text(1, tag(4, 2) + varint(99) + "Add") + plain), "node 0", "length of 99"},
            {model(plain) + whole(8, 2), "model", "wire type 0"},
            {model(text(1, text(1, "x") + whole(4, 1)) + plain), "node 0", "wire type 0"},
            {cut(model(plain), 2), "model", "length of"},
        });
    }

    TEST_CASE("load_onnx: lists that are none are refused at their byte") {
        auto const list = [](std::string const& values) {
            return regressor_with("nodes_treeids", text(1, "nodes_treeids") + values);
        };
        refuse_each({
            {list(tag(8, 2) + varint(100) + "ab"), "node 0", "length of 100"},
            {list(tag(8, 2) + varint(2) + "\xff\xff" + whole(8, 1)), "node 0", "end of the message"},
            {list(tag(8, 0) + "\xff"), "node 0", "end of the message"},
            {list(tag(8, 0) + std::string(10, '\xff')), "node 0", "more than 64 bits"},
            {list(tag(8, 5) + "abcd"), "node 0", "another type"},
            {list(tag(30, 3)), "node 0", "type that there is not"},
            {list(tag(30, 1) + "abc"), "node 0", "end of the message"},
            {list(tag(30, 2) + varint(100)), "node 0", "length of 100"},
            {regressor_with("nodes_values", text(1, "nodes_values") + tag(7, 2) + varint(6) + "abcdef"), "node 0",
             "end of the message"},
            {regressor_with("nodes_values", attribute("nodes_values", whole(8, 1), 7)), "nodes_values", "another type"},
        });
    }

    TEST_CASE("load_onnx: models without what makes them one, or newer than what is known, are refused") {
        auto const graph = text(7, plain);
        refuse_each({
            {whole(1, 8) + import("", 15), "model", "no graph"},
            {whole(1, 8) + graph + graph + import("", 15), "model", "second graph"},
            {whole(1, 8) + graph, "model", "no import"},
            {whole(1, 15) + graph + import("", 15), "model", "IR version 15"},
            {whole(1, 0) + graph + import("", 15), "model", "IR version 0"},
            {whole(1, 8) + graph + import("", 29), "model", "ai.onnx version 29"},
            {whole(1, 8) + graph + import("ai.onnx", 0), "model", "ai.onnx version 0"},
            {whole(1, 8) + graph + import("ai.onnx.ml", 6), "model", "ai.onnx.ml version 6"},
            {whole(1, 8) + graph + import("", -1), "model", "ai.onnx version 18446744073709551615"},
            {model(text(1, "") + plain), "node 0", "operator"},
            {model(node("Scan", {"x"}, {"z"}, {}, "") + plain), "node 0 \"part\"", "Scan"},
            {model(node("Scaler", {"x"}, {"z"}, {}, "my.own") + plain), "node 0", "Scaler of my.own"},
            {model(input("x", 2)), "output", "no output"},
            {model(plain + text(15, "")), "sparse", "sparse tensor"},
            {model(node("Identity", {"x"}, {"y"}, {}, "") + output("y")), "input", "no inputs"},
        });
    }

    TEST_CASE("load_onnx: names that nobody made, that are made twice, or that are too long are refused") {
        auto const identity = [](std::string_view from, std::string_view to) {
            return node("Identity", {from}, {to}, {}, "");
        };
        refuse_each({
            {model(input("x", 2) + identity("z", "y") + output("y")), "node 0", "\"z\""},
            {model(input("x", 2) + identity("y", "y") + output("y")), "node 0", "\"y\""},
            {model(input("x", 2) + identity("z", "y") + identity("y", "z") + output("y")), "node 0", "\"z\""},
            {model(plain + identity("x", "y")), "node 1", "second value"},
            {model(input("x", 2) + input("x", 2) + output("x")), "input", "second value"},
            {model(plain + output("z")), "output", "\"z\""},
            {model(plain + identity("x", std::string(300, 'a'))), "node 1", "300 bytes"},
            {model(input("x", 2) + node("Identity", {""}, {"y"}, {}, "") + output("y")), "node 0", "missing input"},
            {model(input("x", 2) + node("Identity", {}, {"y"}, {}, "") + output("y")), "node 0", "0 inputs"},
            {model(input("x", 2) + node("Identity", {"x"}, {"y", "z"}, {}, "") + output("y")), "node 0", "2 outputs"},
            {model(plain + node("Identity", {"x"}, std::vector<std::string_view>(65536), {}, "")), "node 1",
             "many values"},
        });
    }

    TEST_CASE("load_onnx: inputs that are no rows of columns are refused") {
        auto const with_input = [](std::string const& info) {
            return model(text(11, info) + node("Identity", {"x"}, {"y"}, {}, "") + output("y"));
        };
        refuse_each({
            {with_input(text(1, "x")), "input", "no tensor"},
            {with_input(text(1, "x") + text(2, text(4, ""))), "input", "no tensor"},
            {with_input(value_info("x", 1, {0, 2, 3})), "input", "more than 2 dimensions"},
            {with_input(value_info("x", 10, {0, 2})), "input", "input of float16"},
            {with_input(value_info("x", 99, {0, 2})), "input", "input of undefined"},
            {with_input(value_info("x", 1, {0, 1 << 21})), "input", "an input of too many columns"},
            {with_input(value_info("x", 1, {0, -1})), "input", "an input of too many columns"},
            {with_input(value_info("x", 1, {0, 0})), "input", "any number of columns"},
            {model(input("x", 1 << 20) + input("z", 1) + output("x")), "input", "too many columns"},
        });
    }

    TEST_CASE("load_onnx: tensors that are not what they say are refused") {
        auto const one = raw<float>({1});
        refuse_each({
            {with_tensor(tensor("w", 1, {3}, raw<float>({1, 2}))), "initializer", "2 elements"},
            {with_tensor(tensor("w", 1, {2}, one + "abc")), "initializer", "1 elements"},
            {with_tensor(tensor("w", 1, {1}, one + "abc")), "initializer", "1 elements"},
            {with_tensor(tensor("w", 1, {std::int64_t{1} << 33}, one)), "initializer", "dimension of 8589934592"},
            {with_tensor(tensor("w", 1, {1 << 20, 1 << 20}, one)), "initializer", "dimension of 1048576"},
            {with_tensor(tensor("w", 1, {-1}, one)), "initializer", "dimension of -1"},
            {with_tensor(tensor("w", 1, {1, 1, 1, 1, 1}, one)), "initializer", "more than 4 dimensions"},
            {with_tensor(tensor("w", 10, {1}, "ab")), "initializer", "tensor of float16"},
            {with_tensor(tensor("w", 14, {1}, one)), "initializer", "tensor of type 14"},
            {with_tensor(tensor("w", 8, {1}, one)), "initializer", "texts as raw bytes"},
            {with_tensor(tensor("w", 1, {1}, one) + text(13, "")), "initializer", "another file"},
            {with_tensor(tensor("w", 1, {1}, one) + whole(14, 1)), "initializer", "another file"},
            {with_tensor(tensor("w", 1, {1}, one) + text(3, "")), "initializer", "another file"},
            {with_tensor(whole(1, 1) + whole(2, 1) + text(8, "w") + text(4, "abc")), "initializer",
             "end of the message"},
            {with_tensor(whole(1, 1) + whole(2, 1) + text(8, "w") + whole(4, 1)), "initializer", "another type"},
            {with_tensor(tensor("w", 1, {3}, raw<float>({1, 2, 3}))), "node 0", "shapes that do not fit"},
            {with_tensor(tensor("w", 11, {1}, "12345678")), "node 0", "several types"},
        });
    }

    TEST_CASE("load_onnx: attributes of another type, there twice, or unknown are refused") {
        auto const offset = reals("offset", {0}), scale = reals("scale", {1});
        refuse_each({
            {scaled({offset, scale, offset}), "node 0", "\"offset\""},
            {scaled({offset, scale, integer("depth", 1)}), "node 0", "\"depth\""},
            {scaled({offset, integers("scale", {1})}), "scale", "another type"},
            {scaled({offset, text(1, "scale") + text(7, "abc")}), "node 0", "end of the message"},
            {scaled({offset, text(1, "scale") + whole(7, 1)}), "node 0", "another type"},
            {scaled({offset, reals("scale", {1, 2, 3})}), "scale", "3 values"},
            {scaled({offset}), "scale", "0 values"},
            {scaled({offset, real(7, 1)}), "node 0", "without a name"},
            {scaled(std::vector<std::string>(30, whole(1, 1))), "node 0", ""},
            {regressor_with("n_targets", reals("n_targets", {2})), "n_targets", "another type"},
            {regressor_with("n_targets", attribute("n_targets", real(3, 2), 2)), "n_targets", "wire type 5"},
        });
    }

    TEST_CASE("load_onnx: trees whose arrays do not fit each other are refused") {
        std::vector<hostile> files;
        for (auto const* const name :
             {"nodes_nodeids", "nodes_featureids", "nodes_truenodeids", "nodes_falsenodeids"}) {
            files.push_back({regressor_with(name, integers(name, {0, 0, 0})), name, "fewer elements"});
            files.push_back({regressor_with(name, integers(name, {0, 1, 2, 0, 0})), name, "more elements"});
            files.push_back({regressor_with(name, integers(name, {-1, 1, 2, 0})), name, "-1"});
            files.push_back({regressor_with(name, integers(name, {1LL << 31, 1, 2, 0})), name, "2147483648"});
        }
        for (auto const* const name : {"target_nodeids", "target_ids"}) {
            files.push_back({regressor_with(name, integers(name, {0, 1})), name, "fewer elements"});
            files.push_back({regressor_with(name, integers(name, {0, 0, 0, 0})), name, "more elements"});
            files.push_back({regressor_with(name, integers(name, {-1, 0, 0})), name, "-1"});
        }
        files.push_back({regressor_with("nodes_values", reals("nodes_values", {1})), "nodes_values", "fewer"});
        files.push_back({regressor_with("target_weights", reals("target_weights", {1})), "target_weights", "fewer"});
        files.push_back({regressor_with("nodes_modes", words("nodes_modes", {"LEAF"})), "nodes_modes", "fewer"});
        auto const missing = [](std::vector<std::int64_t> const& list) {
            return integers("nodes_missing_value_tracks_true", list);
        };
        files.push_back({regressor_with("", missing({1})), "nodes_missing_value_tracks_true", "fewer elements"});
        refuse_each(files);
    }

    TEST_CASE("load_onnx: trees that are none are refused") {
        auto const changed = [](std::string_view list, std::vector<std::int64_t> const& values) {
            return regressor_with(list, integers(list, values));
        };
        auto const modes = [](std::vector<std::string_view> const& list) {
            return regressor_with("nodes_modes", words("nodes_modes", list));
        };
        refuse_each({
            {changed("nodes_treeids", {}), "node 0", "more elements"},
            {model(graph_of("TreeEnsembleRegressor", {{"n_targets", integer("n_targets", 1)}})), "node 0", "no nodes"},
            {changed("nodes_truenodeids", {0, 0, 0, 0}), "node 0", "again and again"},
            {changed("nodes_truenodeids", {7, 0, 0, 0}), "node 0", "node 7"},
            {changed("nodes_falsenodeids", {3, 0, 0, 0}), "node 0", "node 3"},
            {changed("nodes_nodeids", {0, 1, 1, 0}), "node 0", "two nodes of one number"},
            {changed("nodes_treeids", {0, 0, 1, 0}), "node 0", "behind those of another"},
            {changed("nodes_featureids", {2, 0, 0, 0}), "nodes_featureids", "feature 2"},
            {changed("nodes_featureids", {1 << 30, 0, 0, 0}), "nodes_featureids", "feature 1073741824"},
            {changed("target_ids", {0, 0, 2}), "target_ids", "output 2"},
            {changed("target_nodeids", {1, 1, 0}), "target", "second weight"},
            {changed("target_nodeids", {1, 9, 0}), "node 0", "node 9"},
            {changed("target_treeids", {0, 0, 9}), "target_treeids", "another tree"},
            {changed("target_treeids", {1, 0, 0}), "target_treeids", "another tree"},
            {modes({"BRANCH_LEQ", "BRANCH_LEQ", "BRANCH_LEQ", "LEAF"}), "node 0", "without leaves"},
            {modes({"BRANCH_LEQ", "BRANCH_LEQ", "LEAF", "LEAF"}), "node 0", "again and again"},
            {modes({"BRANCH_XOR", "LEAF", "LEAF", "LEAF"}), "nodes_modes", "BRANCH_XOR"},
            {modes({"BRANCH_MEMBER", "LEAF", "LEAF", "LEAF"}), "nodes_modes", "BRANCH_MEMBER"},
            {regressor_with("n_targets", integer("n_targets", 0)), "n_targets", "0"},
            {regressor_with("n_targets", integer("n_targets", 1 << 21)), "n_targets", "2097152"},
            {regressor_with("", word("post_transform", "CUBE")), "post_transform", "CUBE"},
            {regressor_with("", word("aggregate_function", "MEDIAN")), "aggregate_function", "MEDIAN"},
            {regressor_with("", reals("base_values", {1, 2, 3})), "base_values", "3 values"},
            {regressor_with("", tensor_attribute("nodes_values_as_tensor", tensor("", 1, {0}, ""))), "nodes_values",
             "same numbers twice"},
            {regressor_with("", integers("classlabels_int64s", {0, 1})), "node 0", "classlabels_int64s"},
        });
    }

    TEST_CASE("load_onnx: damaged ensembles of the newer operator are refused") {
        auto const changed = [](std::string_view list, std::vector<std::int64_t> const& values) {
            return ensemble_with(list, integers(list, values));
        };
        auto const bytes = [](std::string_view list, int type, std::string const& values, std::int64_t size) {
            return ensemble_with(list, tensor_attribute(list, tensor("", type, {size}, values)));
        };
        refuse_each({
            {changed("tree_roots", {}), "tree_roots", "no trees"},
            {changed("tree_roots", {2}), "tree_roots", "2"},
            {changed("tree_roots", {-1}), "tree_roots", "-1"},
            {changed("leaf_targetids", {}), "leaf_targetids", "no leaves"},
            {changed("nodes_featureids", {0}), "nodes_", "more elements"},
            {changed("nodes_featureids", {2, 0}), "nodes_featureids", "feature 2"},
            {changed("nodes_truenodeids", {3, 0}), "nodes_truenodeids", "3"},
            {changed("nodes_falsenodeids", {1}), "nodes_falsenodeids", "fewer elements"},
            {changed("nodes_trueleafs", {0, 1}), "node 0", "again and again"},
            {changed("nodes_trueleafs", {2, 1}), "nodes_trueleafs", "2"},
            {changed("nodes_falseleafs", {1}), "nodes_falseleafs", "fewer elements"},
            {changed("leaf_targetids", {0, 0, 2}), "leaf_targetids", "2"},
            {changed("leaf_targetids", {0, 0, 1, 1}), "leaf_weights", "fewer elements"},
            {bytes("nodes_modes", 2, raw<std::uint8_t>({0, 7}), 2), "nodes_modes", "7"},
            {bytes("nodes_modes", 3, raw<std::uint8_t>({0, 0}), 2), "nodes_modes", "no tensor of uint8"},
            {bytes("nodes_splits", 11, std::string(16, '\0'), 2), "nodes_splits", "tensor of double"},
            {bytes("leaf_weights", 1, raw<float>({1}), 1), "leaf_weights", "fewer elements"},
            {ensemble_with("", integer("aggregate_function", 4)), "aggregate_function", "4"},
            {ensemble_with("", integer("post_transform", 5)), "post_transform", "5"},
            {ensemble_with("", reals("base_values", {1, 2})), "node 0", "base_values"},
        });
    }

    TEST_CASE("load_onnx: shapes that mix rows, and columns that are not there, are refused") {
        auto const axis = integer("axis", 1);
        refuse_each({
            {with_list("Reshape", {-1, 2}), "node 0", "mixes rows"},
            {with_list("Reshape", {4, -1}), "node 0", "mixes rows"},
            {with_list("Reshape", {-1, -1}), "node 0", "mixes rows"},
            {with_list("Reshape", {-1, -4}), "node 0", "mixes rows"},
            {with_list("Reshape", {1, 1, 1, 1, 1, 1, 1}), "node 0", "too many dimensions"},
            {with_list("Reshape", {1, 1, 1, 1, 1, 1, 1, 1, 1}), "node 0", "more than 8"},
            {with_list("Squeeze", {1}), "node 0", "more than 1"},
            {with_list("Squeeze", {0}), "node 0", "axis 0"},
            {with_list("Gather", {4}, {axis}), "node 0", "column 4"},
            {model(input("x", 2, 7) + constant(tensor("w", 7, {2}, raw<std::int64_t>({5, 6}))) +
                   node("Gather", {"w", "x"}, {"y"}, {}, "") + output("y")),
             "node 0", "not told by one number"},
            {with_list("Gather", {-5}, {axis}), "node 0", "column -5"},
            {with_list("Gather", {0}, {integer("axis", 0)}), "node 0", "axis 0"},
            {with_list("Split", {3}, {axis}), "node 0", "not all"},
            {with_list("Split", {5}, {axis}), "node 0", "part of 5"},
            {with_list("Split", {-1}, {axis}), "node 0", "part of -1"},
            {with_list("ReduceSum", {}), "node 0", "no axes"},
            {with_list("ReduceSum", {0}), "node 0", "axis 0"},
            {with_list("MatMul", {1, 2}), "node 0", "matrix of 2 rows"},
            {model(input("x", 2) + node("Transpose", {"x"}, {"y"}, {integers("perm", {0, 0})}, "") + output("y")),
             "perm", "another list"},
            {model(input("x", 2) + node("Concat", {"x", "x"}, {"y"}, {integer("axis", 0)}, "") + output("y")), "node 0",
             "axis 0"},
            {model(input("x", 2) + node("Cast", {"x"}, {"y"}, {integer("to", 10)}, "") + output("y")), "to", "float16"},
            {model(input("x", 2, 8) + node("Abs", {"x"}, {"y"}, {}, "") + output("y")), "node 0", "string"},
            {with_tensor(tensor("w", 1, {2, 2}, raw<float>({1, 2, 3, 4}))), "node 0", "do not fit"},
            {with_one("Cast", tensor("w", 1, {1}, raw<float>({1})), {integer("to", 7)}), "node 0", "whole numbers"},
            {model(input("x", 1 << 20) + node("Neg", {"x"}, {"y"}, {}, "") + output("y")), "node 0",
             "too many columns"},
        });
    }

    TEST_CASE("load_onnx: rounds, which no file tells, are refused") {
        auto const file = model(plain);
        CHECK_THROWS_AS(static_cast<void>(arenite::load_model(std::as_bytes(std::span{file}), {.rounds = 3})),
                        arenite::model_error);
    }

    TEST_CASE("load_onnx: attributes and constants that are not as their operators need them are refused") {
        auto const of_x = [](std::string_view op, std::vector<std::string> const& attributes,
                             std::string_view domain = "") {
            return model(input("x", 4) + node(op, {"x"}, {"y"}, attributes, domain) + output("y"));
        };
        auto const of_both = [](std::string_view op, std::string const& first, std::string const& attributes = {}) {
            return model(first +
                         node(op, {"x", "w"}, {"y"},
                              attributes.empty() ? std::vector<std::string>{} : std::vector{attributes}, "") +
                         output("y"));
        };
        auto const in_pairs = [](std::string_view op, std::vector<std::string> const& attributes) {
            return model(input("x", 4) + constant(tensor("pairs", 7, {3}, raw<std::int64_t>({-1, 2, 2}))) +
                         node("Reshape", {"x", "pairs"}, {"p"}, {}, "") + node(op, {"p"}, {"y"}, attributes, "") +
                         output("y"));
        };
        auto const matrix = constant(tensor("w", 1, {4, 3}, raw(std::vector<float>(12, 1))));
        auto const four = reals("coefficients", {1, 2, 3, 4});
        auto const labels = integers("classlabels_ints", {0, 1, 2});
        auto const stump = [](attributes const& of) { return model(graph_of("TreeEnsembleClassifier", of)); };
        refuse_each({
            {of_x("LinearRegressor", {four, integer("targets", 0)}, "ai.onnx.ml"), "targets", "0"},
            {of_x("LinearClassifier", {four, labels, reals("intercepts", {1, 2})}, "ai.onnx.ml"), "node 0", "2 values"},
            {of_x("LinearClassifier", {four, labels}, "ai.onnx.ml"), "node 0", "0 values"},
            {of_both("Gemm", input("x", 4) + matrix, attribute("alpha", real(2, 2), 1)), "alpha", "another value"},
            {of_both("MatMul", input("x", 4, 7) + matrix), "node 0", "other dimensions"},
            {of_both("MatMul", input("x", 4) + input("w", 4)), "node 0", "no constant"},
            {model(input("x", 4) + matrix + constant(tensor("b", 1, {2}, raw<float>({1, 2}))) +
                   node("Gemm", {"x", "w", "b"}, {"y"}, {}, "") + output("y")),
             "node 0", "other intercepts"},
            {of_both("Reshape", input("x", 4) + input("w", 4)), "node 0", "no constant"},
            {of_both("Gather", input("x", 4) + input("w", 4), integer("axis", 1)), "node 0", "no constant"},
            {of_x("Slice", {integers("starts", {2}), integers("ends", {1}), integers("axes", {1})}), "node 0",
             "nothing"},
            {of_x("ArgMax", {integer("axis", 1), integer("select_last_index", 1)}), "select_last_index", "1"},
            {of_x("LpNormalization", {integer("p", 2)}), "p", "2"},
            {of_x("Normalizer", {word("norm", "L3")}, "ai.onnx.ml"), "norm", "L3"},
            {of_x("Flatten", {integer("axis", 0)}), "axis", "0"},
            {in_pairs("Softmax", {integer("axis", 1)}), "axis", "another dimension"},
            {in_pairs("LpNormalization", {integer("axis", 1), integer("p", 1)}), "axis", "another dimension"},
            {model(input("x", 1) + node("Squeeze", {"x"}, {"s"}, {integers("axes", {1})}, "") +
                   node("Normalizer", {"s"}, {"y"}, {}) + output("y")),
             "node 1", "one number of each row"},
            {model(input("x", 4) + input("z", 2) + node("Shape", {"z"}, {"s"}, {}, "") +
                   node("Reshape", {"x", "s"}, {"y"}, {}, "") + output("y")),
             "node 1", "mixes rows"},
            {model(input("x", 300, 8) + node("OneHotEncoder", {"x"}, {"y"}, {words("cats_strings", {"a"})}) +
                   output("y")),
             "node 0", "columns of texts"},
            {model(input("x", 4) + constant(tensor("l", 7, {1}, raw<std::int64_t>({3}))) +
                   node("Reshape", {"l", "l"}, {"z"}, {}, "") + node("Identity", {"x"}, {"y"}, {}, "") + output("y")),
             "node 0", "another shape"},
            {model(input("x", 4) + constant(tensor("l", 7, {1}, raw<std::int64_t>({3}))) +
                   node("LabelEncoder", {"l"}, {"n"}, {integers("keys_int64s", {3}), words("values_strings", {"a"})}) +
                   node("Abs", {"n"}, {"y"}, {}, "") + output("y")),
             "node 1", "not there"},
            {stump({}), "node 0", "no labels"},
            {stump({{"a", integers("classlabels_int64s", {0, 1})}, {"b", words("classlabels_strings", {"n", "y"})}}),
             "classlabels_strings", "twice"},
            {model(
                 graph_of("TreeEnsembleRegressor", regressor.with("n_targets", integer("n_targets", 1 << 20))
                                                       .with("target_ids", integers("target_ids", {0, 9, 1}))
                                                       .with("target_nodeids", integers("target_nodeids", {1, 1, 0})))),
             "node 0", "few of many outputs"},
        });
    }

    TEST_CASE("load_onnx: of the dimensions of a value, only the rows are taken for others") {
        auto const of_sizes = [](std::string_view op, std::vector<std::int64_t> const& first,
                                 std::vector<std::int64_t> const& second, std::vector<std::string> const& attributes) {
            auto const list = [](std::string_view name, std::vector<std::int64_t> const& of) {
                return constant(tensor(name, 7, {static_cast<std::int64_t>(of.size())}, raw(of)));
            };
            return model(input("x", 4) + list("a", first) + list("b", second) + node("Shape", {"x"}, {"s"}, {}, "") +
                         node("Gather", {"s", "a"}, {"rows"}, {}, "") +
                         node(op, {op == "Slice" ? "s" : "rows", "a", "b"}, {"more"}, attributes, "") +
                         node("ConstantOfShape", {"more"}, {"y"}, {}, "") + output("y"));
        };
        auto const axis = integer("axis", 0);
        CHECK(!tried(of_sizes("Slice", {0}, {1}, {})).refused);
        refuse_each({
            {of_sizes("Slice", {1}, {1}, {}), "node 1", "other dimensions"},
            {of_sizes("Slice", {0, 0}, {1}, {}), "node 1", "other dimensions"},
            {of_sizes("Slice", {0}, {2}, {}), "node 2", "other dimensions"},
            {of_sizes("Concat", {0}, {1}, {axis}), "node 2", "3 inputs"},
            {model(input("x", 4) + constant(tensor("a", 7, {1}, raw<std::int64_t>({4}))) +
                   node("Shape", {"x"}, {"s"}, {}, "") + node("Concat", {"s", "a"}, {"y"}, {axis}, "") + output("y")),
             "node 1", "other dimensions"},
            {with_one("Shape", tensor("w", 1, {1}, raw<float>({1})), {}), "node 0", "shape of a constant"},
            {with_one("ConstantOfShape", tensor("w", 7, {1}, raw<std::int64_t>({1})), {}), "node 0", "no value's"},
            {model(input("x", 4) + node("Shape", {"x"}, {"s"}, {}, "") +
                   node("ConstantOfShape", {"s"}, {"y"},
                        {tensor_attribute("value", tensor("", 1, {2}, raw<float>({1, 2})))}, "") +
                   output("y")),
             "value", "several elements"},
        });
    }
}

}  // namespace
