// SPDX-License-Identifier: MIT
// An HTTP POST that ends by its deadline, whatever the network and the server do.
#pragma once

#include <httplib.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <new>
#include <string>
#include <system_error>

struct Request {
    std::string base_url, path;
    std::string user, password;
    int timeout = 10;  // in seconds
};

enum class Outcome { complete, no_connection, no_trust, timed_out, interrupted };

struct Response {
    Outcome outcome = Outcome::complete;
    std::string tls_error;  // if outcome is no_trust
    int status = 0;
    bool json = false;
    std::string body;  // as much of it as was received

    /// Whether the server may have acted on the request.
    bool sent() const { return outcome != Outcome::no_connection && outcome != Outcome::no_trust; }
};

constexpr std::size_t max_body_size = 1 << 16;

/// How far the exchange got; shared by two processes.
struct Progress {
    std::atomic<bool> sent{false};
    std::atomic<int> status{0};
    std::atomic<bool> json{false};
};

/// Posts {} and forwards the body to `out` as it arrives, even if it is cut short.
inline httplib::Error exchange(const Request& post, Progress& progress, int out) {
    httplib::Client client(post.base_url);
    client.enable_server_certificate_verification(true);
    client.set_follow_location(false);
    // These limit single steps; they need only be longer than the whole exchange.
    client.set_connection_timeout(post.timeout + 1);
    client.set_read_timeout(post.timeout + 1);
    client.set_write_timeout(post.timeout + 1);
    client.set_basic_auth(post.user, post.password);

    httplib::Request request;
    request.method = "POST";
    request.path = post.path;
    // Less could be recovered from a truncated compressed body.
    request.headers = {{"Accept-Encoding", "identity"}, {"Content-Type", "application/json"}};
    request.content_length_ = 2;
    request.content_provider_ = [&](auto, auto, httplib::DataSink& sink) {
        // After some TLS errors httplib retries, but the server may have acted on the first request.
        return !progress.sent.exchange(true) && sink.write("{}", 2);
    };
    request.response_handler = [&](const httplib::Response& response) {
        progress.json = response.get_header_value("Content-Type").rfind("application/json", 0) == 0;
        progress.status = response.status;
        return true;
    };
    std::size_t room = max_body_size;
    request.content_receiver = [&](const char* data, std::size_t size, auto, auto) {
        for (size = std::min(size, room); size > 0;) {
            const ssize_t written = ::write(out, data, size);
            if (written < 0) return false;
            data += written;
            size -= static_cast<std::size_t>(written);
            room -= static_cast<std::size_t>(written);
        }
        return true;
    };

    httplib::Response response;
    auto error = httplib::Error::Success;
    return client.send(request, response, error) ? httplib::Error::Success : error;
}

/// Throws only if nothing was sent. The exchange runs in its own process, because only a process can be stopped at any
/// point: in a name lookup, a TLS handshake, or headers that trickle in. The HTTP and TLS buffers vanish with it.
inline Response bounded_post(const Request& post) {
    using Clock = std::chrono::steady_clock;
    const auto deadline = Clock::now() + std::chrono::seconds(post.timeout);
    Response response;
    response.body.resize(max_body_size);  // growing would leave copies of a secret behind

    void* const shared = ::mmap(nullptr, sizeof(Progress), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "mmap");
    auto* const progress = new (shared) Progress;
    int ends[2];
    if (::pipe(ends) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
    const pid_t child = ::fork();
    if (child < 0) throw std::system_error(errno, std::generic_category(), "fork");
    if (child == 0) {
        auto error = httplib::Error::Unknown;
        try {
            error = exchange(post, *progress, ends[1]);
        } catch (...) {  // reported as Unknown
        }
        ::_exit(static_cast<int>(error));
    }
    ::close(ends[1]);

    bool late = false;
    std::size_t size = 0;
    for (ssize_t got = 1; got > 0;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
        if (left <= 0 && !late) late = ::kill(child, SIGKILL) == 0;
        pollfd readable{ends[0], POLLIN, 0};
        if (::poll(&readable, 1, late ? -1 : static_cast<int>(left)) <= 0) continue;
        got = ::read(ends[0], &response.body[size], max_body_size - size);
        if (got > 0) size += static_cast<std::size_t>(got);
    }
    response.body.resize(size);
    ::close(ends[0]);
    int ended = 0;
    const bool exited = ::waitpid(child, &ended, 0) == child && WIFEXITED(ended);
    const auto error = exited ? static_cast<httplib::Error>(WEXITSTATUS(ended)) : httplib::Error::Unknown;

    response.status = progress->status;
    response.json = progress->json;
    if (progress->sent) {
        if (error != httplib::Error::Success) response.outcome = late ? Outcome::timed_out : Outcome::interrupted;
    } else if (error >= httplib::Error::SSLConnection && error < httplib::Error::UnsupportedMultipartBoundaryChars) {
        response.outcome = Outcome::no_trust;  // a range, since later versions add more
        response.tls_error = httplib::to_string(error);
    } else {
        response.outcome = Outcome::no_connection;
    }
    ::munmap(shared, sizeof(Progress));
    return response;
}
