// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/murmur_hash.hpp>
#include <arenite/transform/detail/column_names.hpp>
#include <arenite/transform/detail/known_category.hpp>
#include <arenite/transform/detail/program_writer.hpp>
#include <arenite/transform/prepared_batches.hpp>

namespace arenite::inline ARENITE_ABI {

namespace detail {

/// Which of `buckets` columns a hash is added to, and 1 or -1.
struct hash_bucket {
    std::size_t place;
    double sign;

    static constexpr hash_bucket of(std::uint32_t hash, std::size_t buckets) noexcept {
        bool const negative = hash >> 31 != 0;
        auto const magnitude = negative ? std::uint32_t{0} - hash : hash;
        return {magnitude % buckets, negative ? -1.0 : 1.0};
    }
};

}  // namespace detail

/// What `hash_encode` returns.
template <std::size_t N>
class hash_encode_stage {
public:
    static constexpr std::string_view stage_name = "hash_encode";

    /// How many columns are copied, and their places; then for each of the others its place and how many categories it
    /// has, and behind it the bucket of each.
    using constant = detail::hash_bucket;

    constexpr hash_encode_stage(std::size_t bucket_count, std::array<std::string_view, N> names_of_columns)
        : buckets_(bucket_count), columns_{column_kind::category, names_of_columns} {}

    void check(schema_view before) {
        if (buckets_ == 0) raise(shape_error{"hash_encode: found 0 buckets, expected at least one"});
        columns_.find(stage_name, before);
    }

    [[nodiscard]] std::size_t columns(schema_view before) const noexcept { return copied(before) + buckets_; }
    [[nodiscard]] column column_at(schema_view before, std::size_t i) const noexcept {
        return i < copied(before) ? before[place(before, i)] : column{.made = true};
    }
    /// `city#3`, `city+street#3`
    void write_name(schema_view before, std::size_t i, name_sink to) const {
        auto const first = copied(before);
        if (i < first) return before.name(place(before, i)).write(to);
        columns_.for_each(before, [&, between = std::string_view{}](std::size_t at) mutable {
            to(std::exchange(between, "+"));
            before.name(at).write(to);
        });
        to("#");
        to(format_number(i - first).view());
    }

    [[nodiscard]] std::size_t constants(schema_view before) const noexcept {
        auto count = 1 + before.size();
        columns_.for_each(before, [&](std::size_t at) { count += before[at].vocabulary.size(); });
        return count;
    }
    void fill(schema_view before, std::span<constant> to) const noexcept {
        auto const first = copied(before);
        to[0] = {first, 0};
        for (std::size_t i = 0; i != first; ++i) to[1 + i] = {place(before, i), 0};
        columns_.for_each(before, [&, next = 1 + first](std::size_t at) mutable {
            auto const vocabulary = before[at].vocabulary;
            to[next++] = {at, static_cast<double>(vocabulary.size())};
            for (auto const category : vocabulary)
                to[next++] = constant::of(hash_of(before.name(at), category), buckets_);
        });
    }

    template <std::floating_point T>
    void apply(batch_view<T const> from, batch_view<T> to, std::span<constant const> constants) const noexcept {
        auto const first = constants[0].place;
        for (std::size_t r = 0; r != from.rows(); ++r) {
            for (std::size_t c = 0; c != first; ++c) to(r, c) = from(r, constants[1 + c].place);
            for (std::size_t c = first; c != to.cols(); ++c) to(r, c) = 0;
            add_hashes<T>(from.middle_rows(r, 1), to.middle_rows(r, 1), first, constants.subspan(1 + first));
        }
    }

    void lower(schema_view before, detail::program_writer& to) const {
        for (std::size_t i = 0; i != copied(before); ++i) to.keep(to.column(place(before, i)));
        for (std::size_t bucket = 0; bucket != buckets_; ++bucket) to.keep(lower_bucket(before, bucket, to));
    }

private:
    /// The sum of what the columns add to a bucket.
    [[nodiscard]] std::uint32_t lower_bucket(schema_view before, std::size_t bucket, detail::program_writer& to) const {
        std::uint32_t sum = 0;
        columns_.for_each(before, [&, is_first = true](std::size_t at) mutable {
            auto const added = lower_column(before, at, bucket, to);
            sum = std::exchange(is_first, false) ? added : to.add({.op = column_op::sum, .from = added, .second = sum});
        });
        return sum;
    }
    [[nodiscard]] std::uint32_t lower_column(schema_view before, std::size_t at, std::size_t bucket,
                                             detail::program_writer& to) const {
        std::size_t count = 0;
        for_each_code(before, at, bucket, [&](std::size_t, double) { ++count; });
        return to.add({.op = column_op::lookup, .from = to.column(at)}, 2 * count, [&](std::span<double> own) {
            for_each_code(before, at, bucket, [&, next = std::size_t{0}](std::size_t code, double sign) mutable {
                own[next] = static_cast<double>(code);
                own[count + next++] = sign;
            });
        });
    }
    /// Calls take(code, sign) for each category of a column that adds to the bucket.
    template <class Take>
    void for_each_code(schema_view before, std::size_t at, std::size_t bucket, Take take) const {
        auto const vocabulary = before[at].vocabulary;
        for (std::size_t code = 0; code != vocabulary.size(); ++code) {
            auto const added = constant::of(hash_of(before.name(at), vocabulary[code]), buckets_);
            if (added.place == bucket) take(code, added.sign);
        }
    }

    template <class T>
    static void add_hashes(batch_view<T const> from, batch_view<T> to, std::size_t first,
                           std::span<constant const> tables) noexcept {
        while (!tables.empty()) {
            auto const [place, categories] = tables[0];
            auto const code = from(0, place);
            if (detail::is_known(code, categories)) {
                auto const& bucket = tables[1 + static_cast<std::size_t>(code)];
                to(0, first + bucket.place) += static_cast<T>(bucket.sign);
            }
            tables = tables.subspan(1 + static_cast<std::size_t>(categories));
        }
    }

    /// Of `city=Bern`.
    [[nodiscard]] static std::uint32_t hash_of(column_name const& name, std::string_view category) {
        murmur_hasher hasher;
        auto const add = [&](std::string_view piece) { hasher.add(piece); };
        name.write(name_sink{add});
        return hasher.add("=").add(category).value();
    }

    [[nodiscard]] std::size_t copied(schema_view before) const noexcept {
        return before.size() - columns_.count(before);
    }
    [[nodiscard]] std::size_t place(schema_view before, std::size_t i) const noexcept {
        return detail::place_of_other(columns_, before, i);
    }

    std::size_t buckets_;
    detail::columns_of_kind<N> columns_;
};

/// A stage that puts `bucket_count` columns, behind the others, in the place of columns of categories: each category
/// adds 1 or -1 to one of them, as scikit-learn's FeatureHasher does for texts. The hash is MurmurHash3 of 32 bits,
/// seed 0, of `city=Bern`; as a signed number, its absolute value modulo `bucket_count` is the column, and its sign the
/// sign. No names: of all columns of categories. A category that is missing or unknown adds nothing.
///
/// Names:     `city#0`; `city+street#0` where two columns are hashed.
/// Errors:    composing throws shape_error where there is no column of a name, it is not one of categories, or no
///            bucket is wanted.
/// Lifetime:  borrows the names.
/// Allocates: nothing but the planned bucket of each category.
template <detail::name_of_column... Names>
[[nodiscard]] constexpr auto hash_encode(std::size_t bucket_count, Names&&... names) {
    return hash_encode_stage<sizeof...(Names)>{bucket_count, detail::column_names(static_cast<Names&&>(names)...)};
}

}  // namespace arenite::inline ARENITE_ABI
