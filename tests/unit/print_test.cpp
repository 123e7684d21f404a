// SPDX-License-Identifier: MIT
// What << writes: on one line, without secrets, whatever the stream's flags and locale are.
#include <stytch/m2m.hpp>
#include <stytch/m2m/fixtures.hpp>

#include <iomanip>
#include <locale>
#include <sstream>
#include <string>
#include <type_traits>

#include "catch.hpp"
#include "printed_values.hpp"
#include "samples.hpp"

using namespace stytch::m2m;
using samples::printed;

namespace {

/// Groups digits, each on its own.
struct Grouping : std::numpunct<char> {
    char do_thousands_sep() const override { return '.'; }
    std::string do_grouping() const override { return "\1"; }
};

/// What is one word obeys the width; nothing else of the stream matters.
template <class T>
void check_any_stream(const T& value) {
    constexpr bool is_word = std::is_same_v<T, Secret> || std::is_same_v<T, Rule> || std::is_same_v<T, NextStep>;
    std::string expected = printed(value);
    if (is_word) expected.resize(200, '*');
    std::ostringstream out;
    out.imbue(std::locale(std::locale::classic(), new Grouping));
    out << std::hex << std::showbase << std::showpos << std::uppercase << std::boolalpha << std::left
        << std::setfill('*');
    const std::ios_base::fmtflags flags = out.flags();
    out << std::setw(200) << value;
    CHECK(out.str() == expected);
    CHECK(out.flags() == flags);
    CHECK(out.fill() == '*');
    CHECK(out.width() == 0);
}

}  // namespace

TEST_CASE("What is printed does not depend on the stream, nor does the stream change") {
    samples::for_each_printed_value([](const auto& value) { check_any_stream(value); });
    check_any_stream(fixtures::sample_error());
    check_any_stream(parse(R"({"trusted_metadata":{"a":1234567,"b":1.5,"c":true}})"));
    check_any_stream(parse("{"));
}

TEST_CASE("Responses, results and errors print on one line, without secrets") {
    RotateStartResponse response = fixtures::sample_response();
    response.request_id = "a\nb\x7F\xC2\x9B\xE2\x80\xA8\xE2\x80\xAE\xFF\"\\";
    const std::string text = printed(response);
    CHECK(text.find(R"(request_id: "a\nb\u007f\u009b\u2028\u202e\xff\"\\")") != std::string::npos);
    for (const char* control : {"\u061C", "\u200E", "\u200F", "\u2066", "\u2069"}) {
        response.request_id = control;
        CHECK(printed(response).find(control) == std::string::npos);
    }
    for (const char* text_of_people : {"\u200D", "\u2027", "\u2065", "\u206A", "\u00A0", "\U0001F511"}) {
        response.request_id = text_of_people;
        CHECK(printed(response).find(text_of_people) != std::string::npos);
    }
    CHECK(text.find("error: absent, violations: []") != std::string::npos);
    CHECK(text.find(samples::secret) == std::string::npos);
    CHECK(printed(fixtures::sample_error()).find("StytchError{status_code: 404, request_id: ") != std::string::npos);
    CHECK(std::string(StytchError(1, "", "type", "a\x1B[2J\nb", "").what()) == "type: a\\u001b[2J\\nb");

    for (const char* control : {"\x01", "\x7F", "\u009B", "\u2028", "\u2029", "\u202E", "\u2066"}) {
        CAPTURE(control);
        const StytchError error(1, control, control, control, control);
        M2MClientWithNextClientSecret client = fixtures::sample_client();
        client.client_id = client.client_name = client.client_description = client.status = control;
        client.scopes = {control};
        client.trusted_metadata = nlohmann::json{{control, control}};
        const Violation violation = {Rule::type, control, control};
        for (const std::string& output :
             {printed(error), std::string(error.what()), printed(client), printed(violation),
              std::string(ValidationError({violation}).what()), printed(ParseResult{client, {violation}}),
              printed(RotateStartResponse{200, control, client, error, {violation}})}) {
            CHECK(output.find(control) == std::string::npos);
        }
        CHECK(error.error_message == control);
    }

    ParseResult result = parse(R"({"next_client_secret":"secret"})");
    CHECK(printed(result).find("violations: [/client_id: is required") != std::string::npos);
    CHECK(printed(M2MClientWithNextClientSecret()).find("next_client_secret: [EMPTY]") != std::string::npos);
    CHECK(result != parse("{}"));
    CHECK(result == parse(R"({"next_client_secret":"secret"})"));
}

TEST_CASE("What a client repeats of its own secret is not printed") {
    const std::string secret = "0123456789abcdef-0123456789ABCDEF";
    M2MClientWithNextClientSecret client = fixtures::sample_client();
    client.next_client_secret = secret;
    const std::string before = printed(client);
    client.client_description = "the secret is " + secret;
    client.scopes = {"read", secret.substr(secret.size() - 16)};
    client.trusted_metadata = nlohmann::json{{"a", {1, nlohmann::json::object({{secret, true}})}}};
    const std::string text = printed(client);
    CHECK(text.find("0123456789") == std::string::npos);
    CHECK(text.find("client_description: [REDACTED]") != std::string::npos);
    CHECK(text.find("scopes: [\"read\", [REDACTED]]") != std::string::npos);
    CHECK(text.find("trusted_metadata: [REDACTED]") != std::string::npos);
    CHECK(client.client_description == "the secret is " + secret);

    client = fixtures::sample_client();
    client.trusted_metadata = nlohmann::json{{"next_client_secret", 1}};
    CHECK(printed(client).find("trusted_metadata: [REDACTED]") != std::string::npos);
    client.next_client_secret = "12345678901234567";
    client.trusted_metadata = nlohmann::json{{"a", 12345678901234567}};
    CHECK(printed(client).find("trusted_metadata: [REDACTED]") != std::string::npos);
    client.trusted_metadata = nlohmann::json{{"a", 1234567890}};
    CHECK(printed(client).find("trusted_metadata: {\"a\":1234567890}") != std::string::npos);
}
