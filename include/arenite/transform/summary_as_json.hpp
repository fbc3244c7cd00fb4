// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/detail/json_writer.hpp>
#include <arenite/transform/summary.hpp>

namespace arenite::inline ARENITE_ABI {

namespace detail {

/// JSON has no number that is not finite.
inline void put_figure(json_writer& json, std::string_view name, double figure) {
    json.key(name);
    if (std::isfinite(figure)) json.literal(format_number(figure));
    else json.null();
}

inline void write_json_moments(json_writer& json, column_summary const& found) {
    put_figure(json, "mean", found.mean);
    put_figure(json, "sd", found.sd);
    put_figure(json, "scale", found.scale);
    put_figure(json, "sample_sd", found.sample_sd);
    put_figure(json, "minimum", found.minimum);
    put_figure(json, "lower_quartile", found.lower_quartile);
    put_figure(json, "median", found.median);
    put_figure(json, "upper_quartile", found.upper_quartile);
    put_figure(json, "maximum", found.maximum);
    put_figure(json, "quartile_range", found.quartile_range);
    put_figure(json, "rank_error", found.rank_error);
}

inline void write_json_counts(json_writer& json, column_summary const& found) {
    json.key("listed");
    if (!found.is_complete) return json.null();
    json.array([&] {
        for (std::size_t k = 0; k != found.counts.size(); ++k)
            json.object([&] {
                if (found.vocabulary.empty()) put_figure(json, "value", found.values[k]);
                else json.member("value", found.vocabulary[k]);
                json.member("count", found.counts[k]);
            });
    });
}

inline void write_json_column(json_writer& json, column_summary const& found) {
    json.member("name", found.name);
    json.member("kind", name_of(found.kind));
    json.member("count", found.count);
    json.member("missing", found.missing);
    if (found.kind == column_kind::number) write_json_moments(json, found);
    json.member("distinct", found.distinct);
    write_json_counts(json, found);
}

inline void write_json_summary(text_writer& out, summary const& seen) {
    json_writer json{out};
    json.object([&] {
        json.member("rows", seen.rows());
        json.member("bytes", seen.bytes());
        json.key("columns");
        json.array([&] {
            for (std::size_t i = 0; i != seen.size(); ++i) json.object([&] { write_json_column(json, seen[i]); });
        });
    });
}

}  // namespace detail

/// A summary as one JSON object on one line, for a stream: `rows`, `bytes` that it holds, and `columns` with the
/// members of column_summary under their names. `listed` has what is different as objects of `value`, a number or a
/// text, and `count`; null where there was too much of it, as are numbers that there are not or that are not finite.
///
/// Allocates: nothing of its own.
/// Lifetime:  borrows the summary.
[[nodiscard]] inline auto as_json(summary const& seen) noexcept {
    return detail::streamed_view<summary const&, detail::write_json_summary>{seen};
}
void as_json(summary const&&) = delete;  // it would borrow from a temporary

}  // namespace arenite::inline ARENITE_ABI
