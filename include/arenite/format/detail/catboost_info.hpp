// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/catboost_outline.hpp>
#include <arenite/format/detail/catboost_parts.hpp>

#include <array>

namespace arenite::inline ARENITE_ABI::detail {

/// Reads what a file of CatBoost says of its training: the version, and the loss function, which of a sum of models
/// stands in a text.
class catboost_info {
public:
    catboost_info(json_events& document, catboost_outline& outline) : events_(document), outline_(outline) {}

    /// Takes the value of `model_info`.
    void read() {
        events_.open_object();
        while (events_.next_key()) {
            auto const key = events_.text();
            if (key == "params") read_parameters();
            else if (key == "loss_function") read_loss_text();
            else if (key == "catboost_version_info") outline_.version = version_in(events_.read_text());
            else events_.skip_value();
        }
    }

private:
    /// What is said beside the parameters holds.
    void read_parameters() {
        events_.open_object();
        while (events_.next_key()) {
            bool const is_loss = events_.text() == "loss_function" && outline_.loss_name.view().empty();
            if (is_loss) outline_.loss_name = loss_in(events_);
            else events_.skip_value();
        }
    }

    void read_loss_text() {
        std::array<char, 256> room{};
        model_input input{std::as_bytes(std::span{events_.read_text()})};
        json_events loss{input, room};
        outline_.loss_name = loss_in(loss);
    }

    /// The `type` of the object that comes next.
    [[nodiscard]] static short_text<64> loss_in(json_events& events) {
        short_text<64> name;
        events.open_object();
        while (events.next_key()) {
            if (events.text() == "type") name = events.read_text();
            else events.skip_value();
        }
        return name;
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
