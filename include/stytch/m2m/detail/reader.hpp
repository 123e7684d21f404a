// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <stytch/m2m/detail/json_tree.hpp>
#include <stytch/m2m/detail/judge.hpp>
#include <stytch/m2m/detail/kind.hpp>
#include <stytch/m2m/detail/rules.hpp>
#include <stytch/m2m/detail/scanner.hpp>
#include <stytch/m2m/secret.hpp>

namespace stytch::m2m::detail {
inline namespace NLOHMANN_JSON_ABI_TAGS {

/// A member to look for in an object of the text, and its value once found.
struct Field {
    std::string_view name;
    Value value;
};

/// Takes values out of a text and reports what is wrong with them.
class Reader {
public:
    Reader(std::string_view text, Violations& violations) noexcept : text_(text), violations_(violations) {}

    Violations& violations() noexcept { return violations_; }

    /// The start of the document; a byte order mark is skipped, as the engine does.
    Scanner start() const noexcept {
        constexpr std::string_view mark = "\xEF\xBB\xBF";
        return Scanner(text_.substr(text_.substr(0, mark.size()) == mark ? mark.size() : 0));
    }

    /// Whether the document is an object, which `scanner` is then at; reports what it is otherwise.
    bool expect_object(Scanner& scanner) {
        if (scanner.peek() == '{') return true;
        Value document;
        if (!scanner.take(document)) return syntax({}, "an object", scanner.at());
        expect(document, {}, Kind::object, max_depth);
        expect_end(scanner);
        return false;
    }

    /// Reports what follows the document.
    void expect_end(Scanner& scanner) {
        scanner.skip_space();
        if (!scanner.at_end()) syntax({}, "the end of the text", scanner.at());
    }

    /// Walks the members of the object that `scanner` is at and fills in the fields from `first` to `last`. All other
    /// members are judged and left out. False where the structure breaks; the fields before that have been filled in.
    bool walk(Scanner& scanner, std::string_view location, Field* first, Field* last) {
        const Location here{location, {}};
        scanner.take('{');
        if (scanner.take('}')) return true;
        Field* next = first;  // members mostly come in the order of the fields
        do {
            Field* field = take_name(scanner, first, next, last);
            if (field == nullptr) field = take_other_name(scanner, here, first, last);
            if (field == nullptr) return false;
            const bool known = field != last;
            const auto where = [&] { return known ? Location{location, field->name} : here; };
            if (!scanner.take(':')) return syntax(where(), "':'", scanner.at());
            Value other{};
            const bool wanted = known && field->value.kind == Kind::none;
            Value& value = wanted ? field->value : other;
            if (!scanner.take(value)) return syntax(where(), "a value", scanner.at());
            if (wanted) {
                next = field + 1;
            } else {
                if (known) add_duplicate(violations_, where());
                judge(value, where());
            }
            if (!value.complete) return false;
        } while (scanner.take(','));
        if (scanner.take('}')) return true;
        return syntax(here, "',' or '}'", scanner.at());
    }

    // Each reads a value into `target`, or reports why that cannot be and leaves `target` as it is. Those that read a
    // client's members return whether they did.

    bool read(const Value& value, const Location& where, std::string& target) {
        if (!expect(value, where, Kind::string)) return false;
        if (value.plain) {
            target = value.inside();
            return true;
        }
        nlohmann::json string = parse_json(value, where);
        if (!string.is_string()) return false;
        target = std::move(string.get_ref<std::string&>());
        return true;
    }
    bool read(const Value& value, const Location& where, Secret& target) {
        if (!expect(value, where, Kind::string)) return false;
        std::optional<Secret> secret = decode(value);
        if (!secret.has_value()) return not_json(value, where);
        target = *std::move(secret);
        return secret_read_ = true;
    }
    bool read(const Value& value, const Location& where, std::vector<std::string>& target) {
        if (!expect(value, where, Kind::array)) return false;
        std::vector<std::string> texts;
        texts.reserve((std::min)(value.commas + 1, value.text.size() / 3));  // the shortest one is "" and its comma
        bool valid = true;
        Scanner scanner(value.text);
        scanner.take('[');
        Location at{where.parent, where.member, 0};
        if (!scanner.take(']')) {
            do {
                Value element;
                if (!scanner.take(element)) return syntax(at, "a value", scanner.at());
                valid = read(element, at, texts.emplace_back()) && valid;
                ++at.index;
            } while (scanner.take(','));
            if (!scanner.take(']')) return syntax(at, "',' or ']'", scanner.at());
        }
        if (valid) target = std::move(texts);
        return valid;
    }
    template <class Json, only_json<Json> = 0>
    bool read(const Value& value, const Location& where, Json& target) {
        if (!expect(value, where, Kind::object)) return false;
        if (!secret_read_ && has_swallowed_secret(value.text)) {
            if (!is_json(value)) not_json(value, where);
            return false;
        }
        Scanner scanner(value.text);
        scanner.take('{');
        // Most clients have no metadata: not worth the engine's set-up.
        nlohmann::json object = scanner.take('}') ? nlohmann::json::object() : parse_json(value, where);
        if (!object.is_object()) return false;
        target = std::move(object);
        return true;
    }
    template <class T>
    bool read(const Value& value, const Location& where, std::optional<T>& target) {
        if (value.kind == Kind::null) return true;
        const bool valid = read(value, where, target.emplace());
        if (!valid) target.reset();
        return valid;
    }
    void read(const Value& value, const Location& where, int& target) {
        if (!expect(value, where, Kind::number)) return;
        int number = 0;
        const char* const last = value.text.data() + value.text.size();
        const auto [next, error] = std::from_chars(value.text.data(), last, number);
        const bool integer = next == last && error == std::errc();
        // Digits after no 0 are JSON: a status code is not worth the engine's set-up.
        if (!(integer && value.text.front() > '0') && !is_json(value)) {
            not_json(value, where);
        } else if (!integer) {
            add_type(violations_, where, "integer", "a number that no int holds");
        } else {
            target = number;
        }
    }

    /// Whether `value` is a whole value of `kind` with no more than so many levels; reports what it is otherwise.
    bool expect(const Value& value, const Location& where, Kind kind, std::size_t levels = max_member_depth) {
        if (value.kind == kind && value.complete && value.levels <= levels) return true;
        return refuse(value, where, kind, levels);
    }

private:
    const char* text_end() const noexcept { return text_.data() + text_.size(); }

    // Both return false, for their callers to return.

    bool syntax(const Location& where, std::string_view expected, const char* at) {
        add_syntax(violations_, where, expected, static_cast<std::size_t>(at - text_.data()), at == text_end());
        return false;
    }
    bool not_json(const Value& value, const Location& where) { return syntax(where, "JSON", value.text.data()); }

    nlohmann::json parse_json(const Value& value, const Location& where) {
        nlohmann::json result = nlohmann::json::parse(value.text, nullptr, false);
        if (result.is_discarded()) not_json(value, where);
        return result;
    }

    bool refuse(const Value& value, const Location& where, Kind kind, std::size_t levels) {
        if (value.levels > levels) add_depth(violations_, where);
        if (!value.complete) return syntax(where, "the end of the " + std::string(kind_name(value.kind)), text_end());
        if (!is_json(value)) return not_json(value, where);
        if (value.kind != kind) add_type(violations_, where, kind_name(kind), kind_name(value.kind));
        return false;
    }

    void judge(const Value& value, const Location& where) {
        if (expect(value, where, value.kind) && !is_json(value)) not_json(value, where);
    }

    /// Skips the name of a field if it is next, written without escapes, and returns that field, else null. `next` is
    /// the likeliest one.
    static Field* take_name(Scanner& scanner, Field* first, Field* next, const Field* last) noexcept {
        scanner.skip_space();
        for (auto left = last - first; left > 0; --left, ++next) {
            if (next == last) next = first;
            if (scanner.take_quoted(next->name)) return next;
        }
        return nullptr;
    }

    /// Skips any other name and returns the field of that name, `last` where there is none; null if there is no name.
    Field* take_other_name(Scanner& scanner, const Location& where, Field* first, Field* last) {
        Value key;
        scanner.take(key);
        if (key.kind != Kind::string) {
            syntax(where, "a member's name", key.text.data());
        } else if (expect(key, where, Kind::string)) {
            return key.plain ? last : find(key, where, first, last);
        }
        return nullptr;
    }

    /// The field that `key` names, which has escapes.
    Field* find(const Value& key, const Location& where, Field* first, Field* last) {
        const std::optional<Secret> name = decode(key);
        if (!name.has_value()) {
            not_json(key, where);
            return last;
        }
        while (first != last && first->name != name->reveal()) ++first;
        return first;
    }

    std::string_view text_;
    Violations& violations_;
    bool secret_read_ = false;  // the table has the secret before the metadata
};

}  // namespace NLOHMANN_JSON_ABI_TAGS
}  // namespace stytch::m2m::detail
