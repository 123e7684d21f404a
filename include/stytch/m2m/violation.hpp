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

/// The rule that a Violation breaks.
enum class Rule {
    syntax,     ///< The text is not JSON (RFC 8259), or has a number beyond a double, which nlohmann_json rejects, too.
    depth,      ///< Nested more than 128 levels deep, counted from the client even in a response; not in the schema.
    duplicate,  ///< A member occurs twice; the first one is kept.
    required,   ///< A required member is missing, or a response has neither `m2m_client` nor an error.
    type,       ///< A member's JSON type is not the schema's, or JSON cannot represent its value.
    empty,      ///< `client_id` or `next_client_secret` is empty; not in the schema.
    encoding,   ///< A string in memory is not UTF-8. In text, this is reported as `syntax`.
    status,     ///< `status` is neither active nor inactive.
    misplaced,  ///< The secret was found, but not in its place.
    memory,     ///< Memory ran out before everything was read.
};

/// Returns the name of the enumerator, or "unknown" for any other value.
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
/// Prints to_string(rule).
inline std::ostream& operator<<(std::ostream& out, Rule rule) { return out << to_string(rule); }

/// One reason why a document is invalid. Contains nothing from the document, so it is safe to log.
struct Violation {
    Rule rule{};           ///< The rule that is broken.
    std::string location;  ///< JSON Pointer (RFC 6901) to the member; empty for the whole document.
    std::string message;   ///< What was expected; human-readable.

    /// Compares all members.
    [[nodiscard]] friend bool operator==(const Violation& lhs, const Violation& rhs) noexcept {
        return lhs.rule == rhs.rule && lhs.location == rhs.location && lhs.message == rhs.message;
    }
    /// Compares all members.
    [[nodiscard]] friend bool operator!=(const Violation& lhs, const Violation& rhs) noexcept { return !(lhs == rhs); }

    /// Prints `LOCATION: MESSAGE [RULE]`, with "document" for an empty location and no newline.
    friend std::ostream& operator<<(std::ostream& out, const Violation& violation) {
        return out << detail::describe(violation.location, violation.message) << " [" << violation.rule << ']';
    }

    /// Writes an object with the three members, the rule by name, to `j`, any nlohmann::basic_json.
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

/// Thrown if a document or a struct is invalid. Carries its violations; what() lists the first 100. Safe to log.
class ValidationError : public std::invalid_argument {
public:
    /// `violations` should not be empty.
    explicit ValidationError(std::vector<Violation> violations)
        : std::invalid_argument(describe(violations)), violations_(std::move(violations)) {}

    /// Returns the violations, in the order in which they were found.
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
