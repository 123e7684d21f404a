// SPDX-License-Identifier: MIT
// What a program has beside the library does not change what that does: functions with the names of its own, a
// basic_json with another string and serializer, formatters for families of types, and attributes as macros.
#define noinline hostile
#define gnu hostile
#define clang hostile
#define visibility(...) hostile

#include <stytch/m2m.hpp>
#include <stytch/m2m/fixtures.hpp>

#include <exception>
#include <iostream>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#if __has_include(<fmt/format.h>) && defined(WITH_FMT)
#include <fmt/format.h>
#include <fmt/ranges.h>

// As fmt/std.h has for exceptions, and magic_enum for enumerations.
template <class T>
struct fmt::formatter<T, char, std::enable_if_t<std::is_base_of_v<std::exception, T> || std::is_enum_v<T>>>
    : fmt::formatter<std::string_view> {
    template <class Context>
    auto format(const T&, Context& context) const {
        return fmt::formatter<std::string_view>::format("family", context);
    }
};

#include <stytch/m2m/fmt.hpp>
#endif

#if __has_include(<format>)
#include <format>
#endif
#ifdef __cpp_lib_format
template <class T>
requires std::is_base_of_v<std::exception, T> || std::is_enum_v<T>
struct std::formatter<T> : std::formatter<std::string_view> {
    auto format(const T&, auto& context) const { return std::formatter<std::string_view>::format("family", context); }
};

#include <stytch/m2m/format.hpp>
#endif

namespace user {

template <class T>
struct Allocator : std::allocator<T> {
    Allocator() = default;
    template <class U>
    Allocator(const Allocator<U>&) noexcept {}
    template <class U>
    struct rebind {
        using other = Allocator<U>;
    };
};
using String = std::basic_string<char, std::char_traits<char>, Allocator<char>>;

template <class T, class>
struct Serializer : nlohmann::adl_serializer<T, void> {};
using Json = nlohmann::basic_json<std::map, std::vector, std::string, bool, std::int64_t, std::uint64_t, double,
                                  std::allocator, Serializer>;
using OtherJson = nlohmann::basic_json<std::map, std::vector, String, bool, std::int64_t, std::uint64_t, double,
                                       std::allocator, Serializer>;

// Whoever calls one of these, because of its arguments' namespace, does not compile.
#define HOSTILE_TO(type, name)                 \
    void name(type&) = delete;                 \
    void name(const type&) = delete;           \
    template <class T, class... More>          \
    void name(type&, T&&, More&&...) = delete; \
    template <class T, class... More>          \
    void name(const type&, T&&, More&&...) = delete;
#define HOSTILE(name)           \
    HOSTILE_TO(Json, name)      \
    HOSTILE_TO(OtherJson, name) \
    HOSTILE_TO(String, name)
HOSTILE(all_representable)
HOSTILE(all_utf8)
HOSTILE(any_child)
HOSTILE(any_repeats_secret)
HOSTILE(check_json)
HOSTILE(check_text)
HOSTILE(check_value)
HOSTILE(convert)
HOSTILE(copy)
HOSTILE(discard)
HOSTILE(elements)
HOSTILE(equal)
HOSTILE(find_member)
HOSTILE(for_each_property)
HOSTILE(for_each_value)
HOSTILE(forward)
HOSTILE(get_value)
HOSTILE(make_key)
HOSTILE(make_string)
HOSTILE(members)
HOSTILE(move)
HOSTILE(nested_deeper)
HOSTILE(overwrite)
HOSTILE(parse)
HOSTILE(parse_rotate_start_response)
HOSTILE(present)
HOSTILE(print)
HOSTILE(raise)
HOSTILE(redacted)
HOSTILE(repeats_secret)
HOSTILE(serialize)
HOSTILE(text_of)
HOSTILE(validate)
HOSTILE(validate_json)
HOSTILE(wipe)

}  // namespace user

#include "../support/printed_values.hpp"

using namespace stytch::m2m;

namespace {

bool all = true;

void check(bool condition, const char* what) {
    if (condition) return;
    std::cerr << what << '\n';
    all = false;
}

template <class Json>
void check_json() {
    M2MClientWithNextClientSecret client = fixtures::sample_client();
    client.trusted_metadata = nlohmann::json{{"a", {"text", 1, -1, 1.5, true, nullptr}}, {"b", {{"c", "d"}}}};
    const Json document(client);
    check(document.at("trusted_metadata").at("b").at("c") == "d", "metadata are converted");
    check(stytch::m2m::validate(document).empty(), "and valid");
    check(document.template get<M2MClientWithNextClientSecret>() == client, "and converted back");
    Json wrong = document;
    wrong["status"] = nullptr;
    check(fixtures::locations(stytch::m2m::validate(wrong)) == std::vector<std::string>{"/status"}, "or not valid");
    check(Json(fixtures::sample_error()).at("error_type") == "m2m_client_not_found", "a response");
    check(Json(*fixtures::sample_error().error).at("error_type") == "m2m_client_not_found", "an error");
    check(Json(Violation{Rule::type, "/a", "b"}).at("rule") == "type", "a violation");
}

}  // namespace

int main() {
    check_json<user::Json>();
    check_json<user::OtherJson>();
    check_json<nlohmann::ordered_json>();

    const std::string body = serialize(fixtures::sample_response());
    user::String own(body.c_str());
    check(parse_rotate_start_response(std::move(own)).ok() && own.empty(), "a string with an allocator of one's own");
    own = body.c_str();
    std::size_t stored = 0;
    check(parse_rotate_start_response(std::move(own), [&](const Secret& secret) { stored = secret.size(); }).ok(), "");
    check(stored == 44 && own.empty(), "and a store");
    own = serialize(fixtures::sample_client()).c_str();
    check(parse(std::move(own)).ok() && own.empty(), "a client");
    own = "secret";
    check(Secret(std::move(own)) == "secret" && own.empty(), "a secret");
    own = "secret";
    stytch::m2m::wipe(own);
    check(own.empty(), "wiped");

    // With -Wextra, a member without an initializer of its own would be warned of.
    const Violation violation{.rule = Rule::type};
    const std::vector<Violation> violations = {violation, violation};
#ifdef WITH_FMT
    samples::for_each_printed_value([](const auto& value) {
        std::ostringstream out;
        out << value;
        check(fmt::format("{}", value) == out.str(), "{fmt} writes as << does");
    });
    check(fmt::format("{} {}", Rule::type, NextStep::finish) == "type finish", "{fmt}: enumerations");
    check(fmt::format("{}", *fixtures::sample_error().error).find("StytchError{") == 0, "{fmt}: exceptions");
    check(fmt::format("{}", violations) == "[document:  [type], document:  [type]]", "{fmt}: ranges");
#endif
#ifdef __cpp_lib_format
    samples::for_each_printed_value([](const auto& value) {
        std::ostringstream out;
        out << value;
        check(std::format("{}", value) == out.str(), "std::format writes as << does");
    });
    check(std::format("{:>11}", Secret("secret")) == " [REDACTED]", "std::format: a specification");
    check(std::format("{} {}", Rule::type, NextStep::finish) == "type finish", "std::format: enumerations");
    check(std::format("{}", *fixtures::sample_error().error).find("StytchError{") == 0, "std::format: exceptions");
#endif
#ifdef __cpp_lib_format_ranges
    check(std::format("{}", violations) == "[document:  [type], document:  [type]]", "std::format: ranges");
#endif
    return all ? 0 : 1;
}
