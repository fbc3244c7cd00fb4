// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <concepts>
#include <cstddef>
#include <iosfwd>
#include <string_view>

namespace arenite::inline ARENITE_ABI {

/// Takes a name piece by piece. Borrows what it was made of, which is called with each of them.
class name_sink {
public:
    template <std::invocable<std::string_view> Take>
        requires(!std::same_as<Take, name_sink>)
    constexpr explicit name_sink(Take& take_piece) noexcept : taker_(&take_piece), take_(&take<Take>) {}

    constexpr void operator()(std::string_view piece) const { take_(taker_, piece); }

private:
    template <class Take>
    static constexpr void take(void const* taker, std::string_view piece) {
        (*const_cast<Take*>(static_cast<Take const*>(taker)))(piece);
    }

    void const* taker_;
    void (*take_)(void const* taker, std::string_view piece);
};

/// The name of a column: as it is stored, or, of a column that a stage makes, put together from pieces whenever it is
/// wanted, so that nobody has to store it: `city=Bern`. Prints itself.
///
/// Allocates: nothing; `append_to` what the text allocates.
/// Lifetime:  borrows from the schema_view that gave it.
class column_name {
public:
    using writer = void (*)(void const* owner, std::size_t place, name_sink to);

    constexpr column_name() = default;
    constexpr column_name(std::string_view stored_name) noexcept : whole_(stored_name) {}

    /// That which `write_pieces` says of the owner's column at `place`.
    constexpr column_name(void const* asked_owner, std::size_t asked_place, writer write_pieces) noexcept
        : owner_(asked_owner), place_(asked_place), write_(write_pieces) {}

    constexpr void write(name_sink to) const {
        if (write_ != nullptr) return write_(owner_, place_, to);
        to(whole_);
    }

    [[nodiscard]] constexpr std::size_t size() const {
        if (write_ == nullptr) return whole_.size();
        std::size_t bytes = 0;
        auto const count = [&](std::string_view piece) { bytes += piece.size(); };
        write(name_sink{count});
        return bytes;
    }
    [[nodiscard]] constexpr bool empty() const { return size() == 0; }

    /// Any text with `append`, a std::string or a short_text.
    template <class Text>
    void append_to(Text& text) const {
        auto const append = [&](std::string_view piece) { text.append(piece); };
        write(name_sink{append});
    }

    friend constexpr bool operator==(column_name const& name, std::string_view text) {
        if (name.write_ == nullptr) return name.whole_ == text;
        bool same = true;
        auto const compare = [&](std::string_view piece) {
            same = same && text.starts_with(piece);
            if (same) text.remove_prefix(piece.size());
        };
        name.write(name_sink{compare});
        return same && text.empty();
    }

    friend constexpr bool operator==(column_name const& one, column_name const& other) {
        if (other.write_ == nullptr) return one == other.whole_;
        std::size_t offset = 0;
        bool same = true;
        auto const compare = [&](std::string_view piece) {
            same = same && one.has_at(offset, piece);
            offset += piece.size();
        };
        other.write(name_sink{compare});
        return same && offset == one.size();
    }

    template <class Traits>
    friend std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out,
                                                        column_name const& name) {
        auto const put = [&](std::string_view piece) {
            out.write(piece.data(), static_cast<std::ptrdiff_t>(piece.size()));
        };
        name.write(name_sink{put});
        return out;
    }

private:
    /// `text` lies `offset` characters behind the begin.
    [[nodiscard]] constexpr bool has_at(std::size_t offset, std::string_view text) const {
        auto const compare = [&](std::string_view piece) {
            auto const passed = offset < piece.size() ? offset : piece.size();
            offset -= passed;
            piece.remove_prefix(passed);
            auto const common = piece.size() < text.size() ? piece.size() : text.size();
            if (piece.substr(0, common) == text.substr(0, common)) text.remove_prefix(common);
            else offset = ~std::size_t{0};  // never again
        };
        write(name_sink{compare});
        return text.empty();
    }

    std::string_view whole_;
    void const* owner_ = nullptr;
    std::size_t place_ = 0;
    writer write_ = nullptr;
};

}  // namespace arenite::inline ARENITE_ABI
