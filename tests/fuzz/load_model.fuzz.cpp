// SPDX-License-Identifier: MIT
// Any bytes are a model or a typed error; either way every byte of the budget is back, and a model scores rows.
#include <arenite/format/load_model.hpp>
#include <arenite/memory/budget.hpp>
#include <arenite/predict/predict.hpp>
#include <arenite/predict/scratch.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <span>
#include <vector>

namespace {

constexpr std::size_t most_cells = 1 << 16, budget_bytes = 4 << 20;
constexpr std::size_t block_rows = 70;  // more than any kernel takes at once

template <class Predictor>
void score(Predictor const& predictor, std::vector<double> const& x, std::size_t rows) {
    std::vector<double> y(rows * predictor.outputs());
    arenite::scratch const working{predictor, rows};
    arenite::predict(predictor, x, y, working);
}

void use(arenite::model const& model) {
    if (model.cols() == 0 || model.cols() > most_cells || model.outputs(arenite::output_kind::margin) > most_cells)
        return;
    std::vector<double> x(2 * model.cols(), 0.5);
    for (std::size_t i = 0; i < x.size(); i += 3) x[i] = std::numeric_limits<double>::quiet_NaN();
    score(model, x, 2);
    score(model.margins(), x, 2);
    if (model.labels().outputs() != 0) score(model.labels(), x, 2);
    if (std::max(model.cols(), model.outputs()) <= most_cells / block_rows)
        score(model, std::vector<double>(block_rows * model.cols(), 2), block_rows);
    std::vector<std::int32_t> leaves(2 * model.leaves().outputs());
    arenite::scratch const working{model, 2};
    if (!leaves.empty()) arenite::predict(model.leaves(), x, leaves, working);
}

void load(std::span<std::byte const> bytes, arenite::load_options const& options) {
    arenite::budget memory{budget_bytes};
    try {
        use(arenite::load_model(bytes, options, memory));
    } catch (arenite::model_error const&) {
    } catch (arenite::budget_exceeded const&) {
    }
    if (memory.used() != 0) std::abort();
}

/// A file of arenite's own with the checksum that it needs, so that what is behind it is reached.
std::vector<std::byte> sealed(std::span<std::byte const> bytes) {
    std::vector<std::byte> copy{bytes.begin(), bytes.end()};
    constexpr std::size_t block = arenite::detail::block_checksum::block_bytes;
    if (copy.size() < block + sizeof(std::uint64_t) || copy.size() % block != sizeof(std::uint64_t)) return copy;
    auto const end = copy.size() - sizeof(std::uint64_t);
    arenite::detail::block_checksum sum;
    sum.add(std::span{copy}.first(end));
    auto const value = sum.value();
    std::memcpy(copy.data() + end, &value, sizeof value);
    return copy;
}

bool is_own(std::span<std::byte const> bytes) {
    std::string_view const text{reinterpret_cast<char const*>(bytes.data()), bytes.size()};
    return text.starts_with(arenite::detail::own_magic);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const bytes = std::as_bytes(std::span{data, size});
    if (is_own(bytes)) {
        load(sealed(bytes), {});
        load(bytes, {.checks = arenite::file_checks::structure});
        return 0;
    }
    load(bytes, {});
    for (auto const rounds : {std::size_t{1}, std::size_t{2}}) load(bytes, {.missing = 0.5, .rounds = rounds});
    return 0;
}
