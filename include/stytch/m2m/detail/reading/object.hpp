// SPDX-License-Identifier: MIT
#pragma once

#include <stytch/m2m/detail/reading/discard.hpp>
#include <stytch/m2m/detail/reading/reading.hpp>

STYTCH_M2M_BEGIN_DETAIL

/// Leaves no copy in freed memory when the vector grows.
inline void append(std::vector<std::string>& texts, const Literal& literal) {
    if (texts.size() == texts.capacity()) {
        std::vector<std::string> larger;
        larger.reserve((std::min)(texts.size() * 2 + 4, texts.max_size()));  // for more, it would throw length_error
        for (std::string& text : texts) larger.push_back(std::move(text));
        texts.swap(larger);
        discard(larger);
    }
    with_text(literal, [&](std::string_view text) { texts.emplace_back(text); });
}

/// Reports elements that are not strings. The target is empty if there are any.
inline const char* read_strings(Reading& in, const char* at, std::vector<std::string>& target) {
    Location where = in.where;
    where.index = 0;
    bool all = true;
    at = in.parser.open(at);
    while (at != nullptr && in.parser.peek(at) != ']') {
        const Kind kind = in.parser.kind(at);
        if (kind == Kind::string) {
            Literal literal;
            at = in.parser.string(at, literal);
            if (at != nullptr) append(target, literal);
        } else {
            all = false;
            at = skip_value(in, at);
            if (at != nullptr) in.report.type(where, kind_name(Kind::string), kind_name(kind));
        }
        ++where.index;
        at = in.parser.next_item(at, ']');
    }
    if (at == nullptr || !all) discard(target);
    return in.parser.close(at);
}

/// Reports a number that no int holds.
inline const char* read_int(Reading& in, const char* at, int& target) {
    std::string_view number;
    at = in.parser.number(at, number);
    if (at == nullptr || to_integer(number, target)) return at;
    double real = 0;
    to_double(number, real);                                         // it fits: the parser has checked that
    const bool whole = !std::islessgreater(std::trunc(real), real);  // ==, of which compilers warn
    if (whole && real >= (std::numeric_limits<int>::min)() && real <= (std::numeric_limits<int>::max)()) {
        target = static_cast<int>(real);
    } else {
        in.report.type(in.where, "integer", "a number that no int holds");
    }
    return at;
}

/// Reads a value, which is of the right kind, into a member that is empty.
template <class T>
inline const char* read_value(Reading& in, const char* at, T& target, Constraint constraint) {
    if constexpr (std::is_same_v<T, std::string> || std::is_same_v<T, std::optional<std::string>>) {
        Literal literal;
        at = in.parser.string(at, literal);
        if (at == nullptr) return nullptr;
        target = with_text(literal, [](std::string_view text) { return std::string(text); });
        if constexpr (std::is_same_v<T, std::string>) check_constraint(in.report, in.where, constraint, target);
        return at;
    } else if constexpr (std::is_same_v<T, std::vector<std::string>>) {
        return read_strings(in, at, target);
    } else if constexpr (std::is_same_v<T, int>) {
        return read_int(in, at, target);
    } else {
        static_assert(is_unknown<T>, "no reader is known for this type");
    }
}

/// The bits of the properties that an object lacks, and of the optional ones that are null. Without an object there is
/// nothing that it lacks.
struct Presence {
    unsigned missing = 0;
    unsigned null = 0;
};

/// Skips the value of a property, which is not of its kind. `nullable` is the property's bit, or 0 if it is required.
STYTCH_M2M_NOINLINE inline const char* skip_mismatch(Reading& in, const char* at, Presence& presence, Kind expected,
                                                     unsigned nullable, bool repeated) {
    const Kind kind = in.parser.kind(at);
    at = skip_value(in, at, {in.where.member});
    if (at == nullptr || repeated) return at;
    if (kind == Kind::null) presence.null |= nullable;
    if (kind != Kind::null || nullable == 0) in.report.type(in.where, kind_name(expected), kind_name(kind));
    return at;
}

/// Reads the value of a property whose name was read. Given null, for a fault behind the name, only notes the name.
template <class Reader, class Property>
STYTCH_M2M_INLINE const char* read_property(Reading& in, const char* at, Reader& reader, const Property& property) {
    const bool repeated = (reader.presence.missing & property.bit) == 0;
    reader.presence.missing &= ~property.bit;
    if (repeated) in.report.duplicate({in.where.parent, property.name});
    if (at == nullptr) return nullptr;
    in.where.member = property.name;
    if (in.parser.kind(at) == property.kind) {
        at = reader.read_member(at, property, repeated);
    } else {
        const unsigned nullable = property.required ? 0 : property.bit;
        at = skip_mismatch(in, at, reader.presence, property.kind, nullable, repeated);
    }
    if (at != nullptr) in.where.member = {};
    return at;
}

/// Reads a member and the comma behind it, whatever it is: its name may be escaped, not in the table, or have white
/// space before its colon.
template <class Struct, class Reader>
STYTCH_M2M_NOINLINE const char* read_any_member(Reading& in, const char* at, Reader& reader) {
    Literal name;
    at = in.parser.name(at, name);
    if (at == nullptr) return nullptr;
    bool known = false;
    detail::for_each_property<Struct>([&](const auto& property) {
        if (known || !stands_for(name, property.name)) return;
        known = true;
        at = detail::read_property(in, in.parser.colon(at), reader, property);
    });
    if (!known) at = skip_value(in, in.parser.colon(at), name);
    return in.parser.next_item(at, '}');
}

/// Reads a property and the comma behind it, if its name comes next; otherwise returns `at`.
template <class Struct, std::size_t index, class Reader>
STYTCH_M2M_INLINE const char* read_if_next(Reading& in, const char* at, Reader& reader) {
    constexpr const auto& property = detail::get<index>(properties_of<Struct>);
    if (at == nullptr || !in.parser.is_name(at, property.name)) return at;
    at = detail::read_property(in, in.parser.skip_name(at, property.name), reader, property);
    return in.parser.next_item(at, '}');
}

/// Looks for each property in the table's order, so that members in that order take one comparison each. Returns `at`
/// if none of them comes next.
template <class Struct, class Reader, std::size_t... index>
const char* read_round(Reading& in, const char* at, Reader& reader, std::index_sequence<index...>) {
    ((at = detail::read_if_next<Struct, index>(in, at, reader)), ...);
    return at;
}

/// Reads an object whose JSON Pointer is `location`. `reader` has a `presence`, and a read_member() that reads the
/// value of a property if it is of the right kind.
template <class Struct, class Reader>
const char* read_object(Reading& in, const char* at, Reader& reader, std::string_view location) {
    const std::string_view outer = in.where.parent;
    in.where = {location, {}};
    reader.presence.missing = (1U << properties_of<Struct>.size) - 1;
    at = in.parser.open(at);
    while (at != nullptr && in.parser.peek(at) != '}') {
        const char* const first = at;
        at = detail::read_round<Struct>(in, first, reader, std::make_index_sequence<properties_of<Struct>.size>());
        if (at == first) at = detail::read_any_member<Struct>(in, first, reader);
    }
    if (at != nullptr) in.where = {outer, {}};
    return in.parser.close(at);
}

STYTCH_M2M_END_DETAIL
