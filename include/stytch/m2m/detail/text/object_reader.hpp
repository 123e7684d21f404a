// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <stytch/m2m/detail/properties.hpp>
#include <stytch/m2m/detail/report.hpp>
#include <stytch/m2m/detail/text/parser.hpp>
#include <stytch/m2m/detail/text/salvage.hpp>

STYTCH_M2M_BEGIN_NAMESPACE
namespace detail {

/// A row of a struct's table, and how `Reader` reads a value of its kind, which comes next. A function pointer, because
/// visiting the table by index takes 10 % more instructions.
template <class Reader>
struct Row {
    std::string_view name;
    Kind kind;
    bool required;
    unsigned bit;                                 // in Met
    bool (*read_member)(Reader&, bool repeated);  // returns false at a fault
};

template <class Reader, class Struct, std::size_t... index>
constexpr auto make_rows(std::index_sequence<index...>) {
    constexpr const auto& table = properties_of<Struct>;
    return std::array{Row<Reader>{std::get<index>(table).name, std::get<index>(table).kind,
                                  std::get<index>(table).required, 1U << index, [](Reader& reader, bool repeated) {
                                      return reader.read_member(std::get<index>(properties_of<Struct>), repeated);
                                  }}...};
}
/// The rows of `Struct` for `Reader`.
template <class Reader, class Struct>
inline constexpr auto rows_of = make_rows<Reader, Struct>(
    std::make_index_sequence<std::tuple_size_v<std::decay_t<decltype(properties_of<Struct>)>>>());

/// What was met of an object: a bit for each row of its table.
struct Met {
    unsigned missing = 0;
    unsigned null = 0;
};

/// Reads the objects of a text by the tables of their structs, up to the first fault. What no table knows is skipped,
/// but secrets in it are noted. Functions return false at a fault.
class ObjectReader {
public:
    /// `levels` is the maximum depth. Adds to `violations`.
    ObjectReader(std::string_view whole, std::size_t levels, std::vector<Violation>& violations) noexcept
        : text(whole), parser(whole.substr(has_mark(whole) ? 3 : 0), levels), report(violations) {}

    /// Reads the whole text, or lets `read_object()` do so if it is an object, and reports the fault if there is one.
    template <class ReadObject>
    void read_document(ReadObject&& read_object) {
        const Kind kind = kind_of(parser.peek());
        if ((kind == Kind::object ? read_object() : skip_value()) && parser.end()) {
            if (kind != Kind::object) report.type({}, kind_name(Kind::object), kind_name(kind));
            return;
        }
        const auto byte = static_cast<std::size_t>(parser.at() - text.data());
        if (parser.too_deep()) {
            report.depth(where, byte);
        } else {
            report.syntax(where, parser.expected(), byte, parser.at_end());
        }
    }

    /// Reads the object that comes next, whose JSON Pointer is `location`, by the rows of its table.
    template <class Reader, std::size_t count>
    bool read_members(Reader& reader, const std::array<Row<Reader>, count>& rows, std::string_view location, Met& met) {
        const Location outer = where;
        where = {location, {}};
        met = {(1U << count) - 1, 0};
        const Row<Reader>* next = rows.data();
        for (bool more = parser.enter('}'); more; more = parser.another('}')) {
            Literal other;
            const Row<Reader>* const row = skip_name(rows, next, other);
            if (row == nullptr) {
                if (parser.failed()) return false;
                where.member = {};
                if (!parser.colon() || !skip_member(other)) return false;
                continue;
            }
            next = row + 1;
            where.member = row->name;
            if (!read_value_of(*row, reader, met)) return false;
        }
        if (!parser.failed()) where = outer;
        return !parser.failed();
    }

    /// Skips the value of the member `name`. Notes the secrets in it, but not those inside of trusted_metadata.
    bool skip_member(const Literal& name) {
        if (stands_for(name, "trusted_metadata")) return skip_value(false);
        if (parser.peek() != '"' || !stands_for(name, secret_name)) return skip_value();
        Literal secret;
        if (!parser.string(secret)) return false;
        elsewhere.add(secret);
        return true;
    }
    /// Skips a value. Notes the secrets in it, or ignores them.
    bool skip_value(bool note = true) {
        const char first = parser.peek();
        if (first != '[' && first != '{') return parser.scalar();
        const char close = first == '[' ? ']' : '}';
        for (bool more = parser.enter(close); more; more = parser.another(close)) {
            Literal name;
            if (first == '{' && !(parser.name(name) && parser.colon())) return false;
            if (first == '{' && note ? !skip_member(name) : !skip_value(note)) return false;
        }
        return !parser.failed();
    }

    std::string_view text;
    Parser parser;
    Report report;
    Location where{};        // of the last known member whose name was read; of the object, if it was another member
    Candidates elsewhere{};  // the secrets outside their place

private:
    /// Reads the value of the row's property. Returns false at a fault.
    template <class Reader>
    bool read_value_of(const Row<Reader>& row, Reader& reader, Met& met) {
        const bool repeated = (met.missing & row.bit) == 0;
        met.missing &= ~row.bit;
        if (repeated) report.duplicate(where);
        if (!parser.colon()) return false;
        const Kind found = kind_of(parser.peek());
        if (found == row.kind) return row.read_member(reader, repeated);
        if (!skip_member({row.name}) || repeated) return !parser.failed();
        if (found == Kind::null) met.null |= row.bit;
        if (found != Kind::null || row.required) report.type(where, kind_name(row.kind), kind_name(found));
        return true;
    }

    /// Whether `text` begins with a byte order mark, which nlohmann_json skips as well.
    static bool has_mark(std::string_view text) noexcept { return text.substr(0, 3) == "\xEF\xBB\xBF"; }

    /// Skips a member's name, and returns its row. Looks from `first` on, since members usually come in that order. If
    /// there is none, stores the name in `other` and returns null; so it does at a fault.
    template <class Reader, std::size_t count>
    const Row<Reader>* skip_name(const std::array<Row<Reader>, count>& rows, const Row<Reader>* first, Literal& other) {
        parser.peek();
        const Row<Reader>* row = first;
        for (std::size_t left = count; left != 0; --left, ++row) {
            if (row == rows.data() + count) row = rows.data();
            if (parser.skip_name(row->name)) return row;
        }
        if (!parser.name(other) || !other.escaped) return nullptr;
        for (const Row<Reader>& known : rows) {
            if (stands_for(other, known.name)) return &known;
        }
        return nullptr;
    }
};

}  // namespace detail
STYTCH_M2M_END_NAMESPACE
