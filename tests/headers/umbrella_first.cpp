// SPDX-License-Identifier: MIT
// Two translation units of one program include everything: a function that lacks `inline` is defined twice.
#include <arenite/arenite.hpp>

arenite::budget& memory_of_the_other_unit();

int main() { return &arenite::system_memory() == &memory_of_the_other_unit() ? 0 : 1; }
