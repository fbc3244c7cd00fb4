// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

namespace arenite::inline ARENITE_ABI {

/// What a model can give for a row.
enum class output_kind : unsigned char {
    prediction,  ///< what the training library's own predict gives
    margin,      ///< the raw sum before the link function
    leaf,        ///< for each tree, the leaf id that the training library reports
    label,       ///< of a classifier whose file says its classes: the class that the training library predicts, as a
                 ///< number; where classes are no numbers, its position in model_description::classes
};

}  // namespace arenite::inline ARENITE_ABI
