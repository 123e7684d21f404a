// SPDX-License-Identifier: MIT
// Each line marked as refused must not compile, and if words follow, an error must have them. With CONTROL the macros
// are the nearest valid code, and all lines do.
#include <stytch/m2m.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace stytch::m2m;

#ifdef CONTROL
#define SECRET std::string(secret.reveal())
#define CHARS secret.reveal().data()
#define VIEW secret.reveal()
#define THERE !secret.empty()
#define NUMBER "1"
#define NOTHING ""
#define MOVED text
#define CLIENT response.m2m_client
#define DOCUMENT nlohmann::json("{}")
#define BODY std::string_view(bytes.data(), bytes.size())
#define WIDE std::string()
#define COUNT 31
#define KEPT static_cast<void>(secret.size())
#define STORE(secret) [](const Secret& secret)
#else
#define SECRET secret
#define CHARS secret
#define VIEW secret
#define THERE secret
#define NUMBER 1
#define NOTHING nullptr
#define MOVED fixed
#define CLIENT response
#define DOCUMENT "{}"
#define BODY bytes
#define WIDE std::wstring()
#define COUNT 32
#define KEPT return !secret.empty()
#define STORE(secret) [](std::string secret)
#endif

void log(const nlohmann::json&);
void print(const char*);

void json(const Secret& secret) {
    const nlohmann::json from = SECRET;              // refused
    const auto made = nlohmann::json(SECRET);        // refused
    const nlohmann::json list = {"secret", SECRET};  // refused
    const nlohmann::ordered_json ordered = SECRET;   // refused
    nlohmann::json assigned;
    assigned = SECRET;            // refused
    assigned["secret"] = SECRET;  // refused
    log(SECRET);                  // refused
    static_cast<void>(secret);
}

void text(const Secret& secret) {
    const std::string from = SECRET;              // refused
    const auto made = std::string(SECRET);        // refused
    const auto sum = "a" + SECRET;                // refused
    const std::string_view view = VIEW;           // refused
    const char* const chars = CHARS;              // refused
    print(CHARS);                                 // refused
    for (const char byte : SECRET) print(&byte);  // refused
    const char first = SECRET[0];                 // refused
}

void other(const Secret& secret) {
    const bool there = THERE;                                     // refused
    const Secret number = NUMBER;                                 // refused
    const Secret nothing = NOTHING;                               // refused
    const auto of_text = validate(DOCUMENT);                      // refused
    const auto of_null = parse(NOTHING);                          // refused
    const auto body_null = parse_rotate_start_response(NOTHING);  // refused
    parse_rotate_start_response(NOTHING, [](const Secret&) {});   // refused
}

template <std::size_t... index>
auto table(std::index_sequence<index...>) {
    return detail::Table(
        (static_cast<void>(index), detail::Property{"status", &M2MClientWithNextClientSecret::status})...);
}

// Each is one sentence, rather than a page of candidates.
void sentences(const RotateStartResponse& response, const std::vector<char>& bytes, std::string& text,
               const std::string& fixed) {
    static_cast<void>(validate(CLIENT));                                  // refused: validate() takes a client
    static_cast<void>(parse(BODY));                                       // refused: parse() takes a std::string
    static_cast<void>(parse(WIDE));                                       // refused: parse() takes a std::string
    static_cast<void>(parse(std::move(MOVED)));                           // refused: const only as an lvalue
    parse_rotate_start_response(std::move(MOVED), [](const Secret&) {});  // refused: const only as an lvalue
    static_cast<void>(parse_rotate_start_response(BODY));  // refused: parse_rotate_start_response() takes a std::string
    const auto keep = [](const Secret& secret) { KEPT; };  // and what it returns is not checked
    parse_rotate_start_response("", keep);                 // refused: store must return void
    parse_rotate_start_response(
        "", STORE(secret) { KEPT; });                             // refused: store must be callable
    static_cast<void>(table(std::make_index_sequence<COUNT>()));  // refused: a set has no more bits
}
