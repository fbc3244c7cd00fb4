// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/onnx_emitter.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Which columns of the rows hold texts, and what becomes of them on their way to an encoder: in the frame, a text is its
/// position in the list of categories of the first encoder that it comes to.
class onnx_texts {
public:
    struct source {
        std::uint32_t column = 0;  ///< of the rows
        onnx_array categories{};   ///< none yet
        bool unseen_is_missing = true;
    };

    explicit onnx_texts(protobuf_reader& of_file) noexcept : reader_(of_file) {}

    void clear() noexcept {
        sources_.cut_to(0);
        places_.cut_to(0);
    }

    /// A column of the rows that is loaded into the frame.
    void load(std::uint32_t column, std::uint32_t to) {
        auto const at = static_cast<std::uint32_t>(&source_of(column) - sources_.begin());
        add({to, at});
    }

    void copy(onnx_value const& from, std::uint64_t column, std::uint64_t to) {
        if (from.type == onnx_type::string) add({static_cast<std::uint32_t>(to), find(from.first + column)});
    }
    void copy(onnx_value const& from, std::uint64_t offset, graph_step const& step) {
        for (std::uint32_t i = 0; i != step.count; ++i) copy(from, offset + i, step.to + std::uint64_t{i});
    }

    /// Where the texts in a column of the frame come from.
    [[nodiscard]] source& at(std::uint64_t column) { return sources_[find(column)]; }
    [[nodiscard]] source& source_of(std::uint32_t column) {
        auto* const found = std::ranges::find(sources_, column, &source::column);
        if (found != sources_.end()) return *found;
        if (!sources_.push_back({column})) refuse();
        return sources_[sources_.size() - 1];
    }
    [[nodiscard]] auto const& sources() const noexcept { return sources_; }

private:
    struct place {
        std::uint32_t column, source;
    };

    [[nodiscard]] std::uint32_t find(std::uint64_t column) const {
        auto const* const found = std::ranges::find(places_, column, &place::column);
        if (found == places_.end()) reader_.fail("texts that were made", "texts of the rows");
        return found->source;
    }
    void add(place one) {
        if (!places_.push_back(one)) refuse();
    }
    [[noreturn]] void refuse() const { reader_.fail("too many columns of texts", "at most 256"); }

    protobuf_reader& reader_;
    fixed_list<source, 256> sources_;
    fixed_list<place, 1024> places_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
