// SPDX-License-Identifier: MIT
// A batch has one owner.
// expect: deleted (function|copy constructor).*batch<double>
#include <arenite/batch/batch.hpp>

#include <utility>

int main() {
#if defined(ARENITE_REJECTED)
    arenite::batch<double> const numbers{2, 3};
    auto const other = numbers;
#else
    arenite::batch<double> numbers{2, 3};
    auto const other = std::move(numbers);
#endif
}
