// SPDX-License-Identifier: MIT
// Rotates the secret of a machine-to-machine client and stores the new one in a file.
//
//     rotate_client_secret [OPTION...] CLIENT_ID FILE        starts: stores the new secret in FILE; both secrets work
//     rotate_client_secret [OPTION...] --finish CLIENT_ID    makes the new secret the only one
//     rotate_client_secret [OPTION...] --cancel CLIENT_ID    drops the new secret
//
//     --base-url URL       default https://api.stytch.com; https://test.stytch.com is Stytch's Test environment, and
//                          http:// is accepted only for 127.0.0.1
//     --timeout SECONDS    for the whole exchange, including the name lookup; 1 to 3600, default 10
//
// The project's credentials are read from STYTCH_PROJECT_ID and STYTCH_SECRET. FILE will hold the bytes of the secret
// and nothing else, readable by its owner only. An existing regular file is replaced or left as it was; anything else,
// including a symbolic link, is refused. Signals are held until the result has been reported, so that none can lose the
// secret.
//
// Every failure prints one line to standard error, which never contains a secret. The exit codes are:
//     0   done
//     1   the new secret is in FILE, but read the message before going on
//     2   wrong usage
//     3   Stytch reported an error
//     4   not Stytch's response, e.g. a proxy's page or a redirect
//     5   no complete response in time
//     6   no connection; the request was not sent
//     7   no TLS connection to a trusted server; on Debian, check that ca-certificates is installed
//     8   the response is truncated or invalid, and no secret could be read
//     9   FILE cannot be written; nothing was sent
//     10  the new secret could not be written and is lost
//     11  anything else, such as too little memory
//     12  FILE could not be replaced; the new secret is in the file that the message names
// The message says to run --cancel only if a rotation may have started and no secret could be kept.
#include <fcntl.h>
#include <getopt.h>
#include <sys/stat.h>
#include <unistd.h>
#include <stytch/m2m.hpp>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <filesystem>
#include <iostream>
#include <optional>
#include <regex>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "bounded_post.hpp"

namespace {

enum ExitCode {
    done = 0,
    stored_but = 1,
    wrong_usage = 2,
    stytch_error = 3,
    not_stytch = 4,
    timed_out = 5,
    no_connection = 6,
    no_trust = 7,
    no_secret = 8,
    not_writable = 9,
    secret_lost = 10,
    anything_else = 11,
    kept_aside = 12
};

struct Failure {
    ExitCode code;
    std::string line;
};

/// The file for the secret. Whatever can fail is tried before there is a secret to lose.
class SecretFile {
public:
    explicit SecretFile(const std::string& target) : target_(target), temporary_(target + ".XXXXXX") {
        const auto folder = std::filesystem::path(target).parent_path();
        folder_ = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        check(folder_ >= 0);
        struct stat existing {};
        if (::lstat(target.c_str(), &existing) == 0 && !S_ISREG(existing.st_mode)) {
            throw Failure{code_, target + " is not a regular file; nothing was sent"};
        }
        file_ = ::mkstemp(temporary_.data());  // creates it with mode 0600
        check(file_ >= 0);
    }
    SecretFile(const SecretFile&) = delete;
    SecretFile& operator=(const SecretFile&) = delete;
    ~SecretFile() {
        if (file_ >= 0 && !holds_secret_) ::unlink(temporary_.c_str());
        ::close(file_);
        ::close(folder_);
    }

    /// Reserves disk space, so that the disk cannot be full later.
    void reserve(std::size_t size) {
        write(std::string(size, '\0'));
        check(::fsync(file_) == 0);
    }

    void store(const stytch::m2m::Secret& secret) {
        code_ = secret_lost;
        consequence_ = "; the new secret is lost: run --cancel, then start again";
        write(secret.reveal());
        holds_secret_ = true;
        code_ = kept_aside;
        consequence_ = "; the new secret is kept in ";
        check(::ftruncate(file_, static_cast<off_t>(secret.size())) == 0);
        check(::fsync(file_) == 0);
        check(::rename(temporary_.c_str(), target_.c_str()) == 0);
        code_ = stored_but;
        consequence_ = "; the new secret was written, but may not survive a power failure";
        check(::fsync(folder_) == 0);
    }

private:
    void write(std::string_view bytes) {
        check(::lseek(file_, 0, SEEK_SET) == 0);
        while (!bytes.empty()) {
            const ssize_t written = ::write(file_, bytes.data(), bytes.size());
            check(written >= 0);
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
    }

    void check(bool succeeded) const {
        if (succeeded) return;
        throw Failure{code_, "cannot write " + target_ + ": " + std::generic_category().message(errno) + consequence_ +
                                 (code_ == kept_aside ? temporary_ : "")};
    }

    std::string target_, temporary_;
    ExitCode code_ = not_writable;
    const char* consequence_ = "; nothing was sent";
    bool holds_secret_ = false;
    int folder_ = -1, file_ = -1;
};

struct Options {
    std::string base_url = "https://api.stytch.com";
    int timeout = 10;
    std::string action = "/start";
    std::string client_id, file;
    std::string project_id, secret;
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

Response post(const Options& options) {
    const std::string path = "/v1/m2m/clients/" + percent_encoded(options.client_id) + "/secrets/rotate";
    return bounded_post({options.base_url, path + options.action, options.project_id, options.secret, options.timeout});
}

std::string letters_and_digits(std::string_view text) {
    std::string result;
    for (const char c : text) {
        const int byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) != 0) result += static_cast<char>(std::tolower(byte));
    }
    return result;
}

/// Whether `text` is safe to print: it consists of ordinary words between `separators`. A server may repeat what it was
/// sent, or quote what it meant to send. Secrets, and credentials in Base64, hexadecimal or percent encoding, are not
/// ordinary words: they are longer, have capitals or digits among their letters, or contain punctuation that is not a
/// separator. Only an unusual STYTCH_SECRET can be one, so it is searched for as well, ignoring case and separators.
bool is_harmless(std::string_view text, std::string_view separators, const Options& options) {
    const bool holds_secret = letters_and_digits(text).find(letters_and_digits(options.secret)) != std::string::npos;
    if (text.empty() || text.size() > 200 || holds_secret) return false;
    while (!text.empty()) {
        const std::string_view word = text.substr(0, text.find_first_of(separators));
        text.remove_prefix(std::min(word.size() + 1, text.size()));
        const bool plain = letters_and_digits(word).size() == word.size();
        const auto is_lower = [](char c) { return c >= 'a' && c <= 'z'; };
        const bool is_short = word.size() <= 3;  // e.g. M2M
        const bool is_word = word.size() <= 16 && (is_short || std::all_of(word.begin() + 1, word.end(), is_lower));
        if (!plain || !is_word) return false;
    }
    return true;
}

/// Quotes the server only if its words cannot be a secret.
std::string line_of(const stytch::m2m::StytchError& error, int status, const Options& options) {
    static const std::regex type("[a-z0-9_]{1,64}");
    static const std::regex request_id("request-id-[a-z]{1,8}-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    std::string line = "Stytch's error";
    if (std::regex_match(error.error_type, type) && is_harmless(error.error_type, "_", options)) {
        line += ": " + error.error_type;
    }
    if (is_harmless(error.error_message, " .,:;'()_?!", options)) line += ": " + error.error_message;
    line += " (HTTP status " + std::to_string(status);
    if (std::regex_match(error.request_id, request_id)) line += ", request " + error.request_id;
    return line + ")";
}

/// Why the program cannot go on, if it cannot.
std::optional<Failure> failure_of(const Response& response, const std::optional<stytch::m2m::StytchError>& error,
                                  const Options& options) {
    if (error) return Failure{stytch_error, line_of(*error, response.status, options)};
    const std::string within = " within " + std::to_string(options.timeout) + " s";
    const std::string http = response.status == 0 ? "" : " (HTTP status " + std::to_string(response.status) + ")";
    switch (response.outcome) {
        case Outcome::no_connection:
            return Failure{no_connection, "cannot connect to " + options.base_url + within};
        case Outcome::no_trust:
            return Failure{no_trust, "no TLS connection to " + options.base_url + ": " + response.tls_error};
        case Outcome::timed_out:
            return Failure{timed_out, "no complete response" + within + http};
        case Outcome::interrupted:
            return Failure{no_secret, "the connection was lost before the end of the response" + http};
        case Outcome::complete:
            break;
    }
    if (response.status != 200 || !response.json)
        return Failure{not_stytch, "not Stytch's response, perhaps a proxy's" + http};
    return std::nullopt;
}

std::string start(const Options& options) {
    SecretFile file(options.file);
    file.reserve(max_body_size);

    Response response = post(options);
    const auto read = stytch::m2m::parse_rotate_start_response(std::move(response.body));
    const auto invalid = [&] { return std::string(stytch::m2m::ValidationError(read.violations).what()); };

    const stytch::m2m::Secret& secret = read.m2m_client.next_client_secret;
    if (secret.empty()) {
        Failure failure = failure_of(response, read.error, options).value_or(Failure{no_secret, invalid()});
        // Cancelling a rotation that this run cannot have started would drop someone else's.
        const bool refused = response.status >= 400 && response.status < 500;
        const bool already =
            read.error && read.error->error_type == stytch::m2m::StytchErrorType::m2m_client_already_rotating_secret;
        if (response.sent() && !refused && !already) {
            failure.line += "; the rotation may have started: run --cancel, then start again";
        }
        throw Failure(failure);
    }

    file.store(secret);
    const std::string but = "the new secret is in " + options.file + ", but the response ";
    if (response.outcome != Outcome::complete) {
        throw Failure{stored_but, but + "is incomplete: " + failure_of(response, {}, options).value().line};
    }
    if (read.error || response.status != 200) {
        throw Failure{stored_but, but + "is also an error (HTTP status " + std::to_string(response.status) + ")"};
    }
    if (!read) throw Failure{stored_but, but + "is invalid: " + invalid()};
    return "The new secret of " + percent_encoded(options.client_id) + " is in " + options.file +
           ". Next: deploy it, check that it works, then run --finish; or drop it with --cancel.";
}

std::string finish_or_cancel(const Options& options) {
    const Response response = post(options);
    const auto error = stytch::m2m::parse_rotate_start_response(response.body).error;
    if (const auto failure = failure_of(response, error, options)) throw Failure(*failure);
    return (options.action.empty() ? "Finished: the new secret of " : "Cancelled: the old secret of ") +
           percent_encoded(options.client_id) + " is the only one now.";
}

bool is_control(unsigned char c) { return std::iscntrl(c) != 0; }

Options read_options(int argc, char** argv) {
    const Failure usage{wrong_usage,
                        "usage: rotate_client_secret [--base-url URL] [--timeout SECONDS] "
                        "(CLIENT_ID FILE | --finish CLIENT_ID | --cancel CLIENT_ID)"};
    const option known[] = {{"finish", no_argument, nullptr, 'f'},
                            {"cancel", no_argument, nullptr, 'c'},
                            {"base-url", required_argument, nullptr, 'b'},
                            {"timeout", required_argument, nullptr, 't'},
                            {}};
    Options options;
    ::opterr = 0;
    for (int name = 0; (name = ::getopt_long(argc, argv, "", known, nullptr)) != -1;) {
        if (name == 'b') {
            options.base_url = ::optarg;
        } else if (name == 't') {
            const char* const end = ::optarg + std::strlen(::optarg);
            const auto [rest, error] = std::from_chars(::optarg, end, options.timeout);
            if (error != std::errc() || rest != end || options.timeout < 1 || options.timeout > 3600) throw usage;
        } else if ((name == 'f' || name == 'c') && options.action == "/start") {
            options.action = name == 'f' ? "" : "/cancel";
        } else {
            throw usage;
        }
    }
    if (argc - ::optind != (options.action == "/start" ? 2 : 1)) throw usage;
    options.client_id = argv[::optind];
    options.file = argv[argc - 1];

    if (options.client_id.empty() || options.client_id == "." || options.client_id == ".." ||
        std::any_of(options.client_id.begin(), options.client_id.end(), is_control)) {
        throw Failure{wrong_usage, "CLIENT_ID is empty, . or .., or contains a control character"};
    }
    const bool encrypted = options.base_url.rfind("https://", 0) == 0;
    const bool local = options.base_url.rfind("http://127.0.0.1:", 0) == 0;
    const auto is_of_host = [](unsigned char c) { return std::isalnum(c) != 0 || std::strchr(".-:[]", c) != nullptr; };
    if (!(encrypted || local) || !std::all_of(options.base_url.begin() + 8, options.base_url.end(), is_of_host)) {
        throw Failure{wrong_usage, "--base-url must be https://HOST, or http://127.0.0.1:PORT in tests"};
    }
    const char* const project_id = std::getenv("STYTCH_PROJECT_ID");
    const char* const secret = std::getenv("STYTCH_SECRET");
    if (project_id == nullptr || secret == nullptr || *project_id == '\0' || *secret == '\0') {
        throw Failure{wrong_usage, "STYTCH_PROJECT_ID and STYTCH_SECRET must be set in the environment"};
    }
    options.project_id = project_id;
    options.secret = secret;
    return options;
}

/// The only function that prints; called after the secret's file has been closed.
int report(std::ostream& out, ExitCode code, std::string text) {
    std::replace_if(text.begin(), text.end(), is_control, '?');
    out << text << std::endl;
    return code;
}

int run(int argc, char** argv) try {
    const Options options = read_options(argc, argv);
    return report(std::cout, done, options.action == "/start" ? start(options) : finish_or_cancel(options));
} catch (const Failure& failure) {
    return report(std::cerr, failure.code, "rotate_client_secret: " + failure.line);
} catch (const std::exception& error) {
    return report(std::cerr, anything_else, std::string("rotate_client_secret: ") + error.what());
}

}  // namespace

int main(int argc, char** argv) {
    // Turn these into errors of the calls that cause them.
    for (const int signal : {SIGPIPE, SIGXFSZ}) std::signal(signal, SIG_IGN);
    std::signal(SIGCHLD, SIG_DFL);  // if it were ignored, waitpid() could not tell how a child ended
    // Ending early would lose the secret, so signals are blocked; the timeout limits for how long.
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before);
    const int code = run(argc, argv);
    sigprocmask(SIG_SETMASK, &before, nullptr);  // pending signals are delivered now
    return code;
}
