// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/detail/section_file.hpp>
#include <arenite/model/blended_model.hpp>
#include <arenite/model/graph_model.hpp>
#include <arenite/model/linear_booster.hpp>
#include <arenite/model/linear_tree_ensemble.hpp>
#include <arenite/model/model.hpp>
#include <arenite/model/recoded_ensemble.hpp>
#include <arenite/model/tree_ensemble.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// What a file of arenite's own that holds a model says in its header.
inline constexpr std::string_view own_kind = "model";

/// The sections of such a file, and their newest versions. All that the model lists in its `archive`s is in the first
/// three; files of every version that was ever released must load, so that a change of an `archive` needs a new version
/// here, and a golden file in the tests.
///
///     info     what the file says of the model: see own_info
///     schema   the columns of the rows, then those of its parts: see stored_schema
///     model    everything else, with the lists that the model reads in place
///     golden   rows and what the model answered when it was saved: see golden_answers
///     plan     what the kernels read of its trees: see plan_name
inline constexpr std::uint32_t own_version = 1;

/// What the section is called that holds the forest_plans of all trees, for the instructions of this processor. It
/// spares the compilation; a file without one, with one for other instructions or one of another version is as good.
/// Whatever changes what compile_forest makes, or what kernels make of it, needs the next version.
[[nodiscard]] inline std::string_view plan_name() noexcept {
    constexpr std::string_view names[] = {"plan.basic", "plan.avx2", "plan.avx512"};
    return names[static_cast<std::size_t>(best_instruction_set())];
}
inline constexpr std::uint32_t plan_version = 1;

/// The first section.
struct own_info {
    std::string_view origin;  ///< the format that the model came from
    std::string_view trainer_version, objective;
    std::string_view type;     ///< of the model: see stored_type
    std::uint64_t schema = 0;  ///< schema_hash of the columns of the rows
    precision output = precision::float64;

    template <class Self, class File>
    static void archive(Self& self, File& file) {
        file(self.origin, self.trainer_version, self.objective, self.type, self.schema);
        file.choice(self.output, precision::float64);
    }
};

/// A type of models and its name in files.
template <class Model>
struct stored_type {
    using type = Model;
    std::string_view name;
    bool exact = true;  ///< its margins have the same bits everywhere: no function of the C library is in them
};

/// Calls function(stored_type) for each, until it returns true; whether it did.
template <class Function>
bool any_stored_type(Function function) {
    return function(stored_type<tree_ensemble<float>>{"float trees"}) ||
           function(stored_type<tree_ensemble<double>>{"double trees"}) ||
           function(stored_type<linear_tree_ensemble>{"linear trees"}) ||
           function(stored_type<recoded_ensemble>{"recoded trees"}) ||
           function(stored_type<linear_booster<float>>{"float booster"}) ||
           function(stored_type<blended_model>{"blend", false}) || function(stored_type<graph_model>{"graph", false});
}

}  // namespace arenite::inline ARENITE_ABI::detail
