// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/catboost_outline.hpp>
#include <arenite/format/detail/catboost_parts.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Reads what a file of CatBoost says of its training: the version, and the loss function, which of a sum of models
/// stands in a text.
class catboost_info {
public:
    catboost_info(json_events& document, catboost_outline& outline) : events_(document), outline_(outline) {}

    /// Takes the value of `model_info`.
    void read() {
        for_each_key(events_, [this](std::string_view key) {
            if (key == "params") read_parameters();
            else if (key == "loss_function") outline_.loss_name = type_in_text<256>(events_.read_text());
            else if (key == "catboost_version_info") outline_.version = version_in(events_.read_text());
            else events_.skip_value();
        });
    }

private:
    /// What is said beside the parameters holds.
    void read_parameters() {
        for_each_key(events_, [this](std::string_view key) {
            bool const is_loss = key == "loss_function" && outline_.loss_name.view().empty();
            if (is_loss) outline_.loss_name = read_type(events_);
            else events_.skip_value();
        });
    }

    /// From a text that has `CatBoost release 1.2.10. commit_hash:…` in it.
    [[nodiscard]] static std::string_view version_in(std::string_view text) noexcept {
        constexpr std::string_view before = "CatBoost release ";
        auto const at = text.find(before);
        if (at == text.npos) return {};
        text.remove_prefix(at + before.size());
        text = text.substr(0, text.find_first_not_of("0123456789."));
        return text.ends_with('.') ? text.substr(0, text.size() - 1) : text;
    }

    json_events& events_;
    catboost_outline& outline_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
