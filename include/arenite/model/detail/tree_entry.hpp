// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <cstdint>

namespace arenite::inline ARENITE_ABI {

/// One tree of an ensemble.
struct tree_entry {
    std::uint64_t first_node;   ///< its root's place among all nodes
    std::uint32_t leaf_origin;  ///< the trainer's leaf id is the node's number in the tree less this
    std::uint32_t output;       ///< the output that its leaves are added to
};

}  // namespace arenite::inline ARENITE_ABI
