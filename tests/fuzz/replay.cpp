// SPDX-License-Identifier: MIT
// Runs a fuzz target over every file of a folder: its corpus, as an ordinary test with any compiler.

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);

int main(int count, char** arguments) {
    if (count != 2) return std::fputs("usage: replay FOLDER\n", stderr), 64;
    int files = 0;
    for (auto const& entry : std::filesystem::directory_iterator{arguments[1]}) {
        std::ifstream file{entry.path(), std::ios::binary};
        std::vector<char> const bytes{std::istreambuf_iterator<char>{file}, {}};
        if (!file) return std::fprintf(stderr, "%s cannot be read\n", entry.path().c_str()), 66;
        LLVMFuzzerTestOneInput(reinterpret_cast<std::uint8_t const*>(bytes.data()), bytes.size());
        ++files;
    }
    std::printf("%d files\n", files);
    return files == 0 ? 1 : 0;
}
