// SPDX-License-Identifier: MIT
// The main example, run as its users run it.
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <string>

#include "catch.hpp"
#include "samples.hpp"

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

/// From a file, and from standard input, which has to come to the same.
Run read(const std::string& body) {
    const std::string file = PARSE_ROTATION_RESPONSE + std::to_string(getpid());
    std::ofstream(file, std::ios::binary) << body;
    const Run result = run("'" + file + "'");
    CHECK(run("- <'" + file + "'").output == result.output);
    std::remove(file.c_str());
    return result;
}

}  // namespace

TEST_CASE("parse_rotation_response reads the documented response where it is given none") {
    const Run documented = run("");
    CHECK(documented.exit_code == 0);
    CHECK(documented.says("client_id: \"m2m-client-test-d731954d-dab3-4a2b-bdee-07f3ad1be885\""));
    CHECK(documented.says("Next: store next_client_secret now"));
    CHECK(documented.output == read(samples::response_text).output);
}

TEST_CASE("parse_rotation_response says what is wrong and what to do next") {
    const Run refused = read(R"({"status_code":404,"request_id":"r","error_type":"m2m_client_not_found"})");
    CHECK(refused.exit_code == 1);
    CHECK(refused.says("Stytch answered with an error: m2m_client_not_found\nRequest: r, status 404\n"));
    CHECK(refused.says("Next: no secret was issued"));
    CHECK(read(R"({"error_type":"m2m_client_already_rotating_secret"})").says("Next: let whoever has the earlier"));

    const Run page = read("<html>502 Bad Gateway</html>");
    CHECK(page.exit_code == 1);
    CHECK(page.says("  document: expected an object at byte 0 [syntax]\nNext: the response holds no complete secret"));

    const std::size_t begin = samples::response_text.find(samples::secret);
    const std::size_t end = begin + samples::secret.size();
    CHECK(read(samples::response_text.substr(0, end)).says("Next: the response holds no complete secret"));
    const Run cut_off = read(samples::response_text.substr(0, end + 1));
    CHECK(cut_off.exit_code == 1);
    CHECK(cut_off.says("Next: next_client_secret was read all the same"));
}

TEST_CASE("parse_rotation_response tells wrong usage from a wrong response") {
    CHECK(run("one two").exit_code == 2);
    for (const char* file : {"/nowhere", "/"}) {
        const Run unreadable = run(file);
        CHECK(unreadable.exit_code == 2);
        CHECK(unreadable.says("cannot read " + std::string(file)));
    }
}
