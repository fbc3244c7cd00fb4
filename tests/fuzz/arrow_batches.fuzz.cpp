// SPDX-License-Identifier: MIT

// Any schema and any arrays over buffers of a known size: no crash, and the same rows whatever the batches. The bytes
// say which formats, lengths, nulls and values there are, and which pointers are null. Lengths and offsets of slots
// that the checks accept stay inside the buffers, as do offsets of texts: their sizes the interface does not tell.

#include <arenite/batch/schema.hpp>
#include <arenite/core/format_number.hpp>
#include <arenite/load/arrow_batches.hpp>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace {

using arenite::category, arenite::number, arenite::schema;

constexpr std::size_t most_text = 1 << 20;  ///< a column of nulls may have 2^56 rows
constexpr std::size_t most_slots = 48;      ///< the largest length, and two offsets

class byte_reader {
public:
    byte_reader(std::uint8_t const* data, std::size_t size) : next_(data), left_(size) {}
    std::uint8_t operator()() noexcept {
        if (left_ == 0) return 0;
        --left_;
        return *next_++;
    }
    [[nodiscard]] bool rarely() noexcept { return (*this)() > 250; }
    [[nodiscard]] std::size_t left() const noexcept { return left_; }

private:
    std::uint8_t const* next_;
    std::size_t left_;
};

/// An array, its schema, and the buffers of both.
struct array_tree {
    std::string format, name;
    ArrowSchema schema{};
    ArrowArray array{};
    std::vector<std::vector<char>> buffers;
    std::vector<void const*> pointers;
    std::vector<std::unique_ptr<array_tree>> children;
    std::vector<ArrowSchema*> child_schemas;
    std::vector<ArrowArray*> child_arrays;
    std::unique_ptr<array_tree> dictionary;
};

template <class Structure>
void release(Structure* part) {
    part->release = nullptr;
}

constexpr std::array<char const*, 20> formats{"c", "C", "s", "S", "i", "I",  "l", "L",  "e",   "f",
                                              "g", "b", "n", "u", "U", "vu", "u", "vu", "tdD", ""};

std::vector<char> random_buffer(byte_reader& bytes, std::size_t size) {
    std::vector<char> buffer(size);
    auto const kept = std::min<std::size_t>(bytes() % 32, size);
    for (std::size_t i = 0; i != size; ++i) buffer[i] = i < kept ? static_cast<char>(bytes()) : buffer[i % (kept + 1)];
    return buffer;
}

/// Offsets from -8 to 119 into 128 bytes; few of them decrease.
template <class Offset>
std::vector<char> random_offsets(byte_reader& bytes) {
    std::vector<char> buffer((most_slots + 1) * sizeof(Offset));
    Offset offset = 0;
    for (std::size_t i = 0; i != most_slots + 1; ++i) {
        std::memcpy(buffer.data() + i * sizeof offset, &offset, sizeof offset);
        auto const step = bytes();
        offset = step > 250 ? static_cast<Offset>(step % 128 - 8)
                            : static_cast<Offset>(std::min<Offset>(offset + step % 4, 119));
    }
    return buffer;
}

void fill_buffers(array_tree& tree, byte_reader& bytes) {
    auto const type = arenite::detail::arrow_type_of(tree.format);
    if (type == arenite::detail::arrow_type::null) return;
    tree.buffers.push_back(random_buffer(bytes, most_slots / 8));
    if (tree.format == "u") tree.buffers.push_back(random_offsets<std::int32_t>(bytes));
    else if (tree.format == "U") tree.buffers.push_back(random_offsets<std::int64_t>(bytes));
    else if (tree.format != "+s") tree.buffers.push_back(random_buffer(bytes, most_slots * 16));
    if (!arenite::detail::is_text(type)) return;
    tree.buffers.push_back(random_buffer(bytes, 128));
    if (tree.format != "vu") return;
    std::int64_t const size = 128;
    tree.buffers.push_back(std::vector<char>(sizeof size));
    std::memcpy(tree.buffers.back().data(), &size, sizeof size);
}

/// A length of at most 16, seldom one that no array has.
std::int64_t random_length(byte_reader& bytes) {
    if (!bytes.rarely()) return bytes() % 17;
    return std::array{std::int64_t{-1}, std::int64_t{1} << 56, std::int64_t{1} << 62,
                      std::numeric_limits<std::int64_t>::min()}[bytes() % 4];
}

void link(array_tree& tree, byte_reader& bytes) {
    for (auto const& buffer : tree.buffers) tree.pointers.push_back(bytes.rarely() ? nullptr : buffer.data());
    for (auto const& child : tree.children) {
        tree.child_schemas.push_back(bytes.rarely() ? nullptr : &child->schema);
        tree.child_arrays.push_back(bytes.rarely() ? nullptr : &child->array);
    }
    auto const count = static_cast<std::int64_t>(tree.children.size());
    tree.schema = {bytes.rarely() ? nullptr : tree.format.c_str(),
                   bytes.rarely() ? nullptr : tree.name.c_str(),
                   nullptr,
                   0,
                   bytes.rarely() ? -1 : count,
                   tree.child_schemas.data(),
                   tree.dictionary ? &tree.dictionary->schema : nullptr,
                   &release<ArrowSchema>,
                   nullptr};
    tree.array = {random_length(bytes),
                  bytes() % 4 == 0 ? bytes() % 4 - 2 : -1,
                  random_length(bytes),
                  static_cast<std::int64_t>(tree.pointers.size()) - (bytes.rarely() ? 1 : 0),
                  count - (bytes.rarely() ? 1 : 0),
                  bytes.rarely() ? nullptr : tree.pointers.data(),
                  bytes.rarely() ? nullptr : tree.child_arrays.data(),
                  tree.dictionary && !bytes.rarely() ? &tree.dictionary->array : nullptr,
                  &release<ArrowArray>,
                  nullptr};
}

/// The same in all batches: a stream has one schema.
struct column_choice {
    std::string_view format;
    std::optional<std::string_view> dictionary;  ///< the format of its texts
};

std::unique_ptr<array_tree> random_column(byte_reader& bytes, column_choice const& choice) {
    auto tree = std::make_unique<array_tree>();
    tree->format = choice.format;
    tree->name = std::array{"a", "kind", "note", "other", ""}[bytes() % 5];
    fill_buffers(*tree, bytes);
    if (choice.dictionary) tree->dictionary = random_column(bytes, {*choice.dictionary, {}});
    link(*tree, bytes);
    return tree;
}

/// Mostly what a column of numbers or of texts can be read from.
column_choice random_choice(byte_reader& bytes, bool is_number) {
    auto const choice = bytes();
    std::optional<std::string_view> const dictionary = formats[13 + bytes() % 6];
    if (choice >= 240) return {formats[choice % formats.size()], choice % 2 == 0 ? dictionary : std::nullopt};
    if (is_number) return {formats[choice % 13], {}};
    if (choice >= 128) return {formats[choice % 8], dictionary};
    return {formats[13 + choice % 5], {}};
}

std::unique_ptr<array_tree> random_batch(byte_reader& bytes, std::vector<column_choice> const& columns) {
    auto tree = std::make_unique<array_tree>();
    tree->format = "+s";
    fill_buffers(*tree, bytes);
    constexpr std::array names{"a", "kind", "note", "other"};
    for (std::size_t i = 0; i != columns.size(); ++i) {
        tree->children.push_back(random_column(bytes, columns[i]));
        if (!bytes.rarely()) tree->children[i]->name = names[i % 4], tree->children[i]->schema.name = names[i % 4];
        if (!bytes.rarely()) tree->children[i]->array.length = 32;
    }
    link(*tree, bytes);
    return tree;
}

struct producer {
    std::vector<std::unique_ptr<array_tree>> batches;
    std::size_t next = 0;
    int error = 0;

    static producer& of(ArrowArrayStream* stream) { return *static_cast<producer*>(stream->private_data); }
    static int schema(ArrowArrayStream* stream, ArrowSchema* out) {
        *out = of(stream).batches[0]->schema;
        return 0;
    }
    static int array(ArrowArrayStream* stream, ArrowArray* out) {
        auto& self = of(stream);
        *out = {};
        if (self.next == self.batches.size()) return self.error;
        *out = self.batches[self.next++]->array;
        return 0;
    }
    ArrowArrayStream stream() {
        next = 0;
        return {&schema, &array, [](ArrowArrayStream*) { return "refused"; }, &release<ArrowArrayStream>, this};
    }
};

/// All rows, and how it ended, as one text.
template <class T>
std::string outcome(producer& from, arenite::schema_view columns, std::size_t batch_rows) {
    auto stream = from.stream();
    arenite::arrow_batches<T> batches{stream, columns, {.batch_rows = batch_rows}};
    std::string rows;
    try {
        for (auto const batch : batches)
            for (std::size_t r = 0; r != batch.rows(); ++r) {
                for (std::size_t k = 0; k != batch.texts().cols; ++k) rows.append(batch.text(k, r)).append("|");
                for (std::size_t c = 0; c != batch.cols(); ++c)
                    rows.append(arenite::format_number(batch(r, c)).view()).append(" ");
                rows.append("\n");
                if (rows.size() > most_text) return rows;
            }
    } catch (std::runtime_error const& error) {  // data_error and std::system_error
        rows.append(error.what());
    } catch (arenite::shape_error const& error) {
        rows.append(error.what());
    }
    auto const lost = batches.overflows() + 1000 * batches.inexact() + 1000000 * batches.underflows();
    return rows.append(arenite::format_number(lost).view());
}

template <class T>
void check_outcomes(producer& from, arenite::schema_view columns) {
    auto const expected = outcome<T>(from, columns, 1000);
    for (std::size_t const rows : {1u, 3u, 16u})
        if (outcome<T>(from, columns, rows) != expected) {
            std::fputs("other batches give other rows\n", stderr);
            std::abort();
        }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    static schema const named{number("a"), category("kind", {"x", "y", ""}), arenite::text("note"), number("other")};
    static std::uint64_t const used[] = {0b1011};
    byte_reader bytes{data, size};
    auto const options = bytes();
    bool const is_named = (options & 1) != 0;
    std::vector<column_choice> columns;
    auto const count = bytes.rarely() ? 3 : 4;
    for (int i = 0; i != count; ++i) columns.push_back(random_choice(bytes, !is_named || i % 3 == 0));
    producer from;
    for (int i = 1 + options / 64; i != 0; --i) from.batches.push_back(random_batch(bytes, columns));
    from.error = (options & 4) != 0 ? 5 : 0;
    auto const schema_to_read = is_named ? arenite::schema_view{named} : arenite::schema_view{4, used};
    if ((options & 2) != 0) check_outcomes<float>(from, schema_to_read);
    else check_outcomes<double>(from, schema_to_read);
    return 0;
}
