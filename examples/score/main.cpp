// SPDX-License-Identifier: MIT
// score: rows in, one line of scores per row out, inside a fixed memory budget.

#include "score_rows.hpp"

#include <arenite/core/budget_exceeded.hpp>
#include <arenite/core/data_error.hpp>
#include <arenite/core/model_error.hpp>
#include <arenite/core/shape_error.hpp>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <system_error>

namespace {

/// How a run ended: the exit codes of sysexits.h, and 80 for a budget that does not suffice.
struct ending {
    int code = 0;
    std::string error{};
};

std::string in_words(arenite::budget_exceeded const& refused) {
    auto text = "the budget does not suffice at '" + std::string{refused.stage()} +
                "': " + std::to_string(refused.requested()) + " bytes asked for, " +
                std::to_string(refused.available()) + " bytes left; ";
    if (refused.largest_batch_rows() == 0) return text + "no batch fits: --plan without --budget says what is needed";
    return text + "the largest batch that fits is --batch " + std::to_string(refused.largest_batch_rows());
}

/// Where the library names an option of its own, this program has one of another name.
std::string in_words(arenite::data_error const& wrong) {
    std::string text = wrong.what();
    for (std::string const option :
         {"csv_options::buffer_bytes)", "libsvm_options::buffer_bytes)", "csv_options::text_bytes)"})
        if (text.ends_with("(raise " + option))
            text.replace(text.size() - option.size(), option.size(), "--max-record)");
    return text;
}

constexpr auto out_of_memory = "the system has no memory left: ask for a smaller --batch, or try again later";

ending run(score_options const& options, run_summary& summary) try {
    score_rows(options, summary);
    return {};
} catch (usage_error const& wrong) {
    return {64, wrong.what()};
} catch (arenite::data_error const& wrong) {
    return {65, in_words(wrong)};
} catch (missing_file const& wrong) {
    return {66, wrong.what()};
} catch (std::system_error const& wrong) {
    bool const may_pass = wrong.code() == std::errc::resource_unavailable_try_again;  // such as no more threads
    return {may_pass ? 75 : 74, wrong.what()};
} catch (arenite::model_error const& wrong) {
    return {78, wrong.what()};
} catch (arenite::shape_error const& wrong) {
    return {78, wrong.what()};
} catch (arenite::budget_exceeded const& refused) {
    return options.budget ? ending{80, in_words(refused)} : ending{75, out_of_memory};
} catch (std::bad_alloc const&) {
    return {75, out_of_memory};
} catch (std::exception const& wrong) {
    return {70, wrong.what()};
}

/// Names from files may hold what a terminal would obey.
std::string printable(std::string text) {
    std::ranges::replace_if(
        text, [](unsigned char character) { return character < ' ' || character == 0x7F; }, '?');
    return text;
}

void tell_people(score_options const& options, run_summary const& summary, ending const& ended) {
    if (ended.code != 0) std::fprintf(stderr, "score: %s\n", printable(ended.error).c_str());
    if (ended.code == 64) std::fputs("score --help lists the options\n", stderr);
    if (ended.code != 0 || options.quiet) return;
    std::fprintf(stderr, "score: %llu rows, %llu bad\n", static_cast<unsigned long long>(summary.rows),
                 static_cast<unsigned long long>(summary.bad));
    if (summary.too_large != 0)
        std::fprintf(stderr, "score: %llu numbers were too large: infinite\n",
                     static_cast<unsigned long long>(summary.too_large));
}

/// Human lines and, of a scoring run, last the JSON object.
int finish(score_options const& options, run_summary const& summary, ending const& ended) {
    bool const scoring = options.scores();
    if (scoring || ended.code != 0) tell_people(options, summary, ended);
    if (scoring) std::fprintf(stderr, "%s\n", as_json(summary, ended.code, ended.error).c_str());
    return ended.code;
}

}  // namespace

int main(int count, char** arguments) try {
    std::signal(SIGPIPE, SIG_IGN);
    auto const options = parse_options(count, arguments);
    if (options.finished) return *options.finished;
    run_summary summary;
    return finish(options, summary, run(options, summary));
} catch (usage_error const& wrong) {
    return finish({}, {}, {64, wrong.what()});
}
