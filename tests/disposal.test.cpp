// SPDX-License-Identifier: MIT
// A model of more than 200 MB is loaded and given back, again and again, and the process is as small as before.
#include <arenite/format/load_model.hpp>

#include "malloc_probe.hpp"
#include "process_memory.hpp"

#include <doctest/doctest.h>

#include <bit>
#include <cstdio>
#include <fstream>
#include <string>
#include <string_view>

#include <unistd.h>

namespace {

constexpr std::size_t trees = 102, depth = 16, nodes = (std::size_t{1} << (depth + 1)) - 1;

/// Writes UBJSON: what XGBoost saves, less what a reader passes over.
class ubjson {
public:
    ubjson& text(std::string_view plain) {
        written += plain;
        return *this;
    }
    ubjson& key(std::string_view name) {
        text("L");
        for (int shift = 56; shift >= 0; shift -= 8) byte(name.size() >> shift & 255U);
        return text(name);
    }
    ubjson& string(std::string_view value) { return text("S").key(value); }
    template <class Value>
    ubjson& array(std::string_view name, char type, std::size_t count, Value const& value_at) {
        key(name).text("[$").text({&type, 1}).text("#l");
        number(static_cast<std::uint32_t>(count));
        for (std::size_t i = 0; i != count; ++i) number(value_at(i));
        return *this;
    }

    std::string written;

private:
    ubjson& byte(std::size_t value) {
        written += static_cast<char>(value);
        return *this;
    }
    void number(std::uint8_t value) { byte(value); }
    void number(std::uint32_t value) {
        for (int shift = 24; shift >= 0; shift -= 8) byte(value >> shift & 255U);
    }
    void number(float value) { number(std::bit_cast<std::uint32_t>(value)); }
};

/// A complete tree: the children of node i are 2i + 1 and 2i + 2.
std::string whole_tree() {
    constexpr auto inner = [](std::size_t i) { return i < nodes / 2; };
    constexpr auto child = [inner](std::size_t i, std::uint32_t which) {
        return inner(i) ? static_cast<std::uint32_t>(2 * i) + which : ~0U;
    };
    ubjson tree;
    tree.text("{");
    tree.array("left_children", 'l', nodes, [&](std::size_t i) { return child(i, 1); });
    tree.array("right_children", 'l', nodes, [&](std::size_t i) { return child(i, 2); });
    constexpr auto feature = [inner](std::size_t i) { return static_cast<std::uint8_t>(inner(i) ? i % 28 : 0); };
    tree.array("split_indices", 'U', nodes, feature);
    tree.array("default_left", 'U', nodes, [&](std::size_t i) { return static_cast<std::uint8_t>(i % 2); });
    tree.array("split_conditions", 'd', nodes, [](std::size_t i) { return static_cast<float>(i % 1009) / 1009.0F; });
    tree.key("tree_param").text("{").key("num_nodes").string(std::to_string(nodes)).text("}}");
    return std::move(tree.written);
}

void write_model(std::string const& path) {
    ubjson head;
    head.text("{").key("learner").text("{");
    head.key("learner_model_param").text("{").key("base_score").string("5E-1");
    head.key("num_class").string("0").key("num_feature").string("28").text("}");
    head.key("objective").text("{").key("name").string("reg:squarederror").text("}");
    head.key("gradient_booster").text("{").key("name").string("gbtree").key("model").text("{");
    head.key("gbtree_model_param").text("{").key("num_trees").string(std::to_string(trees)).text("}");
    head.array("tree_info", 'l', trees, [](std::size_t) { return 0U; });
    head.key("trees").text("[");
    ubjson tail;
    tail.text("]}}}").array("version", 'l', 3, [](std::size_t i) { return i == 0 ? 3U : 0U; }).text("}");
    std::ofstream file{path, std::ios::binary};
    auto const tree = whole_tree();
    file << head.written;
    for (std::size_t t = 0; t != trees; ++t) file << tree;
    file << tail.written;
}

TEST_SUITE("disposal") {
    TEST_CASE("disposal: a model of 200 MB, loaded and destroyed five times, leaves the process as small as it was") {
        if (skipped_without_malloc_probe()) return;
        if (resident_bytes() == 0) {
            std::puts("SKIPPED: the system does not say how much of a process is resident");
            return;
        }
        std::string const path = "model_of_200_MB.ubj";
        write_model(path);
        arenite::budget memory{arenite::budget::unlimited};
        std::string const small = ARENITE_TEST_DATA "/xgboost/binary.json";
        static_cast<void>(arenite::load_model(small, memory));  // the code that loads models is resident from here on
        auto const before = resident_bytes();
        for (int round = 0; round != 5; ++round) {
            CAPTURE(round);
            auto const peak = [&] {
                auto const model = arenite::load_model(path, memory);
                CHECK(model.bytes() >= 200'000'000);
                CHECK(memory.used() == model.bytes());
                auto const loaded = resident_bytes();
                CHECK(loaded >= before + model.bytes());
                CHECK(loaded <= before + model.bytes() + (1 << 20));
                return loaded;
            }();
            CHECK(memory.used() == 0);
            CHECK(memory.report().source_bytes == 0);
            CHECK(resident_bytes() <= before + (1 << 20));
            CHECK(peak - resident_bytes() >= 200'000'000);
        }
        auto model = arenite::load_model(path, memory);
        model = arenite::load_model(small, memory);
        CHECK(memory.used() == model.bytes());
        CHECK(resident_bytes() <= before + (1 << 20));
        ::unlink(path.c_str());
    }
}

}  // namespace
