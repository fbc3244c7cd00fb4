// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/onnx_equal_feature.hpp>
#include <arenite/format/detail/onnx_mode.hpp>
#include <arenite/format/detail/protobuf_field.hpp>
#include <arenite/model/model_info.hpp>

#include <cstdint>

namespace arenite::inline ARENITE_ABI::detail {

/// How the leaves of a row become its sums.
enum class onnx_aggregate : unsigned char { average, sum, least, greatest };

/// Which operator an ensemble of trees is.
enum class onnx_tree_kind : unsigned char {
    regressor,
    classifier,
    ensemble  ///< TreeEnsemble, of ai.onnx.ml 5
};

/// What the first pass learns of an ensemble of trees.
struct onnx_tree_outline {
    protobuf_extent node{};
    std::uint64_t node_number = 0;
    onnx_tree_kind kind = onnx_tree_kind::regressor;
    precision numbers = precision::float32;
    onnx_aggregate aggregate = onnx_aggregate::sum;
    std::uint64_t outputs = 0, bases = 0;
    std::uint64_t features = 0;  ///< one more than the last that a split reads
    std::uint64_t columns = 0;   ///< of the rows that it is given, and then those of codes
    std::uint64_t trees = 0, splits = 0, nodes = 0;
    std::uint64_t largest_tree = 0, most_leaves = 0;  ///< of any tree
    std::uint64_t weights = 0;                        ///< that leaves add
    std::uint32_t first_class = 0, last_class = 0;    ///< of all leaves
    bool has_negative_weights = false;
    bool ids_are_positions = true;                   ///< of nodes in their trees
    bool has_vectors = false;                        ///< a tree adds to several outputs
    bool is_reshaped = false;                        ///< nodes are shared, or test for equality
    bool lie_apart = false;                          ///< trees of TreeEnsemble: see onnx_ensemble_scan
    std::uint64_t values = 0;                        ///< that nodes compare with for equality
    std::span<onnx_equal_feature> equal_features{};  ///< that they read, sorted
    std::uint64_t sets = 0, words = 0;               ///< of several values
    std::uint64_t members = 0;                       ///< of sets, that are held while it is read
    std::uint64_t spare_nodes = 0;                   ///< that are held while it is read
    std::size_t counting_bytes = 0;                  ///< that were held while it was counted

    /// Of an output that a leaf says nothing of: what changes no sum, or is never the least or the greatest; but 0 for
    /// the only output.
    template <std::floating_point T>
    [[nodiscard]] T absent() const noexcept {
        if (outputs == 1 && aggregate != onnx_aggregate::sum) return 0;
        constexpr T infinity = std::numeric_limits<T>::infinity();
        if (aggregate == onnx_aggregate::least) return infinity;
        return aggregate == onnx_aggregate::greatest ? -infinity : -T{0};
    }

    /// The runtime adds no base value to an output of several that no leaf says anything of.
    [[nodiscard]] bool unscored_are_zero() const noexcept {
        return kind == onnx_tree_kind::regressor && bases != 0 && outputs > 1;
    }

    /// Of several weights of a leaf, the others do not count.
    [[nodiscard]] bool takes_first_weight() const noexcept { return kind == onnx_tree_kind::regressor && outputs == 1; }

    /// All leaves add to this one output.
    [[nodiscard]] bool has_one_class() const noexcept { return first_class == last_class; }
};

}  // namespace arenite::inline ARENITE_ABI::detail
