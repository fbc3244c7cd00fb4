// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/json_events.hpp>
#include <arenite/format/detail/load_lightgbm.hpp>
#include <arenite/format/detail/load_workspace.hpp>
#include <arenite/format/detail/load_xgboost.hpp>
#include <arenite/format/detail/ubjson_events.hpp>
#include <arenite/format/model_format.hpp>
#include <arenite/memory/system_memory.hpp>
#include <arenite/model/model.hpp>

#include <string_view>

namespace arenite::inline ARENITE_ABI {

struct load_options {
    model_format format = model_format::recognised;
};

namespace detail {

[[noreturn]] inline void refuse_format(model_input const& input, std::string_view found, std::string_view expected) {
    raise(model_error{input.name(), {}, 0, found, expected});
}

[[nodiscard]] inline model load_from(model_input& input, load_options options, load_workspace& workspace,
                                     budget& memory) {
    auto const content = recognise_content(input.window());
    auto const format = options.format == model_format::recognised ? format_of(content) : options.format;
    if (content == model_content::legacy_xgboost)
        refuse_format(input, "XGBoost's legacy binary format",
                      "JSON or UBJSON: save it again as .json or .ubj with XGBoost 3.0 or older");
    if (format == model_format::lightgbm) return load_lightgbm(input, workspace, memory);
    if (format != model_format::xgboost)
        refuse_format(input, name_of(format), "a model of XGBoost (JSON, UBJSON) or LightGBM (text)");
    return content == model_content::ubjson ? load_xgboost<ubjson_events>(input, workspace, memory)
                                            : load_xgboost<json_events>(input, workspace, memory);
}

}  // namespace detail

/// Loads the model in the file at `path`; the format is recognised by content, or stated. XGBoost JSON and UBJSON,
/// LightGBM text. The file is read twice and never held whole: first counted, then filled into one region. It must be a
/// regular file; a pipe is refused.
///
/// Errors:    model_error for a damaged file or a construct that is not supported (named, with its place);
///            budget_exceeded; std::system_error for what the system refused. Nothing is left behind.
/// Allocates: once: model.bytes() from `memory`, released by the model's destructor; while loading
///            load_workspace_bytes more, also from `memory`.
/// Threads:   as many loads at once as wanted.
[[nodiscard]] inline model load_model(std::string_view path, load_options options, budget& memory = system_memory()) {
    detail::load_workspace workspace{memory};
    detail::model_input input{path, workspace.file()};
    return detail::load_from(input, options, workspace, memory);
}
[[nodiscard]] inline model load_model(std::string_view path, budget& memory = system_memory()) {
    return load_model(path, load_options{}, memory);
}

/// As above from bytes in memory, which are only borrowed for the call.
[[nodiscard]] inline model load_model(std::span<std::byte const> bytes, load_options options,
                                      budget& memory = system_memory()) {
    detail::load_workspace workspace{memory};
    detail::model_input input{bytes};
    return detail::load_from(input, options, workspace, memory);
}
[[nodiscard]] inline model load_model(std::span<std::byte const> bytes, budget& memory = system_memory()) {
    return load_model(bytes, load_options{}, memory);
}

}  // namespace arenite::inline ARENITE_ABI
