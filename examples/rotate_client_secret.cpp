// SPDX-License-Identifier: MIT
// Rotates the secret of a machine-to-machine client and keeps the new one in a file.
//
//     rotate_client_secret [OPTION...] CLIENT_ID FILE        starts: FILE gets the new secret, and both secrets work
//     rotate_client_secret [OPTION...] --finish CLIENT_ID    makes the new secret the only one
//     rotate_client_secret [OPTION...] --cancel CLIENT_ID    drops the new secret
//
//     --base-url URL       default https://api.stytch.com; https://test.stytch.com is Stytch's Test environment, and
//                          http:// goes no further than 127.0.0.1
//     --timeout SECONDS    default 10
//
// The project's own credentials are read from STYTCH_PROJECT_ID and STYTCH_SECRET. FILE holds the bytes of the secret
// and nothing else, and only its owner may read it; a file of that name is replaced, or stays as it was.
//
// Whatever goes wrong is one line on standard error, never with a secret in it, and one of these exit codes:
//     0   done
//     1   the new secret is in FILE, but see what the line says before going on
//     2   wrong usage
//     3   Stytch's error
//     4   an answer, but not Stytch's: a proxy's page, a redirection
//     5   no answer in time
//     6   no connection
//     7   no connection that TLS can trust; Debian's package ca-certificates tells it whom to
//     8   the answer broke off or is not valid, without a secret that could be read
//     9   FILE cannot be written; nothing was sent
//     10  FILE could not be written after all; the new secret is lost
//     11  anything else, such as too little memory
#include <fcntl.h>
#include <httplib.h>
#include <openssl/crypto.h>
#include <unistd.h>
#include <stytch/m2m.hpp>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace {

enum ExitCode {
    done,
    stored_but,
    wrong_usage,
    stytch_error,
    not_stytch,
    timed_out,
    no_connection,
    no_trust,
    no_secret,
    not_writable,
    secret_lost,
    anything_else
};

struct Failure {
    ExitCode code;
    std::string line;
};

constexpr const char* start_again = "; the rotation may have started: run --cancel, then start again";

/// The file for the secret. All that can fail is tried while there is no secret to lose yet.
class SecretFile {
public:
    explicit SecretFile(const std::string& target) : target_(target), temporary_(target + ".XXXXXX") {
        const auto folder = std::filesystem::path(target).parent_path();
        folder_ = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        check(folder_ >= 0);
        std::error_code ignored;
        errno = EISDIR;
        check(!std::filesystem::is_directory(target, ignored));
        file_ = ::mkstemp(temporary_.data());  // creates it with mode 0600
        check(file_ >= 0);
    }
    SecretFile(const SecretFile&) = delete;
    SecretFile& operator=(const SecretFile&) = delete;
    ~SecretFile() {
        if (code_ != stored_but) ::unlink(temporary_.c_str());
        ::close(file_);
        ::close(folder_);
    }

    /// Takes room on the disk, so that it cannot be full later.
    void reserve() { write(std::string(4096, '\0')); }

    void store(const stytch::m2m::Secret& secret) {
        code_ = secret_lost;
        consequence_ = "; the new secret is lost: run --cancel, then start again";
        write(secret.reveal());
        check(::rename(temporary_.c_str(), target_.c_str()) == 0);
        code_ = stored_but;
        consequence_ = "; the new secret is there, but a power cut may undo that";
        check(::fsync(folder_) == 0);
    }

private:
    void write(std::string_view bytes) {
        check(::lseek(file_, 0, SEEK_SET) == 0);
        const auto size = static_cast<off_t>(bytes.size());
        while (!bytes.empty()) {
            const ssize_t written = ::write(file_, bytes.data(), bytes.size());
            check(written >= 0);
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
        check(::ftruncate(file_, size) == 0);
        check(::fsync(file_) == 0);
    }

    void check(bool succeeded) const {
        if (succeeded) return;
        throw Failure{code_, "cannot write " + target_ + ": " + std::generic_category().message(errno) + consequence_};
    }

    std::string target_, temporary_;
    ExitCode code_ = not_writable;
    const char* consequence_ = "; nothing was sent";
    int folder_ = -1, file_ = -1;
};

struct Options {
    std::string base_url = "https://api.stytch.com";
    int timeout = 10;
    std::string action = "/start";
    std::string client_id, file;
    std::string project_id, secret;
};

struct Answer {
    int status = 0;
    std::string content_type;
    std::string body;                // as much of it as came
    std::optional<Failure> failure;  // unless all of it came
};

std::string percent_encoded(std::string_view text) {
    std::string result;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        char escaped[4];
        std::snprintf(escaped, sizeof escaped, "%%%02X", static_cast<unsigned>(byte));
        const bool unreserved =
            byte < 0x80 && (std::isalnum(byte) != 0 || std::string_view("-._~").find(c) != std::string_view::npos);
        result += unreserved ? std::string(1, c) : escaped;
    }
    return result;
}

Answer post(const Options& options) {
    constexpr std::size_t largest_body = 1 << 16;
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(options.timeout);

    httplib::Client client(options.base_url);
    client.enable_server_certificate_verification(true);
    client.set_follow_location(false);
    client.set_connection_timeout(options.timeout);
    client.set_read_timeout(options.timeout);
    client.set_write_timeout(options.timeout);
    client.set_basic_auth(options.project_id, options.secret);

    Answer answer;
    answer.body.reserve(largest_body);  // growing would leave copies of the secret behind
    httplib::Request request;
    request.method = "POST";
    request.path = "/v1/m2m/clients/" + percent_encoded(options.client_id) + "/secrets/rotate" + options.action;
    // Unpacking would leave copies, too, and make less of a body that breaks off.
    request.headers = {{"Accept-Encoding", "identity"}, {"Content-Type", "application/json"}};
    request.body = "{}";
    // httplib drops a body that breaks off, even where the secret has come already.
    request.content_receiver = [&](const char* data, std::size_t size, auto, auto) {
        answer.body.append(data, std::min(size, largest_body - answer.body.size()));
        return std::chrono::steady_clock::now() < deadline;
    };

    httplib::Response response;
    auto error = httplib::Error::Success;
    const bool whole = client.send(request, response, error);
    answer.status = response.status;
    answer.content_type = response.get_header_value("Content-Type");
    if (whole) return answer;
    if (std::chrono::steady_clock::now() >= deadline) {
        answer.failure = {timed_out, "no whole answer within " + std::to_string(options.timeout) + " s"};
    } else if (error == httplib::Error::Connection || error == httplib::Error::ConnectionTimeout) {
        answer.failure = {no_connection, "cannot connect to " + options.base_url};
    } else if (error >= httplib::Error::SSLConnection && error < httplib::Error::UnsupportedMultipartBoundaryChars) {
        // A range, since later versions have more of them.
        answer.failure = {no_trust, "no TLS connection to " + options.base_url + ": " + httplib::to_string(error)};
    } else {
        answer.failure = {no_secret, "the connection broke off before the end of the answer"};
    }
    return answer;
}

/// Why there is nothing to go on with, if so.
std::optional<Failure> failure_of(const Answer& answer, const std::optional<stytch::m2m::StytchError>& error) {
    const std::string http = "HTTP status " + std::to_string(answer.status);
    if (error) {
        return Failure{stytch_error, std::string("Stytch's error: ") + error->what() + " (" + http + ", request " +
                                         error->request_id + ")"};
    }
    if (answer.failure) return answer.failure;
    if (answer.status != 200 || answer.content_type.rfind("application/json", 0) != 0) {
        return Failure{not_stytch, "not Stytch's answer, perhaps a proxy's: " + http + " " + answer.content_type};
    }
    return std::nullopt;
}

void start(const Options& options) {
    SecretFile file(options.file);
    file.reserve();

    // From here on, an early end would lose the secret; the time-out bounds how long that is.
    for (const int signal : {SIGHUP, SIGINT, SIGTERM}) std::signal(signal, SIG_IGN);
    Answer answer = post(options);
    const auto response = stytch::m2m::parse_rotate_start_response(answer.body);
    OPENSSL_cleanse(answer.body.data(), answer.body.size());  // the library wipes what it copied, not what it was given

    const stytch::m2m::Secret& secret = response.m2m_client.next_client_secret;
    if (secret.empty()) {
        if (auto failure = failure_of(answer, response.error)) {
            const auto code = failure->code;
            const bool not_started = code == stytch_error || code == no_connection || code == no_trust;
            throw Failure{code, failure->line + (not_started ? "" : start_again)};
        }
        throw Failure{no_secret, stytch::m2m::ValidationError(response.violations).what() + std::string(start_again)};
    }

    file.store(secret);
    const std::string but = "the new secret is in " + options.file + ", but the answer ";
    if (answer.failure) throw Failure{stored_but, but + "did not come whole: " + answer.failure->line};
    if (response.error || answer.status != 200) throw Failure{stored_but, but + "is an error as well"};
    if (!response) {
        throw Failure{stored_but, but + "is " + stytch::m2m::ValidationError(response.violations).what()};
    }
    std::cout << "The new secret of " << options.client_id << " is in " << options.file << ".\n"
              << "Next: deploy it, see that it works, then run --finish; or drop it with --cancel.\n";
}

void finish_or_cancel(const Options& options) {
    const Answer answer = post(options);
    if (auto failure = failure_of(answer, stytch::m2m::parse_rotate_start_response(answer.body).error)) throw *failure;
    std::cout << (options.action.empty() ? "Finished: the new secret of " : "Cancelled: the old secret of ")
              << options.client_id << " is the only one now.\n";
}

Options read_options(int argc, char** argv) {
    const Failure usage{wrong_usage,
                        "usage: rotate_client_secret [--base-url URL] [--timeout SECONDS] "
                        "(CLIENT_ID FILE | --finish CLIENT_ID | --cancel CLIENT_ID)"};
    Options options;
    std::vector<std::string> names;
    for (int i = 1; i < argc; ++i) {
        const std::string argument = argv[i];
        if (argument == "--finish") {
            options.action = "";
        } else if (argument == "--cancel") {
            options.action = "/cancel";
        } else if (argument == "--base-url" && i + 1 < argc) {
            options.base_url = argv[++i];
        } else if (argument == "--timeout" && i + 1 < argc) {
            options.timeout = static_cast<int>(std::min(std::strtol(argv[++i], nullptr, 10), 3600L));
        } else if (argument.empty() || argument[0] == '-') {
            throw usage;
        } else {
            names.push_back(argument);
        }
    }
    if (names.size() != (options.action == "/start" ? 2 : 1) || options.timeout < 1) throw usage;
    options.client_id = names.front();
    options.file = names.back();

    const bool encrypted = options.base_url.rfind("https://", 0) == 0;
    const bool local = options.base_url.rfind("http://127.0.0.1:", 0) == 0;
    if (!(encrypted || local) || options.base_url.find_first_of("/?#@", 8) != std::string::npos) {
        throw Failure{wrong_usage, "--base-url is https://HOST, or http://127.0.0.1:PORT in tests"};
    }
    const char* project_id = std::getenv("STYTCH_PROJECT_ID");
    const char* secret = std::getenv("STYTCH_SECRET");
    if (project_id == nullptr || secret == nullptr || *project_id == '\0' || *secret == '\0') {
        throw Failure{wrong_usage, "STYTCH_PROJECT_ID and STYTCH_SECRET must be set in the environment"};
    }
    options.project_id = project_id;
    options.secret = secret;
    return options;
}

/// One line of `text`, which may quote a server: whoever answers may also repeat what it was sent.
std::string one_line(std::string text) {
    const char* secret = std::getenv("STYTCH_SECRET");
    const std::string_view hidden = secret == nullptr ? "" : secret;
    if (!hidden.empty()) {
        for (auto at = text.find(hidden); at != std::string::npos; at = text.find(hidden, at + 1)) {
            text.replace(at, hidden.size(), "*");
        }
    }
    std::replace_if(
        text.begin(), text.end(), [](unsigned char c) { return c < ' ' || c == 0x7F; }, ' ');
    return text;
}

}  // namespace

int main(int argc, char** argv) try {
    // Errors to handle where they happen, rather than a sudden end.
    for (const int signal : {SIGPIPE, SIGXFSZ}) std::signal(signal, SIG_IGN);
    const Options options = read_options(argc, argv);
    options.action == "/start" ? start(options) : finish_or_cancel(options);
    return done;
} catch (const Failure& failure) {
    std::cerr << "rotate_client_secret: " << one_line(failure.line) << '\n';
    return failure.code;
} catch (const std::exception& error) {
    std::cerr << "rotate_client_secret: " << one_line(error.what()) << '\n';
    return anything_else;
}
