// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <stytch/m2m/detail/abi.hpp>
#include <stytch/m2m/detail/constraint.hpp>
#include <stytch/m2m/detail/exceptions.hpp>
#include <stytch/m2m/detail/grammar.hpp>
#include <stytch/m2m/detail/json_string.hpp>
#include <stytch/m2m/detail/json_tree.hpp>
#include <stytch/m2m/detail/kind.hpp>
#include <stytch/m2m/detail/report.hpp>
#include <stytch/m2m/detail/salvage.hpp>
#include <stytch/m2m/detail/scanner.hpp>
#include <stytch/m2m/m2m_client_with_next_client_secret.hpp>
#include <stytch/m2m/secret.hpp>

namespace stytch::m2m::detail {
inline namespace STYTCH_M2M_ABI {

/// A member to look for in an object of the text, and its first value.
struct Field {
    std::string_view name{};
    bool named = false;  // it occurs, with a value or without
    Value value{};
};

/// An object in the text, and what to look for in it.
struct Object {
    std::string_view location;  // a JSON Pointer
    Field* first;
    Field* last;
    std::string_view text{};  // empty if there is none; goes on behind the object if that is the document
    bool whole = true;        // false if members may have been overlooked
    bool silent = true;       // false if walk() has something to report
};

/// Reads values out of a text, in two steps: find_object() and find_document() say where they are, without allocating
/// anything; then, once the secret has been read, everything else is read and what is wrong is reported.
class Reader {
public:
    Reader(std::string_view text, std::vector<Violation>& violations) noexcept : violations_(violations), text_(text) {
        constexpr std::string_view mark = "\xEF\xBB\xBF";  // skipped, as the engine does
        start_ = text_.substr(text_.substr(0, mark.size()) == mark ? mark.size() : 0);
    }

    /// Finds the fields of the document.
    void find_document(Object& document) noexcept {
        Scanner scanner(start_);
        if (scanner.peek() == '{')
            find_object(start_.substr(static_cast<std::size_t>(scanner.at() - start_.data())), document);
    }
    /// Finds the fields of the object that begins `text`.
    void find_object(std::string_view text, Object& object) noexcept {
        object.text = text;
        walk(object, true);
    }

    /// Reads the secret from `value`, which is where it belongs, else from wherever it is in the text; then the rest.
    /// Nothing that goes wrong in the rest can cost the secret, a lack of memory included.
    template <class Rest>
    void read_secret_first(const Value& value, const Location& where, Secret& secret, Rest&& rest) {
        const auto read_secret = [&] {
            if (value.kind == Kind::string && value.complete) secret = decode_secret(value).value_or(Secret());
            in_place_ = !secret.empty();
            if (!in_place_) secret = salvage_secret(start_);
        };
        bool lasted = true;
        if_memory_lasts(
            [&] {
                violations_.reserve(1);  // so that a lack of memory can be reported
                read_secret();
            },
            [&] {
                std::vector<Violation>().swap(violations_);
                read_secret();
                lasted = false;
            });
        if (lasted) {
            if_memory_lasts(
                [&] {
                    if (!in_place_ && !secret.empty()) report_.misplaced(where);
                    rest();
                },
                [&] { lasted = false; });
        }
        if (!lasted) report_.memory();
    }

    /// Reports what is wrong with an object but not with the fields' values: its structure, and all other members.
    void report(Object& object) {
        if (!object.silent) walk(object, false);
    }
    void report_required(const Location& where) { report_.required(where); }
    /// Reports what a document without an object is.
    void report_no_object() {
        Scanner scanner(start_);
        const Value document = scanner.take_value();
        if (document.kind == Kind::none) {
            syntax({}, "an object", scanner.at());
            return;
        }
        check_shape(document, {}, Kind::object, max_depth);
        scanner.skip_space();
        if (!scanner.at_end()) syntax({}, "the end of the text", scanner.at());
    }

    /// Reads the client that `object` is in the text. Its secret has been read.
    void read_client(Object& object, M2MClientWithNextClientSecret& client) {
        report(object);
        const Field* field = object.first;
        for_each_member([&](const auto& member) {
            const Location where{object.location, member.name};
            read_member(*field++, where, object.whole && member.required, member.constraint, client.*member.pointer);
        });
    }
    /// Reads one member and reports what is wrong with it, also if it is missing though `required`.
    template <class T>
    void read_member(const Field& field, const Location& where, bool required, Constraint constraint, T& target) {
        if (field.value.kind == Kind::none) {
            if constexpr (std::is_same_v<T, Secret>) required = required && target.empty();
            if (required && !field.named) report_.required(where);
        } else if (read_value(field.value, where, target)) {
            if constexpr (std::is_same_v<T, std::string>) check_constraint(report_, where, constraint, target);
        }
    }

    // Each reads a value into `target`, or reports why that cannot be and leaves `target` as it is. They return whether
    // they did.

    bool read_value(const Value& value, const Location& where, std::string& target) {
        if (!check_string(value, where)) return false;
        target = decode(value);
        return true;
    }
    /// For a secret that has been read; reports why not in its place.
    bool read_value(const Value& value, const Location& where, const Secret&) {
        if (!in_place_ && check_string(value, where)) report_.empty(where);
        return in_place_;
    }
    bool read_value(const Value& value, const Location& where, std::vector<std::string>& target) {
        if (!check_shape(value, where, Kind::array)) return false;
        std::vector<std::string> texts;
        texts.reserve((std::min)(value.commas + 1, value.text.size() / 3));  // the shortest one is "" and its comma
        bool valid = true;
        Scanner scanner(value.text);
        scanner.skip('[');
        Location at{where.parent, where.member, 0};
        if (!scanner.skip(']')) {
            do {
                const Value element = scanner.take_value();
                if (element.kind == Kind::none) return syntax(at, "a value", scanner.at());
                // A flood of what is no string must not take memory: one after a fault is only checked.
                std::string text;
                valid = read_value(element, at, text) && valid;
                if (valid) texts.push_back(std::move(text));
                ++at.index;
            } while (scanner.skip(','));
            if (!scanner.skip(']')) return syntax(at, "',' or ']'", scanner.at());
        }
        if (valid) target = std::move(texts);
        return valid;
    }
    template <class Json, only_json<Json> = 0>
    bool read_value(const Value& value, const Location& where, Json& target) {
        if (!check_shape(value, where, Kind::object)) return false;
        // Metadata that swallowed the secret must not get into the engine's memory.
        const bool swallowed = !in_place_ && names_secret(value.text);
        Dismantled object;
        if (!Grammar::accepts(value, swallowed ? nullptr : &object.json)) return not_json(value, where);
        if (!swallowed) target = std::move(object.json);
        return !swallowed;
    }
    template <class T>
    bool read_value(const Value& value, const Location& where, std::optional<T>& target) {
        if (value.kind == Kind::null) return true;
        T whole{};
        if (!read_value(value, where, whole)) return false;
        target = std::move(whole);
        return true;
    }
    bool read_value(const Value& value, const Location& where, int& target) {
        if (!check_shape(value, where, Kind::number)) return false;
        nlohmann::json number;
        if (!Grammar::accepts(value, &number)) return not_json(value, where);
        const auto real = number.get<double>();
        if (!(real >= (std::numeric_limits<int>::min)() && real <= (std::numeric_limits<int>::max)() &&
              std::trunc(real) == real)) {
            report_.type(where, "integer", "a number that no int holds");
            return false;
        }
        target = static_cast<int>(real);
        return true;
    }

    /// Reads what a server says beside the secret, which has been read; "[REDACTED]" if it repeats it.
    std::string read_text(const Value& value, const Location& where, bool nullable, const Secret& secret) {
        if (value.kind == Kind::none || (nullable && value.kind == Kind::null)) return {};
        if (!check_string(value, where)) return {};
        std::optional<Secret> decoded;
        if (!value.plain) decoded = decode_secret(value);
        const std::string_view text = decoded.has_value() ? decoded->reveal() : value.inside();
        return std::string(repeats_secret(text, secret) ? "[REDACTED]" : text);
    }

    /// Whether `value` is a whole value of `kind` with no more than so many levels; reports what it is otherwise.
    bool check_shape(const Value& value, const Location& where, Kind kind, std::size_t levels = max_member_depth) {
        if (value.kind == kind && value.complete && value.levels <= levels) return true;
        if (value.levels > levels) report_.depth(where);
        if (!value.complete) return syntax(where, end_of(value.kind), text_end());
        if (value.levels <= levels && !Grammar::accepts(value)) return not_json(value, where);
        if (value.kind != kind) report_.type(where, kind_name(kind), kind_name(value.kind));
        return false;
    }
    /// Whether `value` is a string and JSON; reports what it is otherwise.
    bool check_string(const Value& value, const Location& where) {
        if (!check_shape(value, where, Kind::string)) return false;
        return value.plain || is_literal(value.inside()) || not_json(value, where);
    }

private:
    /// Metadata that are being read. nlohmann_json's destructor allocates for arrays and objects that are not empty,
    /// and ends the program if memory has run out.
    struct Dismantled {
        Dismantled() = default;
        Dismantled(const Dismantled&) = delete;
        Dismantled& operator=(const Dismantled&) = delete;
        ~Dismantled() { dismantle(json); }

        nlohmann::json json;
    };

    const char* text_end() const noexcept { return text_.data() + text_.size(); }

    static std::string_view end_of(Kind kind) noexcept {
        return kind == Kind::string  ? "the end of the string"
               : kind == Kind::array ? "the end of the array"
                                     : "the end of the object";
    }

    // Both return false, for their callers to return.

    bool syntax(const Location& where, std::string_view expected, const char* at) {
        report_.syntax(where, expected, static_cast<std::size_t>(at - text_.data()), at == text_end());
        return false;
    }
    bool not_json(const Value& value, const Location& where) { return syntax(where, "JSON", value.text.data()); }

    /// Goes through the members of an object, keeps the first value of each field, and reports what is wrong with the
    /// rest unless `silently`. After a fault it goes on with the next member that it can make out.
    void walk(Object& object, bool silently) {
        for (Field* field = object.first; field != object.last; ++field) *field = Field{field->name};
        Scanner scanner(object.text);
        scanner.skip('{');
        Field* next = object.first;  // members mostly come in the order of the fields
        for (bool open = !scanner.skip('}');;) {
            Location where{object.location, {}};
            std::string_view missing;
            if (open && !walk_member(scanner, object, next, silently, where, missing)) return;
            if (missing.empty()) {
                if (open && scanner.skip(',')) continue;
                if (open && !scanner.skip('}')) {
                    missing = "',' or '}'";
                } else {
                    scanner.skip_space();
                    if (scanner.at_end()) return;
                    missing = "the end of the text";
                    where.member = {};
                }
            }
            const char* const fault = scanner.at();
            object.silent = false;
            if (!silently) syntax(where, missing, fault);
            open = scanner.skip_to_member();
            const auto skipped = static_cast<std::size_t>(scanner.at() - fault);
            if (!open || std::memchr(fault, '"', skipped) != nullptr) object.whole = false;
            if (!open) return;
        }
    }

    /// Skips one member. `where` becomes its location, `missing` what it lacks, if anything. False if the text ends in
    /// its value, which is reported where that is read.
    bool walk_member(Scanner& scanner, Object& object, Field*& next, bool silently, Location& where,
                     std::string_view& missing) {
        Field* const field = take_name(scanner, object, next, silently, missing);
        if (!missing.empty()) return true;
        const bool known = field != object.last;
        if (known) where.member = field->name;
        if (!scanner.skip(':')) {
            missing = "':'";
        } else if (const Value value = scanner.take_value(); value.kind == Kind::none) {
            missing = "a value";
        } else {
            if (known && !field->named) {
                next = field + 1;
            } else {
                object.silent = false;
                if (known && !silently) report_.duplicate(where);
            }
            if (known && field->value.kind == Kind::none) {
                field->value = value;
            } else if (!silently && check_shape(value, where, value.kind) && !Grammar::accepts(value)) {
                not_json(value, where);
            }
            if (!value.complete) return object.whole = false;
        }
        if (known) field->named = true;
        return true;
    }

    /// Skips a member's name and returns the field of that name, the last one if there is none. `next` is the
    /// likeliest.
    Field* take_name(Scanner& scanner, Object& object, Field* next, bool silently, std::string_view& missing) {
        scanner.skip_space();
        for (auto left = object.last - object.first; left > 0; --left, ++next) {
            if (next == object.last) next = object.first;
            if (scanner.skip_quoted(next->name)) return next;
        }
        if (scanner.peek() != '"') {
            missing = "a member's name";
            return object.last;
        }
        const Value name = scanner.take_value();
        if (!name.complete) missing = end_of(Kind::string);
        if (!name.complete || name.plain) return object.last;
        if (!is_literal(name.inside())) {
            object.silent = false;
            if (!silently) not_json(name, {object.location, {}});
            return object.last;
        }
        const char* const last = name.inside().data() + name.inside().size();
        return std::find_if(object.first, object.last, [&](const Field& field) {
            return skip_spelling(name.inside().data(), last, field.name) == last;
        });
    }

    std::vector<Violation>& violations_;
    Report report_{violations_};
    std::string_view text_;
    std::string_view start_;  // without a byte order mark
    bool in_place_ = false;   // whether the secret was read from its place
};

/// The fields of the client.
class ClientFields {
public:
    ClientFields() {
        Field* field = fields_.data();
        for_each_member([&](const auto& member) { (field++)->name = member.name; });
    }
    Object object(std::string_view location) noexcept {
        return {location, fields_.data(), fields_.data() + fields_.size()};
    }
    const Value& secret() const noexcept {
        return std::find_if(fields_.begin(), fields_.end(), [](const Field& f) { return f.name == secret_name; })
            ->value;
    }

private:
    static constexpr std::size_t size = [] {
        std::size_t count = 0;
        for_each_member([&](const auto&) { ++count; });
        return count;
    }();
    std::array<Field, size> fields_;
};

}  // namespace STYTCH_M2M_ABI
}  // namespace stytch::m2m::detail
