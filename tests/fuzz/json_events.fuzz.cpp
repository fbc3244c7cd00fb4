// SPDX-License-Identifier: MIT
#include <arenite/format/detail/json_events.hpp>

#include "document_events.fuzz.hpp"

/// Any bytes as JSON: read, skipped and counted, the reader ends with the document or a model_error.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    arenite::fuzz::read_in_every_way<arenite::detail::json_events>({data, size});
    return 0;
}
