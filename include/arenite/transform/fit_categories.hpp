// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/summary.hpp>

#include <initializer_list>

namespace arenite::inline ARENITE_ABI {

/// The columns that were summarized, those of texts as columns of categories with the vocabulary that was seen, in the
/// order of its bytes: what a reader of rows needs in front of `one_hot`, `ordinal_encode` or `hash_encode`, which then
/// do as scikit-learn's OneHotEncoder().fit and OrdinalEncoder().fit.
///
///     schema const columns{number("age"), text("city")};
///     auto const seen = summarize(csv_batches(path, columns));
///     schema const fitted = fit_categories(seen);
///     auto prepared = csv_batches(path, fitted) | one_hot("city");
///
/// `names`: which columns of texts become categories; none: all of them. `unseen`: what another text is from then on.
///
/// Errors:    shape_error for a name that is not there or not one of texts, and for a column with more texts than
///            summary_options let it list; budget_exceeded.
/// Allocates: what the schema holds, from `memory`.
[[nodiscard]] inline schema fit_categories(summary const& seen, std::initializer_list<std::string_view> names,
                                           unseen_category unseen = unseen_category::missing,
                                           budget& memory = system_memory()) {
    for (auto const name : names)
        if (seen[name].kind != column_kind::text)
            raise(shape_error{std::string{"fit_categories: column '"}.append(name) + "' is not one of texts"});
    auto const is_wanted = [&](column const& one) {
        return one.kind == column_kind::text &&
               (names.size() == 0 || std::ranges::find(names, one.name) != names.end());
    };
    auto const fitted = [&](std::size_t i) {
        auto one = seen.schema()[i];
        if (!is_wanted(one)) return one;
        one.kind = column_kind::category;
        one.unseen = unseen;
        one.vocabulary = seen.vocabulary(one.name);
        return one;
    };
    return schema{std::views::iota(std::size_t{0}, seen.size()) | std::views::transform(fitted), memory};
}
[[nodiscard]] inline schema fit_categories(summary const& seen, budget& memory = system_memory()) {
    return fit_categories(seen, {}, unseen_category::missing, memory);
}

}  // namespace arenite::inline ARENITE_ABI
