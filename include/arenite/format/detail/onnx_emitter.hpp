// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/onnx_value.hpp>
#include <arenite/format/detail/pair_heap.hpp>
#include <arenite/model/graph_model.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Writes the steps of a graph; before there is a model to write them into, it counts them.
class onnx_emitter {
public:
    explicit onnx_emitter(protobuf_reader& of_file) noexcept : reader_(of_file) {}

    [[nodiscard]] graph_model_size const& size() const noexcept { return size_; }
    [[nodiscard]] graph_model_size& size() noexcept { return size_; }
    [[nodiscard]] bool writes() const noexcept { return model_ != nullptr; }
    [[nodiscard]] graph_model& model() const noexcept { return *model_; }

    /// Begins again, to write into a model that has room for what was counted.
    void begin_writing(graph_model& into) noexcept {
        model_ = &into;
        size_ = {};
        predictors_ = 0;
    }

    /// Makes room for columns, which follow each other: the first one.
    [[nodiscard]] std::uint32_t columns(std::uint64_t count) {
        if (count > most_columns - size_.columns) reader_.fail("too many columns", "at most 1048576 in all of a graph");
        auto const first = static_cast<std::uint32_t>(size_.columns);
        size_.columns += count;
        return first;
    }

    void number(double value) {
        if (size_.numbers == 0xffffffff) reader_.fail("too many numbers", "at most 4294967295 in all of a graph");
        if (writes()) room(model_->program.numbers, size_.numbers) = value;
        ++size_.numbers;
    }

    /// One that was written, or 0 while they are counted.
    [[nodiscard]] double number_at(std::uint64_t position) const {
        return writes() ? room(model_->program.numbers, position) : 0;
    }
    void set_number(std::uint64_t position, double value) {
        if (writes()) room(model_->program.numbers, position) = value;
    }

    /// Sorts pairs of numbers, which follow each other, by the first of each.
    void sort_pairs(std::uint64_t first, std::uint64_t count) {
        if (writes()) pair_heap{model_->program.numbers.subspan(first, 2 * count)}.sort();
    }

    /// The position of the next number.
    [[nodiscard]] std::uint64_t next_number() const noexcept { return size_.numbers; }

    void step(graph_step const& made) {
        if (writes()) room(model_->program.steps, size_.steps) = made;
        ++size_.steps;
    }

    /// The margins of a predictor: those of the graph, if it is the only one.
    void margins(std::uint32_t first, std::uint32_t count) noexcept {
        ++predictors_;
        first_margin_ = first;
        margin_count_ = count;
    }
    [[nodiscard]] bool has_margins() const noexcept { return predictors_ == 1; }
    [[nodiscard]] std::uint32_t first_margin() const noexcept { return first_margin_; }
    [[nodiscard]] std::uint32_t margin_count() const noexcept { return margin_count_; }

    void output(std::span<std::uint32_t> graph_model::*of, std::size_t graph_model_size::*count, std::uint32_t column) {
        if (writes()) room(model_->*of, size_.*count) = column;
        ++(size_.*count);
    }

    /// What the next label is called.
    void class_name(std::string_view name) {
        auto const first = size_.class_characters;
        for (char const character : name) {
            if (writes()) room(model_->class_characters, size_.class_characters) = character;
            ++size_.class_characters;
        }
        if (writes()) room(model_->classes, size_.classes) = {model_->class_characters.data() + first, name.size()};
        ++size_.classes;
    }

private:
    static constexpr std::uint64_t most_columns = 1 << 20;

    template <class T>
    [[nodiscard]] T& room(std::span<T> list, std::size_t position) const {
        if (position >= list.size()) reader_.fail("more than when it was counted", "a file that stays as it is");
        return list[position];
    }

    protobuf_reader& reader_;
    graph_model* model_ = nullptr;
    graph_model_size size_;
    std::size_t predictors_ = 0;
    std::uint32_t first_margin_ = 0, margin_count_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
