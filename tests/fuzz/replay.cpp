// SPDX-License-Identifier: MIT
// Runs a fuzz target over the files that are named: the corpus, as an ordinary test with any compiler.

#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);

int main(int count, char** arguments) {
    if (count == 1) return std::fputs("usage: replay FILE...\n", stderr), 64;
    for (int i = 1; i != count; ++i) {
        std::ifstream file{arguments[i], std::ios::binary};
        if (!file) return std::fprintf(stderr, "%s cannot be read\n", arguments[i]), 66;
        std::vector<char> const bytes{std::istreambuf_iterator<char>{file}, {}};
        LLVMFuzzerTestOneInput(reinterpret_cast<std::uint8_t const*>(bytes.data()), bytes.size());
    }
    std::printf("%d files\n", count - 1);
}
