// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

#include <stytch/m2m/detail/json_tree.hpp>
#include <stytch/m2m/detail/text/discard.hpp>
#include <stytch/m2m/detail/text/number.hpp>
#include <stytch/m2m/detail/text/parser.hpp>

STYTCH_M2M_BEGIN_NAMESPACE
namespace detail {

/// Reads a number, which comes next, as nlohmann_json would.
inline void build_number(Parser& parser, nlohmann::json& target) {
    const char* const first = parser.at();
    parser.scalar();
    const std::string_view number = parser.since(first);
    std::int64_t negative = 0;
    std::uint64_t positive = 0;
    double real = 0;
    if (*first == '-' && to_integer(number, negative)) {
        target = negative;
    } else if (*first != '-' && to_integer(number, positive)) {
        target = positive;
    } else {
        to_double(number, real);
        target = real;
    }
}

/// Returns the member called `name`, null. As in nlohmann_json, the last member of a name wins.
inline nlohmann::json& add_member(nlohmann::json& object, std::string_view name) {
    auto& members = object.get_ref<nlohmann::json::object_t&>();
    const auto found = (members.find)(name);
    if (found == members.end()) return *object.emplace(name, nullptr).first;
    discard(found->second);
    return found->second;
}

/// Stores in `target`, which is null, what nlohmann_json would read from the value that comes next, which is valid.
inline void build(Parser& parser, nlohmann::json& target) {
    using json = nlohmann::json;
    Literal text;
    const char first = parser.peek();
    if (first == '{') {
        target = json::value_t::object;
        for (bool more = parser.enter('}'); more; more = parser.another('}')) {
            parser.name(text);
            parser.colon();
            build(parser, with_text(text, [&](std::string_view name) -> json& { return add_member(target, name); }));
        }
    } else if (first == '[') {
        target = json::value_t::array;
        for (bool more = parser.enter(']'); more; more = parser.another(']')) build(parser, target.emplace_back());
    } else if (first == '"') {
        target = json::value_t::string;
        parser.string(text);
        with_text(text, [&](std::string_view bytes) { target.get_ref<json::string_t&>().append(bytes); });
    } else if (first == 't' || first == 'f' || first == 'n') {
        if (first != 'n') target = first == 't';
        parser.scalar();
    } else {
        build_number(parser, target);
    }
}

/// Stores in `target`, which is null, what nlohmann_json would read from the text of a member, which is valid.
inline void build_metadata(std::string_view text, nlohmann::json& target) {
    Parser parser(text, max_member_depth);
    build(parser, target);
}

}  // namespace detail
STYTCH_M2M_END_NAMESPACE
