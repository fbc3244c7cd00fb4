// SPDX-License-Identifier: MIT
#include <arenite/arenite.hpp>

arenite::budget& memory_of_the_other_unit();

arenite::budget& memory_of_the_other_unit() { return arenite::system_memory(); }
