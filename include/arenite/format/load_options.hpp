// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/model_format.hpp>

#include <cstddef>
#include <limits>

namespace arenite::inline ARENITE_ABI {

/// Every round of boosting that a file holds.
inline constexpr std::size_t all_rounds = std::numeric_limits<std::size_t>::max();

/// What becomes of a file of arenite's own.
enum class file_use : unsigned char {
    read,    ///< its bytes are copied into the budget's memory
    mapped,  ///< its pages are used where they are, read-only, together with other processes that do so. For files that
             ///< nobody writes to, in place or by making them shorter, as long as the model is there: that would end
             ///< the process (SIGBUS) or change the scores. A file that is replaced (file_sink) is another one.
             ///< Of bytes in memory: they are used where they are, and left as they are.
};

/// What is looked at before a file of arenite's own becomes a model.
enum class file_checks : unsigned char {
    all,        ///< checksum, structure, and its golden rows are scored again
    structure,  ///< that no index leads astray, of trees, kernels or preparation: enough for no file to do harm
    none,       ///< nothing but what it takes to find its parts. Requires: bytes that save_model wrote, all of them
};

/// How a model is loaded.
struct load_options {
    /// Whose file it is; unless said, its content decides.
    model_format format = model_format::recognised;

    /// A value that counts as missing, beside NaN, which always does: XGBoost's `missing=`. It and the values are
    /// compared in the precision of the model. LightGBM has no such option: there, values equal to it become NaN
    /// before anything else is done with them.
    double missing = std::numeric_limits<double>::quiet_NaN();

    /// How many rounds of boosting the model keeps, from the first on: XGBoost's `iteration_range=(0, n)` and
    /// LightGBM's `num_iteration=n`; of a random forest of LightGBM that many trees are averaged. By default all that
    /// the file holds, which is what both libraries' `Booster.predict` uses: LightGBM saves a model up to its best
    /// iteration; XGBoost saves all of it, and only its scikit-learn estimators stop at `best_iteration`, which here
    /// is `rounds = best_iteration + 1`. 0, more than there are, and any number for a linear booster, which has no
    /// rounds, are refused (model_error).
    std::size_t rounds = all_rounds;

    /// Of a file of arenite's own; other formats cannot be mapped, and `checks` are none of theirs. Such a file keeps
    /// the missing value and the rounds that its model was loaded with: `missing` and `rounds` are refused for it.
    file_use use = file_use::read;
    file_checks checks = file_checks::all;
};

}  // namespace arenite::inline ARENITE_ABI
