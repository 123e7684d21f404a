// SPDX-License-Identifier: MIT
// What the reader and the writer take for granted about the table of members. Not checked in the headers, because every
// user would pay for compiling it.
#include <stytch/m2m.hpp>

#include <cstddef>
#include <optional>
#include <type_traits>

using namespace stytch::m2m;

namespace {

template <class Wanted, class Struct, class T>
constexpr bool is_of_type(const detail::Member<Struct, T>&) {
    return std::is_same_v<Wanted, T>;
}

template <class Predicate>
constexpr std::size_t count_members(Predicate predicate) {
    std::size_t count = 0;
    detail::for_each_member([&](const auto& member) { count += predicate(member) ? 1U : 0U; });
    return count;
}

static_assert(count_members([](const auto& member) { return is_of_type<Secret>(member); }) == 1,
              "Reader::read_secret_first() reads one secret");
static_assert(count_members([](const auto& member) { return is_of_type<std::optional<nlohmann::json>>(member); }) == 1,
              "Writer has room for the text of one json");
static_assert(count_members([](const auto& member) {
                  const bool required_string = member.kind == detail::Kind::string && member.required;
                  return member.constraint != detail::Constraint::none && !required_string;
              }) == 0,
              "Reader::read_member() checks the constraints of required strings only");

}  // namespace
