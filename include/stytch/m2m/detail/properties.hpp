// SPDX-License-Identifier: MIT
#pragma once

#include <limits>

#include <stytch/m2m/secret.hpp>

STYTCH_M2M_BEGIN_DETAIL

/// The table of a struct's properties, a Table of Property: everything that reads, writes, checks, compares or prints
/// them goes through it.
template <class Struct>
inline constexpr auto properties_of = nullptr;

template <class Struct>
inline constexpr bool has_properties = !std::is_null_pointer_v<std::decay_t<decltype(properties_of<Struct>)>>;

/// For a static_assert where a function does not know a C++ type. Whoever adds one finds those functions by them.
template <class T>
inline constexpr bool is_unknown = false;

/// The JSON type of a property, by its C++ type.
template <class T>
constexpr Kind kind_for() noexcept {
    if constexpr (std::is_same_v<T, int>) {
        return Kind::number;
    } else if constexpr (std::is_same_v<T, std::string> || std::is_same_v<T, std::optional<std::string>> ||
                         std::is_same_v<T, Secret>) {
        return Kind::string;
    } else if constexpr (std::is_same_v<T, std::vector<std::string>>) {
        return Kind::array;
    } else {
        static_assert(std::is_same_v<T, std::optional<nlohmann::json>> || has_properties<T>,
                      "no JSON type is known for this type");
        return Kind::object;
    }
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
    unsigned bit = 0;     // in a set of properties; Table sets it
    static constexpr Kind kind = detail::kind_for<T>();
};
template <class Struct, class T, class... Rest>
Property(std::string_view, T Struct::*, Rest...) -> Property<Struct, T>;

/// Properties of several types. Not a std::tuple, which takes longer to compile.
template <class... Properties>
struct Table {};
template <class First, class... Rest>
struct Table<First, Rest...> {
    static constexpr std::size_t size = 1 + sizeof...(Rest);
    static_assert(size < std::numeric_limits<unsigned>::digits, "a set has no more bits");

    explicit constexpr Table(First property, Rest... properties) noexcept : first(property), rest(properties...) {
        first.bit = 1U << sizeof...(Rest);
    }

    First first;
    Table<Rest...> rest;
};
template <class... Properties>
Table(Properties...) -> Table<Properties...>;

template <std::size_t index, class Table>
constexpr const auto& get(const Table& table) noexcept {
    if constexpr (index == 0) return table.first;
    if constexpr (index != 0) return detail::get<index - 1>(table.rest);
}

// By index, since recursion through the table takes longer to compile, and to run.
template <class Struct, class Function, std::size_t... index>
constexpr void for_each_property(Function& function, std::index_sequence<index...>) {
    (function(detail::get<index>(properties_of<Struct>)), ...);
}
template <class Struct, class Function>
constexpr void for_each_property(Function&& function) {
    detail::for_each_property<Struct>(function, std::make_index_sequence<properties_of<Struct>.size>());
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
