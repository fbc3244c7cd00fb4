// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/protobuf_reader.hpp>
#include <arenite/format/detail/printable_text.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// What a file says beside its graph.
struct onnx_header {
    protobuf_extent graph{};
    std::uint64_t operators = 0, ml_operators = 0;  ///< versions of ai.onnx and ai.onnx.ml; 0: not imported
    short_text<24> producer{};                      ///< and its version
};

/// Reads the message ModelProto, but for the graph.
class onnx_header_reader {
public:
    explicit onnx_header_reader(protobuf_reader& of_file) noexcept : reader_(of_file) {}

    [[nodiscard]] onnx_header read() {
        reader_.set_place("model");
        reader_.for_each_field(reader_.whole(), [this](protobuf_field const& field) { read_field(field); });
        reader_.set_byte(0);
        if (header_.graph.begin == 0) reader_.fail("no graph", "a model of ONNX");
        if (header_.operators + header_.ml_operators == 0)
            reader_.fail("no import of operators", "the versions of ai.onnx and ai.onnx.ml");
        return header_;
    }

private:
    enum fields : std::uint32_t { format = 1, producer = 2, producer_version = 3, graph = 7, opset_import = 8 };
    static constexpr std::uint64_t newest_format = 14, newest_operators = 28, newest_ml_operators = 5;  // of ONNX 1.23

    void read_field(protobuf_field const& field) {
        switch (field.number) {
            case format: return check_format(field);
            case producer: header_.producer = text(field); break;
            case producer_version: header_.producer.append(" ").append(text(field)); break;
            case graph: return set_graph(field);
            case opset_import: return read_import(field);
            default: break;
        }
    }

    void check_format(protobuf_field const& field) {
        reader_.expect(field, protobuf_wire::varint, "a version of the format");
        expect_version("IR version ", field.value, newest_format);
    }

    void set_graph(protobuf_field const& field) {
        reader_.expect(field, protobuf_wire::bytes, "a graph");
        if (header_.graph.begin != 0) reader_.fail("a second graph", "one");
        header_.graph = field.bytes;
    }

    void read_import(protobuf_field const& field) {
        reader_.expect(field, protobuf_wire::bytes, "the import of operators");
        short_text<24> domain;
        std::uint64_t version = 0;
        reader_.for_each_field(field.bytes, [&](protobuf_field const& part) {
            if (part.number == 1) domain = text(part);
            if (part.number != 2) return;
            reader_.expect(part, protobuf_wire::varint, "a version of operators");
            version = part.value;
        });
        reader_.set_byte(field.at);
        set_version(domain, version);
    }

    /// Of operators of other domains, none are known.
    void set_version(std::string_view domain, std::uint64_t version) {
        if (domain.empty() || domain == "ai.onnx") {
            expect_version("ai.onnx version ", version, newest_operators);
            header_.operators = version;
        }
        if (domain != "ai.onnx.ml") return;
        expect_version("ai.onnx.ml version ", version, newest_ml_operators);
        header_.ml_operators = version;
    }

    void expect_version(std::string_view what, std::uint64_t version, std::uint64_t newest) {
        if (version != 0 && version <= newest) return;
        reader_.fail(short_text<64>{what}.append(format_number(version)),
                     short_text<64>{"1 to "}.append(format_number(newest)));
    }

    [[nodiscard]] short_text<24> text(protobuf_field const& field) {
        reader_.expect(field, protobuf_wire::bytes, "a text");
        std::array<char, 24> room;
        return printable_text(reader_.text(field.bytes, room)).view();
    }

    protobuf_reader& reader_;
    onnx_header header_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
