// SPDX-License-Identifier: MIT
// Parses the response to `POST .../secrets/rotate/start` and says what to do next.
//
//     parse_rotation_response [FILE|- [STATUS]]
//
// FILE holds the response's body, and - means standard input. Without either, parses the example from Stytch's
// documentation. STATUS is the response's HTTP status; it defaults to the body's status_code, or 200 if it has none.
//
// Exits with 0 if the response is a valid client, 1 if it isn't or if anything else fails, and 2 if the arguments are
// wrong or FILE cannot be read.
#include <stytch/m2m.hpp>

#include <charconv>
#include <exception>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace {

// From Stytch's API reference.
constexpr const char* documented_response = R"({
  "status_code": 200,
  "request_id": "request-id-test-b05c992f-ebdc-489d-a754-c7e70ba13141",
  "m2m_client": {
    "client_id": "m2m-client-test-d731954d-dab3-4a2b-bdee-07f3ad1be885",
    "next_client_secret": "NHQhc7ZqsXJVtgmN2MXr1etqsQrGAwJ-iBWNLKY7DzJj",
    "client_name": "Example client name",
    "client_description": "Example client description.",
    "client_secret_last_four": "DzJj",
    "next_client_secret_last_four": "DzJj",
    "status": "active",
    "scopes": ["read:users", "write:users"],
    "trusted_metadata": {}
  }
})";

std::optional<std::string> read_body(const std::string& name) try {
    std::ifstream file;
    if (name != "-") {
        file.open(name, std::ios::binary);
        if (!file) return std::nullopt;
    }
    std::istream& in = name == "-" ? std::cin : file;
    return std::string{std::istreambuf_iterator<char>(in), {}};
} catch (const std::ios_base::failure&) {  // e.g. a directory
    return std::nullopt;
}

/// As ASCII JSON, so that whatever a server sent stays on one line and cannot move the cursor.
std::string printable(const nlohmann::json& value) {
    return value.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
}

void print(std::string_view name, const std::string& value) {
    std::cout << "  " << std::left << std::setw(30) << name << value << '\n';
}

void print(const stytch::m2m::M2MClientWithNextClientSecret& client) {
    auto document = stytch::m2m::redacted(client);
    // The last four characters of a secret do not belong on a terminal either.
    for (const char* const tail : {"client_secret_last_four", "next_client_secret_last_four"}) {
        if (document.contains(tail)) document[tail] = "[REDACTED]";
    }
    for (const auto& [name, value] : document.items()) print(name, printable(value));
}

void print(const stytch::m2m::StytchError& error) {
    print("error_type", printable(error.error_type));
    print("error_message", printable(error.error_message));
    print("error_url", printable(error.error_url));
    print("request_id", printable(error.request_id));
}

const char* advice(stytch::m2m::NextStep step) {
    using stytch::m2m::NextStep;
    switch (step) {
        case NextStep::finish:
            return "store next_client_secret now, since it is shown only once; then deploy it, and finish with POST "
                   ".../secrets/rotate";
        case NextStep::try_secret:
            return "store next_client_secret all the same, and try it: finish if it works, otherwise cancel";
        case NextStep::wait_for_other:
            return "let whoever holds the other secret finish; only if that was lost, cancel and start again";
        case NextStep::retry_later: return "no rotation was started; start again later";
        case NextStep::fix_request: return "no rotation was started; fix the cause and start again";
        case NextStep::cancel: break;
    }
    return "the rotation may have started, and its secret is lost; cancel with POST .../secrets/rotate/cancel and "
           "start again";
}

int report(std::string body, std::optional<int> http_status) {
    const auto response =
        stytch::m2m::parse_rotate_start_response(std::move(body), [](const stytch::m2m::Secret& secret) {
            // A service would store it here, before anything else can fail.
            std::cout << "next_client_secret: " << secret.size() << " bytes\n";
        });
    const int status = http_status.value_or(response.status_code == 0 ? 200 : response.status_code);
    const auto step = stytch::m2m::next_step(response, status);

    if (step == stytch::m2m::NextStep::finish) {
        std::cout << "The client:\n";
        print(response.m2m_client);
    } else {
        std::cout << "Status: " << status << '\n';
    }
    if (response.error) {
        std::cout << "The error:\n";
        print(*response.error);
    }
    if (!response.violations.empty()) std::cout << "The response is invalid:\n";
    for (const auto& violation : response.violations) std::cout << "  " << violation << '\n';
    std::cout << "Next: " << step << ": " << advice(step) << ".\n";
    return step == stytch::m2m::NextStep::finish ? 0 : 1;
}

std::optional<int> read_status(std::string_view text) {
    int status = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), status);
    const bool read = error == std::errc() && rest == text.data() + text.size();
    return read && status >= 100 && status <= 599 ? std::optional(status) : std::nullopt;
}

}  // namespace

int main(int argc, char** argv) try {
    const auto status = argc > 2 ? read_status(argv[2]) : std::nullopt;
    if (argc > 3 || (argc == 3 && !status)) {
        std::cerr << "usage: parse_rotation_response [FILE|- [STATUS]]\n";
        return 2;
    }
    auto body = argc < 2 ? documented_response : read_body(argv[1]);
    if (!body) {
        std::cerr << "cannot read " << printable(argv[1]) << '\n';
        return 2;
    }
    return report(*std::move(body), status);
} catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
