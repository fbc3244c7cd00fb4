// SPDX-License-Identifier: MIT
// Plans of trees in files of arenite's own: taken where they fit, left where they are not for this processor, refused
// where they would lead a kernel astray.
#include <arenite/format/detail/load_own.hpp>

#include "format/own_files.hpp"
#include "one_in.hpp"
#include "random_ensemble.hpp"
#include "temporary_file.hpp"

#include <arenite/model/detail/model_writer.hpp>
#include <arenite/predict/predict.hpp>

#include <doctest/doctest.h>

#include <cstdio>
#include <functional>
#include <set>

namespace {

using arenite::file_checks, arenite::file_use, arenite::load_model;
using arenite::detail::forest_plan, arenite::detail::section_writer;
using own_files::complaint, own_files::load, own_files::place_of, own_files::saved, own_files::sealed;

std::string_view const plan = arenite::detail::plan_name();

/// Forests of every shape that is planned in another way.
std::vector<random_traits> shapes() {
    constexpr arenite::split_rule less_or_equal{.compare = arenite::comparison::less_or_equal};
    return {{.trees = 1, .most_leaves = 1},
            {.trees = 12},
            {.trees = 9, .most_leaves = 256, .thresholds = 300, .weights = true},
            {.trees = 40, .outputs = 3, .most_leaves = 8, .oblivious = true},
            {.trees = 30, .features = 300, .thresholds = 4000, .rule = less_or_equal},
            {.trees = 7, .most_leaves = 200, .chains = true},
            {.trees = 12, .outputs = 2, .all_missing_kinds = true, .vectors = true},
            {.trees = 12, .most_leaves = 400, .weights = true},
            {.trees = 5, .most_leaves = 3000, .thresholds = 4000},
            {.trees = 15, .most_leaves = 60, .all_missing_kinds = true, .categories = 40},
            {.trees = 4, .most_leaves = 900, .all_missing_kinds = true, .categories = 400}};
}

template <class T>
std::string file_of(random_traits const& traits) {
    return saved({random_ensemble<T>{7, traits}.made_for(arenite::detail::best_instruction_set()), {}});
}

/// The margins of rows, with so much scratch.
std::vector<double> margins(arenite::model const& model, std::vector<double> const& x, std::size_t scratch_bytes) {
    auto const rows = x.size() / model.cols();
    auto const of = model.margins();
    auto const room = arenite::system_memory().acquire("test", scratch_bytes);
    std::vector<double> y(rows * of.outputs());
    arenite::predict(of, arenite::batch_view<double const>{x.data(), rows, model.cols()},
                     arenite::batch_view<double>{y.data(), rows, of.outputs()}, arenite::scratch_view{room.bytes()});
    return y;
}

template <class T>
void check_shape(random_traits const& traits) {
    random_ensemble<T> random{7, traits};
    arenite::model const made{random.made_for(arenite::detail::best_instruction_set()), {}};
    temporary_file const file{saved(made)};
    auto const x = random.template rows<double>(600);
    for (auto const use : {file_use::read, file_use::mapped})
        for (auto const checks : {file_checks::all, file_checks::structure, file_checks::none}) {
            arenite::budget memory{std::size_t{64} << 20};
            auto const model = load_model(file.path(), {.use = use, .checks = checks}, memory);
            CHECK(memory.used() <= std::filesystem::file_size(file.path()) + 16384);  // nothing was compiled
            for (std::size_t const rows : {1U, 20U, 100U, 600U}) {
                std::vector<double> const some(x.begin(), x.begin() + static_cast<std::ptrdiff_t>(rows * made.cols()));
                auto const least = made.least_scratch_bytes(), most = made.scratch_bytes(rows);
                CHECK(model.least_scratch_bytes() == least);
                CHECK(model.scratch_bytes(rows) == most);
                for (auto const bytes : {least, (least + most) / 2, most}) {
                    auto const one = margins(made, some, bytes), other = margins(model, some, bytes);
                    REQUIRE(std::memcmp(one.data(), other.data(), one.size() * sizeof(double)) == 0);
                }
            }
        }
}

/// Refused, or scored in every way; either way all bytes are back.
std::string use_changed(std::string const& text) {
    arenite::budget memory{std::size_t{1} << 24};
    std::string found;
    try {
        auto const model = load(text, file_checks::structure, memory);
        std::vector<double> x(70 * model.cols(), 0.5);
        for (std::size_t i = 0; i < x.size(); i += 3) x[i] = static_cast<double>(i % 50);
        auto const least = model.least_scratch_bytes(), most = model.scratch_bytes(70);
        for (auto const bytes : {least, (least + most) / 2, most}) static_cast<void>(margins(model, x, bytes));
    } catch (arenite::model_error const& error) {
        found = error.found();
    }
    return found;
}

/// The file with another plan, and the checksum that it needs.
template <class Write>
std::string with_plan(std::string const& text, Write const& write) {
    auto const copy_of = [&text](std::string_view name) {
        return [&text, name](section_writer& to) { to.characters(own_files::section_of(text, name)); };
    };
    using arenite::detail::section;
    own_files::text_sink sink;
    arenite::detail::write_sections(sink, "model", section{"info", 1, copy_of("info")},
                                    section{"schema", 1, copy_of("schema")}, section{"model", 1, copy_of("model")},
                                    section{"golden", 1, copy_of("golden")},
                                    section{plan, arenite::detail::plan_version, write});
    return sink.text;
}

/// The file with a plan that was changed, whose lists can be written to.
template <class T>
std::string with_changed_plan(std::string const& text, std::function<void(forest_plan<T>&)> const& change) {
    auto const section = own_files::section_of(text, plan);
    auto const room = arenite::system_memory().acquire("test", section.size());
    auto const objects = arenite::system_memory().acquire("test", 65536);
    auto const bytes = room.bytes();
    std::memcpy(bytes.data(), section.data(), section.size());
    arenite::detail::section_reader const from{{bytes, 0, "plan", "plan"}};
    arenite::arena place{objects.bytes()};
    arenite::detail::model_reader reader{from, from, from, &place};
    forest_plan<T>* read = nullptr;
    std::size_t count = 0;
    reader.plan(read, count);
    REQUIRE(read != nullptr);
    REQUIRE(count == section.size());
    change(*read);
    return with_plan(text, [&](section_writer& to) {
        arenite::detail::model_writer writer{to, to, to};
        writer.plan(read, 0);
    });
}

/// What is read in place may be written to here.
template <class Element>
Element& changed(std::span<Element const> list, std::size_t i = 0) {
    REQUIRE(i < list.size());
    return const_cast<Element&>(list[i]);
}

template <class T>
struct plan_change {
    std::function<void(forest_plan<T>&)> change;
    std::string_view expected;
};

template <class T>
void refuse_each(random_traits const& traits, std::vector<plan_change<T>> const& changes) {
    auto const text = file_of<T>(traits);
    REQUIRE(with_changed_plan<T>(text, [](forest_plan<T>&) {}) == text);
    for (std::size_t i = 0; i != changes.size(); ++i) {
        CAPTURE(i);
        CHECK(use_changed(with_changed_plan<T>(text, changes[i].change)) == changes[i].expected);
    }
}

constexpr std::string_view other_conditions = "a part of other conditions", other_trees = "a plan of other trees",
                           other_rows = "a step of rows of bits that there are not",
                           other_few_rows = "a plan for few rows of other trees";
constexpr std::uint32_t beyond = 1U << 20;

bool is_portable() { return arenite::detail::best_instruction_set() == arenite::detail::instruction_set::portable; }
bool skipped_without_row_plans() {
    if (is_portable()) std::puts("SKIPPED: single rows have a plan of their own with AVX2");
    return is_portable();
}

TEST_SUITE("format") {
    TEST_CASE("load_own: plans of forests of all shapes are taken as they are, and score alike") {
        for (auto const& traits : shapes()) {
            CAPTURE(traits.trees);
            CAPTURE(traits.most_leaves);
            check_shape<float>(traits);
            check_shape<double>(traits);
        }
    }

    TEST_CASE("load_own: a plan of another version or for other instructions is not even read") {
        random_ensemble<float> random{7, {.trees = 50, .most_leaves = 200}};
        arenite::model const made{random.made_for(arenite::detail::best_instruction_set()), {}};
        auto const text = saved(made);
        auto const entry = text.find(plan);
        auto newer = text, other = text;
        newer[entry + 12] = 2;
        other[entry + 5] = 'z';
        auto const x = random.rows<double>(100);
        for (auto const& changed_text : {sealed(newer), sealed(other)}) {
            temporary_file const file{changed_text};
            for (auto const checks : {file_checks::all, file_checks::none}) {
                arenite::budget memory{std::size_t{64} << 20};
                auto const model = load_model(file.path(), {.use = file_use::mapped, .checks = checks}, memory);
                CHECK(model.held().mapped.size() == place_of(text, plan).first);
                auto const read = load_model(file.path(), {.checks = checks});
                CHECK(read.bytes() < made.bytes() + 8192);
                for (auto const* const one : {&model, &read})
                    CHECK(margins(*one, x, one->scratch_bytes(100)) == margins(made, x, made.scratch_bytes(100)));
            }
            auto damaged = changed_text;
            damaged[place_of(text, plan).first] ^= 1;  // in what is not read
            CHECK(complaint(damaged).find("another checksum") != std::string::npos);
            CHECK(complaint(damaged, file_checks::structure).empty());
        }
    }

    TEST_CASE("load_own: plans are those that their version says") {
        // Another sum: what is compiled is not what it was, and plan_version must be the next number.
        constexpr std::uint64_t of_version_1[] = {17452103057511694366U, 5228227265946209561U, 14129700335689496879U};
        static_assert(arenite::detail::plan_version == 1);
        arenite::detail::block_checksum sum;
        for (auto const& traits : shapes())
            for (auto const& text : {file_of<float>(traits), file_of<double>(traits)}) {
                auto const begin = place_of(text, plan).first;  // up to the checksum
                std::vector<std::byte> bytes(text.size() - 8 - begin);
                std::memcpy(bytes.data(), text.data() + begin, bytes.size());
                sum.add(bytes);
            }
        CHECK(sum.value() == of_version_1[static_cast<std::size_t>(arenite::detail::best_instruction_set())]);
    }

    TEST_CASE("load_own: no plan that was changed does harm") {
        for (auto traits : shapes()) {
            traits.trees = std::min<std::size_t>(traits.trees, 5);
            if (traits.most_leaves > 300) traits.trees = 1;
            auto const text = file_of<float>(traits);
            auto const [begin, size] = place_of(text, plan);
            auto const step = std::max<std::size_t>(size / 1500, 1) * one_in;
            for (std::size_t i = 0; i < size; i += step) {
                auto damaged = text;
                constexpr std::array changes{0x01, 0x80, 0xff, 0x10};
                damaged[begin + i] = static_cast<char>(damaged[begin + i] ^ changes[i / step % 4]);
                static_cast<void>(use_changed(damaged));
            }
        }
    }

    TEST_CASE("load_own: plans whose conditions are not those of their columns are refused") {
        using changed_plan = forest_plan<double>;
        refuse_each<double>(
            {.trees = 12},
            {{[](changed_plan& p) { changed(p.parts).first_column = 1; }, other_conditions},
             {[](changed_plan& p) { ++changed(p.parts).columns; }, other_conditions},
             {[](changed_plan& p) { changed(p.parts).first_group = 1; }, other_conditions},
             {[](changed_plan& p) { ++changed(p.parts).groups; }, other_conditions},
             {[](changed_plan& p) { --changed(p.parts).groups; }, other_conditions},
             {[](changed_plan& p) { changed(p.parts).first_row = 64; }, other_conditions},
             {[](changed_plan& p) { changed(p.parts).conditions = beyond; }, other_conditions},
             {[](changed_plan& p) { --changed(p.parts).conditions; }, other_conditions},
             {[](changed_plan& p) { changed(p.columns).feature = 20; }, other_conditions},
             {[](changed_plan& p) { changed(p.columns).search = beyond; }, other_conditions},
             {[](changed_plan& p) { changed(p.columns).sorted = beyond; }, other_conditions},
             {[](changed_plan& p) { changed(p.columns).uses = beyond; }, other_conditions},
             {[](changed_plan& p) { changed(p.columns).uses = static_cast<std::uint32_t>(p.uses.size()); },
              other_conditions},
             {[](changed_plan& p) { changed(p.columns).cuts = 0; }, other_conditions},
             {[](changed_plan& p) { changed(p.columns).cuts = 40; }, other_conditions},
             {[](changed_plan& p) { --changed(p.columns).cuts; }, other_conditions},
             {[](changed_plan& p) { changed(p.columns).levels = 6; }, other_conditions},
             {[](changed_plan& p) { changed(p.columns).conditions[0] = 60000; }, other_conditions},
             {[](changed_plan& p) { changed(p.uses) = 2; }, other_conditions},
             {[](changed_plan& p) { p.rank_columns = 1; }, other_conditions},
             {[](changed_plan& p) { changed(p.groups).first_tree = 1; }, other_conditions},
             {[](changed_plan& p) { changed(p.groups).output = 1; }, other_conditions},
             {[](changed_plan& p) { changed(p.groups).trees = 9; }, other_conditions},
             {[](changed_plan& p) { ++changed(p.groups, p.groups.size() - 1).trees; }, other_conditions},
             {[](changed_plan& p) { changed(p.groups, p.groups.size() - 1).trees = 0; }, other_conditions},
             {[](changed_plan& p) {
                  changed(p.groups).trees = 9;
                  changed(p.groups, 1).first_tree = 9;
                  --changed(p.groups, 1).trees;
              },
              other_conditions},
             {[](changed_plan& p) { changed(p.groups).entries = 48; }, other_conditions},
             {[](changed_plan& p) { changed(p.groups).entries = 512; }, other_conditions},
             {[](changed_plan& p) { changed(p.groups).entries = 0; }, other_conditions},
             {[](changed_plan& p) { changed(p.trees).leaves = beyond; }, other_conditions},
             {[](changed_plan& p) { changed(p.trees).depth = 9; }, other_conditions},
             {[](changed_plan& p) { changed(p.trees).shape = arenite::detail::tree_shape::walked; }, other_conditions},
             {[](changed_plan& p) { p.groups = p.groups.first(1); }, other_conditions},
             {[](changed_plan& p) { p.parts = {}; }, "a plan for few rows without conditions"}});
        refuse_each<float>({.trees = 5, .most_leaves = 3, .categories = 40},
                           {{[](auto& p) {
                                 for (auto const& column : p.columns)
                                     if (column.missing == arenite::missing_kind::category)
                                         for (unsigned i = 0; i != 32; ++i)
                                             if (auto& cut = changed(p.searches, column.search + i); cut == cut)
                                                 cut = 1e6F;
                             },
                             other_conditions}});
    }

    TEST_CASE("load_own: plans whose trees are not there are refused") {
        using arenite::detail::tree_shape;
        auto const first_of = [](auto& p, tree_shape shape) -> arenite::detail::planned_tree& {
            auto const found = std::ranges::find(p.trees, shape, &arenite::detail::planned_tree::shape);
            REQUIRE(found != p.trees.end());
            return const_cast<arenite::detail::planned_tree&>(*found);
        };
        refuse_each<float>({.trees = 9, .most_leaves = 256, .thresholds = 300},
                           {{[&](auto& p) { first_of(p, tree_shape::program).first = beyond; }, other_conditions},
                            {[&](auto& p) { first_of(p, tree_shape::program).step_count = beyond; }, other_conditions},
                            {[&](auto& p) { changed(p.results) = 16383; }, other_conditions},
                            {[&](auto& p) { changed(p.steps) |= std::uint64_t{16383} << 6; }, other_rows},
                            {[&](auto& p) { changed(p.steps) |= std::uint64_t{16383} << 20; }, other_rows},
                            {[&](auto& p) { changed(p.steps) |= std::uint64_t{16383} << 34; }, other_rows},
                            {[&](auto& p) { changed(p.steps) |= std::uint64_t{16383} << 48; }, other_rows}});
        bool const can_walk = is_portable();
        refuse_each<float>({.trees = 60, .most_leaves = 20},
                           {{[&](auto& p) { first_of(p, tree_shape::perfect).depth = 9; }, other_conditions}});
        refuse_each<float>({.trees = 9, .most_leaves = 4},
                           {{[&](auto& p) { changed(p.groups, 1).entries = 0; }, other_conditions},
                            {[&](auto& p) {
                                 changed(p.groups, 1).entries = 0;
                                 changed(p.trees, 8).shape = tree_shape::walked;
                             },
                             can_walk ? other_few_rows : other_conditions},
                            {[&](auto& p) { first_of(p, tree_shape::perfect).first = beyond; }, other_conditions},
                            {[&](auto& p) { changed(p.conditions) = 16000; }, other_conditions}});
        refuse_each<float>({.trees = 12, .most_leaves = 400},
                           {{[&](auto& p) { first_of(p, tree_shape::walked).number = 12; }, other_conditions}});
    }

    TEST_CASE("load_own: plans for few rows whose trees are not there are refused") {
        refuse_each<float>({.trees = 9, .most_leaves = 30},
                           {{[](auto& p) { p.narrow->trees = p.narrow->trees.first(8); }, other_few_rows},
                            {[](auto& p) { changed(p.narrow->trees).first = beyond; }, other_few_rows},
                            {[](auto& p) { changed(p.narrow->trees).depth = 9; }, other_few_rows},
                            {[](auto& p) { changed(p.narrow->trees).oblivious = true; }, other_few_rows},
                            {[](auto& p) { changed(p.narrow->splits).column = 255; }, other_few_rows},
                            {[](auto& p) { p.rank_columns = 257; }, other_few_rows}});
        refuse_each<float>({.trees = 20, .outputs = 2, .most_leaves = 8, .oblivious = true},
                           {{[](auto& p) { p.rank_columns = 257; }, other_few_rows},
                            {[](auto& p) { p.levels->parts = {}; }, other_few_rows},
                            {[](auto& p) { changed(p.levels->parts).first_run = 1; }, other_few_rows},
                            {[](auto& p) { changed(p.levels->parts).runs = beyond; }, other_few_rows},
                            {[](auto& p) { changed(p.levels->runs).first_tree = 20; }, other_few_rows},
                            {[](auto& p) { changed(p.levels->runs).output = 2; }, other_few_rows},
                            {[](auto& p) { changed(p.levels->runs).first = beyond; }, other_few_rows},
                            {[](auto& p) { changed(p.levels->runs).trees = 65; }, other_few_rows},
                            {[](auto& p) { ++changed(p.levels->runs).depth; }, other_few_rows}});
    }

    TEST_CASE("load_own: plans of more trees or clusters at once than there is room for are refused") {
        refuse_each<float>({.trees = 200, .most_leaves = 8, .oblivious = true},
                           {{[](auto& p) { changed(p.levels->runs).trees = 65; }, other_few_rows}});
        if (skipped_without_row_plans()) return;
        auto const size = arenite::detail::cluster_size(arenite::detail::best_instruction_set());
        refuse_each<float>({.trees = 40, .features = 10, .most_leaves = 256},
                           {{[](auto& p) { changed(p.rows->batches).clusters = 33; }, other_few_rows}});
        refuse_each<float>({.trees = 40, .features = 10, .most_leaves = 4},
                           {{[size](auto& p) {
                                 auto &one = changed(p.rows->batches), &next = changed(p.rows->batches, 1);
                                 ++one.trees, ++next.first_tree, --next.trees;
                                 one.clusters = static_cast<std::uint8_t>(p.rows->exits.size() / size);
                             },
                             other_few_rows}});
    }

    TEST_CASE("load_own: plans for single rows that lead out of their clusters are refused") {
        if (skipped_without_row_plans()) return;
        auto const size = arenite::detail::cluster_size(arenite::detail::best_instruction_set());
        auto const inner_exit = [](auto& p) -> std::uint16_t& {
            auto const found = std::ranges::find_if(p.rows->exits, [](auto exit) { return exit >= 0x8000; });
            REQUIRE(found != p.rows->exits.end());
            return const_cast<std::uint16_t&>(*found);
        };
        refuse_each<float>(
            {.trees = 5, .features = 10, .most_leaves = 256},
            {{[](auto& p) { p.rows->exits = p.rows->exits.first(1); }, other_few_rows},
             {[](auto& p) { p.rows->places = p.rows->places.first(64); }, other_few_rows},
             {[](auto& p) { p.rows->parts = {}; }, other_few_rows},
             {[](auto& p) { p.rows->trees = p.rows->trees.first(1); }, other_few_rows},
             {[](auto& p) { changed(p.rows->parts).first_batch = 1; }, other_few_rows},
             {[](auto& p) { changed(p.rows->parts).batches = beyond; }, other_few_rows},
             {[](auto& p) { changed(p.rows->batches).first_tree = 1; }, other_few_rows},
             {[](auto& p) { changed(p.rows->batches).trees = 33; }, other_few_rows},
             {[](auto& p) { changed(p.rows->batches).first_cluster = beyond; }, other_few_rows},
             {[](auto& p) { changed(p.rows->batches).clusters = 0; }, other_few_rows},
             {[](auto& p) { changed(p.rows->batches).output = 1; }, other_few_rows},
             {[](auto& p) { changed(p.rows->batches).whole = true; }, other_few_rows},
             {[](auto& p) { changed(p.rows->trees).root = beyond; }, other_few_rows},
             {[](auto& p) { changed(p.rows->trees).leaves += 1; }, other_few_rows},
             {[](auto& p) { changed(p.rows->trees).inner = beyond; }, other_few_rows},
             {[](auto& p) { changed(p.rows->trees).inner += 1U << 26; }, other_few_rows},
             {[&](auto& p) { changed(p.rows->places, 2 * size) = 0; }, other_few_rows},     // itself
             {[&](auto& p) { changed(p.rows->places, 2 * size) = 0x80; }, other_few_rows},  // neither place nor exit
             {[&](auto& p) { inner_exit(p) = 0x8000; }, other_few_rows},
             {[&](auto& p) { inner_exit(p) = 0xffff; }, other_few_rows},
             {[&](auto& p) { inner_exit(p) = 0x7fff; }, other_few_rows}});
    }

    TEST_CASE("load_own: plans of large trees that lead out of them are refused") {
        refuse_each<float>({.trees = 3, .most_leaves = 3000, .weights = true},
                           {{[](auto& p) { p.deep->trees = p.deep->trees.first(2); }, other_trees},
                            {[](auto& p) { p.deep->weighed_leaves = p.deep->weighed_leaves.first(2); }, other_trees},
                            {[](auto& p) { p.deep->slots = p.deep->slots.first(1); }, other_trees},
                            {[](auto& p) { p.deep->nodes = p.deep->nodes.first(64); }, other_trees},
                            {[](auto& p) { changed(p.deep->slots).packed = 20U << 3; }, other_trees},
                            {[](auto& p) { changed(p.deep->slots).packed |= 6U; }, other_trees},  // of categories
                            {[](auto& p) { changed(p.deep->trees).first_node = 8; }, other_trees},
                            {[](auto& p) { changed(p.deep->trees).first_leaf = 1; }, other_trees},
                            {[](auto& p) { changed(p.deep->trees).leaves += 1; }, other_trees},
                            {[](auto& p) { changed(p.deep->trees).output = 1; }, other_trees},
                            {[](auto& p) { changed(p.deep->nodes).word = 1; }, other_trees},
                            {[](auto& p) { changed(p.deep->nodes).word |= 0xff; }, other_trees},
                            {[](auto& p) { changed(p.deep->nodes).word |= 0xffffff00U; }, other_trees},
                            {[](auto& p) { changed(p.deep->nodes).word &= 0xffffff00U; }, other_trees}});
    }

    TEST_CASE("load_own: a plan of trees that have no kernels, or of no trees, is refused") {
        auto const text = file_of<float>({.trees = 1, .most_leaves = 1});
        std::set<std::string> found;
        auto const [begin, size] = place_of(text, "model");
        for (std::size_t i = 0; i != size; ++i) {
            auto changed_text = text;
            changed_text[begin + i] ^= 1;
            found.insert(use_changed(changed_text));
        }
        CHECK(found.contains("a plan of trees without kernels"));
        auto const of_others = own_files::section_of(file_of<float>({.trees = 3}), plan);
        auto const without_trees = file_of<float>({.trees = 0});
        auto const write = [&](section_writer& to) { to.characters(of_others); };
        CHECK(use_changed(with_plan(without_trees, write)) == "conditions without trees");
        arenite::detail::deep_plan<float> no_trees{};
        auto const walk_none = [&](forest_plan<float>& p) { p.deep = &no_trees; };
        CHECK(use_changed(with_changed_plan<float>(without_trees, walk_none)) == other_trees);
    }
}

}  // namespace
