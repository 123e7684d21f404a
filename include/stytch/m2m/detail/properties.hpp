// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

#include <stytch/m2m/secret.hpp>

STYTCH_M2M_BEGIN_NAMESPACE
namespace detail {

/// JSON's types, named as in JSON Schema.
enum class Kind : unsigned char { null, boolean, number, string, array, object };

constexpr std::string_view kind_name(Kind kind) noexcept {
    constexpr std::array<std::string_view, 6> names = {"null", "boolean", "number", "string", "array", "object"};
    return names[static_cast<std::size_t>(kind)];
}

/// The kind of the JSON value that begins with `first`.
constexpr Kind kind_of(char first) noexcept {
    return first == '"'                   ? Kind::string
           : first == '['                 ? Kind::array
           : first == '{'                 ? Kind::object
           : first == 'n'                 ? Kind::null
           : first == 't' || first == 'f' ? Kind::boolean
                                          : Kind::number;
}

/// What a string must satisfy beyond the schema.
enum class Constraint : unsigned char { none, not_empty, status };

/// The JSON type of a property, by its C++ type. Whoever adds a type adds it to read_value(), discard(), get_value(),
/// make_value(), check_value(), print() and write_value() as well.
template <class T>
inline constexpr Kind kind_for = std::is_same_v<T, int>                                        ? Kind::number
                                 : std::is_same_v<T, std::string> || std::is_same_v<T, Secret> ? Kind::string
                                 : std::is_same_v<T, std::vector<std::string>>                 ? Kind::array
                                                                                               : Kind::object;
template <class T>
inline constexpr Kind kind_for<std::optional<T>> = kind_for<T>;

/// A property of the schema, and the member of the struct that holds it.
template <class Struct, class T>
struct Property {
    std::string_view name;
    T Struct::*member;
    bool required;
    Constraint constraint = Constraint::none;
    bool hidden = false;  // printed as [REDACTED]
    static constexpr Kind kind = kind_for<T>;
};
template <class Struct, class T, class... Rest>
Property(std::string_view, T Struct::*, bool, Rest...) -> Property<Struct, T>;

/// The table of a struct's properties, a std::tuple of Property: everything that reads, writes, checks, compares or
/// prints them goes through it.
template <class Struct>
inline constexpr auto properties_of = nullptr;

template <class Struct, class Function>
constexpr void for_each_property(Function&& function) {
    std::apply([&](const auto&... property) { (function(property), ...); }, properties_of<Struct>);
}

/// Returns the value of a member, or null if it is absent; an optional json that holds null counts as absent.
template <class T>
const T* present(const T& member) noexcept {
    return &member;
}
template <class T>
const T* present(const std::optional<T>& member) noexcept {
    bool absent = !member.has_value();
    if constexpr (std::is_same_v<T, nlohmann::json>) absent = absent || member->is_null();
    return absent ? nullptr : &*member;
}

/// Whether two members are both absent, which null stands for, or have equal values.
template <class T>
bool equal(const T* lhs, const T* rhs) {
    return lhs == nullptr || rhs == nullptr ? lhs == rhs : *lhs == *rhs;
}

}  // namespace detail
STYTCH_M2M_END_NAMESPACE
