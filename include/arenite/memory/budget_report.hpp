// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/fixed_list.hpp>
#include <arenite/core/short_text.hpp>

#include <cstdint>

namespace arenite::inline ARENITE_ABI {

/// Who holds how much: the regions and planned parts of one name, such as "model" or "csv batch".
struct reported_tag {
    short_text<40> name;
    std::size_t bytes = 0;          ///< now
    std::size_t peak = 0;           ///< the most of this tag
    std::size_t bytes_at_peak = 0;  ///< when the whole budget was at its peak: the sum over all tags is that peak
    std::size_t acquisitions = 0, refusals = 0;
};

/// From `time` on, the tag held `bytes`.
struct reported_change {
    std::uint64_t time = 0;
    std::size_t tag = 0;  ///< its number in budget_report::tags
    std::size_t bytes = 0;
};

/// What was done from `begin` until `end`, such as "loading" or "running".
struct reported_phase {
    static constexpr std::uint64_t unfinished = ~std::uint64_t{0};

    short_text<40> name;
    std::uint64_t begin = 0, end = unfinished;
};

/// The time that one stage of the pipelines took, those of one name together.
struct reported_stage {
    short_text<40> name;
    std::uint64_t time = 0, batches = 0, rows = 0;
};

/// What was asked for and not given.
struct reported_refusal {
    std::uint64_t time = 0;
    short_text<40> stage;
    std::size_t requested = 0, available = 0;
    std::size_t largest_batch_rows = 0;  ///< 0: not a matter of rows, or no batch is small enough
};

/// Where the bytes of a budget and the time of its pipelines went, up to the moment of `budget::report()`. `<<` prints
/// it as text; as_json, as_prometheus, as_trace and as_html are other views of it.
///
/// Units:     bytes; nanoseconds since the budget was made.
/// Capacity:  fixed. Tags beyond the last share the tag "others"; of changes the older ones are thinned out; of phases,
///            stages and refusals the latest are kept.
/// Allocates: nothing, nor does printing.
struct budget_report {
    std::size_t limit = 0;  ///< largest value of the type: none
    std::size_t used = 0, peak = 0;
    std::size_t refused = 0;                            ///< acquisitions
    std::size_t source_bytes = 0, source_peak = 0;      ///< what the source gave for them, such as whole pages
    std::size_t planned_bytes = 0, planned_rows = 0;    ///< of the pipeline that was admitted last, and its batches
    std::size_t resident_bytes = 0, resident_peak = 0;  ///< of the process; 0: the system does not say
    std::uint64_t time = 0;                             ///< of the report

    fixed_list<reported_tag, 24> tags;
    fixed_list<reported_change, 256> changes;  ///< by time
    fixed_list<reported_phase, 32> phases;     ///< by their begin; they may overlap
    fixed_list<reported_stage, 16> stages;
    fixed_list<reported_refusal, 16> refusals;  ///< by time
};

}  // namespace arenite::inline ARENITE_ABI

#include <arenite/memory/detail/report_text.hpp>  // `<<`, which needs the struct
