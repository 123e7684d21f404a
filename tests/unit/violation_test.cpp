// SPDX-License-Identifier: MIT
#include <stytch/m2m/violation.hpp>

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

#include "catch.hpp"
#include "samples.hpp"

using samples::printed;
using stytch::m2m::Rule;
using stytch::m2m::ValidationError;
using stytch::m2m::Violation;

static_assert(std::is_aggregate_v<Violation>);
static_assert(std::is_base_of_v<std::invalid_argument, ValidationError>);

TEST_CASE("Violations compare by all their members") {
    const Violation violation{Rule::type, "/status", "message"};
    CHECK(violation == Violation{Rule::type, "/status", "message"});
    CHECK(violation != Violation{Rule::empty, "/status", "message"});
    CHECK(violation != Violation{Rule::type, "/scopes", "message"});
    CHECK(violation != Violation{Rule::type, "/status", "other"});
}

TEST_CASE("Rules and violations print for humans") {
    int value = 0;
    for (const char* name :
         {"syntax", "depth", "duplicate", "required", "type", "empty", "encoding", "status", "misplaced"}) {
        CHECK(printed(static_cast<Rule>(value++)) == name);
    }
    CHECK(printed(static_cast<Rule>(99)) == "unknown");
    CHECK(printed(Violation{Rule::required, "/status", "is required, but missing"}) ==
          "/status: is required, but missing [required]");
    CHECK(printed(Violation{Rule::syntax, "", "expected an object at byte 0"}) ==
          "document: expected an object at byte 0 [syntax]");
}

TEST_CASE("A ValidationError carries every violation and names them all") {
    const std::vector<Violation> violations{{Rule::required, "/status", "is required, but missing"},
                                            {Rule::syntax, "", "expected an object at byte 0"}};
    const ValidationError error(violations);
    const ValidationError copy = error;  // NOLINT(performance-unnecessary-copy-initialization): this is the question
    CHECK(copy.violations() == violations);
    CHECK(std::string(copy.what()) ==
          "not a valid client or response; /status: is required, but missing; document: expected an object "
          "at byte 0");
}

TEST_CASE("A violation is an object in JSON") {
    const Violation violation = {Rule::type, "/status", "message"};
    CHECK(nlohmann::json(violation) ==
          nlohmann::json{{"rule", "type"}, {"location", "/status"}, {"message", "message"}});
    CHECK(nlohmann::ordered_json(std::vector<Violation>{violation}).dump() ==
          R"([{"rule":"type","location":"/status","message":"message"}])");
    CHECK(to_string(Rule::misplaced) == "misplaced");
    CHECK(nlohmann::json(Rule::misplaced) == "misplaced");
    CHECK(to_string(static_cast<Rule>(99)) == "unknown");
}
