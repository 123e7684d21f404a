// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <httplib.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <stytch/m2m/testing.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "samples.hpp"

namespace {

constexpr const char* project_secret = "pQ8sWx3kLr5nZv0bTy6h";
constexpr const char* token = "cHJvamVjdC10ZXN0LTE6cFE4c1d4M2tMcjVuWnYwYlR5Nmg=";
const std::string authorization = std::string("Basic ") + token;
constexpr const char* request_id = "request-id-test-b05c992f-ebdc-489d-a754-c7e70ba13141";
constexpr const char* json_type = "application/json; charset=utf-8";

void wait_a_moment() { std::this_thread::sleep_for(std::chrono::milliseconds(2)); }

std::string body_of(const stytch::m2m::M2MClientWithNextClientSecret& client) {
    auto response = stytch::m2m::testing::sample_response();
    response.m2m_client = client;
    return serialize(response);
}

std::string error_body(int status, const char* type, const std::string& message) {
    auto response = stytch::m2m::testing::sample_error(type, status);
    response.error->error_message = message;
    return serialize(response);
}

// Its name ends in digits, so that it cannot look like part of a secret.
class Folder {
public:
    Folder() : path_(std::filesystem::temp_directory_path() / ("stytch_m2m_" + std::to_string(getpid()))) {
        std::filesystem::create_directory(path_);
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    std::string operator/(const char* name) const { return path_ / name; }
    std::set<std::string> names() const {
        std::set<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator(path_)) names.insert(entry.path().filename());
        return names;
    }

private:
    std::filesystem::path path_;
};

std::string contents(const std::string& name) {
    std::ifstream file(name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

mode_t mode(const std::string& name) {
    struct stat status {};
    return ::stat(name.c_str(), &status) == 0 ? status.st_mode & 07777U : 0U;
}

/// The example as a child process. All its output must fit into a pipe.
class Child {
public:
    struct Settings {
        rlim_t largest_file = RLIM_INFINITY;
        bool blocked_output = false;  // until finish()
        bool closed_output = false;
        bool no_standard_files = false;
        bool ignored_children = false;
        std::vector<std::string> tracer;  // a command that runs the command that follows it
        std::vector<std::string> environment = {"STYTCH_PROJECT_ID=project-test-1",
                                                std::string("STYTCH_SECRET=") + project_secret};
    };

    explicit Child(std::vector<std::string> arguments) : Child(std::move(arguments), Settings()) {}
    Child(std::vector<std::string> arguments, Settings settings) {
        REQUIRE(::pipe2(output_, O_CLOEXEC) == 0);
        REQUIRE(::pipe2(errors_, O_CLOEXEC) == 0);
        if (settings.blocked_output) {
            ::fcntl(output_[1], F_SETFL, O_NONBLOCK);
            while (::write(output_[1], ".", 1) == 1) ++filler_;
            ::fcntl(output_[1], F_SETFL, 0);
        }
        if (settings.closed_output) ::close(std::exchange(output_[0], -1));
        arguments.insert(arguments.begin(), ROTATE_CLIENT_SECRET);
        arguments.insert(arguments.begin(), settings.tracer.begin(), settings.tracer.end());
        std::vector<char*> argv, envp;
        for (auto& argument : arguments) argv.push_back(argument.data());
        for (auto& variable : settings.environment) envp.push_back(variable.data());
        argv.push_back(nullptr);
        envp.push_back(nullptr);

        pid_ = ::fork();
        REQUIRE(pid_ >= 0);
        if (pid_ == 0) {
            ::dup2(output_[1], STDOUT_FILENO);
            ::dup2(errors_[1], STDERR_FILENO);
            ::umask(0);
            ::signal(SIGPIPE, SIG_DFL);  // httplib's server ignores it
            if (settings.ignored_children) ::signal(SIGCHLD, SIG_IGN);
            if (settings.no_standard_files) {
                for (const int file : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::close(file);
            }
            struct rlimit limit {};
            ::setrlimit(RLIMIT_CORE, &limit);
            ::getrlimit(RLIMIT_FSIZE, &limit);
            limit.rlim_cur = std::min(limit.rlim_max, settings.largest_file);
            ::setrlimit(RLIMIT_FSIZE, &limit);
            ::execvpe(argv[0], argv.data(), envp.data());
            ::_exit(126);
        }
        ::close(output_[1]);
        ::close(errors_[1]);
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    ~Child() {
        if (pid_ > 0) finish();
        if (output_[0] >= 0) ::close(output_[0]);
        ::close(errors_[0]);
    }

    pid_t pid() const { return pid_; }

    void finish() {
        output = read_all(output_[0]).substr(filler_);
        errors = read_all(errors_[0]);
        int status = 0;
        ::waitpid(pid_, &status, 0);
        pid_ = 0;
        exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    }

    int exit_code = 0;
    std::string output, errors;

private:
    static std::string read_all(int file) {
        std::string text;
        char part[4096];
        for (ssize_t size = 0; (size = ::read(file, part, sizeof part)) > 0;) {
            text.append(part, static_cast<std::size_t>(size));
        }
        return text;
    }

    int output_[2] = {-1, -1}, errors_[2] = {-1, -1};
    std::size_t filler_ = 0;
    pid_t pid_ = 0;
};

bool leaks(const std::string& text, std::string_view secret) {
    for (std::size_t i = 0; i + 4 <= secret.size(); ++i) {
        if (text.find(secret.substr(i, 4)) != std::string::npos) return true;
    }
    return false;
}

/// Checks what must hold after every run.
void check_run(Child& child, int exit_code, const std::string& part_of_line = "") {
    child.finish();
    CAPTURE(child.output, child.errors);
    CHECK(child.exit_code == exit_code);
    CHECK(std::count(child.errors.begin(), child.errors.end(), '\n') == (exit_code == 0 ? 0 : 1));
    CHECK((child.errors.empty() || child.errors.back() == '\n'));
    CHECK(child.output.empty() == (exit_code != 0));
    CHECK(child.errors.find(part_of_line) != std::string::npos);
    for (const std::string_view secret : {samples::secret, std::string_view(project_secret), std::string_view(token)}) {
        CHECK_FALSE(leaks(child.output, secret));
        CHECK_FALSE(leaks(child.errors, secret));
    }
}

struct Received {
    std::string target, authorization;
};

/// Stands in for Stytch.
class StandIn {
public:
    using Handler = std::function<void(const httplib::Request&, httplib::Response&)>;

    explicit StandIn(Handler handler, std::unique_ptr<httplib::Server> server = std::make_unique<httplib::Server>())
        : server_(std::move(server)) {
        server_->Post(".*", [this, handler](const httplib::Request& request, httplib::Response& response) {
            received_.push_back({request.target, request.get_header_value("Authorization")});
            handler(request, response);
        });
        port_ = server_->bind_to_any_port("127.0.0.1");
        thread_ = std::thread([this] { server_->listen_after_bind(); });
        while (!server_->is_running()) wait_a_moment();
    }
    StandIn(std::string body, int status, std::string type = json_type)
        : StandIn([=](const httplib::Request&, httplib::Response& response) {
              response.status = status;
              response.set_content(body, type);
          }) {}
    ~StandIn() { stop(); }
    StandIn(const StandIn&) = delete;
    StandIn& operator=(const StandIn&) = delete;

    std::string url(const std::string& scheme = "http") const {
        return scheme + "://127.0.0.1:" + std::to_string(port_);
    }
    const std::vector<Received>& received() {
        stop();
        return received_;
    }

private:
    void stop() {
        if (!thread_.joinable()) return;
        server_->stop();
        thread_.join();
    }

    std::unique_ptr<httplib::Server> server_;
    std::vector<Received> received_;
    int port_ = 0;
    std::thread thread_;
};

/// Responds with the headers of the whole `body`, but closes the connection after `size` bytes of it and `pause`.
StandIn::Handler breaking_off(const std::string& body, std::size_t size, std::chrono::milliseconds pause) {
    return [=](const httplib::Request&, httplib::Response& response) {
        response.set_content_provider(body.size(), json_type,
                                      [=](std::size_t offset, std::size_t, httplib::DataSink& sink) {
                                          if (offset < size) return sink.write(body.data() + offset, size - offset);
                                          std::this_thread::sleep_for(pause);
                                          return false;
                                      });
    };
}

/// A port of 127.0.0.1 on which nobody listens, unless `listening`.
class Port {
public:
    explicit Port(bool listening) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* const any = reinterpret_cast<sockaddr*>(&address);
        REQUIRE(::bind(socket_, any, size) == 0);
        REQUIRE(::getsockname(socket_, any, &size) == 0);
        if (listening) REQUIRE(::listen(socket_, 8) == 0);
        port_ = ntohs(address.sin_port);
    }
    ~Port() { ::close(socket_); }
    Port(const Port&) = delete;
    Port& operator=(const Port&) = delete;

    int accept() const {
        pollfd ready{socket_, POLLIN, 0};
        return ::poll(&ready, 1, 10000) == 1 ? ::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC) : -1;
    }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

private:
    int socket_;
    int port_ = 0;
};

const std::string start_again = "run --cancel, then start again";
const std::string hint = "; the rotation may have started: " + start_again + '\n';

}  // namespace

TEST_CASE("rotate_client_secret stores the new secret, then reports") {
    const Folder folder;
    const std::string file = folder / "secret";
    std::set<std::string> names;
    mode_t mode_before = 0;
    StandIn stytch([&](const httplib::Request&, httplib::Response& response) {
        names = folder.names();
        if (names.size() == 1) mode_before = mode(folder / names.begin()->c_str());
        response.set_content(body_of(samples::client()), json_type);
    });
    Child child({"--base-url", stytch.url(), "m2m-client-test-1", file});
    check_run(child, 0);

    CHECK(child.output.find("--finish") != std::string::npos);
    CHECK(contents(file) == samples::secret);
    CHECK(mode(file) == 0600);
    CHECK(folder.names() == std::set<std::string>{"secret"});
    REQUIRE(stytch.received().size() == 1);
    CHECK(stytch.received()[0].target == "/v1/m2m/clients/m2m-client-test-1/secrets/rotate/start");
    CHECK(stytch.received()[0].authorization == authorization);
    // The file was accessible only to its owner before there was a secret.
    CHECK(names.size() == 1);
    CHECK(mode_before == 0600);
}

TEST_CASE("rotate_client_secret reports only after it has stored") {
    const Folder folder;
    const std::string file = folder / "secret";
    StandIn stytch(body_of(samples::client()), 200);
    Child::Settings settings;
    settings.blocked_output = true;
    Child child({"--base-url", stytch.url(), "m2m-client-test-1", file}, settings);
    for (int i = 0; i < 5000 && !std::filesystem::exists(file); ++i) wait_a_moment();
    CHECK(contents(file) == samples::secret);
    check_run(child, 0);
}

TEST_CASE("rotate_client_secret does not fail if nobody reads its report") {
    const Folder folder;
    StandIn stytch(body_of(samples::client()), 200);
    Child::Settings settings;
    settings.closed_output = true;
    Child child({"--base-url", stytch.url(), "m2m-client-test-1", folder / "secret"}, settings);
    child.finish();
    CHECK(child.exit_code == 0);
    CHECK(contents(folder / "secret") == samples::secret);
}

TEST_CASE("rotate_client_secret replaces an older file, whatever its mode was") {
    const Folder folder;
    const std::string file = folder / "secret";
    std::ofstream(file) << "old and longer than the new one, which is only some forty characters long";
    std::filesystem::permissions(file, std::filesystem::perms::all);
    StandIn stytch(body_of(samples::client()), 200);
    Child child({"--base-url", stytch.url(), "m2m-client-test-1", file});
    check_run(child, 0);
    CHECK(contents(file) == samples::secret);
    CHECK(mode(file) == 0600);
}

TEST_CASE("rotate_client_secret encodes the client's id") {
    const Folder folder;
    StandIn stytch(body_of(samples::client()), 200);
    Child child({"--base-url", stytch.url(), "a b/../c?d#e%41+\xC3\xA4~_.-", folder / "secret"});
    check_run(child, 0);
    REQUIRE(stytch.received().size() == 1);
    CHECK(stytch.received()[0].target ==
          "/v1/m2m/clients/a%20b%2F..%2Fc%3Fd%23e%2541%2B%C3%A4~_.-/secrets/rotate/start");
    CHECK(child.output.find("of a%20b%2F..%2Fc%3Fd%23e%2541%2B%C3%A4~_.- is in") != std::string::npos);
}

TEST_CASE("rotate_client_secret finishes and cancels") {
    const Folder folder;
    const bool finish = GENERATE(true, false);
    SECTION("with Stytch's consent") {
        StandIn stytch(R"({"status_code": 200, "m2m_client": {"client_secret_last_four": "DzJj"}})", 200);
        Child child({"--base-url", stytch.url(), finish ? "--finish" : "--cancel", "m2m-client-test-1"});
        check_run(child, 0);
        REQUIRE(stytch.received().size() == 1);
        CHECK(stytch.received()[0].target ==
              std::string("/v1/m2m/clients/m2m-client-test-1/secrets/rotate") + (finish ? "" : "/cancel"));
        CHECK(stytch.received()[0].authorization == authorization);
    }
    SECTION("without it") {
        StandIn stytch(error_body(400, "m2m_client_not_rotating_secret", "Not rotating."), 400);
        Child child({"--base-url", stytch.url(), finish ? "--finish" : "--cancel", "m2m-client-test-1"});
        check_run(child, 3, "m2m_client_not_rotating_secret");
    }
    SECTION("with a page from a proxy") {
        StandIn stytch("<html>Sign in</html>", 200, "text/html");
        Child child({"--base-url", stytch.url(), finish ? "--finish" : "--cancel", "m2m-client-test-1"});
        check_run(child, 4);
    }
}

TEST_CASE("rotate_client_secret stores the secret from a response that is otherwise wrong, and says so") {
    const Folder folder;
    const std::string file = folder / "secret";
    const auto client = samples::client();
    const std::string body = body_of(client);
    const auto after_secret = body.find(std::string(samples::secret) + '"') + samples::secret.size() + 1;
    const auto check = [&](StandIn& stytch, const std::string& part_of_line, const char* timeout = "20") {
        Child child({"--timeout", timeout, "--base-url", stytch.url(), "m2m-client-test-1", file});
        check_run(child, 1, part_of_line);
        CHECK(child.errors.find(file) != std::string::npos);
        CHECK(contents(file) == samples::secret);
        CHECK(mode(file) == 0600);
        CHECK(folder.names() == std::set<std::string>{"secret"});
    };
    SECTION("an unknown status") {
        auto paused = client;
        paused.status = "paused";
        StandIn stytch(body_of(paused), 200);
        check(stytch, "/m2m_client/status");
    }
    SECTION("an error status") {
        StandIn stytch(body, 500);
        check(stytch, "also an error");
    }
    SECTION("an error alongside the client") {
        StandIn stytch(R"({"error_type": "odd", "error_message": "NHQhc7Zq", )" + body.substr(1), 200);
        check(stytch, "also an error");
    }
    SECTION("a text that ends right after the secret") {
        StandIn stytch(body.substr(0, after_secret), 200);
        check(stytch, "where the text ends");
    }
    SECTION("a connection that ends right after the secret") {
        StandIn stytch(breaking_off(body, after_secret, {}));
        check(stytch, "is incomplete");
    }
    SECTION("a connection that stalls right after the secret") {
        StandIn stytch(breaking_off(body, after_secret, std::chrono::milliseconds(1500)));
        check(stytch, "within 1 s", "1");
    }
}

TEST_CASE("rotate_client_secret has a message and an exit code for everything the server can do") {
    const Folder folder;
    const std::string file = folder / "secret";
    std::ofstream(file) << "old";
    const std::string body = body_of(samples::client());
    const auto in_secret = body.find(samples::secret) + 20;
    const auto check = [&](const std::string& url, int exit_code, const std::string& part_of_line,
                           const char* timeout = "20") {
        Child child({"--timeout", timeout, "--base-url", url, "m2m-client-test-1", file});
        check_run(child, exit_code, part_of_line);
        CHECK(contents(file) == "old");
        CHECK(folder.names() == std::set<std::string>{"secret"});
    };

    SECTION("no such client") {
        StandIn stytch(error_body(404, "m2m_client_not_found", "M2M client could not be found."), 404);
        check(stytch.url(), 3,
              "m2m_client_not_found: M2M client could not be found. (HTTP status 404, request " +
                  std::string(request_id) + ")\n");
    }
    SECTION("already rotating") {
        StandIn stytch(error_body(400, "m2m_client_already_rotating_secret", "Already rotating."), 400);
        check(stytch.url(), 3, "m2m_client_already_rotating_secret");
    }
    SECTION("an error on two lines that repeats the credentials") {
        StandIn stytch(error_body(401, "unauthorized_credentials", std::string("No:\n\x1B[1m") + project_secret), 401);
        check(stytch.url(), 3, "unauthorized_credentials");
    }
    SECTION("a page from a proxy") {
        StandIn stytch("<html>\n<h1>Bad Gateway</h1>\n</html>", 502, "text/html");
        check(stytch.url(), 4, "(HTTP status 502)" + hint);
    }
    SECTION("a page that says 200") {
        StandIn stytch("<html>\nPlease sign in\n</html>", 200, "text/html");
        check(stytch.url(), 4, "(HTTP status 200)" + hint);
    }
    SECTION("a page without an end") {
        StandIn stytch(std::string(1 << 20, '<'), 200, "text/html");
        check(stytch.url(), 4, "(HTTP status 200)" + hint);
    }
    SECTION("a redirection, which is not followed") {
        StandIn other(body, 200);
        StandIn stytch([&](const httplib::Request& request, httplib::Response& response) {
            response.set_redirect(other.url() + request.target, 307);
        });
        check(stytch.url(), 4, "(HTTP status 307)" + hint);
        CHECK(other.received().empty());
    }
    SECTION("JSON without a client") {
        StandIn stytch(R"({"status_code": 200})", 200);
        check(stytch.url(), 8, start_again);
    }
    SECTION("a text that ends within the secret") {
        StandIn stytch(body.substr(0, in_secret), 200);
        check(stytch.url(), 8, start_again);
    }
    SECTION("a connection that ends within the secret") {
        StandIn stytch(breaking_off(body, in_secret, {}));
        check(stytch.url(), 8, start_again);
    }
    SECTION("no response in time") {
        StandIn stytch([&](const httplib::Request&, httplib::Response& response) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1500));
            response.set_content(body, json_type);
        });
        check(stytch.url(), 5, start_again, "1");
    }
    SECTION("a response that trickles in") {
        StandIn stytch([&](const httplib::Request&, httplib::Response& response) {
            response.set_content_provider(body.size(), json_type,
                                          [&](std::size_t offset, std::size_t, httplib::DataSink& sink) {
                                              std::this_thread::sleep_for(std::chrono::milliseconds(100));
                                              return sink.write(body.data() + offset, 1);
                                          });
        });
        check(stytch.url(), 5, start_again, "1");
    }
    SECTION("nobody listening") {
        const Port port(false);
        check(port.url(), 6, "cannot connect to " + port.url());
    }
    SECTION("a connection that is closed after the request") {
        const Port port(true);
        std::thread server([&] {
            const int socket = port.accept();
            std::string request;
            char byte = 0;
            while (request.find("{}") == std::string::npos && ::recv(socket, &byte, 1, 0) == 1) request += byte;
            ::close(socket);
        });
        check(port.url(), 8, start_again);
        server.join();
    }
}

TEST_CASE("rotate_client_secret asks to cancel if the rotation may have started, and only then") {
    const Folder folder;
    const std::string error = error_body(400, "m2m_client_already_rotating_secret", "Already rotating.");
    const std::size_t cut = error.find("_already") + 3;
    struct Case {
        const char* name;
        int status;
        std::string body;
        std::string type;
        std::size_t size;  // how much of the body is sent
        int exit_code;
        bool may_have_started;
    };
    const std::string page = "<html>Bye</html>";
    const std::string failed = error_body(500, "internal_server_error", "Something went wrong.");
    const Case c =
        GENERATE_COPY(Case{"a failure of Stytch", 500, failed, json_type, std::string::npos, 3, true},
                      Case{"an error that a gateway passes on", 502, error, json_type, std::string::npos, 3, false},
                      Case{"a failure that is cut off", 500, failed, json_type, failed.find("_server"), 8, true},
                      Case{"a refusal", 400, error, json_type, std::string::npos, 3, false},
                      Case{"a refusal that is cut off", 400, error, json_type, cut, 8, false},
                      Case{"a proxy's failure", 503, page, "text/html", std::string::npos, 4, true},
                      Case{"a proxy's refusal", 403, page, "text/html", std::string::npos, 4, false},
                      Case{"a proxy's refusal that is cut off", 407, page, "text/html", 3, 8, false},
                      Case{"an error with status 200", 200, failed, json_type, std::string::npos, 3, true},
                      Case{"no secret", 200, "{}", json_type, std::string::npos, 8, true});
    CAPTURE(c.name);
    StandIn stytch([&](const httplib::Request& request, httplib::Response& response) {
        response.status = c.status;
        if (c.size == std::string::npos) {
            response.set_content(c.body, c.type);
        } else {
            breaking_off(c.body, c.size, {})(request, response);
        }
    });
    Child child({"--base-url", stytch.url(), "m2m-client-test-1", folder / "secret"});
    check_run(child, c.exit_code,
              c.name == std::string("no secret") ? "/m2m_client" : "(HTTP status " + std::to_string(c.status));
    CHECK((child.errors.find(hint) != std::string::npos) == c.may_have_started);
    CHECK((child.errors.find("--cancel") != std::string::npos) == c.may_have_started);
    CHECK(folder.names().empty());
}

TEST_CASE("rotate_client_secret quotes only those of the server's words that cannot be a secret") {
    const Folder folder;
    const bool start = GENERATE(true, false);
    std::string message, type = "unauthorized_credentials", request = request_id, content_type = json_type;
    Child::Settings settings;
    bool type_is_printed = true;
    SECTION("the Authorization header") { message = "You sent " + authorization; }
    SECTION("the project's credentials") { message = std::string("Not project-test-1:") + project_secret; }
    SECTION("the secret in other letters") { message = "Not PQ8SWX3KLR5NZV0BTY6H"; }
    SECTION("the secret in hexadecimal") { message = "Not 705138735778336b4c72356e5a763062547936"; }
    SECTION("the secret percent-encoded") { message = "Not %70%51%38%73%57%78%33%6b%4c%72"; }
    SECTION("the secret with escapes") { message = "Not \\u0070Q8sWx3kLr5nZv0bTy6h"; }
    SECTION("escapes within escapes") { message = "Not \\\\u0070\\\\u0051\\\\u0038\\\\u0073\\\\u0057\\\\u0078"; }
    SECTION("the upstream's body") {
        message = R"(Upstream sent {\"next_client_secret\": \"NHQhc7ZqsXJVtgmN2MXr1etqsQrGAwJ-iBWNLKY7DzJj\"})";
    }
    SECTION("the new secret") { message = "The secret NHQhc7ZqsXJVtgmN2MXr1etqsQrGAwJ-iBWNLKY7DzJj is new"; }
    SECTION("control characters") { message = "Not\\u001B[2J this\\u009B\\u202E\\nforged"; }
    SECTION("the header as another header") { content_type = authorization; }
    SECTION("the secret as the type") {
        type = project_secret;
        type_is_printed = false;
    }
    SECTION("the token as the type") {
        type = token;
        type_is_printed = false;
    }
    SECTION("the secret as the id") { request = std::string("request-id-") + project_secret; }
    SECTION("a secret that is a word") {
        settings.environment[1] = "STYTCH_SECRET=un-au-thorized";
        message = "You are unauthorized.";
        type_is_printed = false;
    }
    SECTION("a secret that is a letter") {
        settings.environment[1] = "STYTCH_SECRET=d";
        message = "Denied.";
        type_is_printed = false;
    }
    SECTION("a message without an end") {
        for (int i = 0; i < 1000; ++i) message += "word ";
    }
    const std::string body = R"({"request_id": ")" + request + R"(", "error_type": ")" + type +
                             R"(", "error_message": ")" + message + R"("})";
    StandIn stytch(body, 401, content_type);
    const std::vector<std::string> rest =
        start ? std::vector<std::string>{"c", folder / "secret"} : std::vector<std::string>{"c", "--finish"};
    Child child({"--base-url", stytch.url(), rest[0], rest[1]}, settings);
    check_run(child, 3);
    const std::string printed_id = request == request_id ? ", request " + request : "";
    CHECK(child.errors == "rotate_client_secret: Stytch's error" + (type_is_printed ? ": " + type : "") +
                              " (HTTP status 401" + printed_id + ")\n");
}

namespace {

/// Sends `first`, then `repeated` again and again, for longer than anyone should wait.
class Dribbler {
public:
    Dribbler(std::string first, std::string repeated)
        : port_(true), thread_([this, first = std::move(first), repeated = std::move(repeated)] {
              const int socket = port_.accept();
              const auto send = [&](const std::string& text) {
                  return ::send(socket, text.data(), text.size(), MSG_NOSIGNAL) > 0;
              };
              bool sent = send(first);
              for (int i = 0; sent && !stopped_ && i < 200; ++i) {
                  std::this_thread::sleep_for(std::chrono::milliseconds(50));
                  sent = send(repeated);
              }
              ::close(socket);
          }) {}
    ~Dribbler() {
        stopped_ = true;
        thread_.join();
    }
    Dribbler(const Dribbler&) = delete;
    Dribbler& operator=(const Dribbler&) = delete;

    std::string address() const { return port_.url().substr(std::string("http").size()); }

private:
    Port port_;
    std::atomic<bool> stopped_{false};
    std::thread thread_;
};

}  // namespace

TEST_CASE("rotate_client_secret ends in time, whatever the server does") {
    const Folder folder;
    std::string first, repeated, scheme = "http";
    int exit_code = 5;
    SECTION("headers that dribble") {
        first = "HTTP/1.1 200 OK\r\nX-Header: ";
        repeated = "x";
    }
    SECTION("a status line that dribbles") { first = repeated = "H"; }
    SECTION("100 Continue, again and again") { first = repeated = "HTTP/1.1 100 Continue\r\n\r\n"; }
    SECTION("headers without an end") {
        first = "HTTP/1.1 200 OK\r\n";
        repeated = "X: y\r\n";
    }
    SECTION("a body that dribbles") {
        first = "HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n";
        repeated = "{";
    }
    SECTION("a TLS handshake that dribbles") {
        scheme = "https";
        first = std::string("\x16\x03\x03\x40\x00\x02\x00\x3F\xF0", 9);  // the start of a 16 KB server hello
        repeated = "x";
        exit_code = 6;
    }
    const Dribbler server(first, repeated);
    const auto begin = std::chrono::steady_clock::now();
    Child child({"--timeout", "1", "--base-url", scheme + server.address(), "m2m-client-test-1", folder / "secret"});
    check_run(child, exit_code, "within 1 s");
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(3));
    CHECK((child.errors.find(hint) != std::string::npos) == (exit_code == 5));
    CHECK(folder.names().empty());
}

TEST_CASE("rotate_client_secret uses what it has received of a body that dribbles") {
    const Folder folder;
    const std::string body = body_of(samples::client());
    const Dribbler server("HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n" + body.substr(0, body.size() - 2), " ");
    Child child({"--timeout", "1", "--base-url", "http" + server.address(), "m2m-client-test-1", folder / "secret"});
    check_run(child, 1, "within 1 s");
    CHECK(contents(folder / "secret") == samples::secret);
}

TEST_CASE("rotate_client_secret sends nothing if the secret could not be stored") {
    const Folder folder;
    const std::string file = folder / "secret";
    std::ofstream(file) << "old";
    StandIn stytch(body_of(samples::client()), 200);
    const auto check = [&](const std::string& target, const Child::Settings& settings) {
        Child child({"--base-url", stytch.url(), "m2m-client-test-1", target}, settings);
        check_run(child, 9, "nothing was sent");
        CHECK(child.errors.find(target) != std::string::npos);
        CHECK(stytch.received().empty());
        CHECK(contents(file) == "old");
        CHECK(folder.names() == std::set<std::string>{"secret"});
    };
    SECTION("a full disk") {
        Child::Settings settings;
        settings.largest_file = 10;
        check(file, settings);
    }
    SECTION("no such folder") { check(folder / "none/secret", {}); }
    SECTION("a folder of that name") { check(folder / ".", {}); }
    SECTION("a folder that may not be written to") {
        if (::geteuid() != 0) {
            std::filesystem::permissions(folder / ".", std::filesystem::perms(0500));
            check(file, {});
            std::filesystem::permissions(folder / ".", std::filesystem::perms(0700));
        }
    }
}

TEST_CASE("rotate_client_secret replaces nothing but a regular file") {
    const Folder folder;
    const std::string pipe = folder / "pipe";  // its own, because a faulty program would replace it
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    StandIn stytch(body_of(samples::client()), 200);
    Child child({"--base-url", stytch.url(), "m2m-client-test-1", pipe});
    check_run(child, 9, pipe + " is not a regular file; nothing was sent");
    CHECK(stytch.received().empty());
    CHECK(std::filesystem::is_fifo(pipe));
    CHECK(folder.names() == std::set<std::string>{"pipe"});
}

TEST_CASE("rotate_client_secret neither follows nor replaces a symbolic link") {
    const Folder folder;
    const std::string file = folder / "secret", link = folder / "link";
    const bool dangling = GENERATE(true, false);
    if (!dangling) std::ofstream(file) << "old";
    std::filesystem::create_symlink("secret", link);
    StandIn stytch(body_of(samples::client()), 200);
    Child child({"--base-url", stytch.url(), "m2m-client-test-1", link});
    check_run(child, 9, link + " is not a regular file; nothing was sent");
    CHECK(stytch.received().empty());
    CHECK(std::filesystem::is_symlink(link));
    CHECK(contents(file) == (dangling ? "" : "old"));
}

TEST_CASE("rotate_client_secret keeps the only copy of the secret if FILE cannot be replaced") {
    const Folder folder;
    const std::string file = folder / "secret";
    StandIn stytch([&](const httplib::Request&, httplib::Response& response) {
        std::filesystem::create_directory(file);  // stands for a mount, or someone else's file in a sticky folder
        response.set_content(body_of(samples::client()), json_type);
    });
    Child child({"--base-url", stytch.url(), "m2m-client-test-1", file});
    check_run(child, 12, "cannot write " + file);
    CHECK(child.errors.find("--cancel") == std::string::npos);
    const auto names = folder.names();
    REQUIRE(names.size() == 2);
    const std::string kept = folder / names.rbegin()->c_str();
    CHECK(child.errors.find("; the new secret is kept in " + kept + '\n') != std::string::npos);
    CHECK(contents(kept) == samples::secret);
    CHECK(mode(kept) == 0600);
}

#ifdef __linux__
TEST_CASE("rotate_client_secret says what to do if writing the secret fails") {
    const Folder folder;
    const std::string file = folder / "secret";
    std::ofstream(file) << "old";
    std::atomic<pid_t> pid{0};
    StandIn stytch([&](const httplib::Request&, httplib::Response& response) {
        while (pid == 0) wait_a_moment();
        const rlimit within_the_secret{10, RLIM_INFINITY};
        ::prlimit(pid, RLIMIT_FSIZE, &within_the_secret, nullptr);
        response.set_content(body_of(samples::client()), json_type);
    });
    Child child({"--base-url", stytch.url(), "m2m-client-test-1", file});
    pid = child.pid();
    check_run(child, 10, start_again);
    CHECK(contents(file) == "old");
    CHECK(folder.names() == std::set<std::string>{"secret"});
}
#endif

TEST_CASE("rotate_client_secret loses the secret to no signal, but obeys it afterwards") {
    const Folder folder;
    const std::string file = folder / "secret";
    const int signal = GENERATE(SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGALRM, SIGUSR1, SIGUSR2, SIGVTALRM, SIGXCPU);
    CAPTURE(signal);
    std::atomic<pid_t> pid{0};
    StandIn stytch([&](const httplib::Request&, httplib::Response& response) {
        while (pid == 0) wait_a_moment();
        ::kill(pid, signal);
        response.set_content(body_of(samples::client()), json_type);
    });
    Child child({"--base-url", stytch.url(), "m2m-client-test-1", file});
    pid = child.pid();
    child.finish();
    CHECK(child.exit_code == -signal);
    CHECK(contents(file) == samples::secret);
    CHECK(folder.names() == std::set<std::string>{"secret"});
    CHECK(child.output.find("is in " + file) != std::string::npos);
    CHECK(child.errors.empty());
}

TEST_CASE("rotate_client_secret does not depend on what it inherits") {
    const Folder folder;
    StandIn stytch(body_of(samples::client()), 200);
    Child::Settings settings;
    settings.no_standard_files = GENERATE(true, false);
    settings.ignored_children = GENERATE(true, false);
    Child child({"--base-url", stytch.url(), "m2m-client-test-1", folder / "secret"}, settings);
    child.finish();
    CHECK(child.exit_code == 0);
    CHECK(contents(folder / "secret") == samples::secret);
}

namespace {

/// The system calls in strace's output, in order, that concern the temporary file of the secret, its folder, or what is
/// printed.
std::string order_of(const std::string& trace) {
    std::string order;
    std::istringstream lines(trace);
    for (std::string line; std::getline(lines, line);) {
        const auto call = [&](const char* name) { return line.find(std::string(" ") + name) != std::string::npos; };
        const auto with = [&](std::string_view text) { return line.find(text) != std::string::npos; };
        if (call("rename")) order += "rename ";
        if (call("write(") && with(samples::secret.substr(0, 20)) && with("/secret.")) order += "write ";
        if (call("fsync(") && with("/secret.")) order += "fsync ";
        if (call("fsync(") && !with("/secret.")) order += "fsync_folder ";
        if (call("write(1<") || call("write(2<")) order += "print ";
    }
    return order;
}

}  // namespace

TEST_CASE("rotate_client_secret writes, syncs, renames and syncs the folder before it prints") {
    if (std::system("strace -f true >/dev/null 2>&1") != 0) {
        WARN("not checked: strace is not installed, or may not trace");
        return;
    }
    const Folder folder;
    StandIn stytch(body_of(samples::client()), 200);
    Child::Settings settings;
    const std::string trace = folder / "trace";
    settings.tracer = {"strace", "-f", "-y", "-s", "200", "-e", "trace=write,fsync,rename,renameat,renameat2",
                       "-o",     trace};
    settings.environment.push_back("PATH=/usr/bin:/bin");
    settings.environment.push_back("ASAN_OPTIONS=detect_leaks=0");  // LeakSanitizer cannot run under strace
    Child child({"--base-url", stytch.url(), "m2m-client-test-1", folder / "secret"}, settings);
    check_run(child, 0);
    // The first fsync is that of the reserved space.
    CHECK(order_of(contents(trace)) == "fsync write fsync rename fsync_folder print ");
}

TEST_CASE("rotate_client_secret refuses wrong usage") {
    const Folder folder;
    const std::string file = folder / "secret";
    StandIn stytch(body_of(samples::client()), 200);
    const std::string id = "m2m-client-test-1";
    const std::vector<std::vector<std::string>> wrong = {
        {},
        {id},
        {"", file},
        {id, file, "more"},
        {"--finish", id, file},
        {"--unknown", id, file},
        {id, file, "--timeout"},
        {id, file, "--timeout", "0"},
        {id, file, "--timeout", "soon"},
        {id, file, "--timeout", "5x"},
        {id, file, "--timeout", "3601"},
        {id, file, "--timeout", ""},
        {id, "--finish", "--cancel"},
        {id, "--cancel", "--finish"},
        {".", file},
        {"..", file},
        {"m2m\nclient", file},
        {"m2m\x1B[2Jclient", file},
        {"m2m\x7F", "--finish"},
        {id, file, "--base-url", "http://api.stytch.com"},
        {id, file, "--base-url", "http://127.0.0.1:80@stytch.com"},
        {id, file, "--base-url", "https://api.stytch.com/v1"},
        {id, file, "--base-url", "https://127.0.0.1:1\nx"},
        {id, file, "--base-url", "ftp://api.stytch.com"},
    };
    for (auto arguments : wrong) {
        arguments.insert(arguments.begin(), {"--base-url", stytch.url()});
        CAPTURE(arguments);
        Child child(arguments);
        check_run(child, 2);
    }
    for (const char* const variable : {"STYTCH_PROJECT_ID=project-test-1", "STYTCH_SECRET=pQ8sWx3kLr5nZv0bTy6h"}) {
        Child::Settings settings;
        settings.environment = {variable};
        Child child({"--base-url", stytch.url(), id, file}, settings);
        check_run(child, 2, "STYTCH_PROJECT_ID and STYTCH_SECRET");
    }
    CHECK(stytch.received().empty());
    CHECK(folder.names().empty());
}

namespace {

/// Writes a self-signed certificate for the IP address `subject`, and its key.
void write_certificate(const std::string& subject, const std::string& certificate_file, const std::string& key_file) {
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"),
                                                                  EVP_PKEY_free);
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), X509_free);
    X509* const x509 = certificate.get();
    X509_set_version(x509, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(x509), 1);
    X509_gmtime_adj(X509_getm_notBefore(x509), -3600);
    X509_gmtime_adj(X509_getm_notAfter(x509), 3600);
    X509_set_pubkey(x509, key.get());
    const unsigned char name[] = "stand-in";
    X509_NAME_add_entry_by_txt(X509_get_subject_name(x509), "CN", MBSTRING_ASC, name, -1, -1, 0);
    X509_set_issuer_name(x509, X509_get_subject_name(x509));
    const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> extension(
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, ("IP:" + subject).c_str()), X509_EXTENSION_free);
    X509_add_ext(x509, extension.get(), -1);
    REQUIRE(X509_sign(x509, key.get(), EVP_sha256()) > 0);

    const auto write = [](const std::string& file, const auto& write_pem) {
        const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new_file(file.c_str(), "w"), BIO_free);
        REQUIRE(write_pem(out.get()) == 1);
    };
    write(certificate_file, [&](BIO* out) { return PEM_write_bio_X509(out, x509); });
    write(key_file,
          [&](BIO* out) { return PEM_write_bio_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr); });
}

}  // namespace

TEST_CASE("rotate_client_secret sends nothing to a server that TLS does not trust") {
    const Folder folder;
    const std::string file = folder / "secret", certificate = folder / "certificate", key = folder / "key";
    const bool right_subject = GENERATE(true, false);
    const bool trusted = GENERATE(true, false);
    CAPTURE(right_subject, trusted);
    write_certificate(right_subject ? "127.0.0.1" : "127.0.0.2", certificate, key);
    StandIn stytch([](const httplib::Request&,
                      httplib::Response& response) { response.set_content(body_of(samples::client()), json_type); },
                   std::make_unique<httplib::SSLServer>(certificate.c_str(), key.c_str()));
    Child::Settings settings;
    settings.environment.push_back("SSL_CERT_FILE=" + (trusted ? certificate : "/dev/null"));
    Child child({"--base-url", stytch.url("https"), "m2m-client-test-1", file}, settings);
    if (right_subject && trusted) {
        check_run(child, 0);
        CHECK(contents(file) == samples::secret);
    } else {
        check_run(child, 7, "no TLS connection to " + stytch.url("https"));
        CHECK(stytch.received().empty());
        CHECK(folder.names() == std::set<std::string>{"certificate", "key"});
    }
}
