// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include <zstd.h>

/// One zstd frame of the text, with a checksum, by libzstd. A window of 2^window_log bytes; 0: the level's.
inline std::string zstd_of(std::string_view text, int level = 3, int window_log = 0) {
    auto* const context = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level);
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
    if (window_log != 0) {
        ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, window_log);
        ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, 0);
    }
    std::string made(ZSTD_compressBound(text.size()) + 64, '\0');
    made.resize(ZSTD_compress2(context, made.data(), made.size(), text.data(), text.size()));
    ZSTD_freeCCtx(context);
    return made;
}
