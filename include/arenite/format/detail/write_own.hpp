// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/schema_hash.hpp>
#include <arenite/format/detail/golden_rows.hpp>
#include <arenite/model/detail/model_writer.hpp>
#include <arenite/write/byte_sink.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// A model of a format that wrote it, or of a file that says which.
[[nodiscard]] inline own_info info_of(model const& of, std::string_view type) {
    auto const& info = of.info();
    return {.origin = info.origin.view().empty() ? info.format : info.origin.view(),
            .trainer_version = info.trainer_version.view(),
            .objective = info.objective.view(),
            .type = type,
            .schema = schema_hash(of.schema()),
            .output = info.output};
}

template <class Concrete>
void write_own_as(Concrete const& concrete, own_info const& info, golden_answers const& golden, byte_sink_ref sink) {
    auto const archive = [&](section_writer& parts, section_writer& schemas, section_writer& plans) {
        model_writer all{parts, schemas, plans};
        Concrete::archive(concrete, all);
    };
    section_writer ignored;
    auto const write_schemas = [&](section_writer& to) { archive(ignored, to, ignored); };
    auto const write_parts = [&](section_writer& to) { archive(to, ignored, ignored); };
    auto const write_plans = [&](section_writer& to) { archive(ignored, ignored, to); };
    write_sections(sink, own_kind, section{"info", own_version, [&](section_writer& to) { to(info); }},
                   section{"schema", own_version, write_schemas}, section{"model", own_version, write_parts},
                   section{"golden", own_version, [&](section_writer& to) { to(golden); }},
                   section{plan_name(), plan_version, write_plans});
}

inline void write_own(model const& of, batch_view<double const> golden, byte_sink_ref sink, budget& memory) {
    golden_record const record{of, golden, memory};
    bool const written = any_stored_type([&]<class Concrete>(stored_type<Concrete> type) {
        auto const* const concrete = of.get_if<Concrete>();
        if (concrete != nullptr) write_own_as(*concrete, info_of(of, type.name), record.answers, sink);
        return concrete != nullptr;
    });
    if (!written)
        raise(model_error{"model in memory", {}, 0, "a model of a type of your own", "one that load_model makes"});
}

}  // namespace arenite::inline ARENITE_ABI::detail
