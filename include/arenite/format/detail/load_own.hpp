// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/schema_hash.hpp>
#include <arenite/format/detail/golden_section.hpp>
#include <arenite/format/detail/load_workspace.hpp>
#include <arenite/format/detail/model_input.hpp>
#include <arenite/format/detail/own_info.hpp>
#include <arenite/format/load_options.hpp>
#include <arenite/model/detail/model_reader.hpp>
#include <arenite/model/detail/plan_check.hpp>

#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <optional>

namespace arenite::inline ARENITE_ABI::detail {

/// Whether it has plans that this version reads, for this processor.
[[nodiscard]] inline bool has_plans(section_file const& file) noexcept {
    return file.version_of(plan_name()) == plan_version;
}

/// Copies the bytes from `offset` on.
inline void copy_bytes(model_input const& input, std::uint64_t offset, std::span<std::byte> into) {
    input.copy(offset, {reinterpret_cast<char*>(into.data()), into.size()});
}

/// Makes a model of the bytes of a file of arenite's own, which it takes: what is numbers stays where it is, what has
/// pointers is made beside it, what the kernels read, too, or it is compiled.
class own_loader {
public:
    /// `of_file`: all that is needed of it. `workspace`: for checks; none where nothing is checked. `held_bytes`: while
    /// it is loaded.
    own_loader(file_bytes of_file, model_input const& input, file_checks what_to_check,
               std::span<std::uint32_t> workspace, std::size_t held_bytes, budget& for_model)
        : bytes_(std::move(of_file)), input_(input), file_(bytes_.memory.bytes(), input.size(), input.name(), own_kind),
          checks_(what_to_check), workspace_(workspace), held_bytes_(held_bytes), memory_(for_model) {}

    [[nodiscard]] model run() {
        if (checks_ == file_checks::all) require_checksum();
        auto from = file_.section("info", own_version);
        from(info_);
        from.finish();
        std::optional<model> made;
        any_stored_type([&](auto type) {
            if (type.name == info_.type) made.emplace(load(type));
            return made.has_value();
        });
        if (!made) from.fail("a type of models that this version does not know", "one that it knows");
        return *std::move(made);
    }

private:
    template <class Concrete>
    [[nodiscard]] model load(stored_type<Concrete> type) {
        auto const parts_bytes = count<Concrete>();
        auto parts = parts_bytes == 0 ? region{} : memory_.acquire("model", parts_bytes);
        arena place{parts.bytes()};
        Concrete filled{unfilled{}};
        auto reader = reader_into(&place);
        Concrete::archive(filled, reader);
        if (checks_ != file_checks::none) check(filled);
        filled.make_ready(memory_);
        auto const loading = held_bytes_ + std::max(filled.held().loading_bytes, testing_bytes(filled));
        return finished(type, {std::move(filled), description(), loading, std::move(parts), std::move(bytes_)});
    }

    /// How many bytes the parts take that have pointers.
    template <class Concrete>
    [[nodiscard]] std::size_t count() const {
        Concrete counted{unfilled{}};
        auto reader = reader_into(nullptr);
        Concrete::archive(counted, reader);
        reader.finish();
        return reader.bytes();
    }

    [[nodiscard]] model_reader reader_into(arena* place) const {
        std::optional<section_reader> plans;
        if (has_plans(file_)) plans = file_.section(plan_name(), plan_version);
        return {file_.section("model", own_version), file_.section("schema", own_version), plans, place};
    }

    void require_checksum() const {
        static_assert(deepest_tree * sizeof(std::uint32_t) % block_checksum::block_bytes == 0);
        file_.require_checksum(std::as_writable_bytes(workspace_),
                               [this](std::uint64_t at, std::span<std::byte> piece) { copy_bytes(input_, at, piece); });
    }

    template <class Concrete>
    void check(Concrete const& filled) const {
        auto const wrong = filled.outputs() == 0 ? "a model without outputs" : filled.defect(workspace_);
        if (!wrong.empty()) file_.section("model", own_version).fail(wrong, "a model as save_model writes it");
        if (schema_hash(filled.schema()) != info_.schema)
            file_.section("schema", own_version)
                .fail("other columns than when it was saved", "those of the schema hash");
    }

    template <class Concrete>
    [[nodiscard]] std::size_t testing_bytes(Concrete const& filled) const noexcept {
        return checks_ == file_checks::all ? golden_scorer::bytes(filled) : 0;
    }

    template <class Concrete>
    [[nodiscard]] model finished(stored_type<Concrete> type, model made) const {
        if (checks_ == file_checks::all)
            golden_test{made, type.exact, file_.section("golden", own_version)}.run(memory_);
        return made;
    }

    [[nodiscard]] model_info description() const noexcept {
        return {.format = "arenite",
                .trainer_version = info_.trainer_version,
                .objective = info_.objective,
                .output = info_.output,
                .origin = info_.origin};
    }

    file_bytes bytes_;
    model_input const& input_;
    section_file file_;
    file_checks checks_;
    std::span<std::uint32_t> workspace_;
    std::size_t held_bytes_;
    budget& memory_;
    own_info info_;
};

/// Before anything is acquired.
inline void require_own(std::string_view name, std::uint64_t size, load_options const& options) {
    if (size == 0) raise(model_error{name, {}, 0, "an empty file", "a file of arenite's own"});
    if (options.rounds != all_rounds)
        raise(model_error{name, {}, 0, "rounds asked of a file of arenite's own", "all: choose before it is saved"});
    if (options.missing == options.missing)
        raise(model_error{name, {}, 0, "a missing value asked of a file of arenite's own", "none: it keeps its own"});
}

/// How many bytes are needed of the file: not those of plans for others. Refuses what is no file of arenite's own.
[[nodiscard]] inline std::size_t needed_bytes(model_input const& input) {
    alignas(region_alignment) std::array<std::byte, section_table_bytes> room;
    auto const begin = std::span{room}.first(std::min<std::uint64_t>(room.size(), input.size()));
    copy_bytes(input, 0, begin);
    section_file const table{begin, input.size(), input.name(), own_kind};
    return static_cast<std::size_t>(has_plans(table) ? input.size() : table.end_of("golden"));
}

/// Reads so many bytes into a region.
[[nodiscard]] inline file_bytes bytes_read(model_input const& input, std::size_t count, budget& memory) {
    auto held = memory.acquire("model", count);
    copy_bytes(input, 0, held.bytes());
    return {std::move(held), false};
}

inline void leave(std::span<std::byte>) noexcept {}

/// Takes so many bytes of memory as they lie. Nobody writes to them.
[[nodiscard]] inline file_bytes bytes_in_place(model_input const& input, std::size_t count, budget& memory) {
    auto* const first = const_cast<std::byte*>(reinterpret_cast<std::byte const*>(input.memory().data()));
    contract(reinterpret_cast<std::uintptr_t>(first) % region_alignment == 0, "bytes in place lie at a multiple of 64");
    return {memory.adopt<leave>("mapped model", {first, count}), true};
}

/// As far as the file is needed. Requires: it is in memory, if it is to be used in place.
[[nodiscard]] inline model load_own(model_input& input, load_options const& options, load_workspace& workspace,
                                    budget& memory) {
    require_own(input.name(), input.size(), options);
    auto const count = needed_bytes(input);
    auto made = own_loader{options.use == file_use::mapped ? bytes_in_place(input, count, memory)
                                                           : bytes_read(input, count, memory),
                           input,
                           options.checks,
                           workspace.waiting_nodes(),
                           load_workspace_bytes,
                           memory}
                    .run();
    input.require_unchanged();
    return made;
}

inline void unmap(std::span<std::byte> mapped) noexcept { ::munmap(mapped.data(), mapped.size()); }

[[nodiscard]] inline model load_mapped_own(std::string_view path, load_options const& options, budget& memory) {
    std::array<char, 1> unused;
    model_input const input{path, unused};
    require_own(input.name(), input.size(), options);
    region nodes;
    if (options.checks != file_checks::none)
        nodes = memory.acquire("model loading", deepest_tree * sizeof(std::uint32_t), region_alignment,
                               region_use::passing);
    auto mapped = memory.adopt<unmap>("mapped model", input.map(needed_bytes(input)));
    auto const waiting = nodes ? arena{nodes.bytes()}.take<std::uint32_t>(deepest_tree) : std::span<std::uint32_t>{};
    return own_loader{{std::move(mapped), true}, input, options.checks, waiting, nodes.size(), memory}.run();
}

}  // namespace arenite::inline ARENITE_ABI::detail
