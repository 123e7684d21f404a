// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstring>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <stytch/m2m/detail/json_string.hpp>
#include <stytch/m2m/detail/rules.hpp>
#include <stytch/m2m/detail/scanner.hpp>
#include <stytch/m2m/detail/wiped_block.hpp>
#include <stytch/m2m/secret.hpp>

namespace stytch::m2m::detail {
inline namespace NLOHMANN_JSON_ABI_TAGS {

/// Whether a complete value is JSON. The engine judges all but strings, and gets arrays and objects with their strings
/// blanked out: what a damaged text makes of the secret, or what a caller mixed up, must not enter it either.
inline bool is_json(const Value& value) {
    if (value.kind == Kind::string) {
        return value.plain || unescape(value.inside(), WipedBlock(value.text.size()).data()).has_value();
    }
    if (value.kind == Kind::null || value.kind == Kind::boolean) return true;
    if (value.kind == Kind::number) return nlohmann::json::accept(value.text);
    WipedBlock copy(value.text);
    char* at = copy.data();
    char* const last = at + value.text.size();
    const auto left = [&] { return static_cast<std::size_t>(last - at); };
    while ((at = static_cast<char*>(std::memchr(at, '"', left()))) != nullptr) {
        const Value string = Scanner({at, left()}).value();
        if (!is_json(string)) return false;
        std::memset(at + 1, 'x', string.inside().size());
        at += string.text.size();
    }
    return nlohmann::json::accept(copy.view());
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
    bool object(Scanner& scanner, std::string_view location, Field* first, Field* last) {
        const Location here{location, {}};
        scanner.take('{');
        if (scanner.take('}')) return true;
        do {
            const Value key = scanner.value();
            if (key.kind != Kind::string) return syntax(here, "a member's name", key.text.data());
            if (!expect(key, here, Kind::string)) return false;
            Field* const field = find(key, here, first, last);
            if (!scanner.take(':')) return syntax(here, "':'", scanner.at());
            const Value value = scanner.value();
            if (value.kind == Kind::none) return syntax(here, "a value", scanner.at());
            if (field != nullptr && field->value.kind == Kind::none) {
                field->value = value;
            } else {
                if (field != nullptr) add_duplicate(violations_, {location, field->name});
                judge(value, here);
            }
            if (!value.complete) return false;
        } while (scanner.take(','));
        return scanner.take('}') || syntax(here, "',' or '}'", scanner.at());
    }

    /// The start of the document; a byte order mark is skipped, as the engine does.
    Scanner begin() const noexcept {
        constexpr std::string_view mark = "\xEF\xBB\xBF";
        return Scanner(text_.substr(text_.substr(0, mark.size()) == mark ? mark.size() : 0));
    }

    /// Whether the document is an object, which `scanner` is then at; reports what it is otherwise.
    bool at_object(Scanner& scanner) {
        if (scanner.peek() == '{') return true;
        const Value document = scanner.value();
        if (document.kind == Kind::none) return syntax({}, "an object", scanner.at());
        expect(document, {}, Kind::object, max_depth);
        if (document.complete) end(scanner);
        return false;
    }

    /// Reports what follows the document.
    void end(Scanner& scanner) {
        scanner.peek();
        if (!scanner.at_end()) syntax({}, "the end of the text", scanner.at());
    }

    // Each reads a value into `target`, or reports why that cannot be, leaves `target` as it is and returns false.

    bool read(const Value& value, Location where, std::string& target) {
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
    bool read(const Value& value, Location where, Secret& target) {
        if (!expect(value, where, Kind::string)) return false;
        if (value.plain) {
            target = value.inside();
            return true;
        }
        WipedBlock decoded(value.inside().size());
        const std::optional<std::size_t> size = unescape(value.inside(), decoded.data());
        if (!size.has_value()) return syntax(where, "a JSON string", value.text.data());
        target = decoded.view().substr(0, *size);
        return true;
    }
    bool read(const Value& value, Location where, std::vector<std::string>& target) {
        if (!expect(value, where, Kind::array)) return false;
        std::vector<std::string> texts;
        bool valid = true;
        Scanner scanner(value.text);
        scanner.take('[');
        where.index = 0;
        if (!scanner.take(']')) {
            do {
                const Value element = scanner.value();
                if (element.kind == Kind::none) return syntax(where, "a value", scanner.at());
                std::string text;
                valid = read(element, where, text) && valid;
                texts.push_back(std::move(text));
                ++where.index;
            } while (scanner.take(','));
            if (!scanner.take(']')) return syntax(where, "',' or ']'", scanner.at());
        }
        if (valid) target = std::move(texts);
        return valid;
    }
    bool read(const Value& value, Location where, nlohmann::json& target) {
        if (!expect(value, where, Kind::object)) return false;
        nlohmann::json object = engine(value, where);
        if (!object.is_object()) return false;
        target = std::move(object);
        return true;
    }
    template <class T>
    bool read(const Value& value, Location where, std::optional<T>& target) {
        if (value.kind == Kind::null) return true;
        T present;
        if (!read(value, where, present)) return false;
        target = std::move(present);
        return true;
    }
    bool read(const Value& value, Location where, int& target) {
        if (!expect(value, where, Kind::number)) return false;
        const nlohmann::json number = engine(value, where);
        if (number.is_discarded()) return false;
        const auto exact = number.get<double>();  // holds every int
        using Limits = std::numeric_limits<int>;
        if (!number.is_number_integer() || exact < (Limits::min)() || exact > (Limits::max)()) {
            add_type(violations_, where, "integer", "another number");
            return false;
        }
        target = static_cast<int>(exact);
        return true;
    }

    /// Whether `value` is a whole value of `kind` with no more than so many levels; reports what it is otherwise.
    bool expect(const Value& value, Location where, Kind kind, std::size_t levels = max_depth - 1) {
        if (!value.complete) return syntax(where, "the end of the " + std::string(name(value.kind)), text_end());
        const bool deep = value.levels > levels;
        if (deep) add_depth(violations_, where);
        if (value.kind == kind && !deep) return true;
        if (!is_json(value)) return syntax(where, "JSON", value.text.data());
        if (value.kind != kind) add_type(violations_, where, name(kind), name(value.kind));
        return false;
    }

private:
    const char* text_end() const noexcept { return text_.data() + text_.size(); }

    /// Always false.
    bool syntax(Location where, std::string_view expected, const char* at) {
        add_syntax(violations_, where, expected, static_cast<std::size_t>(at - text_.data()), at == text_end());
        return false;
    }

    nlohmann::json engine(const Value& value, Location where) {
        nlohmann::json result = nlohmann::json::parse(value.text, nullptr, false);
        if (result.is_discarded()) syntax(where, "JSON", value.text.data());
        return result;
    }

    void judge(const Value& value, Location where) {
        if (expect(value, where, value.kind) && !is_json(value)) syntax(where, "JSON", value.text.data());
    }

    /// The field that `key` names. A key with escapes is decoded here for the reason that is_json() gives.
    Field* find(const Value& key, Location where, Field* first, Field* last) {
        std::string_view name = key.inside();
        WipedBlock decoded(key.plain ? 0 : name.size());
        if (!key.plain) {
            const std::optional<std::size_t> size = unescape(name, decoded.data());
            if (!size.has_value()) syntax(where, "a JSON string", key.text.data());
            name = decoded.view().substr(0, size.value_or(0));
        }
        while (first != last && first->name != name) ++first;
        return first == last ? nullptr : first;
    }

    std::string_view text_;
    Violations& violations_;
};

}  // namespace NLOHMANN_JSON_ABI_TAGS
}  // namespace stytch::m2m::detail
