// SPDX-License-Identifier: MIT
#include "output.hpp"

#include "without_interrupts.hpp"

#include <csignal>

namespace {

/// What an interrupt removes; null: nothing.
char const* volatile unfinished = nullptr;

extern "C" void remove_unfinished(int signal) {
    if (unfinished != nullptr) ::unlink(unfinished);
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

/// What is ignored stays so: that is how nohup and a shell's background work.
void watch_interrupts() {
    for (int const signal : interrupts)
        if (std::signal(signal, remove_unfinished) == SIG_IGN) std::signal(signal, SIG_IGN);
}

}  // namespace

output::output(std::string const& path) {
    if (path == "-" || path == "/dev/stdout") return;
    without_interrupts const until_it_is_known;  // so that none comes between the file and its name here
    file_.emplace(path);
    if (file_->unfinished_path().empty()) return;
    unfinished = file_->unfinished_path().c_str();
    watch_interrupts();
}

output::~output() {
    without_interrupts const until_it_is_gone;
    file_.reset();
    unfinished = nullptr;
}

void output::write(std::span<char const> bytes) { file_ ? file_->write(bytes) : standard_output_.write(bytes); }

void output::commit() {
    if (file_) file_->commit();
}
