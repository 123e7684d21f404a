// SPDX-License-Identifier: MIT
// How a service's tests can build and compare responses, with GoogleTest and its matchers. unit_test_fixture.cpp has
// more cases.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stytch/m2m.hpp>
#include <stytch/m2m/fixtures.hpp>

#include <string>
#include <utility>

using namespace stytch::m2m;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

namespace {

// It takes a Secret: a mock that takes a string would print it.
class Vault {
public:
    virtual ~Vault() = default;
    virtual void store(const Secret& secret) = 0;
};
class MockVault : public Vault {
public:
    MOCK_METHOD(void, store, (const Secret&), (override));
};

// The code under test: what the service does with a response.
NextStep handle(std::string&& body, int http_status, Vault& vault) {
    const auto response =
        parse_rotate_start_response(std::move(body), [&](const Secret& secret) { vault.store(secret); });
    return next_step(response, http_status);
}

}  // namespace

TEST(Service, StoresTheSecretThenFinishes) {
    const auto response = fixtures::sample_response();
    MockVault vault;
    EXPECT_CALL(vault, store(response.m2m_client.next_client_secret));
    EXPECT_EQ(handle(serialize(response), 200, vault), NextStep::finish);
}

TEST(Service, StoresNothingIfThereIsAnError) {
    ::testing::StrictMock<MockVault> vault;
    EXPECT_EQ(handle(serialize(fixtures::sample_error()), 404, vault), NextStep::fix_request);
}

TEST(Service, NamesEachFault) {
    auto response = fixtures::sample_response();
    response.m2m_client.status = "paused";
    const auto read = parse_rotate_start_response(serialize(response));
    EXPECT_THAT(fixtures::locations(read.violations), ElementsAre("/m2m_client/status"));
}

// Disabled; run it with --gtest_also_run_disabled_tests to see what a failing comparison prints.
TEST(Service, DISABLED_PrintsNoSecret) {
    const auto client = fixtures::sample_client();
    auto other = client;
    other.next_client_secret = "rBqNgkVYt9uFWzQ4LmTe-oa3XsjPDhc_6yKJf2SvUHxE";
    MockVault vault;
    EXPECT_CALL(vault, store(client.next_client_secret));
    vault.store(other.next_client_secret);
    EXPECT_EQ(client, other);
    EXPECT_THAT(fixtures::differences(client, other), IsEmpty());
}
