// SPDX-License-Identifier: MIT
// How long does a model file take to load, and what does loading hold beside the model? For each line that it reads,
// this program loads the file once, under a budget of the model's final size and 1 MiB once the size is known, then the
// same model from a file of arenite's own beside it, which it saves at first: read, mapped, and mapped without checks;
// and answers with a line of JSON. model_loading.py runs it beside the trainers' own loaders.
#include <arenite/format/load_model.hpp>
#include <arenite/format/save_model.hpp>
#include <arenite/memory/budget.hpp>

#include <cstdio>
#include <ctime>
#include <iostream>
#include <string>

namespace {

constexpr std::size_t mebibyte = 1 << 20;

double processor_seconds() {
    std::timespec now{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

double seconds_of(std::string const& path, arenite::load_options const& options) {
    auto const begin = processor_seconds();
    auto const model = arenite::load_model(path, options);
    return processor_seconds() - begin;
}

void load_own(std::string const& path) {
    using arenite::file_checks, arenite::file_use;
    std::printf(R"("read":%.6f,"mapped":%.6f,"unchecked":%.6f,)", seconds_of(path, {}),
                seconds_of(path, {.use = file_use::mapped}),
                seconds_of(path, {.use = file_use::mapped, .checks = file_checks::none}));
}

/// Returns the size of the model.
std::size_t load(std::string const& path, std::size_t limit) {
    arenite::budget memory{limit};
    auto const begin = processor_seconds();
    auto const model = arenite::load_model(path, memory);
    auto const seconds = processor_seconds() - begin;
    auto const own = path + ".arenite";
    if (limit == arenite::budget::unlimited) arenite::save_model(model, own);
    std::printf("{");
    load_own(own);
    std::printf(R"("seconds":%.6f,"bytes":%zu,"beside":%zu,"nodes":%zu})"
                "\n",
                seconds, model.bytes(), memory.peak() - model.bytes(), model.nodes());
    std::fflush(stdout);
    return model.bytes();
}

}  // namespace

int main(int, char** arguments) {
    auto limit = arenite::budget::unlimited;
    for (std::string line; std::getline(std::cin, line);) limit = load(arguments[1], limit) + mebibyte;
}
