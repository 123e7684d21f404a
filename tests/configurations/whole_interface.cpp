// SPDX-License-Identifier: MIT
// Uses the whole interface, in any configuration.
#ifdef HOSTILE_MACROS_LATER
// Standard libraries guard against min and max, or undefine them.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <initializer_list>
#include <iostream>
#include <limits>
#include <memory>
#include <new>
#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>
#endif
#if defined(HOSTILE_MACROS_FIRST) || defined(HOSTILE_MACROS_LATER)
#define min(a, b) (((a) < (b)) ? (a) : (b))
#define max(a, b) (((a) > (b)) ? (a) : (b))
#endif
#ifdef HOSTILE_MACROS_LATER
// Apple's <AssertMacros.h> has the first three, other headers the rest.
#define check(...) hostile
#define verify(...) hostile
#define require(...) hostile
#define read(...) hostile
#define write(...) hostile
#define find(...) hostile
#endif

#include <stytch/m2m.hpp>

#ifdef HOSTILE_MACROS_LATER
#undef check
#undef verify
#undef require
#undef read
#undef write
#undef find
#endif

#include <iostream>
#include <sstream>
#include <string>
#include <utility>

#if defined(HOSTILE_MACROS_LATER) && (!defined(min) || !defined(max))
#error "the macros are gone"
#endif

using namespace stytch::m2m;

namespace {

int failures = 0;

void expect(bool holds, const char* what) {
    if (holds) return;
    ++failures;
    std::cerr << "not so: " << what << '\n';
}

template <class Json>
void round_trip(const M2MClientWithNextClientSecret& client) {
    const Json document = client;
    M2MClientWithNextClientSecret copy;
    from_json(document, copy);
    expect(copy == client, "from_json gives back what to_json took");
    expect(document.template get<M2MClientWithNextClientSecret>() == client, "so does get");
    expect(validate(document).empty(), "and it is valid");
    try {
        static_cast<void>(Json::object().template get<M2MClientWithNextClientSecret>());
        expect(false, "from_json throws");
    } catch (const ValidationError& error) {
        expect(error.violations().size() == 7, "all that is required is missing");
    }
}

}  // namespace

int main() {  // NOLINT(bugprone-exception-escape): what is thrown fails the test, as it should
#if __cplusplus >= 202002L
    {  // Members may be left out without a warning.
        const M2MClientWithNextClientSecret client{.client_id = "a", .status = M2MClientStatus::active};
        const RotateStartResponse response{.status_code = 200, .m2m_client = client};
        expect(response.m2m_client.status == M2MClientStatus::active, "designated initializers");
    }
#endif
    // NOLINT(bugprone-exception-escape): a test may end so
    const std::string text =
        R"({"client_id":"client","next_client_secret":"the \u0073ecret","client_name":"name",)"
        R"("client_description":"","status":"active","scopes":["a","\u0062"],"client_secret_last_four":"abcd",)"
        R"("trusted_metadata":{"a":{"b":[1,2.5,null]}},"next_client_secret_last_four":"cret"})";
    const std::string body = R"({"status_code":200,"request_id":"id","m2m_client":)" + text + "}";

    const M2MClientWithNextClientSecret client = parse(text).value();
    expect(client.next_client_secret == Secret("the secret"), "the secret is read");
    expect(validate(client).empty(), "the client is valid");
    round_trip<nlohmann::json>(client);
    round_trip<nlohmann::ordered_json>(client);
    expect(parse(serialize(client)).value() == client, "parse gives back what serialize took");
    expect(redacted(client).size() == 8 && !redacted(client).contains("next_client_secret"), "redacted() redacts");

    RotateStartResponse response = parse_rotate_start_response(body);
    expect(response.ok() && response.status_code == 200 && response.request_id == "id", "the envelope is read");
    expect(std::move(response).value() == client, "and so is its client");
    response = parse_rotate_start_response(R"({"status_code":2147483648,"error_type":"a","error_message":"b"})");
    expect(!response && response.error.has_value() && response.violations.size() == 1, "an error is read");
    try {
        static_cast<void>(std::move(response).value());
        expect(false, "value() throws");
    } catch (const StytchError& error) {
        expect(error.what() == std::string("a: b"), "and says what Stytch said");
    }

    M2MClientWithNextClientSecret changed = client;
    changed.trusted_metadata->at("a")["b"].push_back(3);
    expect(changed != client, "metadata count");
    changed.status = "gone";
    expect(validate(changed).size() == 1, "status is checked");
    changed.client_name = "\xFF";
    try {
        static_cast<void>(serialize(changed));
        expect(false, "serialize throws");
    } catch (const ValidationError&) {}

    std::ostringstream out;
    out << client << client.next_client_secret << parse("{").violations.at(0) << Rule::depth;
    expect(out.str().find("the secret") == std::string::npos, "nothing printed holds the secret");
    return failures == 0 ? 0 : 1;
}
