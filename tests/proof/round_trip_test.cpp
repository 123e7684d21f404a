// SPDX-License-Identifier: MIT
// Every valid response reads back as it was serialized.
#include <stytch/m2m.hpp>

#include <string>
#include <vector>

#include "catch.hpp"
#include "property.hpp"

using namespace stytch::m2m;

namespace {

/// Text with all kinds of characters, none of which is in a secret.
std::string any_text() {
    const std::vector<std::string> pieces = {"a",    "B",      " ",      "\"",     "\\", "/",          "\n", "\x1F",
                                             "\x7F", "\u00e9", "\u20ac", "\u2028", "{",  "\U0001F511", ",",  ":"};
    std::string text;
    for (const std::size_t index :
         *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, pieces.size()))) {
        text += pieces[index];
    }
    return text;
}

/// Text that is not empty.
std::string some_text() { return any_text() + "x"; }

nlohmann::json any_metadata() {
    nlohmann::json metadata = nlohmann::json::object();
    metadata[any_text()] = any_text();
    metadata["number"] = *rc::gen::arbitrary<double>();
    metadata["list"] = {*rc::gen::arbitrary<int>(), nullptr, *rc::gen::arbitrary<bool>(), {{any_text(), any_text()}}};
    return metadata;
}

M2MClientWithNextClientSecret any_client() {
    M2MClientWithNextClientSecret client;
    client.client_id = some_text();
    client.next_client_secret = "S3CR3T" + any_text();
    client.client_name = any_text();
    client.client_description = any_text();
    client.status = *rc::gen::element<std::string>(M2MClientStatus::active, M2MClientStatus::inactive);
    for (int i = *rc::gen::inRange(0, 4); i != 0; --i) client.scopes.push_back(any_text());
    client.client_secret_last_four = any_text();
    if (*rc::gen::arbitrary<bool>()) client.trusted_metadata = any_metadata();
    if (*rc::gen::arbitrary<bool>()) client.next_client_secret_last_four = any_text();
    return client;
}

}  // namespace

TEST_CASE("Round trip: every response and every error is read as it was serialized") {
    const bool same = proof::holds("a response is read as it was serialized", [] {
        RotateStartResponse response;
        response.status_code = *rc::gen::arbitrary<int>();
        response.request_id = any_text();
        const bool error = *rc::gen::arbitrary<bool>();
        if (error) {
            const bool typed = *rc::gen::arbitrary<bool>();
            response.error.emplace(response.status_code, response.request_id, typed ? some_text() : "",
                                   typed ? any_text() : some_text(), any_text());
        }
        if (!error || *rc::gen::arbitrary<bool>()) response.m2m_client = any_client();
        RC_ASSERT(parse_rotate_start_response(serialize(response)) == response);
        RC_ASSERT(nlohmann::json(response) == nlohmann::json::parse(serialize(response)));
    });
    CHECK(same);
}
