// SPDX-License-Identifier: MIT
#include "score_rows.hpp"

#include "describe.hpp"
#include "input.hpp"
#include "output.hpp"
#include "progress.hpp"
#include "report.hpp"
#include "thread_pool.hpp"

#include <arenite/core/data_error.hpp>
#include <arenite/load/csv_batches.hpp>
#include <arenite/load/memory_source.hpp>
#include <arenite/predict/score_with.hpp>
#include <arenite/write/line_writer.hpp>
#include <arenite/write/with_output_buffer.hpp>

#include <cstdio>
#include <iostream>
#include <system_error>

namespace {

constexpr std::size_t output_buffer_bytes = 65536;

/// Opens or loads a file: what the system refuses here is a missing file.
template <class Open>
auto opened(Open const& open) {
    try {
        return open();
    } catch (std::system_error const& refused) {
        throw missing_file{refused.what()};
    }
}

arenite::model load(score_options const& options, arenite::budget& memory, run_summary& summary) {
    auto loaded = opened([&] { return arenite::load_model(options.model, {.format = options.format}, memory); });
    summary.model = {std::string{loaded.info().format}, loaded.trees(), loaded.cols(), loaded.outputs(),
                     loaded.bytes()};
    return loaded;
}

/// Wide rows get a buffer that grows with the model's columns: a number takes up to 25 bytes.
std::size_t input_buffer_bytes(std::size_t columns) {
    return std::max(arenite::csv_options{}.buffer_bytes, arenite::saturating_bytes(columns, 64));
}

arenite::csv_options rows_as(score_options const& options, std::size_t columns, char delimiter) {
    arenite::csv_options rows{.batch_rows = options.batch_rows.value_or(arenite::automatic_batch_rows),
                              .buffer_bytes = input_buffer_bytes(columns),
                              .delimiter = delimiter,
                              .header = options.header,
                              .on_bad = options.on_bad,
                              .final_newline = options.final_newline,
                              .id_column = options.id};
    if (options.own_missing) rows.missing = options.missing_views;
    return rows;
}

/// Scores in the precision of the training library, so that the shortest text is that library's.
struct score_fields {
    arenite::precision output;

    void operator()(arenite::line_writer& lines, double score) const {
        if (output == arenite::precision::float32) lines.field(static_cast<float>(score));
        else lines.field(score);
    }
    void operator()(arenite::line_writer& lines, std::int32_t leaf) const { lines.field(leaf); }
};

/// One budget, one model, one kind of output.
template <class Predictor>
class scoring {
public:
    scoring(score_options const& options, run_summary& summary, arenite::model const& model, Predictor predictor,
            arenite::workers const& crew, arenite::budget& memory)
        : options_(options), summary_(summary), model_(model), predictor_(predictor), crew_(crew), memory_(memory) {}

    /// Prints what each stage will hold.
    void plan() {
        arenite::memory_source nothing{std::string_view{}};
        auto rows = rows_from(nothing, options_.delimiter.value_or(','));
        auto const whole = pipeline(rows);
        auto const planned = arenite::plan(whole, memory_);
        std::cout << planned << '\n';
        if (planned.total() > memory_.limit())
            throw arenite::budget_exceeded{"plan", planned.total(), memory_.limit(),
                                           arenite::largest_batch_rows(whole, memory_)};
    }

    void run(input& source) {
        auto rows = rows_from(source, find_delimiter(options_, source));
        auto run = arenite::admit(pipeline(rows), memory_);
        output to{options_.output};
        arenite::line_writer lines{to, run.pipeline().buffer()};
        write_up_to_an_error(run, rows, source, lines);
        lines.flush();
        to.commit();
    }

private:
    template <class Source>
    arenite::csv_batches<double> rows_from(Source& source, char delimiter) {
        return {source, model_.schema(), rows_as(options_, model_.cols(), delimiter)};
    }

    /// All that is held beside the model, in one plan.
    auto pipeline(arenite::csv_batches<double>& rows) {
        return rows | arenite::score_with(predictor_, crew_) | arenite::with_output_buffer(output_buffer_bytes);
    }

    /// The rows in front of a bad one are scored all the same; a named output still does not appear.
    template <class Run, class Rows>
    void write_up_to_an_error(Run& run, Rows const& rows, input const& source, arenite::line_writer& lines) {
        try {
            write_all(run, rows, source, lines);
        } catch (arenite::data_error const&) {
            note(rows, source);
            lines.flush();
            throw;
        }
    }

    template <class Run, class Rows>
    void write_all(Run& run, Rows const& rows, input const& source, arenite::line_writer& lines) {
        progress_line progress{options_.progress};
        for (auto const [batch, scores] : run) {
            write(batch, scores, rows.null_rows(), lines);
            summary_.rows += batch.rows();
            note(rows, source);
            progress.show(summary_.rows, source.bytes_read(), source.total_bytes());
        }
        note(rows, source);
    }

    template <class Rows>
    void note(Rows const& rows, input const& source) {
        summary_.bad = rows.bad_rows();
        summary_.input_bytes = source.bytes_read();
    }

    template <class Score>
    void write(arenite::batch_view<double const> batch, arenite::batch_view<Score const> scores,
               std::span<std::uint32_t const> null_rows, arenite::line_writer& lines) {
        score_fields const field{model_.info().output};
        for (std::size_t r = 0; r != batch.rows(); ++r, lines.end_line()) {
            if (!null_rows.empty() && null_rows.front() == r) {
                null_rows = null_rows.subspan(1);
                continue;
            }
            if (!options_.id.empty()) lines.field(batch.text(0, r));
            for (std::size_t k = 0; k != scores.cols(); ++k) field(lines, scores(r, k));
        }
    }

    score_options const& options_;
    run_summary& summary_;
    arenite::model const& model_;
    Predictor predictor_;
    arenite::workers crew_;
    arenite::budget& memory_;
};

template <class Predictor>
void plan_or_run(score_options const& options, run_summary& summary, arenite::model const& model, Predictor predictor,
                 arenite::budget& memory) {
    thread_pool threads{options.plan ? 1 : options.threads};
    scoring<Predictor> scored{options, summary, model, predictor, {threads, options.threads}, memory};
    if (options.plan) return scored.plan();
    auto source = opened([&] { return input{options.input}; });
    scored.run(source);
}

void use(arenite::model const& model, score_options const& options, run_summary& summary, arenite::budget& memory) {
    using arenite::output_kind;
    if (model.outputs(options.out) == 0) throw usage_error{"--out leaf: the model has no trees"};
    if (options.out == output_kind::leaf) return plan_or_run(options, summary, model, model.leaves(), memory);
    if (options.out == output_kind::margin) return plan_or_run(options, summary, model, model.margins(), memory);
    plan_or_run(options, summary, model, arenite::output_of<arenite::model, output_kind::prediction>{model}, memory);
}

void load_and_use(score_options const& options, run_summary& summary, arenite::budget& memory) {
    auto const model = load(options, memory, summary);
    if (options.describe) describe(model);
    else use(model, options, summary, memory);
}

}  // namespace

void score_rows(score_options const& options, run_summary& summary) {
    arenite::budget memory{options.budget.value_or(arenite::budget::unlimited)};
    summary.budget = options.budget;
    struct peak_on_exit {
        arenite::budget const& memory;
        run_summary& summary;
        ~peak_on_exit() { summary.peak_bytes = memory.peak(); }
    } const noted{memory, summary};
    try {
        load_and_use(options, summary, memory);
    } catch (arenite::budget_exceeded const&) {
        if (!options.report.empty()) write_report(options.report, memory.report());  // it names what was refused
        throw;
    }
    bool const scored = !options.plan && !options.describe;
    if (scored && !options.report.empty()) write_report(options.report, memory.report());
    if (!std::cout.flush()) throw std::system_error{errno, std::generic_category(), "standard output"};
}
