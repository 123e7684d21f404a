// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <ostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <stytch/m2m/detail/describe.hpp>
#include <stytch/m2m/detail/limits.hpp>

namespace stytch::m2m {

/// What a Violation breaks.
enum class Rule {
    syntax,     ///< The text is not JSON (RFC 8259) as nlohmann_json reads it, which refuses numbers that overflow.
    depth,      ///< The document is nested deeper than 128 levels; a client counts as a document, in a response too.
    duplicate,  ///< A member occurs twice; the first one is kept.
    required,   ///< A member that the schema requires is missing, or a response's `m2m_client`.
    type,       ///< A member has another JSON type than in the schema.
    empty,      ///< `client_id` or `next_client_secret` is empty.
    encoding,   ///< A string is not UTF-8. Where text is parsed, that is reported as `syntax`.
    status,     ///< `status` is neither active nor inactive.
    misplaced,  ///< The secret was read, but from elsewhere than its place.
    memory,     ///< There was too little memory to read the rest.
};

/// The name of the enumerator.
[[nodiscard]] inline std::string_view to_string(Rule rule) noexcept {
    switch (rule) {
        case Rule::syntax:
            return "syntax";
        case Rule::depth:
            return "depth";
        case Rule::duplicate:
            return "duplicate";
        case Rule::required:
            return "required";
        case Rule::type:
            return "type";
        case Rule::empty:
            return "empty";
        case Rule::encoding:
            return "encoding";
        case Rule::status:
            return "status";
        case Rule::misplaced:
            return "misplaced";
        case Rule::memory:
            return "memory";
    }
    return "unknown";
}
/// Writes the name of the enumerator.
inline std::ostream& operator<<(std::ostream& out, Rule rule) { return out << to_string(rule); }

/// One reason why a document is not valid. It holds nothing of the document's contents and is safe to log.
struct Violation {
    Rule rule{};           ///< What is broken.
    std::string location;  ///< JSON Pointer (RFC 6901) to the member concerned; "" is the whole document.
    std::string message;   ///< What was expected, for people.

    /// Compares all members.
    [[nodiscard]] friend bool operator==(const Violation& lhs, const Violation& rhs) noexcept {
        return lhs.rule == rhs.rule && lhs.location == rhs.location && lhs.message == rhs.message;
    }
    /// Compares all members.
    [[nodiscard]] friend bool operator!=(const Violation& lhs, const Violation& rhs) noexcept { return !(lhs == rhs); }

    /// Writes `LOCATION: MESSAGE [RULE]`, with "document" for an empty location, and no end of line.
    friend std::ostream& operator<<(std::ostream& out, const Violation& violation) {
        return out << detail::describe(violation.location, violation.message) << " [" << violation.rule << ']';
    }

    /// Writes an object of the three members, the rule by its name, for any nlohmann::basic_json.
    template <class BasicJson>
    friend void to_json(BasicJson& j, const Violation& violation) {
        const auto text = [](std::string_view view) { return typename BasicJson::string_t(view.data(), view.size()); };
        BasicJson object = BasicJson::object();
        object["rule"] = text(to_string(violation.rule));
        object["location"] = text(violation.location);
        object["message"] = text(violation.message);
        j = std::move(object);
    }
};

/// Thrown if a document or a struct is not valid; carries every reason, and what() names them, at most the first 100.
/// Safe to log.
class ValidationError : public std::invalid_argument {
public:
    /// `violations` should not be empty.
    explicit ValidationError(std::vector<Violation> violations)
        : std::invalid_argument(describe(violations)), violations_(std::move(violations)) {}

    /// All of them: what is wrong with the structure first, then each member's in the schema's order.
    [[nodiscard]] const std::vector<Violation>& violations() const noexcept { return violations_; }

private:
    static std::string describe(const std::vector<Violation>& violations) {
        std::string text = "not a valid client or response";
        for (std::size_t i = 0; i < violations.size() && i < detail::max_violations; ++i) {
            text.append("; ").append(detail::describe(violations[i].location, violations[i].message));
        }
        if (violations.size() > detail::max_violations) text.append("; ").append(detail::more_violations);
        return text;
    }

    std::vector<Violation> violations_;
};

}  // namespace stytch::m2m
