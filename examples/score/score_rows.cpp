// SPDX-License-Identifier: MIT
#include "score_rows.hpp"

#include "describe.hpp"
#include "input.hpp"
#include "output.hpp"
#include "progress.hpp"
#include "report.hpp"
#include "rows.hpp"
#include "thread_pool.hpp"

#include <arenite/core/data_error.hpp>
#include <arenite/format/save_model.hpp>
#include <arenite/load/memory_source.hpp>
#include <arenite/predict/score_with.hpp>
#include <arenite/write/line_writer.hpp>
#include <arenite/write/with_output_buffer.hpp>

#include <filesystem>
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
    void plan(row_source& source) {
        with_rows(source, options_, model_, crew_, [&](auto& rows) { print_plan(source, pipeline(rows)); });
    }

    void run(row_source& source) {
        with_rows(source, options_, model_, crew_, [&](auto& rows) { run(rows, source); });
    }

private:
    template <class Pipeline>
    void print_plan(row_source const& source, Pipeline const& whole) {
        auto planned = arenite::plan(whole, memory_);
        if (source.held_bytes() != 0) planned.add(name_of(source.packing()), source.held_bytes());
        std::cout << planned << '\n';
        if (planned.total() > memory_.limit())
            throw arenite::budget_exceeded{"plan", planned.total(), memory_.limit(),
                                           arenite::largest_batch_rows(whole, memory_)};
    }

    template <class Rows>
    void run(Rows& rows, row_source& source) {
        auto run = arenite::admit(pipeline(rows), memory_);
        output to{options_.output};
        arenite::line_writer lines{to, run.pipeline().buffer()};
        write_up_to_an_error(run, rows, source, lines);
        lines.flush();
        to.commit();
    }

    /// All that is held beside the model, in one plan.
    template <class Rows>
    auto pipeline(Rows& rows) {
        return rows | arenite::score_with(predictor_, crew_) | arenite::with_output_buffer(output_buffer_bytes);
    }

    /// The rows in front of a bad one are scored all the same; a named output still does not appear.
    template <class Run, class Rows>
    void write_up_to_an_error(Run& run, Rows const& rows, row_source& source, arenite::line_writer& lines) {
        try {
            source.require_rows(options_);
            write_all(run, rows, source, lines);
        } catch (arenite::data_error const&) {
            note(rows, source);
            lines.flush();
            throw;
        }
    }

    template <class Run, class Rows>
    void write_all(Run& run, Rows const& rows, row_source const& source, arenite::line_writer& lines) {
        progress_line progress{options_.progress};
        for (auto const [batch, scores] : run) {
            write(batch, scores, null_rows(rows), lines);
            summary_.rows += batch.rows();
            note(rows, source);
            progress.show(summary_.rows, summary_.input_bytes, source.total_bytes());
        }
        note(rows, source);
    }

    template <class Rows>
    void note(Rows const& rows, row_source const& source) {
        summary_.bad = bad_rows(rows);
        summary_.too_large = overflows(rows);
        summary_.input_bytes = source.reopens() ? rows.bytes_read() : source.bytes_read();
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

/// A plan is of a file's first bytes, or of its name where it is no file that can be read twice.
template <class Predictor>
void plan_rows(score_options const& options, scoring<Predictor>& scored, arenite::budget& memory) {
    std::error_code ignored;
    if (options.input == "-" || !std::filesystem::is_regular_file(options.input, ignored)) {
        arenite::memory_source nothing{std::string_view{}, options.input};
        row_source source{nothing, options, memory};
        return scored.plan(source);
    }
    auto file = opened([&] { return input{options.input}; });
    row_source source{file, options, memory, file.size()};
    scored.plan(source);
}

template <class Predictor>
void plan_or_run(score_options const& options, run_summary& summary, arenite::model const& model, Predictor predictor,
                 arenite::budget& memory) {
    thread_pool threads{options.plan ? 1 : options.threads};
    scoring<Predictor> scored{options, summary, model, predictor, {threads, options.threads}, memory};
    if (options.plan) return plan_rows(options, scored, memory);
    auto file = opened([&] { return input{options.input}; });
    row_source source{file, options, memory, file.size()};
    scored.run(source);
}

void require_output(arenite::model const& model, arenite::output_kind kind) {
    if (model.outputs(kind) != 0) return;
    if (kind == arenite::output_kind::label)
        throw usage_error{"--out label: the model's file does not say its classes"};
    auto const* const why = model.trees() == 0 ? "the model has no trees" : "the training library numbers no leaves";
    throw usage_error{std::string{"--out leaf: "} + why};
}

void use(arenite::model const& model, score_options const& options, run_summary& summary, arenite::budget& memory) {
    using arenite::output_kind;
    require_output(model, options.out);
    if (options.out == output_kind::leaf) return plan_or_run(options, summary, model, model.leaves(), memory);
    if (options.out == output_kind::label) return plan_or_run(options, summary, model, model.labels(), memory);
    if (options.out == output_kind::margin) return plan_or_run(options, summary, model, model.margins(), memory);
    plan_or_run(options, summary, model, arenite::output_of<arenite::model, output_kind::prediction>{model}, memory);
}

void save(arenite::model const& model, score_options const& options, arenite::budget& memory) {
    output to{options.save};
    arenite::save_model(model, to, {}, memory);
    to.commit();
}

void load_and_use(score_options const& options, run_summary& summary, arenite::budget& memory) {
    auto const model = load(options, memory, summary);
    if (!options.save.empty()) save(model, options, memory);
    if (options.describe) describe(model, options);
    else if (options.save.empty()) use(model, options, summary, memory);
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
    if (options.scores() && !options.report.empty()) write_report(options.report, memory.report());
    if (!std::cout.flush()) throw std::system_error{errno, std::generic_category(), "standard output"};
}
