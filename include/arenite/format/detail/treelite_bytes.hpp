// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/format_number.hpp>
#include <arenite/format/detail/model_input.hpp>
#include <arenite/format/detail/stored_number.hpp>

#include <array>
#include <string>

namespace arenite::inline ARENITE_ABI::detail {

/// The numbers of a checkpoint of Treelite: little-endian scalars, and arrays behind their number of elements.
///
/// Errors:    model_error with the file, the tree, field and element, and the byte.
/// Allocates: nothing, but for an error.
/// Lifetime:  borrows the input.
class treelite_bytes {
public:
    explicit treelite_bytes(model_input& from) noexcept : input_(from) {}
    treelite_bytes(treelite_bytes const&) = delete;
    treelite_bytes& operator=(treelite_bytes const&) = delete;

    template <class Number>
    [[nodiscard]] Number scalar(std::string_view field) {
        begin(field);
        return next<Number>();
    }

    /// True or false, as one byte.
    [[nodiscard]] bool truth(std::string_view field) { return truth_of(scalar<std::uint8_t>(field)); }
    [[nodiscard]] bool truth_of(std::uint8_t value) const {
        if (value > 1) fail(format_number(unsigned{value}), "0 or 1");
        return value == 1;
    }

    /// The number of elements of the array that comes next, of `bytes_of_element` each: so many bytes are left.
    [[nodiscard]] std::uint64_t array(std::string_view field, std::uint64_t bytes_of_element) {
        auto const count = scalar<std::uint64_t>(field);
        if (count > input_.bytes_left() / bytes_of_element)
            fail(short_text<64>{format_number(count)}.append(" elements"), "no more than there are bytes left for");
        return count;
    }

    /// The same of an array that must have `wanted` elements.
    void array_of(std::string_view field, std::uint64_t bytes_of_element, std::uint64_t wanted) {
        auto const count = array(field, bytes_of_element);
        if (count != wanted) fail(short_text<64>{format_number(count)}.append(" elements"), format_number(wanted));
    }

    /// Calls function(index, number) for each of `count` numbers.
    template <class Number, class Function>
    void each(std::uint64_t count, Function&& function) {
        for (element_ = 0; element_ != count;) {
            auto const ready = std::min<std::uint64_t>(input_.window().size() / sizeof(Number), count - element_);
            if (ready == 0) function(element_, next<Number>()), ++element_;
            else each_of_window<Number>(ready, function);
        }
        element_ = none;
    }

    /// An array of `count` numbers, as above.
    template <class Number, class Function>
    void each_of_array(std::string_view field, std::uint64_t count, Function&& function) {
        array_of(field, sizeof(Number), count);
        each<Number>(count, function);
    }

    /// Passes an array of `count` numbers; returns where its first one is.
    std::uint64_t skip_array(std::string_view field, std::uint64_t bytes_of_element, std::uint64_t count) {
        array_of(field, bytes_of_element, count);
        return skip(bytes_of_element * count);
    }

    /// Passes bytes, of which there are enough; returns where they began.
    std::uint64_t skip(std::uint64_t count) noexcept {
        auto const first = input_.position();
        input_.skip(count);
        return first;
    }

    /// Passes what a tree of so many nodes ends with: its statistics, and fields that a later release may add.
    void skip_statistics(std::uint64_t nodes) {
        for (auto const* const field : {"data_count", "sum_hess", "gain"}) {
            skip_statistic(field, sizeof(double), nodes);
            skip_statistic(field, 1, nodes);
        }
        skip_optional_fields("optional fields of the tree");
        skip_optional_fields("optional fields of nodes");
    }

    /// Passes fields that a later release may add, which Treelite ignores too.
    void skip_optional_fields(std::string_view field) {
        auto const count = scalar<std::int32_t>(field);
        if (count < 0) fail(format_number(count), "the number of fields");
        for (auto i = count; i != 0; --i) {
            skip(array(field, 1));
            auto const bytes_of_element = scalar<std::uint64_t>(field);
            skip(bytes_of_element * array(field, std::max<std::uint64_t>(bytes_of_element, 1)));
        }
    }

    /// The number of the tree that errors name from now on.
    void begin_tree(std::uint64_t tree) noexcept { tree_ = tree; }
    /// What errors name from now on.
    void begin(std::string_view field, std::uint64_t element) noexcept {
        begin(field);
        element_ = element;
    }

    [[nodiscard]] model_input& input() noexcept { return input_; }

    /// Such as `tree 3: threshold[5]`.
    [[nodiscard]] std::string where() const {
        std::string place;
        if (tree_ != none) place.append("tree ").append(std::to_string(tree_)).append(": ");
        place.append(field_);
        if (element_ != none) place.append("[").append(std::to_string(element_)).append("]");
        return place;
    }

    [[noreturn]] void fail(std::string_view found, std::string_view expected) const {
        raise(model_error{input_.name(), where(), begins_, found, expected});
    }

private:
    static constexpr std::uint64_t none = ~std::uint64_t{0};

    void begin(std::string_view field) noexcept {
        field_ = field;
        element_ = none;
    }

    void skip_statistic(std::string_view field, std::uint64_t bytes_of_element, std::uint64_t nodes) {
        auto const count = array(field, bytes_of_element);
        if (count != 0 && count != nodes)
            fail(short_text<64>{format_number(count)}.append(" elements"), "0 or num_nodes");
        skip(count * bytes_of_element);
    }

    template <class Number>
    [[nodiscard]] Number next() {
        std::array<char, sizeof(Number)> bytes{};
        begins_ = input_.position();
        if (!input_.read(bytes)) fail("the end of the file", "more numbers");
        return load_number<Number, std::endian::little>(bytes.data());
    }

    template <class Number, class Function>
    void each_of_window(std::uint64_t ready, Function& function) {
        auto const* from = input_.window().data();
        begins_ = input_.position();
        for (auto const end = element_ + ready; element_ != end; ++element_, from += sizeof(Number)) {
            function(element_, load_number<Number, std::endian::little>(from));
            begins_ += sizeof(Number);
        }
        input_.consume(ready * sizeof(Number));
    }

    model_input& input_;
    std::string_view field_;  ///< a literal
    std::uint64_t tree_ = none, element_ = none;
    std::uint64_t begins_ = 0;  ///< of the last number
};

}  // namespace arenite::inline ARENITE_ABI::detail
