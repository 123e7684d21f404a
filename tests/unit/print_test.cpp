// SPDX-License-Identifier: MIT
// "Only their << and what() redact and escape": what is printed is one line, without secrets, whatever the values and
// the stream's flags and locale are.
#include <stytch/m2m.hpp>
#include <stytch/m2m/fixtures.hpp>

#include <iomanip>
#include <locale>
#include <sstream>
#include <string>
#include <type_traits>
#include <vector>

#include "catch.hpp"
#include "printed_values.hpp"
#include "samples.hpp"

using namespace stytch::m2m;
using nlohmann::json;
using samples::printed;

static_assert(std::is_aggregate_v<Violation>);
static_assert(std::is_base_of_v<std::invalid_argument, ValidationError>);
static_assert(std::is_base_of_v<std::runtime_error, StytchError>);

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

/// Whether the documented client contains `part` when it is printed after `change`.
template <class Change>
bool prints(const std::string& part, Change&& change) {
    return printed(samples::client_after(change)).find(part) != std::string::npos;
}

using Client = M2MClientWithNextClientSecret;

}  // namespace

TEST_CASE("What is printed does not depend on the stream, nor does the stream change") {
    samples::for_each_printed_value([](const auto& value) { check_any_stream(value); });
    check_any_stream(fixtures::sample_error());
    check_any_stream(parse(R"({"trusted_metadata":{"a":1234567,"b":1.5,"c":true}})"));
    check_any_stream(parse("{"));
}

TEST_CASE("A client prints without its secret or its last-fours, and not as JSON") {
    CHECK(printed(samples::client()) ==
          R"(M2MClientWithNextClientSecret{client_id: "m2m-client-test-d731954d-dab3-4a2b-bdee-07f3ad1be885", )"
          R"(next_client_secret: [REDACTED], client_name: "Example client name", )"
          R"(client_description: "Example client description.", status: "active", )"
          R"(scopes: ["read:users", "write:users"], client_secret_last_four: [REDACTED], trusted_metadata: {}, )"
          R"(next_client_secret_last_four: [REDACTED]})");
    CHECK(prints("next_client_secret: [EMPTY]", [](Client& client) { client.next_client_secret = ""; }));
    CHECK(prints("last_four: [EMPTY]", [](Client& client) { client.client_secret_last_four = ""; }));
    CHECK(prints("scopes: [], ", [](Client& client) { client.scopes = {}; }));
    CHECK(prints("metadata: absent", [](Client& client) { client.trusted_metadata.reset(); }));
    CHECK(prints("metadata: absent", [](Client& client) { client.trusted_metadata.emplace(nullptr); }));
    CHECK(prints("metadata: (nested too deeply)",
                 [](Client& client) { client.trusted_metadata = samples::nested_json(200); }));
    CHECK(prints("metadata: {\"a\":\"\uFFFD\"}", [](Client& client) {
        client.trusted_metadata = json{{"a", "\xFF"}};
    }));
}

TEST_CASE("Responses, results and errors print what they hold, without the secret") {
    const std::string response = printed(fixtures::sample_response());
    CHECK(response.find("RotateStartResponse{status_code: 200, request_id: \"request-id-test-") == 0);
    CHECK(response.find("error: absent, violations: []}") != std::string::npos);
    CHECK(response.find(samples::secret) == std::string::npos);
    CHECK(printed(StytchError(404, "r", "t", "m", "u")) ==
          R"(StytchError{status_code: 404, request_id: "r", error_type: "t", error_message: "m", error_url: "u"})");
    CHECK(printed(fixtures::sample_error()).find("error: StytchError{status_code: 404, ") != std::string::npos);
    CHECK(printed(parse("{}")).find("violations: [/client_id: is required, but missing [required], /next_client_sec") !=
          std::string::npos);
    CHECK(std::string(StytchError(400, "", "type", "message", "").what()) == "type: message");
    CHECK(std::string(StytchError(400, "", "", "", "").what()).empty());
}

TEST_CASE("Control characters are escaped in all that is printed, and other characters are not") {
    RotateStartResponse response = fixtures::sample_response();
    response.request_id = "a\nb\x7F\xC2\x9B\xE2\x80\xA8\xE2\x80\xAE\xFF\"\\";
    CHECK(printed(response).find(R"(request_id: "a\nb\u007f\u009b\u2028\u202e\xff\"\\")") != std::string::npos);
    for (const char* character : {"\u200D", "\u2027", "\u2065", "\u206A", "\u00A0", "\U0001F511"}) {
        response.request_id = character;
        CHECK(printed(response).find(character) != std::string::npos);
    }
    for (const char* control : {"\x01", "\x1B", "\x7F", "\u009B", "\u061C", "\u200E", "\u200F", "\u2028", "\u2029",
                                "\u202E", "\u2066", "\u2069"}) {
        CAPTURE(control);
        const StytchError error(1, control, control, control, control);
        const Client client = samples::client_after([&](Client& changed) {
            changed.client_id = changed.client_name = changed.client_description = changed.status = control;
            changed.scopes = {control};
            changed.trusted_metadata = json{{control, control}};
        });
        const Violation violation = {Rule::type, control, control};
        for (const std::string& output :
             {printed(error), std::string(error.what()), printed(client), printed(violation),
              std::string(ValidationError({violation}).what()), printed(ParseResult{client, {violation}}),
              printed(RotateStartResponse{200, control, client, error, {violation}})}) {
            CHECK(output.find(control) == std::string::npos);
        }
        CHECK(error.error_message == control);
    }
}

TEST_CASE("What a client repeats of its own secret is not printed") {
    const std::string secret = "12345678901234567-ABCDEFGHIJKLMNO";
    const std::string text = printed(samples::client_after([&](Client& client) {
        client.next_client_secret = secret;
        client.client_description = "is " + secret;
        client.scopes = {"read", secret.substr(secret.size() - 16)};
    }));
    CHECK(text.find("client_description: [REDACTED], ") != std::string::npos);
    CHECK(text.find("scopes: [\"read\", [REDACTED]], ") != std::string::npos);
    const auto shows = [&](const std::string& part, const json& metadata) {
        return prints("trusted_metadata: " + part, [&](Client& client) {
            client.next_client_secret = secret;
            client.trusted_metadata = metadata;
        });
    };
    CHECK(shows("[REDACTED], ", json{{"a", {1, json::object({{secret, true}})}}}));
    CHECK(shows("[REDACTED], ", json{{"next_client_secret", 1}}));
    CHECK(shows("[REDACTED], ", json{{"a", 12345678901234567}}));
    CHECK(shows("{\"a\":1234567890}, ", json{{"a", 1234567890}}));
}

TEST_CASE("Rules and next steps print by name, and have one in any case") {
    std::string names;
    for (const Rule rule : {Rule::syntax, Rule::depth, Rule::duplicate, Rule::required, Rule::type, Rule::empty,
                            Rule::encoding, Rule::status, Rule::misplaced, static_cast<Rule>(99)}) {
        names += printed(rule) + ' ';
    }
    CHECK(names == "syntax depth duplicate required type empty encoding status misplaced unknown ");
    names.clear();
    for (const NextStep step : {NextStep::finish, NextStep::try_secret, NextStep::wait_for_other, NextStep::retry_later,
                                NextStep::fix_request, NextStep::cancel, static_cast<NextStep>(99)}) {
        names += printed(step) + ' ';
    }
    CHECK(names == "finish try_secret wait_for_other retry_later fix_request cancel unknown ");
    CHECK(to_string(Rule::misplaced) == "misplaced");
    CHECK(to_string(NextStep::cancel) == "cancel");
}

TEST_CASE("A ValidationError carries every violation and names them all") {
    const std::vector<Violation> violations{{Rule::required, "/status", "is required, but missing"},
                                            {Rule::syntax, "", "expected an object at byte 0"}};
    CHECK(printed(violations[0]) == "/status: is required, but missing [required]");
    CHECK(printed(violations[1]) == "document: expected an object at byte 0 [syntax]");
    const ValidationError error(violations);
    const ValidationError copy = error;  // NOLINT(performance-unnecessary-copy-initialization): this is the question
    CHECK(copy.violations() == violations);
    CHECK(std::string(copy.what()) ==
          "not a valid client or response; /status: is required, but missing; document: expected an object "
          "at byte 0");
}
