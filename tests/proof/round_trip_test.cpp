// SPDX-License-Identifier: MIT
// No surprises: every valid response reads back as it was serialized.
#include <stytch/m2m.hpp>

#include <string>

#include "any_document.hpp"
#include "catch.hpp"
#include "property.hpp"

using namespace stytch::m2m;

namespace {

/// Text that is not empty.
std::string some_text() { return proof::any_text() + "x"; }

/// A client whose secret neither begins nor ends with what a text may be.
M2MClientWithNextClientSecret any_client() {
    auto client = proof::valid_document().get<M2MClientWithNextClientSecret>();
    client.next_client_secret = "S3CR3T" + proof::any_text() + "S3CR3T";
    return client;
}

}  // namespace

TEST_CASE("Round trip: every response and every error is read as it was serialized") {
    const bool same = proof::holds("a response is read as it was serialized", [] {
        RotateStartResponse response;
        response.status_code = *rc::gen::arbitrary<int>();
        response.request_id = proof::any_text();
        const bool error = *rc::gen::arbitrary<bool>();
        if (error) {
            const bool typed = *rc::gen::arbitrary<bool>();
            response.error.emplace(response.status_code, response.request_id, typed ? some_text() : "",
                                   typed ? proof::any_text() : some_text(), proof::any_text());
        }
        if (!error || *rc::gen::arbitrary<bool>()) response.m2m_client = any_client();
        RC_ASSERT(parse_rotate_start_response(serialize(response)) == response);
        RC_ASSERT(nlohmann::json(response) == nlohmann::json::parse(serialize(response)));
    });
    CHECK(same);
}
