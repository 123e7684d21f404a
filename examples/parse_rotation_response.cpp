// SPDX-License-Identifier: MIT
// Reads the answer to "start rotating this machine's secret" and says what to do next.
//
//     parse_rotation_response [FILE]     FILE holds the body, - is standard input; without it the documented response
//
// Exits with 0 (valid), 1 (not valid, or Stytch's error) or 2 (usage).
#include <stytch/m2m.hpp>

#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>

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
} catch (const std::ios_base::failure&) {  // such as a directory
    return std::nullopt;
}

int report(const std::string& body) {
    const auto response = stytch::m2m::parse_rotate_start_response(body);

    if (response.ok()) {
        std::cout << response.m2m_client << '\n'
                  << "Next: store next_client_secret now, since it is shown only once; then deploy it, and finish with "
                     "POST .../secrets/rotate.\n";
        return 0;
    }
    if (response.error) {
        std::cout << "Stytch answered with an error: " << response.error->what() << '\n'
                  << "Request: " << response.error->request_id << ", status " << response.error->status_code << '\n';
    }
    if (!response.violations.empty()) std::cout << "The response is not valid:\n";
    for (const auto& violation : response.violations) std::cout << "  " << violation << '\n';

    if (!response.m2m_client.next_client_secret.empty()) {
        std::cout << "Next: next_client_secret was read all the same; store it before looking into the rest.\n";
    } else if (response.error && response.error->error_type == "m2m_client_already_rotating_secret") {
        std::cout << "Next: let whoever has the earlier secret finish; only if it was lost, cancel with POST "
                     ".../secrets/rotate/cancel and start again.\n";
    } else if (response.error) {
        std::cout << "Next: no secret was issued; fix the cause and start the rotation again.\n";
    } else {
        std::cout
            << "Next: the response holds no complete secret; cancel with POST .../secrets/rotate/cancel and start "
               "again.\n";
    }
    return 1;
}

}  // namespace

int main(int argc, char** argv) try {
    if (argc > 2) {
        std::cerr << "usage: parse_rotation_response [FILE | -]\n";
        return 2;
    }
    const auto body = argc < 2 ? documented_response : read_body(argv[1]);
    if (!body) {
        std::cerr << "cannot read " << argv[1] << '\n';
        return 2;
    }
    return report(*body);
} catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
