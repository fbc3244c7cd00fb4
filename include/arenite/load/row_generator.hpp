// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/load/detail/generator_frame.hpp>

#include <concepts>
#include <coroutine>
#include <cstddef>
#include <exception>
#include <iterator>
#include <memory>
#include <span>
#include <type_traits>
#include <utility>

namespace arenite::inline ARENITE_ABI {

/// A coroutine that yields rows one by one, a range for `batches_from`. Of a number type, a row is a span of numbers:
///
///     row_generator<double> readings(sensor& from, budget& memory) {
///         std::array<double, 3> row;
///         while (from.next(row)) co_yield row;
///     }
///     for (auto const [batch, scores] : batches_from(readings(from, memory), {.schema = three}) | score_with(model))
///
/// Of any other type, rows are those: `row_generator<person>`, `row_generator<std::array<double, 3>>`. A row is the
/// coroutine's own, and valid until the next. Move only, single pass; nothing runs before `begin`.
///
/// Errors:    what the body throws comes out of `begin` or `++`, and then the rows are at their end; budget_exceeded
///            from the call of the coroutine when its frame does not fit.
/// Allocates: the frame, with 64 bytes beside it, from the one `budget&` among the coroutine's parameters, in the name
///            of "generator"; a coroutine without one does not compile. Given back by the destructor, wherever the body
///            stands. A compiler may see that it needs no frame of its own. Alignment of what lies in it: up to 16.
/// Lifetime:  parameters by reference are borrowed as long as the rows. GCC 12 is known to mistake lambdas with
///            captures for coroutines, and temporaries with destructors in co_yield: write a function, name the row.
/// Threads:   one at a time.
template <class Row>
class row_generator {
    using kept = std::conditional_t<std::is_arithmetic_v<Row>, std::span<Row const>, Row const*>;

public:
    /// What a row is: a span of numbers, or Row const&.
    using reference = std::conditional_t<std::is_arithmetic_v<Row>, std::span<Row const>, Row const&>;
    class promise_type;
    class iterator;

    row_generator(row_generator&& other) noexcept : body_(std::exchange(other.body_, {})) {}
    row_generator& operator=(row_generator&& other) noexcept {
        row_generator{std::move(other)}.swap(*this);
        return *this;
    }
    ~row_generator() {
        if (body_) body_.destroy();
    }

    /// Runs to the first row. Call it once.
    [[nodiscard]] iterator begin() {
        contract(body_ && !body_.promise().started, "a range is iterated once: like a file, it is single pass");
        body_.promise().started = true;
        return ++iterator{body_};
    }
    [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

private:
    explicit row_generator(std::coroutine_handle<promise_type> body) noexcept : body_(body) {}
    void swap(row_generator& other) noexcept { std::swap(body_, other.body_); }

    std::coroutine_handle<promise_type> body_;
};

template <class Row>
class row_generator<Row>::promise_type : public detail::generator_frame {
public:
    row_generator get_return_object() noexcept {
        return row_generator{std::coroutine_handle<promise_type>::from_promise(*this)};
    }
    std::suspend_always initial_suspend() const noexcept { return {}; }
    std::suspend_always final_suspend() const noexcept { return {}; }
    std::suspend_always yield_value(std::span<Row const> row) noexcept
        requires std::is_arithmetic_v<Row>
    {
        row_ = row;
        return {};
    }
    std::suspend_always yield_value(Row const& row) noexcept
        requires(!std::is_arithmetic_v<Row>)
    {
        row_ = std::addressof(row);
        return {};
    }
    void return_void() const noexcept {}
    void unhandled_exception() noexcept { thrown_ = std::current_exception(); }
    void await_transform(auto&&) = delete;  // rows are all that it waits for

    [[nodiscard]] reference row() const noexcept {
        if constexpr (std::is_arithmetic_v<Row>) return row_;
        else return *row_;
    }

    /// Out of the coroutine with what its body threw.
    void rethrow() {
        if (thrown_) std::rethrow_exception(std::exchange(thrown_, {}));
    }

    bool started = false;

private:
    kept row_{};
    std::exception_ptr thrown_;
};

template <class Row>
class row_generator<Row>::iterator {
public:
    using value_type = std::remove_cvref_t<reference>;
    using difference_type = std::ptrdiff_t;
    using iterator_concept = std::input_iterator_tag;

    explicit iterator(std::coroutine_handle<promise_type> body) noexcept : body_(body) {}

    [[nodiscard]] reference operator*() const noexcept { return body_.promise().row(); }
    iterator& operator++() {
        body_.resume();
        body_.promise().rethrow();
        return *this;
    }
    void operator++(int) { ++*this; }

    [[nodiscard]] bool operator==(std::default_sentinel_t) const noexcept { return body_.done(); }

private:
    std::coroutine_handle<promise_type> body_;
};

}  // namespace arenite::inline ARENITE_ABI
