// SPDX-License-Identifier: MIT
// Built without exceptions: parsing and validating work as usual, and what would throw aborts, as in nlohmann_json.
#include <stytch/m2m.hpp>

#include <iostream>
#include <string>

#ifndef __wasi__  // which has no processes
#include <csignal>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#endif

using namespace stytch::m2m;

namespace {

int failures = 0;

void check(bool holds, const char* what) {
    if (holds) return;
    ++failures;
    std::cerr << "not so: " << what << '\n';
}

#ifndef __wasi__
/// Whether `action` ends in abort(), in a child process.
template <class Action>
bool aborts(Action&& action) {
    const pid_t child = fork();
    if (child == 0) {
        const rlimit no_core = {0, 0};
        setrlimit(RLIMIT_CORE, &no_core);
        action();
        _exit(0);
    }
    int status = 0;
    return child > 0 && waitpid(child, &status, 0) == child && WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}
#endif

const std::string text = R"({"client_id":"client","next_client_secret":"the \u0073ecret","client_name":"\u006eame",)"
                         R"("client_description":"","status":"active","scopes":["a"],"client_secret_last_four":"abcd",)"
                         R"("trusted_metadata":{"a":[1]}})";

}  // namespace

int main() {
    const ParseResult good = parse(text);
    check(good.ok() && good.client.next_client_secret == Secret("the secret"), "a client is read");
    check(parse(text).value() == good.client, "value() gives it");
    check(validate(good.client).empty(), "it is valid");
    check(parse(serialize(good.client)).client == good.client, "it is written and read again");
    const nlohmann::json document = good.client;
    check(validate(document).empty() && document.get<M2MClientWithNextClientSecret>() == good.client, "as json too");
    check(redacted(good.client).size() == 7, "and redacted");
    check(parse_rotate_start_response(R"({"m2m_client":)" + text + "}").ok(), "and in its envelope");

    for (const char* broken : {"", "x", "{", "[]", "{\"status\":\"\\q\"}", "{\"client_name\":\"\xFF\"}",
                               "{\"trusted_metadata\":{\"a\":}}", "{\"trusted_metadata\":{\"a\":1,}}", "{\"x\":1e400}",
                               "{\"scopes\":[\"\\ud800\"]}", "{\"status_code\":1e400}"}) {
        check(!parse(broken).ok() && !parse_rotate_start_response(broken).ok(), broken);
    }
    M2MClientWithNextClientSecret bad = good.client;
    bad.client_name = "\xFF";
    check(validate(bad).size() == 1, "a broken client is seen");
    check(validate(nlohmann::json(bad)).size() == 1, "a broken json is seen");
    check(parse_rotate_start_response(R"({"error_type":"a"})").error.has_value(), "an error is read");

#ifndef __wasi__
    check(!aborts([] {}), "what does not abort does not");
    check(aborts([] { static_cast<void>(parse("{").value()); }), "ParseResult::value() aborts");
    check(aborts([] { static_cast<void>(parse_rotate_start_response("{").value()); }), "so does the envelope's");
    check(aborts([] { static_cast<void>(parse_rotate_start_response(R"({"error_type":"a"})").value()); }),
          "and where there is an error");
    check(aborts([] { static_cast<void>(nlohmann::json::object().get<M2MClientWithNextClientSecret>()); }),
          "from_json aborts");
    check(aborts([&] { static_cast<void>(serialize(bad)); }), "serialize aborts");
#endif
    return failures == 0 ? 0 : 1;
}
