// SPDX-License-Identifier: MIT
// Runs the example and the README's program against a server that stands in for Stytch, over TLS: that a rotation loses
// no secret that was received, whatever the server, the disk and signals do.
#include <httplib.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <stytch/m2m/fixtures.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "catch.hpp"
#include "samples.hpp"

using namespace stytch::m2m;

namespace {

constexpr const char* project_secret = "pQ8sWx3kLr5nZv0bTy6h";
constexpr const char* token = "cHJvamVjdC10ZXN0LTE6cFE4c1d4M2tMcjVuWnYwYlR5Nmg=";
constexpr const char* json_type = "application/json; charset=utf-8";

// Its name ends in digits, so that it cannot look like part of a secret.
class Folder {
public:
    Folder() {
        static int count = 0;
        const std::string name = "stytch_m2m_" + std::to_string(getpid()) + '_' + std::to_string(++count);
        path_ = std::filesystem::temp_directory_path() / name;
        std::filesystem::create_directory(path_);
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    std::string operator/(const char* name) const { return path_ / name; }
    std::vector<std::string> names() const {
        std::set<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator(path_)) names.insert(entry.path().filename());
        return {names.begin(), names.end()};
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

/// Writes a self-signed certificate for the IP address `subject`, and its key.
void write_certificate(const std::string& subject, const std::string& certificate_file, const std::string& key_file) {
    const std::string command =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj "
        "/CN=stand-in -addext subjectAltName=IP:" +
        subject + " -keyout '" + key_file + "' -out '" + certificate_file + "' 2>/dev/null";
    REQUIRE(std::system(command.c_str()) == 0);
}

using Handler = std::function<void(const httplib::Request&, httplib::Response&)>;

/// Stands in for Stytch, while in scope.
class StandIn {
public:
    explicit StandIn(Handler handler, const std::string& subject = "127.0.0.1") {
        write_certificate(subject, certificate(), tls_ / "key");
        server_ = std::make_unique<httplib::SSLServer>(certificate().c_str(), (tls_ / "key").c_str());
        server_->Post(".*", [this, handler](const httplib::Request& request, httplib::Response& response) {
            received.push_back(request.target);
            authorization = request.get_header_value("Authorization");
            handler(request, response);
        });
        port_ = server_->bind_to_any_port("127.0.0.1");
        thread_ = std::thread([this] { server_->listen_after_bind(); });
        while (!server_->is_running()) std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    StandIn(const std::string& body, int status)
        : StandIn([=](const httplib::Request&, httplib::Response& response) {
              response.status = status;
              response.set_content(body, json_type);
          }) {}
    ~StandIn() {
        server_->stop();
        thread_.join();
    }
    StandIn(const StandIn&) = delete;
    StandIn& operator=(const StandIn&) = delete;

    std::string url() const { return "https://127.0.0.1:" + std::to_string(port_); }
    std::string certificate() const { return tls_ / "certificate"; }

    std::vector<std::string> received;  // the targets of requests
    std::string authorization;

private:
    Folder tls_;
    std::unique_ptr<httplib::Server> server_;
    int port_ = 0;
    std::thread thread_;
};

struct Run {
    int exit_code = -1;
    std::string output;

    bool says(const std::string& text) const { return output.find(text) != std::string::npos; }
};

/// Runs a program, and checks that it prints no secret.
Run run_program(const std::string& program, const std::string& url, const std::string& certificate,
                const std::string& arguments, const std::string& secret = project_secret) {
    const std::string command = "umask 0; ulimit -c unlimited; STYTCH_PROJECT_ID=project-test-1 STYTCH_SECRET='" +
                                secret + "' STYTCH_BASE_URL=" + url + " SSL_CERT_FILE='" + certificate + "' " +
                                program + " " + arguments + " 2>&1";
    FILE* const pipe = popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    Run run;
    for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) run.output += static_cast<char>(c);
    run.exit_code = WEXITSTATUS(pclose(pipe));
    CAPTURE(run.output);
    for (const std::string_view hidden : {samples::secret, std::string_view(project_secret), std::string_view(token)}) {
        for (std::size_t i = 0; i + 4 <= hidden.size(); ++i) {
            CHECK_FALSE(run.says(std::string(hidden.substr(i, 4))));
        }
    }
    return run;
}
/// Runs the example, which prints one line.
Run run(const std::string& url, const std::string& certificate, const std::string& arguments,
        const std::string& secret = project_secret) {
    Run run = run_program("'" ROTATE_CLIENT_SECRET "'", url, certificate, arguments, secret);
    CHECK(std::count(run.output.begin(), run.output.end(), '\n') == 1);
    return run;
}
Run run(const StandIn& stytch, const std::string& arguments) {
    return run(stytch.url(), stytch.certificate(), arguments);
}

std::string start(const Folder& folder) { return "start m2m-client-test-1 '" + folder / "secret" + "'"; }

/// Announces all of `body`, and breaks off after `size` bytes.
Handler breaking_off(const std::string& body, const std::atomic<std::size_t>& size) {
    return [&](const httplib::Request&, httplib::Response& response) {
        response.set_content_provider(
            body.size(), json_type, [&](std::size_t offset, std::size_t, httplib::DataSink& sink) {
                return offset < size && sink.write(body.data() + offset, size - offset) && size == body.size();
            });
    };
}

std::string client_body() { return serialize(fixtures::sample_response()); }
std::string error_body(const char* type) { return serialize(fixtures::sample_error(type)); }

}  // namespace

TEST_CASE("start stores the new secret in a file that was its owner's only before there was a secret") {
    const Folder folder;
    std::vector<std::string> names;
    mode_t mode_before = 0;
    const StandIn stytch([&](const httplib::Request&, httplib::Response& response) {
        names = folder.names();
        mode_before = mode(folder / "secret");
        response.set_content(client_body(), json_type);
    });
    const Run done = run(stytch, "start 'm2m-client-test-1/ä' '" + folder / "secret" + "'");
    CHECK(done.exit_code == 0);
    CHECK(done.says("the new secret is in " + folder / "secret" + ": deploy it, then finish (HTTP status 200, "));
    CHECK(done.says(fixtures::sample_response().request_id));
    CHECK(contents(folder / "secret") == samples::secret);
    CHECK(mode(folder / "secret") == 0600);
    CHECK(names == std::vector<std::string>{"secret"});
    CHECK(mode_before == 0600);
    CHECK(folder.names() == names);
    CHECK(stytch.received ==
          std::vector<std::string>{"/v1/m2m/clients/m2m-client-test-1%2F%C3%A4/secrets/rotate/start"});
    CHECK(stytch.authorization == std::string("Basic ") + token);
}

TEST_CASE("start exits with the next step, says what is known, and stores nothing but a secret") {
    struct Case {
        std::string body;
        int http_status;
        int exit_code;
        const char* says;
    };
    const std::string client = client_body();
    const std::string cut_off = client.substr(0, client.find("\"client_name\""));
    const std::string quoting =
        R"({"error_type":"N)" + std::string(samples::secret).substr(1) + "\"," + client.substr(1);
    const std::string long_one = client.substr(0, client.size() - 1) + ",\"x\":\"" + std::string(100'000, 'x') + "\"}";
    const std::string too_long = client.substr(0, client.size() - 1) + ",\"x\":\"" + std::string(2'000'000, 'x');
    const std::vector<Case> cases = {
        {client, 201, 0, "deploy it, then finish"},
        {client, 500, 1, "HTTP status 500"},
        {cut_off, 200, 1, "; /m2m_client: expected a member's name at byte"},
        {quoting, 200, 1, "error type \"[REDACTED]\""},
        {long_one, 200, 0, "deploy it, then finish"},
        {too_long, 200, 1, "; document: expected the end of the string at byte 1048576"},
        {error_body(StytchErrorType::m2m_client_already_rotating_secret), 400, 2,
         "error type \"m2m_client_already_rotating_secret\", request ID \"request-id-test-b05c992f-ebdc-489d-a754-"},
        {error_body(StytchErrorType::too_many_requests), 429, 3, "start again later"},
        {error_body(StytchErrorType::m2m_client_not_found), 404, 4, "HTTP status 404, error type \"m2m_client_not_fou"},
        {error_body("a_type\nthat_nobody_knows"), 400, 4, "error type \"a_type\\nthat_nobody_knows\""},
        {error_body(project_secret), 401, 4, "error type [REDACTED]"},
        {error_body(StytchErrorType::internal_server_error), 500, 5, "cancel, then start again"},
        {"<html>502</html>", 502, 5, "; document: expected a value at byte 0"},
        {client.substr(0, client.find("DzJj")), 200, 5, "cancel, then start again"},
    };
    for (const Case& one : cases) {
        CAPTURE(one.http_status, one.says);
        const Folder folder;
        const StandIn stytch(one.body, one.http_status);
        const Run ended = run(stytch, start(folder));
        CAPTURE(ended.output);
        CHECK(ended.exit_code == one.exit_code);
        CHECK(ended.says(one.says));
        CHECK(contents(folder / "secret") == (one.exit_code < 2 ? samples::secret : ""));
        CHECK(folder.names().size() == (one.exit_code < 2 ? 1 : 0));
        CHECK(stytch.received.size() == 1);
    }
}

TEST_CASE("try, finish and cancel say what is to be done") {
    const Folder folder;
    std::ofstream(folder / "secret") << samples::secret;
    const std::string path = "/v1/m2m/clients/m2m-client-test-1/secrets/rotate";
    const std::vector<std::string> commands = {"try m2m-client-test-1 '" + folder / "secret" + "'",
                                               "finish m2m-client-test-1", "cancel m2m-client-test-1"};
    const std::vector<std::string> paths = {"/v1/public/project-test-1/oauth2/token", path, path + "/cancel"};
    struct Case {
        int http_status;
        std::string body;
        std::vector<int> exit_codes;
    };
    const std::vector<Case> cases = {
        {200, R"({"access_token":")" + std::string(samples::secret) + "\"}", {0, 0, 0}},
        {201, "", {0, 0, 0}},
        {302, "", {6, 6, 6}},
        {400, error_body(StytchErrorType::m2m_client_not_rotating_secret), {4, 4, 0}},
        {401, error_body(StytchErrorType::unauthorized_credentials), {8, 4, 4}},
        {401, R"({"error_type":")" + std::string(samples::secret) + "\"}", {8, 4, 4}},
        {404, error_body(StytchErrorType::m2m_client_not_found), {4, 4, 4}},
        {408, "", {6, 6, 6}},
        {429, error_body(StytchErrorType::too_many_requests), {3, 3, 3}},
        {499, "", {6, 6, 6}},
        {500, error_body(StytchErrorType::m2m_client_not_rotating_secret), {6, 6, 6}},
        {502, "<html>", {6, 6, 6}},
    };
    for (const Case& one : cases) {
        for (std::size_t i = 0; i < commands.size(); ++i) {
            CAPTURE(one.http_status, one.body, commands[i]);
            if (i != 0 && one.body.find(samples::secret) != std::string::npos) continue;  // nobody sent that one
            std::string sent;
            const StandIn stytch([&](const httplib::Request& request, httplib::Response& response) {
                sent = request.body;
                response.status = one.http_status;
                response.set_content(one.body, json_type);
            });
            const Run ended = run(stytch, commands[i]);
            CHECK(ended.exit_code == one.exit_codes[i]);
            CHECK(ended.says("HTTP status " + std::to_string(one.http_status)));
            CHECK(stytch.received == std::vector<std::string>{paths[i]});
            CHECK(stytch.authorization == (i == 0 ? std::string() : std::string("Basic ") + token));
            CHECK(nlohmann::json::parse(sent) == (i != 0 ? nlohmann::json::object()
                                                         : nlohmann::json{{"client_id", "m2m-client-test-1"},
                                                                          {"client_secret", samples::secret},
                                                                          {"grant_type", "client_credentials"}}));
        }
    }
    CHECK(contents(folder / "secret") == samples::secret);
}

TEST_CASE("try sends the bytes of the file, whatever they are") {
    const Folder folder;
    const std::string secret = "a\"b\\c\n\x01\xC3\xA4\x7F";
    std::ofstream(folder / "secret") << secret;
    std::string sent;
    const StandIn stytch([&](const httplib::Request& request, httplib::Response&) { sent = request.body; });
    CHECK(run(stytch, "try 'a\"b' '" + folder / "secret" + "'").exit_code == 0);
    CHECK(nlohmann::json::parse(sent)["client_id"] == "a\"b");
    CHECK(nlohmann::json::parse(sent)["client_secret"] == secret);
}

TEST_CASE("A transfer that breaks off behind the secret does not lose it, wherever that is") {
    const std::string body = client_body();
    const std::size_t end_of_secret = body.find(samples::secret) + samples::secret.size() + 1;
    std::atomic<std::size_t> size{0};
    const StandIn stytch(breaking_off(body, size));
    for (size = 0; size < body.size(); ++size) {
        CAPTURE(size.load());
        const Folder folder;
        const bool received = size >= end_of_secret;
        const Run readme = run_program("STORED='" + folder / "stored" + "' '" README_ROTATION "'", stytch.url(),
                                       stytch.certificate(), "m2m-client-test-1");
        CHECK(contents(folder / "stored") == (received ? samples::secret : ""));
        CHECK(readme.exit_code == 1);
        CHECK(readme.says("transport: "));
        CHECK(readme.says(received ? "\nstored; try it" : "\nnot stored; cancel, then start again\n"));
        if (size % 32 != 0) continue;
        const Run ended = run(stytch, start(folder));
        CHECK(ended.exit_code == (received ? 1 : 5));
        CHECK(contents(folder / "secret") == (received ? samples::secret : ""));
        CHECK(ended.says("HTTP status 200, " + httplib::to_string(httplib::Error::Read)));
    }
}

TEST_CASE("start follows no redirect") {
    const Folder folder;
    const StandIn stytch(
        [&](const httplib::Request&, httplib::Response& response) { response.set_redirect("/elsewhere", 307); });
    CHECK(run(stytch, start(folder)).exit_code == 5);
    CHECK(stytch.received.size() == 1);
}

TEST_CASE("start overwrites nothing, and sends nothing then") {
    const Folder folder;
    std::ofstream(folder / "secret") << "old";
    const StandIn stytch(client_body(), 200);
    const Run ended = run(stytch, start(folder));
    CHECK(ended.exit_code == 7);
    CHECK(ended.says("cannot create " + folder / "secret" + ": File exists"));
    CHECK(contents(folder / "secret") == "old");
    CHECK(stytch.received.empty());
}

TEST_CASE("Signals wait until the secret is stored and said") {
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        const Folder folder;
        const StandIn stytch([&](const httplib::Request&, httplib::Response& response) {
            ::kill(std::stoi(contents(folder / "pid")), signal);
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
            response.set_content(client_body(), json_type);
        });
        const Run ended =
            run_program("sh -c 'echo $$ > \"" + folder / "pid" + "\"; exec \"$0\" \"$@\"' '" + ROTATE_CLIENT_SECRET "'",
                        stytch.url(), stytch.certificate(), start(folder));
        CHECK(ended.exit_code == 0);
        CHECK(ended.says("deploy it, then finish"));
        CHECK(contents(folder / "secret") == samples::secret);
    }
}

// Waits for half a minute, so that CI runs it, and ./tests/run does not.
TEST_CASE("A server that answers slowly does not hold start up, nor lose the secret", "[.slow]") {
    const Folder folder;
    const std::string body = client_body();
    const StandIn stytch([&](const httplib::Request&, httplib::Response& response) {
        response.set_content_provider(
            body.size() + 600, json_type, [&](std::size_t offset, std::size_t, httplib::DataSink& sink) {
                std::this_thread::sleep_for(std::chrono::milliseconds(offset == 0 ? 0 : 100));
                return offset == 0 ? sink.write(body.data(), body.size() - 1) : sink.write(" ", 1);
            });
    });
    const auto began = std::chrono::steady_clock::now();
    const Run ended = run(stytch, start(folder));
    CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(45));
    CHECK(ended.exit_code == 1);
    CHECK(ended.says("no complete response in 30 seconds"));
    CHECK(contents(folder / "secret") == samples::secret);
}

#ifdef __linux__
TEST_CASE("A disk that is full is found before the request; one that fills up during it does not lose the secret") {
    for (const bool before : {true, false}) {
        const Folder folder;
        if (::mount("tmpfs", (folder / ".").c_str(), "tmpfs", 0, "size=64k") != 0) {
            WARN("not checked: only root can mount a small disk");
            return;
        }
        const auto fill = [&] { std::ofstream(folder / "full") << std::string(100'000, 'x'); };
        const StandIn stytch([&](const httplib::Request&, httplib::Response& response) {
            fill();
            response.set_content(client_body(), json_type);
        });
        if (before) fill();
        const Run ended = run(stytch, start(folder));
        CHECK(ended.exit_code == (before ? 7 : 0));
        CHECK(ended.says(before ? "No space left on device" : "deploy it, then finish"));
        CHECK(contents(folder / "secret") == (before ? "" : samples::secret));
        CHECK(folder.names().size() == (before ? 1 : 2));
        CHECK(stytch.received.size() == (before ? 0 : 1));
        CHECK(::umount((folder / ".").c_str()) == 0);
    }
}
#endif

TEST_CASE("Nothing is sent if it cannot be stored, if it is unclear what to do, or if nobody is trusted") {
    const Folder folder;
    const StandIn stytch(client_body(), 200);
    const auto check = [&](const Run& ended, const std::string& line) {
        CAPTURE(ended.output);
        CHECK(ended.exit_code == 7);
        CHECK(ended.says(line));
        CHECK(folder.names().empty());
    };
    check(run(stytch, "start m2m-client-test-1 '" + folder / "none/secret" + "'"), "No such file or directory");
    check(run(stytch, "try m2m-client-test-1 '" + folder / "secret" + "'"), "No such file or directory");
    check(run(stytch, "try m2m-client-test-1 /dev/null"), "there is no secret in /dev/null: it is empty");
    for (const char* wrong : {"", "start", "start id", "start id file more", "start '' file", "try id", "finish",
                              "finish id file", "cancel ''", "rotate id"}) {
        check(run(stytch, wrong), "usage: ");
    }
    check(run(stytch.url(), stytch.certificate(), start(folder), ""), "STYTCH_SECRET must be set");
    check(run("http" + stytch.url().substr(5), stytch.certificate(), start(folder)), "STYTCH_BASE_URL must use https");
    check(run(stytch.url(), "/dev/null", start(folder)), "no trusted connection to ");
    for (const std::string& command : {start(folder), std::string("finish id"), std::string("cancel id")}) {
        check(run("https://127.0.0.1:1", stytch.certificate(), command), "no trusted connection to ");
    }
    CHECK(stytch.received.empty());

    const StandIn other([](const httplib::Request&, httplib::Response&) {}, "127.0.0.2");
    check(run(other, start(folder)), "no trusted connection to ");
    CHECK(other.received.empty());
}

TEST_CASE("The README's program stores the secret, logs the rest, and says what to do") {
    const Folder folder;
    const auto run_readme = [&](const std::string& stored, const std::string& url, const std::string& certificate,
                                const char* arguments = "id") {
        return run_program("STORED='" + stored + "' '" README_ROTATION "'", url, certificate, arguments);
    };
    const StandIn stytch(client_body(), 200);
    const Run done = run_readme(folder / "secret", stytch.url(), stytch.certificate());
    CHECK(done.exit_code == 0);
    CHECK(done.says("RotateStartResponse{status_code: 200, "));
    CHECK(done.says("\nstored; deploy it, then finish\n"));
    CHECK(contents(folder / "secret") == samples::secret);
    CHECK(stytch.received == std::vector<std::string>{"/v1/m2m/clients/id/secrets/rotate/start"});
    CHECK(stytch.authorization == std::string("Basic ") + token);

    const Run nobody = run_readme(folder / "none", "https://127.0.0.1:1", stytch.certificate());
    CHECK(nobody.says("transport: " + httplib::to_string(httplib::Error::Connection)));
    CHECK(nobody.says("\nnot stored; cancel, then start again\n"));
    CHECK(folder.names() == std::vector<std::string>{"secret"});
    const Run full = run_readme("/dev/full", stytch.url(), stytch.certificate());
    CHECK(full.exit_code == 1);
    CHECK(full.says("not stored; cancel, then start again\n"));
    CHECK(run_readme(folder / "none", stytch.url(), stytch.certificate(), "").exit_code == 2);
    CHECK(stytch.received.size() == 2);
}
