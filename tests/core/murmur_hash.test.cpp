// SPDX-License-Identifier: MIT
#include <arenite/core/murmur_hash.hpp>

#include <doctest/doctest.h>

#include <string>

using arenite::murmur_hash, arenite::murmur_hasher;

static_assert(murmur_hash("") == 0 && murmur_hash("", 1) == 0x514E28B7);

TEST_SUITE("core") {
    // sklearn.utils.murmurhash3_32(text, seed=seed, positive=True)
    TEST_CASE("murmur_hash: is scikit-learn's") {
        CHECK(murmur_hash("a") == 1009084850U);
        CHECK(murmur_hash("ab") == 2613040991U);
        CHECK(murmur_hash("abc") == 3017643002U);
        CHECK(murmur_hash("abcd") == 1139631978U);
        CHECK(murmur_hash("city=Bern", 42) == 3909081517U);
        CHECK(murmur_hash("Z\xC3\xBCrich", 7) == 2867334925U);
    }

    TEST_CASE("murmur_hash: pieces are as the whole, wherever they end") {
        std::string const text = "city=Z\xC3\xBCrich, Bern, Lima";
        for (std::size_t first = 0; first <= text.size(); ++first)
            for (std::size_t second = first; second <= text.size(); ++second) {
                std::string_view const whole = text;
                murmur_hasher hasher{3};
                hasher.add(whole.substr(0, first)).add(whole.substr(first, second - first)).add(whole.substr(second));
                CHECK(hasher.value() == murmur_hash(whole, 3));
            }
    }
}
