// SPDX-License-Identifier: MIT
// Rotates the secret of a machine-to-machine client over HTTPS, and stores the new one in a file:
//
//     rotate_client_secret start CLIENT_ID FILE    stores the new secret in FILE; from then on, both secrets work
//     rotate_client_secret try CLIENT_ID FILE      says whether the secret in FILE works
//     rotate_client_secret finish CLIENT_ID        makes the new secret the only one
//     rotate_client_secret cancel CLIENT_ID        drops the new secret
//
// STYTCH_PROJECT_ID and, except to try, STYTCH_SECRET hold the project's credentials. STYTCH_BASE_URL defaults to
// https://api.stytch.com. FILE must not exist before; it will hold the bytes of the secret and nothing else, and only
// its owner may read it. The program sends one request, waits for at most 30 seconds, and prints one line, which says
// what to do and never holds a secret. It exits with
//
//     0  done; after start, deploy the secret, then finish
//     1  after start: the secret is in FILE, but something was wrong: try it
//     2  after start: another rotation is under way, which may be your own
//     3  too many requests: later
//     4  refused; after finish, it may be that no rotation is under way: try tells
//     5  after start: it may have started, and there is no secret: cancel, then start again
//     6  after try, finish and cancel: no usable answer: repeat
//     7  nothing was sent
//     8  after try: the secret does not work: cancel
#include <stytch/m2m.hpp>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <new>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "https_post.hpp"

namespace m2m = stytch::m2m;

namespace {

/// The first six are those of NextStep.
enum ExitCode { done, stored_but, other_rotation, later, refused, secret_lost, repeat, nothing_sent, does_not_work };

/// What the program ends with; thrown if it cannot go on.
struct Outcome {
    int exit_code;
    std::string line;
};

std::string last_error() { return std::generic_category().message(errno); }

/// A new file for the secret, which is removed unless it holds one.
class SecretFile {
public:
    explicit SecretFile(const std::string& name)
        : name_(name), file_(::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)) {
        if (file_ < 0) throw Outcome{nothing_sent, "cannot create " + name_ + ": " + last_error()};
    }
    SecretFile(const SecretFile&) = delete;
    SecretFile& operator=(const SecretFile&) = delete;
    ~SecretFile() {
        ::close(file_);
        if (!holds_secret_) ::unlink(name_.c_str());
    }

    bool holds_secret() const { return holds_secret_; }

    /// So that a disk that is full, or fails, is found before there is a secret.
    void make_room() const {
        const std::filesystem::path folder = std::filesystem::path(name_).parent_path();
        const int opened = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_CLOEXEC);
        const bool durable = write(std::string(4096, '\0')) && ::fsync(opened) == 0;
        const std::string why = last_error();
        ::close(opened);
        if (!durable) throw Outcome{nothing_sent, "cannot make room in " + name_ + ": " + why};
    }

    void store(const m2m::Secret& secret) {
        holds_secret_ =
            write(secret.reveal()) && ::ftruncate(file_, static_cast<off_t>(secret.size())) == 0 && ::fsync(file_) == 0;
        if (!holds_secret_) {
            throw Outcome{secret_lost, "cannot write " + name_ + ": " + last_error() + "; cancel, then start again"};
        }
    }

private:
    bool write(std::string_view bytes) const {
        std::size_t at = 0;
        while (at != bytes.size()) {
            const ssize_t count = ::pwrite(file_, bytes.data() + at, bytes.size() - at, static_cast<off_t>(at));
            if (count <= 0) return false;
            at += static_cast<std::size_t>(count);
        }
        return ::fsync(file_) == 0;
    }

    std::string name_;
    int file_;
    bool holds_secret_ = false;
};

m2m::Secret read_secret(const std::string& name) {
    std::string text(Post::max_size, '\0');
    const int file = ::open(name.c_str(), O_RDONLY | O_CLOEXEC);
    const ssize_t size = file < 0 ? -1 : ::read(file, text.data(), text.size());
    const std::string why = size < 0 ? last_error() : "it is empty";
    ::close(file);
    if (size <= 0) throw Outcome{nothing_sent, "there is no secret in " + name + ": " + why};
    text.resize(static_cast<std::size_t>(size));
    return m2m::Secret(std::move(text));  // wipes it
}

std::string environment(const char* name, const char* otherwise = nullptr) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') value = otherwise;
    return value != nullptr ? value : throw Outcome{nothing_sent, std::string(name) + " must be set"};
}

/// Sends it with the project's ID, and its secret as well if that is needed.
void send_to_stytch(Post& post, const std::string& path, bool with_secret) {
    post.base_url = environment("STYTCH_BASE_URL", "https://api.stytch.com");
    post.user = environment("STYTCH_PROJECT_ID");
    if (with_secret) post.password = environment("STYTCH_SECRET");
    if (post.base_url.rfind("https://", 0) != 0) throw Outcome{nothing_sent, "STYTCH_BASE_URL must use https"};
    send(post, path);
    if (!post.sent) throw Outcome{nothing_sent, "no trusted connection to " + post.base_url + ": " + post.error};
}

/// What whoever is on call may need, without `secret`, which was sent.
std::string details(const Post& post, const m2m::RotateStartResponse& response, std::string_view secret) {
    const auto shown = [&](std::string_view text) {
        bool repeats = false;
        for (std::size_t i = 0; i + 8 <= secret.size(); ++i) {
            repeats = repeats || text.find(secret.substr(i, 8)) != std::string_view::npos;
        }
        return repeats ? "[REDACTED]"
                       : nlohmann::json(text).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
    };
    std::string text = " (HTTP status " + std::to_string(post.status);
    if (!post.error.empty()) text += ", " + post.error;
    if (response.error) text += ", error type " + shown(response.error->error_type);
    if (!response.request_id.empty()) text += ", request ID " + shown(response.request_id);
    return text + ')';
}

Outcome start(const std::string& rotate, const std::string& name) {
    sigset_t signals;  // they wait until the program has ended
    sigemptyset(&signals);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&signals, signal);
    sigprocmask(SIG_BLOCK, &signals, nullptr);

    SecretFile file(name);
    file.make_room();
    Post post;
    post.body = "{}";
    send_to_stytch(post, rotate + "/start", true);
    const std::array<std::string, 6> lines = {
        "the new secret is in " + name + ": deploy it, then finish",
        "the new secret is in " + name + ", but something was wrong: try it; finish if it works, otherwise cancel",
        "another rotation is under way, which may be your own: whoever holds its secret finishes first",
        "too many requests: nothing was started; start again later",
        "refused: nothing was started; mend the cause, then start again",
        "the rotation may have started, and its secret is lost: cancel, then start again"};
    try {
        const auto response = m2m::parse_rotate_start_response(std::move(post.received),
                                                               [&](const m2m::Secret& secret) { file.store(secret); });
        const auto step = static_cast<std::size_t>(m2m::next_step(response, post.status));
        std::ostringstream text;
        text << lines.at(step) << details(post, response, post.password);
        for (const m2m::Violation& violation : response.violations) text << "; " << violation;
        return {static_cast<int>(step), text.str()};
    } catch (const std::bad_alloc&) {
        if (file.holds_secret()) return {stored_but, lines.at(stored_but)};
        throw;
    }
}

/// What the response to anything but start means.
Outcome outcome(const std::string& action, Post& post, std::string_view secret) {
    const auto response = m2m::parse_rotate_start_response(std::move(post.received));
    const auto say = [&](ExitCode code, const char* line) {
        return Outcome{code, action + ": " + line + details(post, response, secret)};
    };
    if (post.status >= 200 && post.status < 300) return say(done, action == "try" ? "the secret works" : "done");
    if (post.status == 429) return say(later, "too many requests: later");
    if (post.status == 401 && action == "try") return say(does_not_work, "the secret does not work: cancel");
    if (m2m::next_step({}, post.status) != m2m::NextStep::fix_request) return say(repeat, "no usable answer: repeat");
    const bool none =
        response.error && response.error->error_type == m2m::StytchErrorType::m2m_client_not_rotating_secret;
    if (none && action == "cancel") return say(done, "no rotation was under way");
    if (none) return say(refused, "no rotation is under way; an earlier finish may have worked: try tells");
    return say(refused, "refused");
}

Outcome try_secret(const std::string& client_id, const std::string& name) {
    const m2m::Secret secret = read_secret(name);
    Post post;
    post.body.reserve(100 + 6 * (client_id.size() + secret.size()));
    post.body += R"({"grant_type":"client_credentials","client_id":)";
    append_quoted(post.body, client_id);
    post.body += R"(,"client_secret":)";
    append_quoted(post.body, secret.reveal());
    post.body += '}';
    send_to_stytch(post, "/v1/public/" + percent_encoded(environment("STYTCH_PROJECT_ID")) + "/oauth2/token", false);
    return outcome("try", post, secret.reveal());
}

Outcome finish_or_cancel(const std::string& action, const std::string& path) {
    Post post;
    post.body = "{}";
    send_to_stytch(post, path, true);
    return outcome(action, post, post.password);
}

Outcome run(int argc, char** argv) try {
    const std::string action = argc > 1 ? argv[1] : "";
    const std::string client_id = argc > 2 ? argv[2] : "";
    const int count = client_id.empty() ? 0 : argc;
    const std::string rotate = "/v1/m2m/clients/" + percent_encoded(client_id) + "/secrets/rotate";
    if (count == 4 && action == "start") return start(rotate, argv[3]);
    if (count == 4 && action == "try") return try_secret(client_id, argv[3]);
    if (count == 3 && action == "finish") return finish_or_cancel(action, rotate);
    if (count == 3 && action == "cancel") return finish_or_cancel(action, rotate + "/cancel");
    return {nothing_sent, "usage: rotate_client_secret (start|try) CLIENT_ID FILE | (finish|cancel) CLIENT_ID"};
} catch (const Outcome& outcome) {
    return outcome;
} catch (const std::bad_alloc&) {
    const bool start = std::string_view(argv[1]) == "start";
    return {start ? secret_lost : repeat,
            start ? "memory ran out: cancel, then start again" : "memory ran out: repeat"};
}

}  // namespace

int main(int argc, char** argv) {
    const rlimit none = {0, 0};
    ::setrlimit(RLIMIT_CORE, &none);  // a core dump would hold secrets
    std::signal(SIGPIPE, SIG_IGN);    // a lost connection is reported like any other failure
    const Outcome outcome = run(argc, argv);
    (outcome.exit_code == 0 ? std::cout : std::cerr) << outcome.line << '\n';
    return outcome.exit_code;
}
