// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/batch_range.hpp>

#include <string_view>
#include <tuple>
#include <utility>

namespace arenite::inline ARENITE_ABI {

/// A part of a pipeline that is no range yet: it has a name for plans and reports.
template <class S>
concept named_stage = requires {
    { std::remove_cvref_t<S>::stage_name } -> std::convertible_to<std::string_view>;
};

/// Stages, one behind the other, as one: `auto const prepare = impute(0.0) | one_hot("city"); rows | prepare`. A value:
/// it may be copied if its stages may.
template <named_stage... Stages>
class stage_chain {
public:
    static constexpr std::string_view stage_name = "chain";

    constexpr explicit stage_chain(std::tuple<Stages...> stages_in_order) : stages_(std::move(stages_in_order)) {}

    template <class Rows>
    [[nodiscard]] constexpr auto over(Rows&& rows) const& {
        return put_over<0>(static_cast<Rows&&>(rows), stages_);
    }
    template <class Rows>
    [[nodiscard]] constexpr auto over(Rows&& rows) && {
        return put_over<0>(static_cast<Rows&&>(rows), std::move(stages_));
    }

    [[nodiscard]] constexpr std::tuple<Stages...> const& stages() const& noexcept { return stages_; }
    [[nodiscard]] constexpr std::tuple<Stages...>&& stages() && noexcept { return std::move(stages_); }

private:
    template <std::size_t I, class Rows, class Tuple>
    [[nodiscard]] static constexpr auto put_over(Rows&& rows, Tuple&& stages) {
        if constexpr (I + 1 == sizeof...(Stages))
            return static_cast<Rows&&>(rows) | std::get<I>(std::forward<Tuple>(stages));
        else
            return put_over<I + 1>(static_cast<Rows&&>(rows) | std::get<I>(std::forward<Tuple>(stages)),
                                   std::forward<Tuple>(stages));
    }

    std::tuple<Stages...> stages_;
};

namespace detail {

/// The stages of a chain, or of one stage.
template <class S>
[[nodiscard]] constexpr auto stages_of(S&& stage) {
    return std::tuple<std::remove_cvref_t<S>>{static_cast<S&&>(stage)};
}
template <class... Stages>
[[nodiscard]] constexpr std::tuple<Stages...> stages_of(stage_chain<Stages...> const& chain) {
    return chain.stages();
}
template <class... Stages>
[[nodiscard]] constexpr std::tuple<Stages...> stages_of(stage_chain<Stages...>& chain) {
    return chain.stages();
}
template <class... Stages>
[[nodiscard]] constexpr std::tuple<Stages...> stages_of(stage_chain<Stages...>&& chain) {
    return std::move(chain).stages();
}

}  // namespace detail

/// Stages in front of any rows. Stages of your own join those of the library; two of your own beside each other need
/// `using arenite::operator|;`.
template <named_stage First, named_stage Second>
    requires std::constructible_from<std::remove_cvref_t<First>, First> &&
             std::constructible_from<std::remove_cvref_t<Second>, Second>
[[nodiscard]] constexpr auto operator|(First&& first, Second&& second) {
    return [](auto stages) {
        return stage_chain{std::move(stages)};
    }(std::tuple_cat(detail::stages_of(static_cast<First&&>(first)), detail::stages_of(static_cast<Second&&>(second))));
}

}  // namespace arenite::inline ARENITE_ABI
