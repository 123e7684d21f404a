// SPDX-License-Identifier: MIT
// One value of a text, to one C++ type. Each function requires that a value of the right kind comes next, and returns
// false at a fault.
#pragma once

#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <stytch/m2m/detail/text/discard.hpp>
#include <stytch/m2m/detail/text/number.hpp>
#include <stytch/m2m/detail/text/object_reader.hpp>

STYTCH_M2M_BEGIN_NAMESPACE
namespace detail {

/// A string, into a std::string that is empty or a std::optional of one.
template <class Text>
bool read_value(ObjectReader& reader, Text& target) {
    Literal literal;
    if (!reader.parser.string(literal)) return false;
    with_text(literal, [&](std::string_view text) { target = text; });
    return true;
}

/// Leaves no copy in freed memory when the vector grows.
inline void append(std::vector<std::string>& texts, const Literal& literal) {
    if (texts.size() == texts.capacity()) {
        std::vector<std::string> larger;
        larger.reserve(texts.empty() ? 4 : texts.size() * 2);
        for (std::string& text : texts) larger.push_back(std::move(text));
        texts.swap(larger);
        discard(larger);
    }
    with_text(literal, [&](std::string_view text) { texts.emplace_back(text); });
}
/// Reports elements that are not strings. The target is empty if there are any.
inline bool read_value(ObjectReader& reader, std::vector<std::string>& target) {
    Parser& parser = reader.parser;
    Location at = reader.where;
    at.index = 0;
    bool strings = true;
    for (bool more = parser.enter(']'); more; more = parser.another(']')) {
        const Kind kind = kind_of(parser.peek());
        if (kind == Kind::string) {
            Literal literal;
            if (!parser.string(literal)) break;
            if (strings) append(target, literal);
        } else {
            strings = false;
            if (!reader.skip_value()) break;
            reader.report.type(at, kind_name(Kind::string), kind_name(kind));
        }
        ++at.index;
    }
    if (parser.failed() || !strings) discard(target);
    return !parser.failed();
}

/// Reports a number that no int holds.
inline bool read_value(ObjectReader& reader, int& target) {
    const char* const first = reader.parser.at();
    if (!reader.parser.scalar()) return false;
    const std::string_view number = reader.parser.since(first);
    double real = 0;
    if (to_integer(number, target)) return true;
    to_double(number, real);  // it fits: the parser has checked that
    if (!std::islessgreater(std::trunc(real), real) && real >= (std::numeric_limits<int>::min)() &&
        real <= (std::numeric_limits<int>::max)()) {
        target = static_cast<int>(real);
    } else {
        reader.report.type(reader.where, "integer", "a number that no int holds");
    }
    return true;
}

}  // namespace detail
STYTCH_M2M_END_NAMESPACE
