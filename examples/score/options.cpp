// SPDX-License-Identifier: MIT
#include "options.hpp"

#include "report.hpp"

#include <arenite/core/bytes.hpp>
#include <arenite/core/parse_number.hpp>
#include <arenite/version.hpp>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include <unistd.h>

namespace {

/// 65536, 64KiB, 64MiB, 1GiB.
std::size_t parse_size(std::string const& option, std::string_view text) {
    static constexpr std::array<std::pair<std::string_view, int>, 4> units{
        {{"", 0}, {"KiB", 10}, {"MiB", 20}, {"GiB", 30}}};
    auto const digits = std::min(text.find_first_not_of("0123456789"), text.size());
    auto const number = arenite::parse_number<std::size_t>(text.substr(0, digits));
    for (auto const& [name, shift] : units)
        if (number && text.substr(digits) == name && number.number <= arenite::largest_region_bytes >> shift)
            return number.number << shift;
    throw usage_error{option + ' ' + std::string{text} + ": expected a size such as 65536, 64KiB, 64MiB or 1GiB"};
}

std::size_t parse_max_record(std::string_view text) {
    auto const bytes = parse_size("--max-record", text);
    if (bytes < 4) throw usage_error{"--max-record " + std::string{text} + ": expected at least 4 bytes"};
    return bytes;
}

char parse_delimiter(std::string const& text) {
    if (text == "\\t" || text == "tab") return '\t';
    if (text.size() != 1 || std::string_view{"\"\n\r."}.find(text) != std::string_view::npos)
        throw usage_error{"--delimiter '" + text +
                          "': expected one character that is neither a quote, a line end nor the decimal point"};
    return text.front();
}

std::vector<std::string> split_at_commas(std::string_view text) {
    std::vector<std::string> parts{""};
    for (char const character : text) character == ',' ? parts.emplace_back() : parts.back() += character;
    return parts;
}

/// Options as they are typed, before they mean anything.
struct raw_options {
    std::string budget, max_record, delimiter, missing;
};

/// A text that may not be empty: in a script that is a variable that nobody has set.
CLI::Option* add_text(CLI::App& app, std::string const& name, std::string& text, std::string const& help) {
    auto const not_empty = [](std::string const& typed) { return std::string{typed.empty() ? "it is empty" : ""}; };
    return app.add_option(name, text, help)->check(not_empty);
}

template <class Value>
Value chosen(std::string const& name, std::map<std::string, Value> const& choices, std::string const& word) {
    if (auto const choice = choices.find(word); choice != choices.end()) return choice->second;
    auto complaint = name + " '" + word + "': expected one of";
    for (auto const& [expected, value] : choices) complaint += ' ' + expected;
    throw usage_error{complaint};
}

template <class Value>
void add_choice(CLI::App& app, std::string const& name, Value& value, std::map<std::string, Value> const& choices,
                std::string const& help) {
    app.add_option_function<std::string>(
        name, [=, &value](std::string const& word) { value = chosen(name, choices, word); }, help);
}

void add_file_options(CLI::App& app, score_options& options) {
    using arenite::model_format;
    add_text(app, "--model", options.model, "a model file; its format is recognised by content")->required();
    add_choice<model_format>(app, "--format", options.format,
                             {{"xgboost", model_format::xgboost},
                              {"lightgbm", model_format::lightgbm},
                              {"sklearn", model_format::sklearn},
                              {"onnx", model_format::onnx},
                              {"catboost", model_format::catboost},
                              {"treelite", model_format::treelite},
                              {"arenite", model_format::arenite}},
                             "say the format instead: xgboost lightgbm sklearn onnx catboost treelite arenite");
    add_text(app, "--input", options.input, "rows (default: standard input)");
    add_choice<row_format>(app, "--input-format", options.input_format,
                           {{"auto", row_format::recognised},
                            {"csv", row_format::csv},
                            {"tsv", row_format::tsv},
                            {"libsvm", row_format::libsvm},
                            {"npy", row_format::npy},
                            {"arrow", row_format::arrow}},
                           "auto csv tsv libsvm npy (auto: by content, then by name); arrow is refused, with advice; "
                           "gzip and zstd (windows up to 8 MiB) are recognised by content");
    add_text(app, "--output", options.output, "scores (default: standard output); a named file appears only complete");
}

void add_row_options(CLI::App& app, score_options& options, raw_options& raw) {
    using arenite::csv_header, arenite::output_kind;
    add_choice<output_kind>(
        app, "--out", options.out,
        {{"prediction", output_kind::prediction},
         {"margin", output_kind::margin},
         {"leaf", output_kind::leaf},
         {"label", output_kind::label}},
        "prediction (default) | margin | leaf | label: the class, or its position where classes are no numbers");
    add_text(app, "--id", options.id,
             "copy this input column (name, or number from 0) in front of each line; csv and tsv only");
    add_choice<csv_header>(app, "--header", options.header,
                           {{"auto", csv_header::automatic}, {"yes", csv_header::yes}, {"no", csv_header::no}},
                           "auto (default) | yes | no; libsvm and npy have none");
    add_text(app, "--delimiter", raw.delimiter, "default ',' (tsv: tab); csv and tsv only");
    app.add_option("--missing", raw.missing, "tokens read as missing, separated by commas; csv and tsv only");
    add_choice<std::optional<std::uint64_t>>(
        app, "--libsvm-base", options.libsvm_base, {{"0", 0}, {"1", 1}},
        "the index of the first feature: 0 (default) | 1; libsvm only. Absent is missing for xgboost, else zero");
    add_choice<arenite::final_newline>(
        app, "--final-newline", options.final_newline,
        {{"optional", arenite::final_newline::optional}, {"require", arenite::final_newline::require}},
        "a text input that does not end in a newline: accept it (default), or call it truncated");
    add_text(app, "--max-record", raw.max_record,
             "the longest record, with the end of its line: 65536, 1MiB, 16MiB (default: 256KiB, or 64 bytes for each "
             "of the model's columns if that is more); held once for each thread; csv, tsv and libsvm only");
    add_choice<arenite::on_bad>(app, "--on-bad", options.on_bad,
                                {{"fail", arenite::on_bad::fail}, {"null", arenite::on_bad::null}},
                                "a row that cannot be read: stop (default), or write an empty line and count it");
}

void add_run_options(CLI::App& app, score_options& options, raw_options& raw) {
    app.add_option("--batch", options.batch_rows,
                   "rows per batch (default: the largest that the budget allows, at most 4096)")
        ->check(CLI::Range(std::size_t{1}, std::size_t{1} << 31));
    add_text(app, "--budget", raw.budget, "hard limit on everything the program acquires: 65536, 64KiB, 64MiB, 1GiB");
    app.add_option("--threads", options.threads, "worker threads (default 1)")
        ->check(CLI::Range(std::size_t{1}, std::size_t{4096}));
    app.add_flag(
        "--plan", options.plan,
        "print what each stage will hold, and last `total N bytes`; no scoring; of a file it looks at the first "
        "bytes, of other input at the name");
    add_text(app, "--report", options.report,
             "after the run: where bytes and time went (.json, .html or .txt); with --describe, what it prints (.json "
             "or .txt)");
    app.add_flag("--progress", options.progress, "a progress line on standard error (default when it is a terminal)");
    app.add_flag("--describe", options.describe, "what was loaded; no scoring");
    add_text(app, "--save", options.save, "write the loaded model in arenite's own format; no scoring");
    app.add_flag("--quiet", options.quiet, "no human lines on standard error");
    app.set_version_flag("--version", "score (arenite) " + std::to_string(arenite::version.major) + "." +
                                          std::to_string(arenite::version.minor) + "." +
                                          std::to_string(arenite::version.patch));
}

void interpret(CLI::App const& app, score_options& options, raw_options const& raw) {
    if (options.input_format == row_format::arrow) throw usage_error{std::string{"--input-format arrow: "} + no_arrow};
    if (!options.report.empty()) check_report_name(options.report);
    if (options.describe && options.report.ends_with(".html"))
        throw usage_error{"--report of --describe: expected a name that ends in .json or .txt"};
    if (!raw.budget.empty()) options.budget = parse_size("--budget", raw.budget);
    if (!raw.max_record.empty()) options.max_record = parse_max_record(raw.max_record);
    if (!raw.delimiter.empty()) options.delimiter = parse_delimiter(raw.delimiter);
    options.own_missing = app.count("--missing") != 0;
    if (options.own_missing) options.missing = split_at_commas(raw.missing);
    options.missing_views.assign(options.missing.begin(), options.missing.end());
    if (!options.quiet && ::isatty(STDERR_FILENO) != 0) options.progress = true;
}

}  // namespace

score_options parse_options(int count, char** arguments) {
    CLI::App app{"Scores rows with a model, inside a fixed memory budget.", "score"};
    score_options options;
    raw_options raw;
    add_file_options(app, options);
    add_row_options(app, options, raw);
    add_run_options(app, options, raw);
    try {
        app.parse(count, arguments);
        interpret(app, options, raw);
    } catch (CLI::Success const& answered) {
        options.finished = app.exit(answered);
    } catch (CLI::ParseError const& wrong) {
        throw usage_error{wrong.what()};
    }
    return options;
}
