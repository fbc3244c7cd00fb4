// SPDX-License-Identifier: MIT
// You learn: to lend your own threads. The library starts none, and any number of them gives the same bits.
#include <arenite/arenite.hpp>

#include <iostream>
#include <thread>
#include <vector>

int main(int count, char** arguments) {
    using namespace arenite::literals;
    if (count != 3) return std::cerr << "usage: " << arguments[0] << " MODEL ROWS.csv\n", 64;
    arenite::budget memory{64_MiB};
    auto const model = arenite::load_model(arguments[1], memory);  // const: shared by all threads, no lock

    // an executor calls task(i) once for each i < tasks, on any threads, and returns when all are done
    auto const my_threads = [](std::size_t tasks, arenite::task_ref task) {
        std::vector<std::jthread> threads;  // a real host has a pool here
        for (std::size_t i = 1; i < tasks; ++i) threads.emplace_back(task, i);
        task(0);
    };
    arenite::workers const four{my_threads, 4};  // borrows the executor

    auto rows = arenite::csv_batches(arguments[2], model.schema(), {.batch_rows = 32});
    auto run = arenite::admit(rows | arenite::score_with(model, four), memory);  // four scratch areas are in the plan
    std::size_t seen = 0;
    for (auto const [batch, scores] : run) seen += scores.rows();
    std::cout << seen << " rows\n";

    std::vector<double> const x(4096 * model.cols(), 1.5);  // the caller's own arrays
    std::vector<double> alone(4096 * model.outputs()), together(alone.size());
    arenite::scratch scratch{model, 4096, four, memory};  // one area for each worker
    arenite::predict(four, model, x, together, scratch);
    arenite::predict(model, x, alone);
    std::cout << (alone == together ? "the same scores\n" : "other scores\n");
}
