// SPDX-License-Identifier: MIT
#pragma once

#include <ostream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

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
    misplaced,  ///< The secret was read from elsewhere than its place.
    memory,     ///< There was too little memory to read the rest.
};

/// Writes the name of the enumerator.
inline std::ostream& operator<<(std::ostream& out, Rule rule) {
    switch (rule) {
        case Rule::syntax:
            return out << "syntax";
        case Rule::depth:
            return out << "depth";
        case Rule::duplicate:
            return out << "duplicate";
        case Rule::required:
            return out << "required";
        case Rule::type:
            return out << "type";
        case Rule::empty:
            return out << "empty";
        case Rule::encoding:
            return out << "encoding";
        case Rule::status:
            return out << "status";
        case Rule::misplaced:
            return out << "misplaced";
        case Rule::memory:
            return out << "memory";
    }
    return out << "unknown";
}

/// One reason why a document is not valid. It holds nothing of the document's contents and is safe to log.
struct Violation {
    Rule rule{};           ///< What is broken.
    std::string location;  ///< JSON Pointer (RFC 6901) to the member concerned; "" is the whole document.
    std::string message;   ///< What was expected, for people.

    /// Compares all members.
    friend bool operator==(const Violation& lhs, const Violation& rhs) {
        return lhs.rule == rhs.rule && lhs.location == rhs.location && lhs.message == rhs.message;
    }
    /// Compares all members.
    friend bool operator!=(const Violation& lhs, const Violation& rhs) { return !(lhs == rhs); }

    /// Writes `LOCATION: MESSAGE [RULE]`, with "document" for an empty location, and no end of line.
    friend std::ostream& operator<<(std::ostream& out, const Violation& violation) {
        out << (violation.location.empty() ? "document" : violation.location) << ": " << violation.message;
        return out << " [" << violation.rule << ']';
    }
};

/// Thrown where a document or a struct is not valid; carries every reason, and what() names them all. Safe to log.
class ValidationError : public std::invalid_argument {
public:
    /// `violations` should not be empty.
    explicit ValidationError(std::vector<Violation> violations)
        : std::invalid_argument(describe(violations)), violations_(std::move(violations)) {}

    /// All of them: what is wrong with the structure first, then each member's in the schema's order.
    const std::vector<Violation>& violations() const noexcept { return violations_; }

private:
    static std::string describe(const std::vector<Violation>& violations) {
        std::string text = "not a valid client or response";
        for (const Violation& violation : violations) {
            text += "; ";
            text += violation.location.empty() ? "document" : violation.location;
            text += ": ";
            text += violation.message;
        }
        return text;
    }

    std::vector<Violation> violations_;
};

}  // namespace stytch::m2m
