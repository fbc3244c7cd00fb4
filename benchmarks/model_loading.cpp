// SPDX-License-Identifier: MIT
// How long does a model file take to load, and what does loading hold beside the model? For each line that it reads,
// this program loads the file once, under a budget of the model's final size and 1 MiB once the size is known, and
// answers with a line of JSON; model_loading.py runs it beside the trainers' own loaders.
#include <arenite/format/load_model.hpp>
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

/// Returns the size of the model.
std::size_t load(char const* path, std::size_t limit) {
    arenite::budget memory{limit};
    auto const begin = processor_seconds();
    auto const model = arenite::load_model(path, memory);
    auto const seconds = processor_seconds() - begin;
    std::printf(R"({"seconds":%.6f,"bytes":%zu,"beside":%zu,"nodes":%zu})"
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
