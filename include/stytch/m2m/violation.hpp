// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdlib>
#include <ostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <stytch/m2m/detail/json_tree.hpp>
#include <stytch/m2m/detail/print.hpp>

STYTCH_M2M_BEGIN_NAMESPACE
namespace detail {

/// The number of violations that are reported one by one, so that reports stay small whatever the text is.
inline constexpr std::size_t max_violations = 100;

/// The message of the last violation if there are more than max_violations.
inline constexpr std::string_view more_violations = "there are more violations than the first 100";
static_assert(max_violations == 100, "as the message says, and what is documented");

/// A violation as it is printed, without its rule.
inline std::string describe(std::string_view location, std::string_view message) {
    return (location.empty() ? "document" : printable(location)) + ": " + printable(message);
}

}  // namespace detail

/// The rule that a Violation breaks.
enum class Rule {
    syntax,     ///< The text is not JSON (RFC 8259), or has a number beyond a double, which nlohmann_json rejects, too.
    depth,      ///< Nested more than 128 levels deep, counted from the client; not in the schema.
    duplicate,  ///< A member occurs twice; the first one is kept.
    required,   ///< A required member is missing, or a response has neither `m2m_client` nor an error.
    type,       ///< A member's JSON type is not the schema's, or JSON cannot represent its value.
    empty,      ///< `client_id` or `next_client_secret` is empty; not in the schema.
    encoding,   ///< A string in memory is not UTF-8. In text, this is reported as `syntax`.
    status,     ///< `status` is neither active nor inactive.
    misplaced,  ///< The secret was found, but not in its place.
};

/// Returns the name of the enumerator, or "unknown" for any other value.
[[nodiscard]] inline std::string_view to_string(Rule rule) noexcept {
    constexpr std::array<std::string_view, 9> names = {"syntax", "depth",    "duplicate", "required", "type",
                                                       "empty",  "encoding", "status",    "misplaced"};
    return detail::name_of(names, rule);
}
/// Prints to_string(rule).
inline std::ostream& operator<<(std::ostream& out, Rule rule) { return detail::unpadded(out) << to_string(rule); }
/// Writes to_string(rule) to `j`, any nlohmann::basic_json.
template <class BasicJson>
void to_json(BasicJson& j, Rule rule) {
    j = detail::make_string<BasicJson>(to_string(rule));
}

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
        return detail::unpadded(out) << detail::describe(violation.location, violation.message) << " ["
                                     << violation.rule << ']';
    }

    /// Writes an object with the three members, the rule by name, to `j`, any nlohmann::basic_json.
    template <class BasicJson>
    friend void to_json(BasicJson& j, const Violation& violation) {
        j = BasicJson::object({{"rule", violation.rule},
                               {"location", detail::make_string<BasicJson>(violation.location)},
                               {"message", detail::make_string<BasicJson>(violation.message)}});
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

namespace detail {

/// Throws `exception`, or aborts if exceptions are disabled.
template <class Exception>
[[noreturn]] void raise(Exception&& exception) {
#ifdef STYTCH_M2M_NO_EXCEPTIONS
    static_cast<void>(exception);
    std::abort();
#else
    throw std::forward<Exception>(exception);
#endif
}

}  // namespace detail
STYTCH_M2M_END_NAMESPACE
