// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <stytch/m2m/detail/json_string.hpp>
#include <stytch/m2m/detail/json_tree.hpp>
#include <stytch/m2m/detail/rules.hpp>
#include <stytch/m2m/detail/scanner.hpp>
#include <stytch/m2m/detail/wiped_block.hpp>
#include <stytch/m2m/secret.hpp>

namespace stytch::m2m::detail {
inline namespace NLOHMANN_JSON_ABI_TAGS {

/// Makes every digit but the first of an integer in `text`, which is at `data`, a 0: it is JSON no more and no less
/// than before. What may overflow is left as it is: a part of another number, and very many digits.
inline void blank_integers(char* data, std::string_view text) noexcept {
    constexpr std::string_view digits = "0123456789";
    constexpr std::string_view part_after = ".eE+";
    constexpr std::string_view part_before = ".eE";
    constexpr std::size_t too_short_to_overflow = 300;
    for (std::size_t begin = 0; (begin = text.find_first_of(digits, begin)) != std::string_view::npos;) {
        const std::size_t end = (std::min)(text.find_first_not_of(digits, begin), text.size());
        const bool part = (begin != 0 && part_after.find(text[begin - 1]) != std::string_view::npos) ||
                          (end != text.size() && part_before.find(text[end]) != std::string_view::npos);
        if (!part && end - begin < too_short_to_overflow) std::memset(data + begin + 1, '0', end - begin - 1);
        begin = end;
    }
}

/// Whether a complete value is JSON. The engine judges all but strings, but gets a copy without what is in strings and
/// with integers blanked: what a damaged text makes of the secret, or what a caller mixed up, must not enter it either.
inline bool is_json(const Value& value) {
    if (value.kind == Kind::string) {
        return value.plain || unescape(value.inside(), WipedBlock(value.text.size()).data()).has_value();
    }
    if (value.kind == Kind::null || value.kind == Kind::boolean) return true;
    WipedBlock copy(value.text);
    char* at = copy.data();
    char* const last = at + value.text.size();
    const auto left = [&] { return static_cast<std::size_t>(last - at); };
    while ((at = static_cast<char*>(std::memchr(at, '"', left()))) != nullptr) {
        Value string;
        Scanner({at, left()}).take(string);
        if (!is_json(string)) return false;
        std::memset(at + 1, 'x', string.inside().size());
        at += string.text.size();
    }
    blank_integers(copy.data(), copy.view());
    return nlohmann::json::accept(copy.view());
}

/// Whether an object has a member of the secret's name, at whatever depth: it has swallowed the secret then, as it does
/// where a brace is missing or in the wrong place.
inline bool has_swallowed_secret(std::string_view object) {
    const char* const last = object.data() + object.size();
    const auto left = [&](const char* at) { return static_cast<std::size_t>(last - at); };
    const char* at = object.data();
    while ((at = static_cast<const char*>(std::memchr(at, '"', left(at)))) != nullptr) {
        Scanner scanner({at, left(at)});
        Value string;
        scanner.take(string);
        at = scanner.at();
        if (!scanner.take(':')) continue;
        WipedBlock decoded(string.inside().size());
        const std::optional<std::size_t> size = unescape(string.inside(), decoded.data());
        if (decoded.view().substr(0, size.value_or(0)) == "next_client_secret") return true;
    }
    return false;
}

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

    /// Walks the members of the object that `scanner` is at and fills in the fields from `first` to `last`. All other
    /// members are judged and left out. False where the structure breaks; the fields before that have been filled in.
    bool members(Scanner& scanner, std::string_view location, Field* first, Field* last) {
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

    /// The start of the document; a byte order mark is skipped, as the engine does.
    Scanner begin() const noexcept {
        constexpr std::string_view mark = "\xEF\xBB\xBF";
        return Scanner(text_.substr(text_.substr(0, mark.size()) == mark ? mark.size() : 0));
    }

    /// Whether the document is an object, which `scanner` is then at; reports what it is otherwise.
    bool at_object(Scanner& scanner) {
        if (scanner.peek() == '{') return true;
        Value document;
        if (!scanner.take(document)) return syntax({}, "an object", scanner.at());
        expect(document, {}, Kind::object, max_depth);
        end(scanner);
        return false;
    }

    /// Reports what follows the document.
    void end(Scanner& scanner) {
        scanner.peek();
        if (!scanner.at_end()) syntax({}, "the end of the text", scanner.at());
    }

    // Each reads a value into `target`, or reports why that cannot be and leaves `target` as it is. Those that read a
    // client's members return whether they did.

    bool read(const Value& value, const Location& where, std::string& target) {
        if (!expect(value, where, Kind::string)) return false;
        if (value.plain) {
            target = value.inside();
            return true;
        }
        nlohmann::json string = engine(value, where);
        if (!string.is_string()) return false;
        target = std::move(string.get_ref<std::string&>());
        return true;
    }
    bool read(const Value& value, const Location& where, Secret& target) {
        if (!expect(value, where, Kind::string)) return false;
        if (value.plain) {
            target = value.inside();
            return secret_read_ = true;
        }
        WipedBlock decoded(value.inside().size());
        const std::optional<std::size_t> size = unescape(value.inside(), decoded.data());
        if (!size.has_value()) return syntax(where, "a JSON string", value.text.data());
        target = decoded.view().substr(0, *size);
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
            return is_json(value) ? false : syntax(where, "JSON", value.text.data());
        }
        Scanner scanner(value.text);
        scanner.take('{');
        // Most clients have no metadata: not worth the engine's set-up.
        nlohmann::json object = scanner.take('}') ? nlohmann::json::object() : engine(value, where);
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
        // Digits behind no 0 are JSON: a status code is not worth the engine's set-up.
        if (!(integer && value.text.front() > '0') && !is_json(value)) {
            syntax(where, "JSON", value.text.data());
        } else if (!integer) {
            add_type(violations_, where, "integer", "another number");
        } else {
            target = number;
        }
    }

    /// Whether `value` is a whole value of `kind` with no more than so many levels; reports what it is otherwise.
    bool expect(const Value& value, const Location& where, Kind kind, std::size_t levels = max_depth - 1) {
        if (value.kind == kind && value.complete && value.levels <= levels) return true;
        return refuse(value, where, kind, levels);
    }

private:
    const char* text_end() const noexcept { return text_.data() + text_.size(); }

    /// Always false.
    bool syntax(const Location& where, std::string_view expected, const char* at) {
        add_syntax(violations_, where, expected, static_cast<std::size_t>(at - text_.data()), at == text_end());
        return false;
    }

    nlohmann::json engine(const Value& value, const Location& where) {
        nlohmann::json result = nlohmann::json::parse(value.text, nullptr, false);
        if (result.is_discarded()) syntax(where, "JSON", value.text.data());
        return result;
    }

    bool refuse(const Value& value, const Location& where, Kind kind, std::size_t levels) {
        if (value.levels > levels) add_depth(violations_, where);
        if (!value.complete) return syntax(where, "the end of the " + std::string(kind_name(value.kind)), text_end());
        if (!is_json(value)) return syntax(where, "JSON", value.text.data());
        if (value.kind != kind) add_type(violations_, where, kind_name(kind), kind_name(value.kind));
        return false;
    }

    void judge(const Value& value, const Location& where) {
        if (expect(value, where, value.kind) && !is_json(value)) syntax(where, "JSON", value.text.data());
    }

    /// Skips the name of a field if it is next, written without escapes, and returns that field, else null. `next` is
    /// the likeliest one.
    static Field* take_name(Scanner& scanner, Field* first, Field* next, const Field* last) noexcept {
        scanner.peek();
        for (auto left = last - first; left > 0; --left, ++next) {
            if (next == last) next = first;
            if (scanner.take_quoted(next->name)) return next;
        }
        return nullptr;
    }

    /// Skips any other name and returns the field of that name, `last` where there is none; null where no name is.
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

    /// The field that `key` names. It has escapes, which are decoded here for the reason that is_json() gives.
    Field* find(const Value& key, const Location& where, Field* first, const Field* last) {
        const std::string_view literal = key.inside();
        WipedBlock decoded(literal.size());
        const std::optional<std::size_t> size = unescape(literal, decoded.data());
        if (!size.has_value()) syntax(where, "a JSON string", key.text.data());
        const std::string_view name = decoded.view().substr(0, size.value_or(0));
        while (first != last && first->name != name) ++first;
        return first;
    }

    std::string_view text_;
    Violations& violations_;
    bool secret_read_ = false;
};

}  // namespace NLOHMANN_JSON_ABI_TAGS
}  // namespace stytch::m2m::detail
