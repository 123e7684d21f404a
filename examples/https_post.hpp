// SPDX-License-Identifier: MIT
// One POST over HTTPS, of which nothing is lost that was received, and which ends in time.
#pragma once

#include <stytch/m2m.hpp>

#include <httplib.h>
#include <sys/time.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

inline std::string hexadecimal(const char* format, unsigned char byte) {
    char text[8];
    std::snprintf(text, sizeof text, format, static_cast<unsigned>(byte));
    return text;
}

inline std::string percent_encoded(std::string_view text) {
    std::string result;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        result += std::isalnum(byte) != 0 || c == '-' || c == '_' ? std::string(1, c) : hexadecimal("%%%02X", byte);
    }
    return result;
}

/// Appends a JSON string, for which there must be room: a string that grows leaves copies behind.
inline void append_quoted(std::string& json, std::string_view text) {
    json += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\') json += '\\';
        const auto byte = static_cast<unsigned char>(c);
        json += byte < 0x20 ? hexadecimal("\\u%04x", byte) : std::string(1, c);
    }
    json += '"';
}

/// A request, and what came of it. Wiped when it is destroyed; httplib's own buffers are not.
struct Post {
    Post() { received.reserve(max_size); }  // a string that grows leaves copies behind
    Post(const Post&) = delete;
    Post& operator=(const Post&) = delete;
    ~Post() {
        for (std::string* text : {&password, &body, &received}) stytch::m2m::wipe(*text);
    }

    static constexpr std::size_t max_size = std::size_t{1} << 20;  // of what is received

    std::string base_url{};
    std::string user{};
    std::string password{};  // without one, there is no authorization
    std::string body{};      // JSON

    bool sent = false;       // or at least a part of it
    int status = 0;          // of HTTP; 0 if there was none
    std::string error{};     // of the transport, if it failed
    std::string received{};  // the body of the response, as far as it came
};

namespace https_post {

inline volatile std::sig_atomic_t connection = -1;
inline volatile std::sig_atomic_t time_is_up = 0;

inline void hang_up(int) {
    const int error = errno;
    time_is_up = 1;
    ::shutdown(connection, SHUT_RDWR);
    errno = error;
}

}  // namespace https_post

/// Sends it to `path`, without following redirects. Takes SIGALRM, and ends after 30 seconds, however slowly the server
/// answers.
inline void send(Post& post, const std::string& path) {
    httplib::Client client(post.base_url);
    if (!post.password.empty()) client.set_basic_auth(post.user, post.password);
    client.set_connection_timeout(10);
    client.set_read_timeout(60);
    client.set_socket_options([](int socket) { https_post::connection = socket; });
    httplib::Request request;
    request.method = "POST";
    request.path = path;
    request.set_header("Content-Type", "application/json");
    request.body = post.body;
    request.response_handler = [&](const httplib::Response& response) {
        post.status = response.status;
        return true;
    };
    request.content_receiver = [&](const char* data, std::size_t size, std::uint64_t, std::uint64_t) {
        post.received.append(data, (std::min)(size, Post::max_size - post.received.size()));
        return post.received.size() != Post::max_size;
    };
    std::signal(SIGALRM, https_post::hang_up);
    const itimerval timer = {{1, 0}, {30, 0}};  // after that every second, if it was not connected yet
    ::setitimer(ITIMER_REAL, &timer, nullptr);
    httplib::Response response;
    httplib::Error error = httplib::Error::Success;
    const bool complete = client.send(request, response, error);
    const itimerval none = {{0, 0}, {0, 0}};
    ::setitimer(ITIMER_REAL, &none, nullptr);
    stytch::m2m::wipe(request.body);

    const std::string why = httplib::to_string(error);
    if (!complete) post.error = https_post::time_is_up != 0 ? "no complete response in 30 seconds" : why;
    // By their text, since versions of cpp-httplib tell more or fewer errors of TLS apart, all before the request.
    post.sent = complete || (error != httplib::Error::Connection && error != httplib::Error::ConnectionTimeout &&
                             why.rfind("SSL", 0) != 0);
}
