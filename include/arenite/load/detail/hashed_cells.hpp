// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/schema_view.hpp>
#include <arenite/core/category_hash.hpp>
#include <arenite/core/raise.hpp>
#include <arenite/core/shape_error.hpp>
#include <arenite/load/detail/csv_field.hpp>

#include <concepts>

namespace arenite::inline ARENITE_ABI::detail {

/// The text of a field that holds doubled quotes, each as one. Reads from where it was left, or again from the front.
class undoubled_text {
public:
    explicit undoubled_text(std::string_view doubled_text) noexcept
        : text_(doubled_text),
          size_(doubled_text.size() - static_cast<std::size_t>(std::ranges::count(text_, '"')) / 2) {}

    [[nodiscard]] std::size_t size() const noexcept { return size_; }

    void copy(std::size_t from, std::size_t count, char* to) noexcept {
        if (from < passed_) at_ = passed_ = 0;
        while (passed_ != from) take();
        for (std::size_t i = 0; i != count; ++i) to[i] = take();
    }

private:
    char take() noexcept {
        char const taken = text_[at_];
        at_ += taken == '"' ? 2 : 1;
        ++passed_;
        return taken;
    }

    std::string_view text_;
    std::size_t size_, at_ = 0, passed_ = 0;
};

/// The category_hash of a field: of all of its text, blanks too.
[[nodiscard]] inline std::int32_t hash_of(csv_field const& field) noexcept {
    if (!field.doubled) return category_hash(field.text);
    return static_cast<std::int32_t>(city_hash::of(undoubled_text{field.text}));
}

/// Refuses a schema whose hashed categories cells of T could not hold.
template <std::floating_point T>
void require_exact_cells(schema_view schema) {
    if (std::same_as<T, float> && schema.count(column_kind::hashed) != 0)
        raise(shape_error{"hashes of categories need batches of double, but these are of float"});
}

}  // namespace arenite::inline ARENITE_ABI::detail
