// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/stages_reader.hpp>
#include <arenite/memory/region.hpp>
#include <arenite/transform/stored_stage.hpp>

namespace arenite::inline ARENITE_ABI {

/// Stages as they were saved, and the columns that they are for: what `load_stages` returns. `rows | loaded` puts rows
/// through them; rows of another schema do not compose. Move only.
///
///     auto const prepare = load_stages("prepare.arenite");
///     for (auto const batch : csv_batches(path, prepare.schema()) | prepare) …
///
/// Allocates: nothing; owns two regions of its budget, released by the destructor.
/// Lifetime:  a range that was composed borrows from it, wherever it is moved.
class loaded_stages {
public:
    static constexpr std::string_view stage_name = stored_stage::stage_name;

    /// What `load_stages` makes, of the bytes of a file.
    loaded_stages(region&& whole_file, std::string_view file_name, budget& from_memory) : file_(std::move(whole_file)) {
        detail::stages_reader const from{file_.bytes(), file_name};
        memory_ = from_memory.acquire("stored columns", from.bytes());
        arena place{memory_.bytes()};
        parts_ = from.fill(place);
    }

    /// The columns that a reader of rows needs, and those that the stages make.
    [[nodiscard]] schema_view schema() const& noexcept { return parts_.rows; }
    void schema() const&& = delete;
    [[nodiscard]] schema_view made_columns() const& noexcept { return parts_.made; }
    void made_columns() const&& = delete;

    [[nodiscard]] std::size_t bytes() const noexcept { return file_.bytes().size() + memory_.bytes().size(); }

    /// As a stage that others can be put behind: `loaded.stage() | clip(-3, 3)`. Borrows from this.
    [[nodiscard]] stored_stage stage() const& noexcept { return {parts_.tile, parts_.made, parts_.program}; }
    void stage() const&& = delete;

    template <class Rows>
    [[nodiscard]] auto over(Rows&& rows) const& {
        return static_cast<Rows&&>(rows) | stage();
    }
    template <class Rows>
    void over(Rows&&) const&& = delete;

private:
    region file_, memory_;
    detail::stages_parts parts_;
};

}  // namespace arenite::inline ARENITE_ABI
