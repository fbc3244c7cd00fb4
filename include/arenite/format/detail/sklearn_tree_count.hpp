// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/json_parts.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// What the first pass sees of a tree.
struct sklearn_tree_counts {
    std::uint64_t nodes = 0, width = 0, values = 0, sets = 0;

    [[nodiscard]] std::uint64_t splits() const noexcept { return (nodes - 1) / 2; }
    [[nodiscard]] std::uint64_t leaves() const noexcept { return splits() + 1; }
};

/// Counts one tree in the first pass, whose object has begun, and refuses sizes that do not fit each other.
class sklearn_tree_count {
public:
    explicit sklearn_tree_count(json_events& document) : events_(document) {}

    [[nodiscard]] sklearn_tree_counts run() {
        while (events_.next_key()) read_part(events_.text());
        check();
        return counts_;
    }

private:
    void read_part(std::string_view key) {
        if (key == "left") seen_.once(events_, 0), counts_.nodes = events_.count_array();
        else if (key == "leaves") seen_.once(events_, 1), counts_.values = events_.count_array();
        else if (key == "width") seen_.once(events_, 2), counts_.width = events_.read_number<std::uint32_t>();
        else if (key == "sets") seen_.once(events_, 3), counts_.sets = events_.count_array();
        else events_.skip_value();
    }

    void check() const {
        if (counts_.nodes % 2 == 0 || counts_.nodes > 0x7fffffff)
            events_.fail("a tree of another number of nodes", "an odd number of nodes, at most 2147483647");
        bool const fits = counts_.width != 0 && counts_.values % counts_.width == 0 &&
                          counts_.values / counts_.width == counts_.leaves();
        if (!fits) events_.fail("another number of values of leaves", "width values for each leaf");
    }

    json_events& events_;
    sklearn_tree_counts counts_;
    keys_seen<4> seen_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
