// SPDX-License-Identifier: MIT
// What arrow_peers.py calls: reads a stream of another library and says which rows it found, to the bit.

#include <arenite/batch/schema.hpp>
#include <arenite/load/arrow_batches.hpp>

#include <array>
#include <cstdio>
#include <deque>
#include <string>
#include <vector>

namespace {

/// `number NAME`, `text NAME` or `category NAME=FIRST,SECOND…`, a line for each column.
class listed_columns {
public:
    explicit listed_columns(std::string_view list) {
        while (!list.empty()) {
            auto const line = list.substr(0, list.find('\n'));
            add(line);
            list.remove_prefix(std::min(list.size(), line.size() + 1));
        }
    }
    std::vector<arenite::column> columns;

private:
    void add(std::string_view line) {
        auto const kind = line.substr(0, line.find(' '));
        auto name = line.substr(kind.size() + 1);
        if (kind == "number") return columns.push_back(arenite::number(name));
        if (kind == "text") return columns.push_back(arenite::text(name));
        auto& values = vocabularies_.emplace_back();
        auto list = name.substr(name.find('=') + 1);
        name = name.substr(0, name.find('='));
        for (auto comma = list.find(','); comma != list.npos; comma = list.find(',')) {
            values.push_back(list.substr(0, comma));
            list.remove_prefix(comma + 1);
        }
        values.push_back(list);
        columns.push_back({.name = name, .kind = arenite::column_kind::category, .vocabulary = values});
    }

    std::deque<std::vector<std::string_view>> vocabularies_;
};

template <class T>
std::string bits_of(T number) {
    if (number != number) return "nan";
    std::array<char, 17> text;
    std::snprintf(text.data(), text.size(), "%016llx", std::bit_cast<unsigned long long>(static_cast<double>(number)));
    return text.data();
}

template <class T>
std::string rows_of(ArrowArrayStream& stream, arenite::schema_view columns, std::size_t batch_rows) {
    std::string rows;
    arenite::arrow_batches<T> batches{stream, columns, {.batch_rows = batch_rows}};
    for (auto const batch : batches)
        for (std::size_t r = 0; r != batch.rows(); ++r, rows.append("\n")) {
            for (std::size_t k = 0; k != batch.texts().cols; ++k) rows.append(batch.text(k, r)).append(" ");
            for (std::size_t c = 0; c != batch.cols(); ++c) rows.append(bits_of(batch(r, c))).append(" ");
        }
    auto const lost = std::array{batches.inexact(), batches.overflows(), batches.underflows()};
    for (auto const count : lost) rows.append(std::to_string(count)).append(" ");
    return rows;
}

}  // namespace

/// The rows, a line for each, texts first; then inexact, overflows, underflows. Or what was thrown. Valid until the
/// next.
extern "C" char const* arenite_rows(ArrowArrayStream* stream, char const* columns, std::size_t batch_rows,
                                    int as_float) {
    static std::string answer;
    try {
        listed_columns const listed{columns};
        arenite::schema const schema{listed.columns};
        answer =
            as_float != 0 ? rows_of<float>(*stream, schema, batch_rows) : rows_of<double>(*stream, schema, batch_rows);
    } catch (std::exception const& error) {
        answer = error.what();
    }
    return answer.c_str();
}
