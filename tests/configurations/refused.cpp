// SPDX-License-Identifier: MIT
// Each line marked as refused must not compile. With CONTROL the macros are the nearest valid code, and all lines do.
#include <stytch/m2m.hpp>

#include <string>
#include <string_view>
#include <utility>

using namespace stytch::m2m;

#ifdef CONTROL
#define SECRET std::string(secret.reveal())
#define CHARS secret.reveal().data()
#define VIEW secret.reveal()
#define THERE !secret.empty()
#define NUMBER "1"
#define NOTHING ""
#define RESULT static_cast<bool>(result)
#define RESPONSE static_cast<bool>(response)
#define MOVED(x) std::move(x)
#define CLIENT response.m2m_client
#define DOCUMENT nlohmann::json("{}")
#else
#define SECRET secret
#define CHARS secret
#define VIEW secret
#define THERE secret
#define NUMBER 1
#define NOTHING nullptr
#define RESULT result
#define RESPONSE response
#define MOVED(x) x
#define CLIENT response
#define DOCUMENT "{}"
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

void other(const Secret& secret, ParseResult result, RotateStartResponse response) {
    const bool there = THERE;                                     // refused
    const Secret number = NUMBER;                                 // refused
    const Secret nothing = NOTHING;                               // refused
    const bool ok = RESULT;                                       // refused
    const bool response_ok = RESPONSE;                            // refused
    const auto client = MOVED(result).value();                    // refused
    const auto response_client = MOVED(response).value();         // refused
    const auto of_text = validate(DOCUMENT);                      // refused
    const auto of_response = validate(CLIENT);                    // refused
    const auto of_null = parse(NOTHING);                          // refused
    const auto body_null = parse_rotate_start_response(NOTHING);  // refused
    parse_rotate_start_response(NOTHING, [](const Secret&) {});   // refused
}
