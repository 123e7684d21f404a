// SPDX-License-Identifier: MIT
// Runs the example against a server that stands in for Stytch, over TLS.
#include <httplib.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <stytch/m2m/fixtures.hpp>

#include <algorithm>
#include <chrono>
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
    const std::string command = "umask 0; STYTCH_PROJECT_ID=project-test-1 STYTCH_SECRET='" + secret +
                                "' STYTCH_BASE_URL=" + url + " SSL_CERT_FILE='" + certificate + "' " + program + " " +
                                arguments + " 2>&1";
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

std::string client_body() { return serialize(fixtures::sample_response()); }
std::string error_body(const char* type) { return serialize(fixtures::sample_error(type)); }

}  // namespace

TEST_CASE("rotate_client_secret stores the new secret in a file that was its owner's only before there was a secret") {
    const Folder folder;
    std::ofstream(folder / "secret") << "old and longer than the new one, which is only some forty characters long";
    std::vector<std::string> names;
    mode_t mode_before = 0;
    const StandIn stytch([&](const httplib::Request&, httplib::Response& response) {
        names = folder.names();
        if (names.size() == 2) mode_before = mode(folder / names[1].c_str());
        response.set_content(client_body(), json_type);
    });
    const Run done = run(stytch, "start 'm2m-client-test-1/ä' '" + folder / "secret" + "'");
    CHECK(done.exit_code == 0);
    CHECK(done.says("the new secret is in " + folder / "secret" + ": deploy it, then finish (HTTP status 200)"));
    CHECK(contents(folder / "secret") == samples::secret);
    CHECK(mode(folder / "secret") == 0600);
    CHECK(folder.names() == std::vector<std::string>{"secret"});
    CHECK(stytch.received ==
          std::vector<std::string>{"/v1/m2m/clients/m2m-client-test-1%2F%C3%A4/secrets/rotate/start"});
    CHECK(stytch.authorization == std::string("Basic ") + token);
    CHECK(names.size() == 2);
    CHECK(mode_before == 0600);
}

TEST_CASE("rotate_client_secret finishes and cancels") {
    const std::string path = "/v1/m2m/clients/m2m-client-test-1/secrets/rotate";
    const StandIn consenting(R"({"status_code": 200, "m2m_client": {"client_secret_last_four": "DzJj"}})", 200);
    CHECK(run(consenting, "finish m2m-client-test-1").exit_code == 0);
    CHECK(run(consenting, "cancel m2m-client-test-1").exit_code == 0);
    CHECK(consenting.received == std::vector<std::string>{path, path + "/cancel"});
    const StandIn refusing(error_body(StytchErrorType::m2m_client_not_rotating_secret), 400);
    for (const char* action : {"finish", "cancel"}) {
        const Run refused = run(refusing, std::string(action) + " m2m-client-test-1");
        CHECK(refused.exit_code == 4);
        CHECK(refused.says("(HTTP status 400, m2m_client_not_rotating_secret)"));
    }
}

TEST_CASE("rotate_client_secret exits with the next step, and stores nothing but a secret") {
    struct Case {
        std::string body;
        int http_status;
        int exit_code;
        const char* line;
    };
    const std::string client = client_body();
    const std::string cut_off = client.substr(0, client.find("\"client_name\""));
    const std::string quoting =
        R"({"error_type":"N)" + std::string(samples::secret).substr(1) + "\"," + client.substr(1);
    const std::string long_one = client.substr(0, client.size() - 1) + ",\"x\":\"" + std::string(100'000, 'x') + "\"}";
    const std::vector<Case> cases = {
        {client, 201, 0, "deploy it, then finish"},
        {client, 500, 1, "try it; finish if it works"},
        {cut_off, 200, 1, "try it; finish if it works"},
        {quoting, 200, 1, "try it; finish if it works"},
        {long_one, 200, 1, "try it; finish if it works"},
        {error_body(StytchErrorType::m2m_client_already_rotating_secret), 400, 2,
         "(HTTP status 400, m2m_client_already_rotating_secret)"},
        {error_body(StytchErrorType::too_many_requests), 429, 3, "start again later"},
        {error_body(StytchErrorType::m2m_client_not_found), 404, 4, "(HTTP status 404, m2m_client_not_found)"},
        {error_body("a_type_that_nobody_knows"), 400, 4, "start again (HTTP status 400)"},
        {error_body(StytchErrorType::internal_server_error), 500, 5, "cancel, then start again"},
        {"<html>502</html>", 502, 5, "cancel, then start again"},
        {client.substr(0, client.find("DzJj")), 200, 5, "cancel, then start again"},
    };
    for (const Case& one : cases) {
        CAPTURE(one.body, one.http_status);
        const Folder folder;
        const StandIn stytch(one.body, one.http_status);
        const Run ended = run(stytch, "start m2m-client-test-1 '" + folder / "secret" + "'");
        CHECK(ended.exit_code == one.exit_code);
        CHECK(ended.says(one.line));
        CHECK(contents(folder / "secret") == (one.exit_code < 2 ? samples::secret : ""));
        CHECK(folder.names().size() == (one.exit_code < 2 ? 1 : 0));
        CHECK(stytch.received.size() == 1);
    }
}

TEST_CASE("rotate_client_secret keeps what it has received if the connection is lost") {
    const Folder folder;
    const std::string body = client_body();
    const std::size_t size = body.size() - GENERATE(1U, 100'000U);
    const StandIn stytch([&](const httplib::Request&, httplib::Response& response) {
        response.set_content_provider(
            body.size(), json_type, [&](std::size_t offset, std::size_t, httplib::DataSink& sink) {
                return offset < size && size < body.size() && sink.write(body.data() + offset, size - offset);
            });
    });
    const Run ended = run(stytch, "start m2m-client-test-1 '" + folder / "secret" + "'");
    const bool received = size < body.size();
    CHECK(ended.exit_code == (received ? 1 : 5));
    CHECK(contents(folder / "secret") == (received ? samples::secret : ""));
}

TEST_CASE("rotate_client_secret follows no redirect") {
    const Folder folder;
    const StandIn stytch(
        [&](const httplib::Request&, httplib::Response& response) { response.set_redirect("/elsewhere", 307); });
    CHECK(run(stytch, "start m2m-client-test-1 '" + folder / "secret" + "'").exit_code == 5);
    CHECK(stytch.received.size() == 1);
}

TEST_CASE("rotate_client_secret keeps the only copy of the secret if the file cannot be replaced") {
    const Folder folder;
    const StandIn stytch([&](const httplib::Request&, httplib::Response& response) {
        std::filesystem::create_directory(folder / "secret");  // stands for a mount, or someone else's file
        response.set_content(client_body(), json_type);
    });
    const Run ended = run(stytch, "start m2m-client-test-1 '" + folder / "secret" + "'");
    CHECK(ended.exit_code == 6);
    REQUIRE(folder.names().size() == 2);
    const std::string kept = folder / folder.names()[1].c_str();
    CHECK(ended.says("the new secret is in " + kept + ", because"));
    CHECK(contents(kept) == samples::secret);
    CHECK(mode(kept) == 0600);
}

#ifdef __linux__
TEST_CASE("rotate_client_secret says to cancel if the disk is full") {
    const Folder folder;
    if (::mount("tmpfs", (folder / ".").c_str(), "tmpfs", 0, "size=64k") != 0) {
        WARN("not checked: only root can mount a small disk");
        return;
    }
    const StandIn stytch([&](const httplib::Request&, httplib::Response& response) {
        std::ofstream(folder / "full") << std::string(100'000, 'x');
        response.set_content(client_body(), json_type);
    });
    const Run ended = run(stytch, "start m2m-client-test-1 '" + folder / "secret" + "'");
    CHECK(ended.exit_code == 5);
    CHECK(ended.says("No space left on device; cancel, then start again"));
    CHECK(folder.names() == std::vector<std::string>{"full"});
    CHECK(::umount((folder / ".").c_str()) == 0);
}
#endif

TEST_CASE("rotate_client_secret sends nothing if it cannot store, is not told what to do, or trusts nobody") {
    const Folder folder;
    const std::string start = "start m2m-client-test-1 '" + folder / "secret" + "'";
    const StandIn stytch(client_body(), 200);
    const auto check = [&](const Run& ended, const char* line) {
        CAPTURE(ended.output);
        CHECK(ended.exit_code == 7);
        CHECK(ended.says(line));
        CHECK(folder.names().empty());
    };
    check(run(stytch, "start m2m-client-test-1 '" + folder / "none/secret" + "'"), "No such file or directory");
    for (const char* wrong : {"", "start", "start id", "start id file more", "finish", "finish id file", "rotate id"}) {
        check(run(stytch, wrong), "usage: ");
    }
    check(run(stytch.url(), stytch.certificate(), start, ""), "STYTCH_SECRET must be set");
    check(run("http" + stytch.url().substr(5), stytch.certificate(), start), "STYTCH_BASE_URL use https");
    check(run(stytch.url(), "/dev/null", start), "no trusted connection to ");
    check(run("https://127.0.0.1:1", stytch.certificate(), start), "no trusted connection to ");
    CHECK(stytch.received.empty());

    const StandIn other([](const httplib::Request&, httplib::Response&) {}, "127.0.0.2");
    check(run(other, start), "no trusted connection to ");
    CHECK(other.received.empty());
}

TEST_CASE("The README's program stores the secret, logs the rest, and says what to do") {
    const Folder folder;
    const auto run_readme = [&](const std::string& stored, const std::string& url, const std::string& certificate) {
        return run_program("STORED='" + stored + "' '" README_ROTATION "'", url, certificate, "id");
    };
    const StandIn stytch(client_body(), 200);
    const Run done = run_readme(folder / "secret", stytch.url(), stytch.certificate());
    CHECK(done.exit_code == 0);
    CHECK(done.says("RotateStartResponse{status_code: 200, "));
    CHECK(done.says("\nfinish\n"));
    CHECK(contents(folder / "secret") == samples::secret);
    CHECK(stytch.received == std::vector<std::string>{"/v1/m2m/clients/id/secrets/rotate/start"});
    CHECK(stytch.authorization == std::string("Basic ") + token);

    CHECK(run_readme(folder / "none", "https://127.0.0.1:1", stytch.certificate()).says("\ncancel\n"));
    CHECK(folder.names() == std::vector<std::string>{"secret"});
    const Run full = run_readme("/dev/full", stytch.url(), stytch.certificate());
    CHECK(full.exit_code == 1);
    CHECK(full.says("not stored: "));
}
