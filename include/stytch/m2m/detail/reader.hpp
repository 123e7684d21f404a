// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <stytch/m2m/detail/abi.hpp>
#include <stytch/m2m/detail/check.hpp>
#include <stytch/m2m/detail/exceptions.hpp>
#include <stytch/m2m/detail/finally.hpp>
#include <stytch/m2m/detail/grammar.hpp>
#include <stytch/m2m/detail/json_tree.hpp>
#include <stytch/m2m/detail/kind.hpp>
#include <stytch/m2m/detail/limits.hpp>
#include <stytch/m2m/detail/object.hpp>
#include <stytch/m2m/detail/report.hpp>
#include <stytch/m2m/detail/salvage.hpp>
#include <stytch/m2m/detail/scanner.hpp>
#include <stytch/m2m/detail/text_report.hpp>
#include <stytch/m2m/m2m_client_with_next_client_secret.hpp>
#include <stytch/m2m/secret.hpp>
#include <stytch/m2m/violation.hpp>

namespace stytch::m2m::detail {
inline namespace STYTCH_M2M_ABI {

/// Returns a field for each member of a client, in the table's order.
inline auto fields_of_client() noexcept {
    constexpr std::size_t size = [] {
        std::size_t count = 0;
        for_each_member([&](const auto&) { ++count; });
        return count;
    }();
    std::array<Field, size> fields;
    Field* field = fields.data();
    for_each_member([&](const auto& member) { (field++)->name = member.name; });
    return fields;
}

/// Reads a document in three steps: finds the values without allocating anything, reads the secret, reads the rest.
class Reader {
public:
    Reader(std::string_view text, std::vector<Violation>& violations) noexcept
        : violations_(violations), report_(text, violations), text_(text) {
        constexpr std::string_view mark = "\xEF\xBB\xBF";  // skipped, as the engine does
        if (text_.substr(0, mark.size()) == mark) text_.remove_prefix(mark.size());
    }

    /// Collects what is wrong with the text.
    TextReport& text_report() noexcept { return report_; }

    /// Finds the fields if the document is an object.
    void find_fields(Object& document) {
        Scanner scanner{text_};
        if (scanner.peek() != '{') return;
        document.find_in(text_.substr(static_cast<std::size_t>(scanner.at() - text_.data())));
    }

    /// Reads the secret of `client`, the object where it belongs, or else from anywhere in the text; then calls `rest`.
    /// No failure in `rest`, not even running out of memory, can lose the secret. Throws std::bad_alloc if memory does
    /// not suffice for the secret and one violation.
    template <class Rest>
    void read_secret_first(const Object& client, Secret& secret, Rest&& rest) {
        const Field& field = client.field_named(secret_name);
        const auto read_secret = [&] {
            in_place_ = is_secret(field.value) && (!field.astray || is_secret(find_secret(text_)));
            const Value value = in_place_ ? field.value : find_secret(text_);
            if (is_secret(value)) secret = decode_secret(value);
        };
        bool memory = true;
        const auto run_out = [&] { memory = false; };
        if_memory_lasts([&] { violations_.reserve(1); }, run_out);  // so that running out of memory can be reported
        if_memory_lasts(read_secret, [&] {
            std::vector<Violation>().swap(violations_);  // perhaps the secret fits without it
            memory = false;
            read_secret();
        });
        const auto read_rest = [&] {
            if (!in_place_ && !secret.empty()) report_.report().misplaced({client.location(), secret_name});
            rest();
        };
        if (memory) if_memory_lasts(read_rest, run_out);
        if (!memory) report_.report().memory();
    }

    /// Reports why the document is not an object.
    void report_no_object() {
        Scanner scanner(text_);
        Value document;
        if (!scanner.take_value(document)) {
            report_.syntax({}, "an object", scanner.at());
            return;
        }
        report_.check_shape(document, {}, Kind::object, max_depth);
        scanner.skip_space();
        if (!scanner.at_end()) report_.syntax({}, "the end of the text", scanner.at());
    }

    /// Reads the client from `object`. Its secret must have been read.
    void read_client(Object& object, M2MClientWithNextClientSecret& client) {
        object.report_faults(report_);
        const Field* field = object.fields();
        Location where{object.location(), {}};
        for_each_member([&](const auto& member) {
            where.member = member.name;
            read_member(*field++, where, object.whole(), member, client.*member.pointer);
        });
    }

    // Each reads a value into `target`, which is as default-constructed, and returns true, or reports why it cannot and
    // returns false, with `target` unchanged. It is unchanged, too, if memory runs out.

    bool read_value(const Value& value, const Location& where, std::string& target) {
        if (!report_.check_string(value, where)) return false;
        decode(value, target);
        return true;
    }
    /// For the secret, which has already been read: reports why not from its place.
    bool read_value(const Value& value, const Location& where, const Secret&) {
        if (!in_place_ && report_.check_string(value, where) && value.inside().empty()) report_.report().empty(where);
        return in_place_;
    }
    bool read_value(const Value& value, const Location& where, std::vector<std::string>& target) {
        if (!report_.check_shape(value, where, Kind::array)) return false;
        std::vector<std::string> texts;
        texts.reserve((std::min)(std::size_t{value.commas} + 1, value.text.size() / 3));  // "" and a comma are shortest
        bool valid = true;
        Scanner scanner(value.text);
        scanner.skip('[');
        Location at{where.parent, where.member, 0};
        if (!scanner.skip(']')) {
            do {
                Value element;
                if (!scanner.take_value(element)) return report_.syntax(at, "a value", scanner.at());
                // After a fault, elements are only checked, so that a flood of what is no string takes no memory.
                valid = report_.check_string(element, at) && valid;
                if (valid) decode(element, texts.emplace_back());
                ++at.index;
            } while (scanner.skip(','));
            if (!scanner.skip(']')) return report_.syntax(at, "',' or ']'", scanner.at());
        }
        if (valid) target = std::move(texts);
        return valid;
    }
    template <class Json, only_json<Json> = 0>
    bool read_value(const Value& value, const Location& where, Json& target) {
        if (!report_.check_shape(value, where, Kind::object)) return false;
        // Metadata that swallowed the secret must not get into the engine's memory.
        const bool swallowed = !in_place_ && names_secret(value.text);
        bool done = false;
        // json's own destructor would allocate, and terminate the program if memory has run out.
        const Finally undone([&] {
            if (!done) dismantle(target);
        });
        const bool accepted = Grammar::accepts(value, swallowed ? nullptr : &target);
        if (!accepted) report_.not_json(value, where);
        done = accepted && !swallowed;
        return done;
    }
    template <class T>
    bool read_value(const Value& value, const Location& where, std::optional<T>& target) {
        if (value.kind == Kind::null) return true;
        bool done = false;
        const Finally undone([&] {
            if (!done) target.reset();
        });
        done = read_value(value, where, target.emplace());
        return done;
    }
    bool read_value(const Value& value, const Location& where, int& target) {
        if (!report_.check_shape(value, where, Kind::number)) return false;
        nlohmann::json number;
        if (!Grammar::accepts(value, &number)) return report_.not_json(value, where);
        const auto real = number.get<double>();
        const bool fits = real >= (std::numeric_limits<int>::min)() && real <= (std::numeric_limits<int>::max)();
        const bool integer = fits && std::trunc(real) == real;
        if (integer) target = static_cast<int>(real);
        if (!integer) report_.report().type(where, "integer", "a number that no int holds");
        return integer;
    }

    /// Reads other text that the server sent; "[REDACTED]" if it repeats the secret, which must have been read.
    std::string read_text(const Field& field, bool nullable, const Secret& secret) {
        const Value& value = field.value;
        if (value.kind == Kind::none || (nullable && value.kind == Kind::null)) return {};
        if (!report_.check_string(value, {"", field.name})) return {};
        Secret decoded;
        if (!value.plain) decoded = decode_secret(value);
        const std::string_view text = value.plain ? value.inside() : decoded.reveal();
        return std::string(repeats_secret(text, secret) ? "[REDACTED]" : text);
    }

private:
    template <class T, class Member>
    void read_member(const Field& field, const Location& where, bool whole, const Member& member, T& target) {
        if (field.value.kind != Kind::none) {
            const bool done = read_value(field.value, where, target);
            if constexpr (std::is_same_v<T, std::string>) {
                if (done) check_constraint(report_.report(), where, member.constraint, target);
            }
            return;
        }
        bool missing = whole && member.required && !field.named;
        if constexpr (std::is_same_v<T, Secret>) missing = missing && target.empty();
        if (missing) report_.report().required(where);
    }

    std::vector<Violation>& violations_;
    TextReport report_;
    std::string_view text_;  // without a byte order mark
    bool in_place_ = false;  // whether the secret was read from its place
};

}  // namespace STYTCH_M2M_ABI
}  // namespace stytch::m2m::detail
