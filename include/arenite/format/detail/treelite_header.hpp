// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/load_workspace.hpp>
#include <arenite/format/detail/printable_text.hpp>
#include <arenite/format/detail/treelite_bytes.hpp>
#include <arenite/format/detail/treelite_outline.hpp>
#include <arenite/model/tree_node.hpp>

#include <cmath>

namespace arenite::inline ARENITE_ABI::detail {

/// Reads what a checkpoint of Treelite says in front of its trees, and refuses by name what is not supported.
class treelite_header {
public:
    treelite_header(treelite_bytes& bytes, std::span<char> text_buffer) : bytes_(bytes), text_(text_buffer) {}

    [[nodiscard]] treelite_outline read() {
        read_version();
        read_types();
        outline_.trees = bytes_.scalar<std::uint64_t>("num_tree");
        read_features();
        if (bytes_.scalar<std::uint8_t>("task_type") > 4) bytes_.fail("another task", "a task_type from 0 to 4");
        outline_.averaged = bytes_.truth("average_tree_output");
        read_targets();
        read_leaf_vector_shape();
        auto const& s = outline_.shape;
        outline_.target_ids_at = read_ids("target_id", s.targets, s.vector_targets);
        outline_.class_ids_at = read_ids("class_id", s.classes, s.vector_classes);
        read_postprocessor();
        read_base_scores();
        bytes_.skip(bytes_.array("attributes", 1));
        bytes_.skip_optional_fields("optional fields of the model");
        outline_.trees_at = bytes_.input().position();
        return outline_;
    }

private:
    void read_version() {
        auto const major = bytes_.scalar<std::int32_t>("version"), minor = bytes_.scalar<std::int32_t>("version"),
                   patch = bytes_.scalar<std::int32_t>("version");
        outline_.version.append(format_number(major)).append(".").append(format_number(minor));
        outline_.version.append(".").append(format_number(patch));
        if (major != 4 || minor < 0 || patch < 0)
            bytes_.fail(short_text<64>{"version "}.append(outline_.version),
                        "a checkpoint of Treelite 4: load and serialize it again with that");
    }

    void read_types() {
        auto const threshold = bytes_.scalar<std::uint8_t>("threshold_type");
        auto const leaf = bytes_.scalar<std::uint8_t>("leaf_output_type");
        if (threshold != leaf || (leaf != 2 && leaf != 3))
            bytes_.fail(short_text<64>{"the types "}
                            .append(format_number(unsigned{threshold}))
                            .append(" and ")
                            .append(format_number(unsigned{leaf})),
                        "float32 (2) or float64 (3) for both thresholds and leaves");
        outline_.numbers = leaf == 2 ? precision::float32 : precision::float64;
    }

    void read_features() {
        auto const count = bytes_.scalar<std::int32_t>("num_feature");
        if (count <= 0 || count >= static_cast<std::int32_t>(split_bits::feature_limit) - 1)
            bytes_.fail(short_text<64>{format_number(count)}.append(" features"), "1 to 134217726");
        outline_.features = static_cast<std::uint64_t>(count);
    }

    void read_targets() {
        auto& s = outline_.shape;
        auto const targets = bytes_.scalar<std::int32_t>("num_target");
        if (targets < 1) bytes_.fail(format_number(targets), "at least 1");
        s.targets = static_cast<std::uint64_t>(targets);
        bytes_.array_of("num_class", sizeof(std::int32_t), s.targets);
        outline_.classes_at = bytes_.input().position();
        bytes_.each<std::int32_t>(s.targets, [&](std::uint64_t i, std::int32_t classes) {
            if (classes < 1) bytes_.fail(format_number(classes), "at least 1");
            auto const count = static_cast<std::uint64_t>(classes);
            s.ragged = s.ragged || (i != 0 && count != s.classes);
            s.classes = std::max(s.classes, count);
        });
    }

    void read_leaf_vector_shape() {
        auto& s = outline_.shape;
        bytes_.each_of_array<std::int32_t>("leaf_vector_shape", 2, [&](std::uint64_t i, std::int32_t size) {
            auto const count = static_cast<std::uint64_t>(size);
            if (size < 1 || (count != 1 && count != (i == 0 ? s.targets : s.classes)))
                bytes_.fail(format_number(size), i == 0 ? "1 or num_target" : "1 or the largest num_class");
            (i == 0 ? s.vector_targets : s.vector_classes) = count;
        });
    }

    /// Of trees: whether each is a target, or class, or -1 where leaves have values for all of them.
    [[nodiscard]] std::uint64_t read_ids(std::string_view field, std::uint64_t there, std::uint64_t in_vector) {
        bytes_.array_of(field, sizeof(std::int32_t), outline_.trees);
        auto const first = bytes_.input().position();
        bytes_.each<std::int32_t>(outline_.trees, [&](std::uint64_t, std::int32_t id) {
            bool const fits = id == -1 ? in_vector == there : in_vector == 1;
            if (id < -1 || !fits || (id >= 0 && static_cast<std::uint64_t>(id) >= there))
                bytes_.fail(format_number(id), "one that fits the shape of the leaves");
        });
        return first;
    }

    void read_postprocessor() {
        outline_.postprocessor = read_text("postprocessor");
        auto const found = treelite_postprocessor_of(outline_.postprocessor);
        if (!found) bytes_.fail(quoted_text(outline_.postprocessor), "a postprocessor of Treelite");
        auto const alpha = bytes_.scalar<float>("sigmoid_alpha"), ratio = bytes_.scalar<float>("ratio_c");
        outline_.link.kind = found->link;
        if (found->link == link_kind::sigmoid) outline_.link.parameter = finite(alpha);
        if (found->link == link_kind::power_of_two) outline_.link.parameter = finite(ratio);
        outline_.link.group = found->link == link_kind::float_softmax ? outline_.shape.classes : 0;
        check_reach(*found);
    }

    [[nodiscard]] std::string_view read_text(std::string_view field) {
        auto const size = bytes_.array(field, 1);
        auto const into = text_.first(std::min<std::uint64_t>(size, 64));
        if (!bytes_.input().read(into)) bytes_.fail("the end of the file", "a text");
        bytes_.skip(size - into.size());
        return {into.data(), into.size()};
    }

    [[nodiscard]] double finite(float parameter) const {
        if (!std::isfinite(parameter)) bytes_.fail(format_number(parameter), "a finite parameter of the postprocessor");
        return static_cast<double>(parameter);
    }

    void check_reach(treelite_postprocessor const& found) const {
        using reach = treelite_postprocessor::reach;
        bool const changes = found.link != link_kind::identity;
        if (found.of_target == reach::first && outline_.shape.classes != 1)
            bytes_.fail(short_text<64>{found.name}.append(" of several classes"), "softmax or multiclass_ova");
        if (found.of_target != reach::first && changes && outline_.shape.ragged)
            bytes_.fail(short_text<64>{found.name}.append(" of targets with different classes"),
                        "as many classes for each target");
    }

    void read_base_scores() {
        auto const& s = outline_.shape;
        auto const count = bytes_.array("base_scores", sizeof(double));
        if (s.classes > count || s.targets > count / s.classes || s.outputs() != count)
            bytes_.fail(short_text<64>{format_number(count)}.append(" elements"), "one for each target and class");
        outline_.base_scores_at = bytes_.input().position();
        bytes_.each<double>(count, [&](std::uint64_t, double score) {
            if (!std::isfinite(score)) bytes_.fail(format_number(score), "a finite number");
        });
    }

    treelite_bytes& bytes_;
    std::span<char> text_;
    treelite_outline outline_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
