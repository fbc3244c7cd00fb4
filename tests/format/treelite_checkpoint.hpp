// SPDX-License-Identifier: MIT
#pragma once

// Checkpoints of Treelite, field by field, good and damaged ones.

#include <bit>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace arenite::test {

/// Little-endian scalars, and arrays behind their number of elements.
class treelite_writer {
public:
    template <class Number>
    treelite_writer& add(Number number) {
        static_assert(std::endian::native == std::endian::little);
        bytes_.append(reinterpret_cast<char const*>(&number), sizeof number);
        return *this;
    }
    template <class Number>
    treelite_writer& add(std::vector<Number> const& numbers) {
        add(static_cast<std::uint64_t>(numbers.size()));
        for (auto const number : numbers) add(number);
        return *this;
    }
    treelite_writer& add(std::string const& text) {
        add(static_cast<std::uint64_t>(text.size()));
        bytes_ += text;
        return *this;
    }
    treelite_writer& add_raw(std::string const& bytes) {
        bytes_ += bytes;
        return *this;
    }
    [[nodiscard]] std::string const& bytes() const { return bytes_; }

private:
    std::string bytes_;
};

/// A tree of T, at first with one numerical split, on feature 0 at 0.5: 1 on the left, 2 on the right.
template <class T>
struct treelite_tree {
    using numbers = std::vector<T>;

    std::int32_t nodes = 3;
    std::uint8_t has_categorical = 0;
    std::vector<std::int8_t> types{1, 0, 0};
    std::vector<std::int32_t> left{1, -1, -1}, right{2, -1, -1}, features{0, -1, -1};
    std::vector<std::uint8_t> default_left{0, 0, 0};
    numbers leaves{0, 1, 2}, thresholds{T(0.5), 0, 0};
    std::vector<std::int8_t> operators{2, 0, 0};
    std::vector<std::uint8_t> right_children{0, 0, 0};
    numbers vectors;
    std::vector<std::uint64_t> vector_begins{0, 0, 0}, vector_ends{0, 0, 0};
    std::vector<std::uint32_t> categories;
    std::vector<std::uint64_t> category_begins{0, 0, 0}, category_ends{0, 0, 0};
    std::vector<double> gains;
    std::int32_t optional_fields = 0;
    std::string optional_bytes;

    void write(treelite_writer& to) const {
        to.add(nodes).add(has_categorical).add(types).add(left).add(right).add(features).add(default_left).add(leaves);
        to.add(thresholds).add(operators).add(right_children).add(vectors).add(vector_begins).add(vector_ends);
        to.add(categories).add(category_begins).add(category_ends);
        to.add(std::vector<std::uint64_t>{}).add(std::vector<std::uint8_t>{});
        to.add(std::vector<double>{}).add(std::vector<std::uint8_t>{}).add(gains).add(std::vector<std::uint8_t>{});
        to.add(optional_fields).add_raw(optional_bytes).add(std::int32_t{0});
    }
};

/// A checkpoint, at first of one such tree over two features.
template <class T>
struct treelite_checkpoint {
    std::int32_t major = 4, minor = 8, patch = 1;
    std::uint8_t threshold_type = sizeof(T) == 4 ? 2 : 3, leaf_type = threshold_type;
    std::uint64_t tree_count = 1;
    std::int32_t features = 2;
    std::uint8_t task = 1, averaged = 0;
    std::int32_t targets = 1;
    std::vector<std::int32_t> classes{1}, shape{1, 1}, target_ids{0}, class_ids{0};
    std::string postprocessor = "identity";
    float sigmoid_alpha = 1, ratio_c = 1;
    std::vector<double> base_scores{0};
    std::string attributes = "{}";
    std::int32_t optional_fields = 0;
    std::string optional_bytes;
    std::vector<treelite_tree<T>> trees{1};
    std::string behind;

    [[nodiscard]] std::string bytes() const {
        treelite_writer to;
        to.add(major).add(minor).add(patch).add(threshold_type).add(leaf_type).add(tree_count).add(features).add(task);
        to.add(averaged).add(targets).add(classes).add(shape).add(target_ids).add(class_ids).add(postprocessor);
        to.add(sigmoid_alpha).add(ratio_c).add(base_scores).add(attributes).add(optional_fields);
        to.add_raw(optional_bytes);
        for (auto const& tree : trees) tree.write(to);
        return to.add_raw(behind).bytes();
    }
};

}  // namespace arenite::test
