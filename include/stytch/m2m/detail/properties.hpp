// SPDX-License-Identifier: MIT
#pragma once

#include <limits>
#include <tuple>

#include <stytch/m2m/secret.hpp>

STYTCH_M2M_BEGIN_DETAIL

/// The table of a struct's properties, a std::tuple of Property: everything that reads, writes, checks, compares or
/// prints them goes through it.
template <class Struct>
inline constexpr auto properties_of = nullptr;

template <class Struct>
inline constexpr bool has_properties = !std::is_null_pointer_v<std::decay_t<decltype(properties_of<Struct>)>>;

/// For a static_assert where a function does not know a C++ type. Whoever adds one finds those functions by them.
template <class T>
inline constexpr bool is_unknown = false;

/// The JSON type of a property, by its C++ type.
template <class T>
constexpr Kind kind_for(const T*) noexcept {
    if constexpr (std::is_same_v<T, int>) {
        return Kind::number;
    } else if constexpr (std::is_same_v<T, std::string> || std::is_same_v<T, Secret>) {
        return Kind::string;
    } else if constexpr (std::is_same_v<T, std::vector<std::string>>) {
        return Kind::array;
    } else {
        static_assert(std::is_same_v<T, nlohmann::json> || has_properties<T>, "no JSON type is known for this type");
        return Kind::object;
    }
}
template <class T>
constexpr Kind kind_for(const std::optional<T>*) noexcept {
    return detail::kind_for(static_cast<const T*>(nullptr));
}

/// What a string must satisfy beyond the schema.
enum class Constraint : unsigned char { none, not_empty, status };

/// A property of the schema, and the member of the struct that holds it.
template <class Struct, class T>
struct Property {
    std::string_view name;
    T Struct::*member;
    bool required = false;
    Constraint constraint = Constraint::none;
    bool hidden = false;  // printed as [REDACTED]
    unsigned bit = 0;     // in a set of properties; make_table() sets it
    static constexpr Kind kind = detail::kind_for(static_cast<const T*>(nullptr));
};
template <class Struct, class T, class... Rest>
Property(std::string_view, T Struct::*, Rest...) -> Property<Struct, T>;

template <class... Properties>
constexpr auto make_table(Properties... properties) {
    static_assert(sizeof...(properties) < std::numeric_limits<unsigned>::digits, "a set has no more bits");
    unsigned index = 0;
    ((properties.bit = 1U << index++), ...);
    return std::tuple(properties...);
}

template <class Struct>
inline constexpr std::size_t property_count = std::tuple_size_v<std::decay_t<decltype(properties_of<Struct>)>>;

// Not by std::apply, which takes longer to compile, and to run.
template <class Struct, class Function, std::size_t... index>
constexpr void for_each_property(Function& function, std::index_sequence<index...>) {
    (function(std::get<index>(properties_of<Struct>)), ...);
}
template <class Struct, class Function>
constexpr void for_each_property(Function&& function) {
    detail::for_each_property<Struct>(function, std::make_index_sequence<property_count<Struct>>());
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

template <class Struct, class T>
auto present(const Struct& object, const Property<Struct, T>& property) noexcept {
    return detail::present(object.*property.member);
}

/// Calls `function` with each property that is not absent, and its value.
template <class Struct, class Function>
void for_each_value(const Struct& object, Function&& function) {
    detail::for_each_property<Struct>([&](const auto& property) {
        if (const auto* const value = present(object, property); value != nullptr) function(property, *value);
    });
}

/// Whether two members are both absent, which null stands for, or have equal values.
template <class T>
bool equal(const T* lhs, const T* rhs) {
    return lhs == nullptr || rhs == nullptr ? lhs == rhs : *lhs == *rhs;
}

STYTCH_M2M_END_DETAIL
