// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/detail/section_file.hpp>

#include <algorithm>
#include <string_view>

namespace arenite::inline ARENITE_ABI {

/// Whose file a model is in.
enum class model_format : unsigned char { recognised, xgboost, lightgbm, sklearn, onnx, catboost, treelite, arenite };

/// The format in a message.
[[nodiscard]] constexpr std::string_view name_of(model_format format) noexcept {
    switch (format) {
        case model_format::xgboost: return "a model of XGBoost";
        case model_format::lightgbm: return "a model of LightGBM";
        case model_format::sklearn: return "a model of scikit-learn";
        case model_format::onnx: return "an ONNX model";
        case model_format::catboost: return "a model of CatBoost";
        case model_format::treelite: return "a model of Treelite";
        case model_format::arenite: return "a model in arenite's own format";
        case model_format::recognised: break;
    }
    return "a file of no known format";
}

namespace detail {

/// What the first bytes of a file look like.
enum class model_content : unsigned char {
    unknown,
    json,
    ubjson,
    legacy_xgboost,
    lightgbm,
    catboost,
    catboost_binary,
    onnx,
    sklearn,
    treelite,
    own
};

/// The first key of the JSON object that begins here; empty: there is none.
[[nodiscard]] constexpr std::string_view first_json_key(std::string_view text) noexcept {
    auto const skip = [&text](std::string_view what) {
        text.remove_prefix(std::min(text.find_first_not_of(what), text.size()));
    };
    skip(" \t\r\n");
    skip("{");
    skip(" \t\r\n");
    if (!text.starts_with('"')) return {};
    text.remove_prefix(1);
    return text.substr(0, text.find('"'));
}

/// Whether a JSON object with this key is a model of CatBoost, and not of XGBoost.
[[nodiscard]] constexpr bool is_catboost_key(std::string_view key) noexcept {
    constexpr std::string_view keys[] = {"ctr_data",        "features_info", "model_info",
                                         "oblivious_trees", "trees",         "scale_and_bias"};
    return std::ranges::find(keys, key) != std::ranges::end(keys);
}

/// A JSON object with this key in front; the file of a model of scikit-learn begins with its format.
[[nodiscard]] constexpr model_content content_of_json(std::string_view key) noexcept {
    if (key == "format") return model_content::sklearn;
    return is_catboost_key(key) ? model_content::catboost : model_content::json;
}

/// A checkpoint of Treelite has no magic: it begins with its version, three numbers that are small, and with the types
/// of thresholds and leaves, which are 1 to 3.
[[nodiscard]] constexpr bool looks_like_treelite(std::string_view first) noexcept {
    if (first.size() < 14 || first[0] < 1 || first[0] > 15) return false;
    for (std::size_t i = 0; i != 12; ++i)
        if (i % 4 != 0 && first[i] != 0) return false;
    return first[12] >= 1 && first[12] <= 3 && first[13] >= 1 && first[13] <= 3;
}

/// A model of ONNX has no magic: it begins with its version of the format, a small number in field 1, or with a text in
/// one of the fields up to 6 or the graph in field 7; and nothing else looks so.
[[nodiscard]] constexpr bool looks_like_onnx(std::string_view first) noexcept {
    if (first.size() < 2) return false;
    bool const begins_with_version = first[0] == '\x08' && first[1] >= 1 && first[1] <= 100;
    bool const begins_with_graph = first[0] == '\x3a';
    return begins_with_version || begins_with_graph;
}

[[nodiscard]] constexpr model_content recognise_content(std::string_view first) noexcept {
    if (first.starts_with(own_magic)) return model_content::own;
    if (first.starts_with("binf") || first.starts_with("bs64")) return model_content::legacy_xgboost;
    if (first.starts_with("{L")) return model_content::ubjson;
    if (first.starts_with("CBM1")) return model_content::catboost_binary;
    if (looks_like_treelite(first)) return model_content::treelite;
    if (looks_like_onnx(first)) return model_content::onnx;
    auto const begin = first.find_first_not_of(" \t\r\n");
    if (begin != first.npos && first[begin] == '{') return content_of_json(first_json_key(first));
    return first.starts_with("tree\n") || first.starts_with("tree\r\n") ? model_content::lightgbm
                                                                        : model_content::unknown;
}

[[nodiscard]] constexpr model_format format_of(model_content content) noexcept {
    switch (content) {
        case model_content::json:
        case model_content::ubjson:
        case model_content::legacy_xgboost: return model_format::xgboost;
        case model_content::lightgbm: return model_format::lightgbm;
        case model_content::catboost:
        case model_content::catboost_binary: return model_format::catboost;
        case model_content::onnx: return model_format::onnx;
        case model_content::treelite: return model_format::treelite;
        case model_content::sklearn: return model_format::sklearn;
        case model_content::own: return model_format::arenite;
        case model_content::unknown: break;
    }
    return model_format::recognised;
}

}  // namespace detail

}  // namespace arenite::inline ARENITE_ABI
