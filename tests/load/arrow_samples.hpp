// SPDX-License-Identifier: MIT
#pragma once

// What the tests of arrow_batches share: arrays that own their buffers, to the byte, and a producer that hands them out
// without an allocation and watches what becomes of them.

#include <arenite/load/arrow_batches.hpp>

#include "batch_rows.hpp"

#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// An array and its schema.
struct sample_array {
    std::string format, name;
    ArrowSchema schema{};
    ArrowArray array{};
    std::vector<std::vector<char>> buffers;  ///< an empty one is null
    std::vector<void const*> pointers;
    std::vector<std::unique_ptr<sample_array>> children;
    std::vector<ArrowSchema*> child_schemas;
    std::vector<ArrowArray*> child_arrays;
    std::unique_ptr<sample_array> dictionary;

    /// Points the structures at what is here now.
    void link() {
        pointers.clear();
        for (auto const& buffer : buffers) pointers.push_back(buffer.empty() ? nullptr : buffer.data());
        child_schemas.clear();
        child_arrays.clear();
        for (auto const& child : children) {
            child->link();
            child_schemas.push_back(&child->schema);
            child_arrays.push_back(&child->array);
        }
        if (dictionary) dictionary->link();
        auto const count = static_cast<std::int64_t>(children.size());
        schema = {format.c_str(),
                  name.c_str(),
                  nullptr,
                  ARROW_FLAG_NULLABLE,
                  count,
                  child_schemas.data(),
                  dictionary ? &dictionary->schema : nullptr,
                  &release_part<ArrowSchema>,
                  nullptr};
        array.n_buffers = static_cast<std::int64_t>(pointers.size());
        array.buffers = pointers.data();
        array.n_children = count;
        array.children = child_arrays.data();
        array.dictionary = dictionary ? &dictionary->array : nullptr;
        array.release = &release_part<ArrowArray>;
    }

private:
    template <class Structure>
    static void release_part(Structure* part) {
        part->release = nullptr;
    }
};

using sample = std::unique_ptr<sample_array>;

template <class Stored>
std::vector<char> bytes_of(std::vector<Stored> const& values) {
    std::vector<char> bytes(values.size() * sizeof(Stored));
    if (!bytes.empty()) std::memcpy(bytes.data(), values.data(), bytes.size());
    return bytes;
}

inline std::vector<char> bits_of(std::vector<bool> const& bits) {
    std::vector<char> bytes((bits.size() + 7) / 8);
    for (std::size_t i = 0; i != bits.size(); ++i)
        if (bits[i]) bytes[i / 8] = static_cast<char>(bytes[i / 8] | 1 << i % 8);
    return bytes;
}

/// The bits of what is there; none if everything is.
template <class Value>
std::vector<char> validity_of(std::vector<std::optional<Value>> const& values) {
    std::vector<bool> bits;
    for (auto const& value : values) bits.push_back(value.has_value());
    return std::ranges::find(bits, false) == bits.end() ? std::vector<char>{} : bits_of(bits);
}

inline sample named_array(std::string name, std::string format, std::size_t length,
                          std::vector<std::vector<char>> buffers) {
    auto made = std::make_unique<sample_array>();
    made->format = std::move(format);
    made->name = std::move(name);
    made->array.length = static_cast<std::int64_t>(length);
    made->array.null_count = -1;
    made->buffers = std::move(buffers);
    return made;
}

/// A column of numbers; what is missing has a value too, which nobody may see.
template <class Stored>
sample numbers(std::string name, std::string format, std::vector<std::optional<Stored>> const& values,
               Stored of_missing = std::numeric_limits<Stored>::max()) {
    std::vector<Stored> stored;
    for (auto const& value : values) stored.push_back(value.value_or(of_missing));
    return named_array(std::move(name), std::move(format), values.size(), {validity_of(values), bytes_of(stored)});
}

inline sample bits(std::string name, std::vector<std::optional<bool>> const& values) {
    std::vector<bool> stored;
    for (auto const& value : values) stored.push_back(value.value_or(true));
    return named_array(std::move(name), "b", values.size(), {validity_of(values), bits_of(stored)});
}

using optional_texts = std::vector<std::optional<std::string>>;

/// Offsets of type Offset: `u` has 32 bits, `U` 64.
template <class Offset>
sample texts(std::string name, std::string format, optional_texts const& values) {
    std::vector<Offset> offsets{0};
    std::vector<char> characters;
    for (auto const& value : values) {
        if (value) characters.insert(characters.end(), value->begin(), value->end());
        offsets.push_back(static_cast<Offset>(characters.size()));
    }
    return named_array(std::move(name), std::move(format), values.size(),
                       {validity_of(values), bytes_of(offsets), std::move(characters)});
}
inline sample texts(std::string name, optional_texts const& values) {
    return texts<std::int32_t>(std::move(name), "u", values);
}

/// `vu`: long texts stand alternately in two buffers.
inline sample text_views(std::string name, optional_texts const& values) {
    std::vector<std::int32_t> views;
    std::vector<char> characters[2];
    for (std::size_t i = 0; i != values.size(); ++i) {
        auto const text = values[i].value_or("");
        char view[16] = {};
        auto const length = static_cast<std::int32_t>(text.size());
        auto& buffer = characters[i % 2];
        std::int32_t const place[2] = {static_cast<std::int32_t>(i % 2), static_cast<std::int32_t>(buffer.size())};
        std::memcpy(view, &length, 4);
        text.copy(view + 4, text.size() <= 12 ? 12 : 4);
        if (text.size() > 12) {
            std::memcpy(view + 8, place, 8);
            buffer.insert(buffer.end(), text.begin(), text.end());
        }
        std::int32_t words[4];
        std::memcpy(words, view, 16);
        views.insert(views.end(), words, words + 4);
    }
    std::vector<std::int64_t> const sizes{static_cast<std::int64_t>(characters[0].size()),
                                          static_cast<std::int64_t>(characters[1].size())};
    return named_array(std::move(name), "vu", values.size(),
                       {validity_of(values), bytes_of(views), characters[0], characters[1], bytes_of(sizes)});
}

inline sample with_dictionary(sample indexes, sample dictionary) {
    indexes->dictionary = std::move(dictionary);
    return indexes;
}

/// The array without its first `count` slots, which stay in the buffers.
inline sample sliced(sample whole, std::int64_t count) {
    whole->array.offset += count;
    whole->array.length -= count;
    return whole;
}

/// A record batch; `present`: the rows that are not null as a whole.
template <class... Columns>
sample record_batch(std::size_t rows, std::vector<bool> const& present, Columns... columns) {
    auto made = named_array("", "+s", rows, {bits_of(present)});
    (made->children.push_back(std::move(columns)), ...);
    return made;
}
template <class... Columns>
sample record_batch(std::size_t rows, Columns... columns) {
    return record_batch(rows, std::vector<bool>{}, std::move(columns)...);
}

/// Gives record batches, and counts what is not released.
class sample_producer {
public:
    template <class... Batches>
    explicit sample_producer(Batches... record_batches) {
        (batches.push_back(std::move(record_batches)), ...);
        for (auto const& batch : batches) batch->link();
    }
    sample_producer(sample_producer const&) = delete;
    sample_producer& operator=(sample_producer const&) = delete;

    [[nodiscard]] ArrowArrayStream stream() {
        ++live_streams;
        next_ = 0;
        return {&give_schema, &give_next, &give_message, &release_stream, this};
    }

    std::vector<sample> batches;
    int live_streams = 0, live_schemas = 0, live_arrays = 0, most_live_arrays = 0, calls = 0;
    int schema_error = 0, next_error = 0;    ///< what the producer answers
    std::size_t error_at = ~std::size_t{0};  ///< instead of this record batch
    bool no_schema = false;
    char const* message = "the disk is gone";

private:
    static sample_producer& self(ArrowArrayStream* stream) {
        return *static_cast<sample_producer*>(stream->private_data);
    }

    static int give_schema(ArrowArrayStream* stream, ArrowSchema* out) {
        auto& producer = self(stream);
        ++producer.calls;
        if (producer.schema_error != 0) return producer.schema_error;
        *out = producer.batches.front()->schema;
        out->private_data = &producer;
        out->release = [](ArrowSchema* schema) {
            --static_cast<sample_producer*>(schema->private_data)->live_schemas;
            schema->release = nullptr;
        };
        if (producer.no_schema) out->release = nullptr;
        else ++producer.live_schemas;
        return 0;
    }

    static int give_next(ArrowArrayStream* stream, ArrowArray* out) {
        auto& producer = self(stream);
        ++producer.calls;
        if (producer.next_ == producer.error_at) {
            out->release = [](ArrowArray*) { std::abort(); };  // of a call that failed nothing is to be released
            return producer.next_error;
        }
        *out = {};
        if (producer.next_ == producer.batches.size()) return 0;
        *out = producer.batches[producer.next_++]->array;
        out->private_data = &producer;
        out->release = [](ArrowArray* array) {
            --static_cast<sample_producer*>(array->private_data)->live_arrays;
            array->release = nullptr;
        };
        producer.most_live_arrays = std::max(producer.most_live_arrays, ++producer.live_arrays);
        return 0;
    }

    static char const* give_message(ArrowArrayStream* stream) { return self(stream).message; }

    static void release_stream(ArrowArrayStream* stream) {
        --self(stream).live_streams;
        stream->release = nullptr;
    }

    std::size_t next_ = 0;
};

/// The rows that a producer gives.
template <class T = double>
strings rows_from(sample_producer& producer, arenite::schema_view schema, arenite::arrow_options options = {},
                  std::string (*number)(double) = &briefly) {
    auto stream = producer.stream();
    arenite::arrow_batches<T> batches{stream, schema, options};
    return all_rows(batches, number);
}
