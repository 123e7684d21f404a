// SPDX-License-Identifier: MIT
#pragma once

#include <utility>

#include <stytch/m2m/detail/json/number.hpp>
#include <stytch/m2m/detail/reading/discard.hpp>

STYTCH_M2M_BEGIN_DETAIL

/// Builds what nlohmann_json would read from a value in a text without a fault, and so asks nothing again that the
/// parser has. Its functions return the end of what they read.
class Builder {
public:
    explicit Builder(std::string_view text) noexcept : last_(text.data() + text.size()) {}

    /// Stores the value that begins at `at` in `target`, which is null.
    const char* build(const char* at, nlohmann::json& target) const {
        if (*at != '{' && *at != '[') return build_scalar(at, target);
        const bool is_object = *at == '{';
        target = is_object ? json::value_t::object : json::value_t::array;
        at = skip_space(at + 1);
        while (*at != '}' && *at != ']') {
            Literal name;
            if (is_object) at = skip_space(skip_space(skip_string(at, name)) + 1);  // + 1: the colon
            at = skip_space(build(at, is_object ? add_member(target, name) : target.emplace_back()));
            if (*at == ',') at = skip_space(at + 1);
        }
        target.swap(target);  // tells the members who their parent is, if JSON_DIAGNOSTICS is on
        return at + 1;
    }

private:
    /// A copy of a text. It is wiped unless it is moved out, which an allocation that fails may prevent.
    struct Text {  // NOLINT(cppcoreguidelines-special-member-functions): it is not copied
        explicit Text(const Literal& literal)
            : text(with_text(literal, [](std::string_view decoded) { return std::string(decoded); })) {}
        ~Text() {
            if (!text.empty()) wipe(text);
        }
        std::string text;
    };
    using json = nlohmann::json;

    STYTCH_M2M_NOINLINE const char* build_scalar(const char* at, json& target) const {
        switch (*at) {
            case '"': {
                Literal literal;
                at = skip_string(at, literal);
                target = std::move(Text(literal).text);
                return at;
            }
            case 't': target = true; return at + 4;
            case 'f': target = false; return at + 5;
            case 'n': return at + 4;
            default: return build_number(at, target);
        }
    }

    static const char* build_number(const char* at, json& target) {
        const char* const first = at;
        while (*at == '-' || *at == '+' || *at == '.' || *at == 'e' || *at == 'E' || (*at >= '0' && *at <= '9')) ++at;
        const std::string_view number(first, static_cast<std::size_t>(at - first));
        if (std::int64_t negative = 0; *first == '-' && to_integer(number, negative)) {
            target = negative;
        } else if (std::uint64_t positive = 0; *first != '-' && to_integer(number, positive)) {
            target = positive;
        } else {
            double real = 0;
            to_double(number, real);
            target = real;
        }
        return at;
    }

    STYTCH_M2M_INLINE const char* skip_string(const char* at, Literal& literal) const noexcept {
        const char* const first = at + 1;
        at = skip_plain(first, last_);
        while (*at != '"') {
            literal.escaped = literal.escaped || *at == '\\';
            at = skip_plain(at + (*at == '\\' ? 2 : 1), last_);
        }
        literal.text = {first, static_cast<std::size_t>(at - first)};
        return at + 1;
    }
    static const char* skip_space(const char* at) noexcept {
        while (static_cast<unsigned char>(*at) <= ' ') ++at;
        return at;
    }

    /// Returns the member called `name`, which is null. As in nlohmann_json, the last member of a name wins.
    STYTCH_M2M_NOINLINE static json& add_member(json& object, const Literal& name) {
        Text key(name);
        // Null allocates nothing: if an allocation failed now, the key would be freed without being wiped.
        const auto [member, added] = object.get_ref<json::object_t&>().try_emplace(std::move(key.text), nullptr);
        if (!added) discard(member->second);
        return member->second;
    }

    const char* last_;
};

STYTCH_M2M_END_DETAIL
