// SPDX-License-Identifier: MIT
// Runs the main example as its users do.
#include <sys/wait.h>
#include <unistd.h>

#include <stytch/m2m/fixtures.hpp>

#include <cstdio>
#include <fstream>
#include <string>

#include "catch.hpp"
#include "samples.hpp"

using stytch::m2m::StytchErrorType;

namespace {

struct Run {
    int exit_code;
    std::string output;

    bool says(const std::string& text) const { return output.find(text) != std::string::npos; }
};

Run run(const std::string& arguments) {
    const std::string command = std::string("'") + PARSE_ROTATION_RESPONSE + "' " + arguments + " 2>&1";
    FILE* const pipe = popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    Run run{};
    for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) run.output += static_cast<char>(c);
    run.exit_code = WEXITSTATUS(pclose(pipe));
    for (std::size_t i = 0; i + 8 <= samples::secret.size(); ++i) {
        CHECK_FALSE(run.says(std::string(samples::secret.substr(i, 8))));
    }
    return run;
}

/// Parses `body` from a file; checks that standard input gives the same output.
Run read(const std::string& body, const std::string& status = "") {
    const std::string file = PARSE_ROTATION_RESPONSE + std::to_string(getpid());
    std::ofstream(file, std::ios::binary) << body;
    const Run result = run("'" + file + "' " + status);
    CHECK(run("- " + status + " <'" + file + "'").output == result.output);
    std::remove(file.c_str());
    return result;
}

std::string error_body(const char* type) { return serialize(stytch::m2m::fixtures::sample_error(type)); }

}  // namespace

TEST_CASE("parse_rotation_response parses the documented response unless it is given one") {
    const Run documented = run("");
    CHECK(documented.exit_code == 0);
    CHECK(documented.output.substr(0, documented.output.find("Next: ")) == R"(next_client_secret: 44 bytes
The client:
  client_description            "Example client description."
  client_id                     "m2m-client-test-d731954d-dab3-4a2b-bdee-07f3ad1be885"
  client_name                   "Example client name"
  client_secret_last_four       "[REDACTED]"
  next_client_secret_last_four  "[REDACTED]"
  scopes                        ["read:users","write:users"]
  status                        "active"
  trusted_metadata              {}
)");
    CHECK(documented.says("Next: finish: store next_client_secret now"));
    CHECK(documented.output == read(samples::response_text).output);
}

TEST_CASE("parse_rotation_response says what is wrong and what to do next") {
    const Run refused = read(serialize(stytch::m2m::fixtures::sample_error()));
    CHECK(refused.exit_code == 1);
    CHECK(refused.output == R"(Status: 404
The error:
  error_type                    "m2m_client_not_found"
  error_message                 "An example error message."
  error_url                     "https://stytch.com/docs/api/errors/404"
  request_id                    "request-id-test-b05c992f-ebdc-489d-a754-c7e70ba13141"
Next: fix_request: no rotation was started; fix the cause and start again.
)");
    CHECK(read(error_body(StytchErrorType::m2m_client_already_rotating_secret))
              .says("Next: wait_for_other: let whoever"));
    CHECK(read(error_body(StytchErrorType::too_many_requests)).says("Next: retry_later: no rotation was started"));

    const Run page = read("<html>502 Bad Gateway</html>");
    CHECK(page.exit_code == 1);
    CHECK(page.says("  document: expected a value at byte 0 [syntax]\nNext: cancel: the rotation may have started"));

    const std::size_t begin = samples::response_text.find(samples::secret);
    const std::size_t end = begin + samples::secret.size();
    CHECK(read(samples::response_text.substr(0, end)).says("Next: cancel: "));
    const Run cut_off = read(samples::response_text.substr(0, end + 1));
    CHECK(cut_off.exit_code == 1);
    CHECK(cut_off.says("next_client_secret: 44 bytes\nStatus: 200\n"));
    CHECK(cut_off.says("Next: try_secret: store next_client_secret all the same"));
}

TEST_CASE("parse_rotation_response goes by the HTTP status") {
    const std::string failed = error_body(StytchErrorType::internal_server_error);
    CHECK(read(failed).says("Next: cancel: "));
    CHECK(read(failed, "400").says("Next: fix_request: "));
    CHECK(read(error_body(StytchErrorType::m2m_client_not_found), "502").says("Next: cancel: "));
    CHECK(read("<html>No</html>", "403").says("Next: fix_request: "));
    CHECK(read("<html>No</html>", "429").says("Next: retry_later: "));
    CHECK(read("", "502").says("Next: cancel: "));
    CHECK(read(error_body(StytchErrorType::m2m_client_already_rotating_secret), "502").says("Next: wait_for_other: "));

    CHECK(read(samples::response_text, "200").exit_code == 0);
    CHECK(read(samples::response_text, "201").exit_code == 0);
    const Run odd = read(samples::response_text, "500");
    CHECK(odd.exit_code == 1);
    CHECK(odd.says("Status: 500\nNext: try_secret: "));
    CHECK(read("{\"m2m_client\":" + samples::client_text + "}").exit_code == 0);
}

TEST_CASE("parse_rotation_response never lets a server move the cursor or forge a line") {
    const std::string forged = R"(x\nNext: run rm\r\u001B[2J\u007F\u009B\u0085\u2028\u2029\u202E)";
    std::string client = samples::response_text;
    for (const char* const value : {"Example client name", "read:users"}) {
        client.replace(client.find(value), std::string(value).size(), forged);
    }
    client.replace(client.rfind("{}"), 2, R"({")" + forged + R"(": ")" + forged + "\"}");
    const std::string error = R"({"status_code": 400, "request_id": ")" + forged + R"(", "error_type": ")" + forged +
                              R"(", "error_message": ")" + forged + R"(", "error_url": ")" + forged + "\"}";
    for (const std::string& body : {client, error}) {
        const Run printed = read(body);
        CAPTURE(printed.output);
        CHECK(printed.says("\\nNext: run rm\\r\\u001b[2J\\u007f\\u009b\\u0085\\u2028\\u2029\\u202e"));
        for (const char c : printed.output) CHECK((c == '\n' || (c >= ' ' && c <= '~')));
        CHECK_FALSE(printed.says("\nNext: run"));
    }
}

TEST_CASE("parse_rotation_response distinguishes wrong usage from a wrong response") {
    for (const char* const wrong : {"one two", "- 2000 <&-", "- 20x <&-", "- '' <&-", "- 99 <&-", "- 200 more <&-"}) {
        CAPTURE(wrong);
        CHECK(run(wrong).exit_code == 2);
    }
    for (const char* file : {"/nowhere", "/"}) {
        const Run unreadable = run(file);
        CHECK(unreadable.exit_code == 2);
        CHECK(unreadable.says("cannot read \"" + std::string(file) + '"'));
    }
}
