// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/short_text.hpp>

namespace arenite::inline ARENITE_ABI {

/// In which precision a training library gives its predictions.
enum class precision : unsigned char { float32, float64 };

/// What a model file says about itself.
struct model_info {
    std::string_view format = "none";  ///< a literal: xgboost, lightgbm, …
    short_text<24> trainer_version{};  ///< empty: the file does not say
    short_text<64> objective{};
    precision output = precision::float64;
    short_text<16> origin{};  ///< of a file of arenite's own: the format that the model came from
};

}  // namespace arenite::inline ARENITE_ABI
