// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/json_events.hpp>
#include <arenite/format/detail/load_as.hpp>
#include <arenite/format/detail/load_catboost.hpp>
#include <arenite/format/detail/load_lightgbm.hpp>
#include <arenite/format/detail/load_onnx.hpp>
#include <arenite/format/detail/load_own.hpp>
#include <arenite/format/detail/write_own.hpp>
#include <arenite/format/detail/load_sklearn.hpp>
#include <arenite/format/detail/load_treelite.hpp>
#include <arenite/format/detail/load_xgboost.hpp>
#include <arenite/format/detail/ubjson_events.hpp>

namespace arenite::inline ARENITE_ABI::detail {

template <model_format Format>
model load_as(model_input& input, load_options const& options, load_workspace& workspace, budget& memory) {
    if constexpr (Format == model_format::arenite) return load_own(input, options, workspace, memory);
    if constexpr (Format == model_format::catboost) return load_catboost(input, options, workspace, memory);
    if constexpr (Format == model_format::lightgbm) return load_lightgbm(input, options, workspace, memory);
    if constexpr (Format == model_format::onnx) return load_onnx(input, options, workspace, memory);
    if constexpr (Format == model_format::sklearn) return load_sklearn(input, options, workspace, memory);
    if constexpr (Format == model_format::treelite) return load_treelite(input, options, workspace, memory);
    if constexpr (Format == model_format::xgboost)
        return recognise_content(input.window()) == model_content::ubjson
                   ? load_xgboost<ubjson_events>(input, options, workspace, memory)
                   : load_xgboost<json_events>(input, options, workspace, memory);
}

template <model_format Format>
model load_mapped(std::string_view path, load_options const& options, budget& memory) {
    static_assert(Format == model_format::arenite);
    return load_mapped_own(path, options, memory);
}

template <model_format Format>
void write_as(model const& of, batch_view<double const> golden_rows, byte_sink_ref sink, budget& memory) {
    static_assert(Format == model_format::arenite);
    write_own(of, golden_rows, sink, memory);
}

}  // namespace arenite::inline ARENITE_ABI::detail
