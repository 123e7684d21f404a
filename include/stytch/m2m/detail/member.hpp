// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <nlohmann/json.hpp>

#include <stytch/m2m/detail/kind.hpp>
#include <stytch/m2m/secret.hpp>

namespace stytch::m2m::detail {

/// What a string must satisfy beyond the schema; at most one for each member.
enum class Constraint : unsigned char { none, not_empty, status };

// The JSON type of a member, by its C++ type. The pointers are null; they only select the overload. Whoever adds a type
// also adds overloads of Reader::read_value(), check_member(), print(), Writer's size_of() and write_value(), and
// json_convert.hpp's read_value() and make_json(), and extends check_json_value() if the kind is new. The type must
// have an empty().

constexpr Kind kind_of(const std::string*) noexcept { return Kind::string; }
constexpr Kind kind_of(const Secret*) noexcept { return Kind::string; }
constexpr Kind kind_of(const std::vector<std::string>*) noexcept { return Kind::array; }
constexpr Kind kind_of(const nlohmann::json*) noexcept { return Kind::object; }
template <class T>
constexpr Kind kind_of(const std::optional<T>*) noexcept {
    return kind_of(static_cast<const T*>(nullptr));
}

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

/// A member of a struct; T is its type there.
template <class Struct, class T>
struct Member {
    constexpr Member(std::string_view n, T Struct::*p, Constraint c = Constraint::none, bool h = false) noexcept
        : name(n), pointer(p), constraint(c), hidden(h) {}

    std::string_view name;
    T Struct::*pointer;
    Constraint constraint;
    bool hidden;  // printed as [REDACTED]
    Kind kind = kind_of(static_cast<const T*>(nullptr));
    bool required = !is_optional<T>;
};

template <class Struct, class T>
Member(std::string_view, T Struct::*, Constraint, bool) -> Member<Struct, T>;

/// Returns the value of a member, or null if it is absent; an optional json that holds null counts as absent.
template <class T>
const T* value_of(const T& member) noexcept {
    return &member;
}
template <class T>
const T* value_of(const std::optional<T>& member) noexcept {
    if constexpr (std::is_same_v<T, nlohmann::json>) {
        return member.has_value() && !member->is_null() ? &*member : nullptr;
    } else {
        return member.has_value() ? &*member : nullptr;
    }
}

/// Whether two members are equal: both absent, or with equal values.
template <class T>
bool same(const T& lhs, const T& rhs) {
    const auto* const left = value_of(lhs);
    const auto* const right = value_of(rhs);
    return left == nullptr || right == nullptr ? left == right : *left == *right;
}

}  // namespace stytch::m2m::detail
