// SPDX-License-Identifier: MIT
// Rotates the secret of a machine-to-machine client over HTTPS, and stores the new one in a file.
//
//     rotate_client_secret start CLIENT_ID FILE    stores the new secret in FILE; from then on, both secrets work
//     rotate_client_secret finish CLIENT_ID        makes the new secret the only one
//     rotate_client_secret cancel CLIENT_ID        drops the new secret
//
// STYTCH_PROJECT_ID and STYTCH_SECRET hold the project's credentials. STYTCH_BASE_URL defaults to
// https://api.stytch.com; https://test.stytch.com is Stytch's Test environment. FILE will hold the bytes of the secret
// and nothing else, and only its owner may read it. The program sends one request, follows no redirect, and prints one
// line, which says what to do and never holds a secret.
//
// Exit codes: 0 to 5 are those of NextStep, 6 means that FILE could not be replaced, so that the new secret is in the
// file that the line names, and 7 that nothing was sent.
#include <stytch/m2m.hpp>

#include <httplib.h>
#include <unistd.h>

#include <array>
#include <cctype>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace m2m = stytch::m2m;

namespace {

enum ExitCode { secret_lost = 5, kept_aside = 6, nothing_sent = 7 };  // 5 is that of NextStep::cancel

/// What the program ends with; thrown if it cannot go on.
struct Outcome {
    int exit_code;
    std::string line;
};

std::string last_error() { return std::generic_category().message(errno); }

/// A file that is created beside `target` before there is a secret, and replaces it when there is one.
class SecretFile {
public:
    explicit SecretFile(const std::string& target) : target_(target), temporary_(target + ".XXXXXX") {
        file_ = ::mkstemp(temporary_.data());  // only its owner may read it
        if (file_ < 0) throw Outcome{nothing_sent, "cannot create " + temporary_ + ": " + last_error()};
    }
    SecretFile(const SecretFile&) = delete;
    SecretFile& operator=(const SecretFile&) = delete;
    ~SecretFile() {
        ::close(file_);
        if (!holds_secret_) ::unlink(temporary_.c_str());
    }

    void store(const m2m::Secret& secret) {
        for (std::string_view rest = secret.reveal(); !rest.empty();) {
            const ssize_t written = ::write(file_, rest.data(), rest.size());
            if (written <= 0) {
                const std::string why = temporary_ + " cannot be written: " + last_error();
                throw Outcome{secret_lost, "the new secret is lost, because " + why + "; cancel, then start again"};
            }
            rest.remove_prefix(static_cast<std::size_t>(written));
        }
        holds_secret_ = true;  // this may be its only copy, which is never deleted
        if (::fsync(file_) != 0 || ::rename(temporary_.c_str(), target_.c_str()) != 0) {
            const std::string why = target_ + " cannot be replaced: " + last_error();
            throw Outcome{kept_aside, "the new secret is in " + temporary_ + ", because " + why};
        }
    }

private:
    std::string target_;
    std::string temporary_;
    int file_ = -1;
    bool holds_secret_ = false;
};

std::string percent_encoded(std::string_view text) {
    std::string result;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        char escape[4];
        std::snprintf(escape, sizeof escape, "%%%02X", static_cast<unsigned>(byte));
        result += std::isalnum(byte) != 0 || c == '-' || c == '_' ? std::string(1, c) : escape;
    }
    return result;
}

std::string environment(const char* name, const char* otherwise = "") {
    const char* const value = std::getenv(name);
    return value == nullptr || *value == '\0' ? otherwise : value;
}

struct HttpResponse {
    int status = 0;  // 0 if there was none
    std::string body;
};

/// Posts to `.../secrets/rotate` and `action`. If the connection breaks, keeps what was received before that.
HttpResponse post(const std::string& client_id, const std::string& action) {
    const std::string base_url = environment("STYTCH_BASE_URL", "https://api.stytch.com");
    const std::string project_id = environment("STYTCH_PROJECT_ID");
    const std::string secret = environment("STYTCH_SECRET");
    if (project_id.empty() || secret.empty() || base_url.rfind("https://", 0) != 0) {
        throw Outcome{nothing_sent, "STYTCH_PROJECT_ID and STYTCH_SECRET must be set, and STYTCH_BASE_URL use https"};
    }
    httplib::Client client(base_url);
    client.set_basic_auth(project_id, secret);
    client.set_follow_location(false);
    client.set_connection_timeout(10);
    client.set_write_timeout(10);
    client.set_read_timeout(30);

    HttpResponse received;
    received.body.reserve(1 << 16);  // a string that grows leaves copies behind
    httplib::Request request;
    request.method = "POST";
    request.path = "/v1/m2m/clients/" + percent_encoded(client_id) + "/secrets/rotate" + action;
    request.set_header("Content-Type", "application/json");
    request.body = "{}";
    request.content_receiver = [&](const char* data, std::size_t size, std::uint64_t, std::uint64_t) {
        if (size > received.body.capacity() - received.body.size()) return false;
        received.body.append(data, size);
        return true;
    };
    httplib::Response response;
    using httplib::Error;
    Error error = Error::Success;
    const bool complete = client.send(request, response, error);
    // By their text, since versions of cpp-httplib tell more or fewer errors of TLS apart, all before the request.
    const std::string why = httplib::to_string(error);
    if (!complete && (error == Error::Connection || error == Error::ConnectionTimeout || why.rfind("SSL", 0) == 0)) {
        throw Outcome{nothing_sent, "no trusted connection to " + base_url + ": " + why};
    }
    if (response.status > 0) received.status = response.status;
    return received;
}

/// The HTTP status and, of what the server says, only an error_type that is known: the rest may repeat a secret.
std::string details(const HttpResponse& http, const m2m::RotateStartResponse& response) {
    std::string text = " (HTTP status " + std::to_string(http.status);
    using Type = m2m::StytchErrorType;
    for (const char* const type :
         {Type::m2m_client_not_found, Type::m2m_client_invalid_client_id, Type::m2m_client_already_rotating_secret,
          Type::m2m_client_not_rotating_secret, Type::unauthorized_credentials, Type::too_many_requests,
          Type::internal_server_error}) {
        if (response.error && response.error->error_type == type) text += std::string(", ") + type;
    }
    return text + ')';
}

Outcome start(const std::string& client_id, const std::string& target) {
    SecretFile file(target);
    HttpResponse http = post(client_id, "/start");
    const auto response =
        m2m::parse_rotate_start_response(std::move(http.body), [&](const m2m::Secret& secret) { file.store(secret); });

    const std::array<std::string, 6> lines = {
        "the new secret is in " + target + ": deploy it, then finish",
        "the new secret is in " + target + ", but something was wrong: try it; finish if it works, otherwise cancel",
        "another rotation is under way: whoever holds its secret finishes first",
        "too many requests: nothing was started; start again later",
        "refused: nothing was started; mend the cause, then start again",
        "the rotation may have started, and its secret is lost: cancel, then start again"};
    const auto step = static_cast<std::size_t>(m2m::next_step(response, http.status));
    return {static_cast<int>(step), lines.at(step) + details(http, response)};
}

Outcome finish_or_cancel(const std::string& client_id, const std::string& action) {
    HttpResponse http = post(client_id, action == "finish" ? "" : "/cancel");
    const auto response = m2m::parse_rotate_start_response(std::move(http.body));
    const bool done = http.status >= 200 && http.status < 300;
    const auto step = done ? m2m::NextStep::finish : m2m::next_step(response, http.status);
    return {static_cast<int>(step),
            action + (done ? ": done" : ": failed; without an answer, it may have been done all the same") +
                details(http, response)};
}

Outcome run(int argc, char** argv) try {
    const std::string action = argc > 1 ? argv[1] : "";
    if (argc == 4 && action == "start") return start(argv[2], argv[3]);
    if (argc == 3 && (action == "finish" || action == "cancel")) return finish_or_cancel(argv[2], action);
    return {nothing_sent, "usage: rotate_client_secret (start CLIENT_ID FILE | finish CLIENT_ID | cancel CLIENT_ID)"};
} catch (const Outcome& outcome) {
    return outcome;
}

}  // namespace

int main(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_IGN);  // a lost connection is reported like any other failure
    const Outcome outcome = run(argc, argv);
    (outcome.exit_code == 0 ? std::cout : std::cerr) << outcome.line << '\n';
    return outcome.exit_code;
}
