// SPDX-License-Identifier: MIT
// No surprises: the library agrees with a JSON Schema validator that checks documents against the published schema.
#include <stytch/m2m.hpp>
#include <stytch/m2m/fixtures.hpp>

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <rapidcheck.h>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "any_document.hpp"
#include "catch.hpp"
#include "property.hpp"
#include "samples.hpp"

using namespace stytch::m2m;
using nlohmann::json;
using samples::Finding;

namespace {

using Findings = std::set<Finding>;

Findings as_set(const std::vector<Violation>& violations) {
    const std::vector<Finding> all = samples::findings(violations);
    return Findings(all.begin(), all.end());
}

// Shares nothing with the library.
class Judge {
public:
    explicit Judge(const json& schema = json::parse(std::ifstream(STYTCH_M2M_SCHEMA))) {
        const std::vector<std::string> required = schema["required"];
        for (const auto& [name, member] : schema["properties"].items()) {
            if (std::find(required.begin(), required.end(), name) == required.end()) optional_.push_back(name);
        }
        populate(schema, schema_);
        populate(contents(), contents_);
    }

    Findings operator()(json document) const {
        for (const std::string& name : optional_) {
            if (document.is_object() && document.contains(name) && document[name].is_null()) document.erase(name);
        }
        Findings findings = validate(schema_, document);
        for (const Finding& content : validate(contents_, document)) {
            if (findings.count({Rule::type, content.location}) == 0) findings.insert(content);
        }
        return findings;
    }

private:
    // What the library requires beyond the schema.
    static json contents() {
        const json not_empty = {{"not", {{"const", ""}}}};  // Valijson's minLength stops at a NUL
        return {{"properties",
                 {{"client_id", not_empty},
                  {"next_client_secret", not_empty},
                  {"status", {{"enum", {"active", "inactive"}}}}}}};
    }

    static void populate(const json& text, valijson::Schema& schema) {
        valijson::SchemaParser(valijson::SchemaParser::kDraft7)
            .populateSchema(valijson::adapters::NlohmannJsonAdapter(text), schema);
    }

    static bool begins_with(const std::string& text, const std::string& prefix) {
        return text.compare(0, prefix.size(), prefix) == 0;
    }

    static Findings validate(const valijson::Schema& schema, const json& document) {
        valijson::ValidationResults results;
        const bool valid = valijson::Validator(valijson::Validator::kStrongTypes)
                               .validate(schema, valijson::adapters::NlohmannJsonAdapter(document), &results);
        Findings findings;
        for (const auto& error : results) {  // not a structured binding: newer versions have a third member
            const std::string& description = error.description;
            std::string location;
            for (std::size_t i = 1; i < error.context.size(); ++i) {
                // In brackets; since Valijson 1.1, names are also in quotes.
                const std::string& step = error.context[i];
                const std::size_t around = step.size() > 3 && step[1] == '"' ? 2 : 1;
                location.append("/").append(step, around, step.size() - 2 * around);
            }
            if (begins_with(description, "Missing required property '")) {
                const std::size_t quote = description.find('\'');
                findings.insert({Rule::required,
                                 location + "/" + description.substr(quote + 1, description.rfind('\'') - quote - 1)});
            } else if (begins_with(description, "Value type not permitted")) {
                findings.insert({Rule::type, location});
            } else if (begins_with(description, "Target should not validate")) {
                findings.insert({Rule::empty, location});
            } else if (begins_with(description, "Failed to match against any enum values")) {
                findings.insert({Rule::status, location});
            } else if (!begins_with(description, "Failed to validate against schema associated with property") &&
                       !begins_with(description, "Failed to validate item")) {
                throw std::logic_error("unexpected: " + description);
            }
        }
        if (valid != findings.empty()) throw std::logic_error("the validator's errors were not understood");
        return findings;
    }

    std::vector<std::string> optional_;
    valijson::Schema schema_;
    valijson::Schema contents_;
};

template <class BasicJson>
Findings of_from_json(const BasicJson& document) {
    M2MClientWithNextClientSecret client = samples::client();
    const std::vector<Finding> thrown = samples::thrown([&] { from_json(document, client); });
    RC_ASSERT(thrown.empty() || client == samples::client());
    return Findings(thrown.begin(), thrown.end());
}

}  // namespace

TEST_CASE("A client has the schema's members, in its order") {
    const auto schema = nlohmann::ordered_json::parse(std::ifstream(STYTCH_M2M_SCHEMA));
    std::vector<std::string> members;
    for (const auto& member : schema["properties"].items()) members.push_back(member.key());
    const nlohmann::ordered_json sample = fixtures::sample_client();
    std::vector<std::string> written;
    for (const auto& member : sample.items()) written.push_back(member.key());
    CHECK(written == members);

    std::vector<Finding> missing;
    for (const std::string name : schema["required"]) missing.push_back({Rule::required, "/" + name});
    CHECK(samples::findings(validate(json::object())) == missing);
}

TEST_CASE("The schema validator enforces what it is relied on for") {
    const Judge judge;
    const json valid = json::parse(samples::client_text);
    const auto judged = [&](const std::string& name, const json& value) {
        json document = valid;
        document[name] = value;
        return judge(document);
    };
    CHECK(judge(valid).empty());
    for (const auto& member : valid.items()) {
        const std::string name = member.key();
        json document = valid;
        document.erase(name);
        const bool optional = name == "trusted_metadata" || name == "next_client_secret_last_four";
        CHECK(judge(document) == (optional ? Findings{} : Findings{{Rule::required, "/" + name}}));
        CHECK(judged(name, nullptr) == (optional ? Findings{} : Findings{{Rule::type, "/" + name}}));
        CHECK(judged(name, 1) == Findings{{Rule::type, "/" + name}});
        CHECK(judged(name, true) == Findings{{Rule::type, "/" + name}});
    }
    CHECK(judge(json::array()) == Findings{{Rule::type, ""}});
    CHECK(judged("scopes", {"a", 1, "b", nullptr}) == Findings{{Rule::type, "/scopes/1"}, {Rule::type, "/scopes/3"}});
    CHECK(judged("client_id", "") == Findings{{Rule::empty, "/client_id"}});
    CHECK(judged("next_client_secret", "") == Findings{{Rule::empty, "/next_client_secret"}});
    CHECK(judged("client_name", "").empty());
    CHECK(judged("status", "Active") == Findings{{Rule::status, "/status"}});
    CHECK(judged("status", "inactive").empty());

    // It must go by the schema file.
    json schema = json::parse(std::ifstream(STYTCH_M2M_SCHEMA));
    schema["properties"]["client_name"]["type"] = "number";
    CHECK(Judge(schema)(valid) == Findings{{Rule::type, "/client_name"}});
}

TEST_CASE("parse, validate and from_json agree with a JSON Schema validator") {
    const Judge judge;
    std::map<Rule, int> seen;
    int accepted = 0;
    const bool agree = proof::holds("parse, validate and from_json agree with a JSON Schema validator", [&] {
        // As text, because RapidCheck mistakes a json for a string when it prints it.
        const std::string text = *rc::gen::exec([] {
            const int form = proof::below(3);
            return proof::any_document().dump(form == 1 ? 2 : -1, ' ', form == 2);
        });
        const json document = json::parse(text);

        const Findings expected = judge(document);
        const ParseResult result = parse(text);
        RC_ASSERT(as_set(result.violations) == expected);
        RC_ASSERT(as_set(validate(document)) == expected);
        RC_ASSERT(of_from_json(document) == expected);
        RC_ASSERT(of_from_json(nlohmann::ordered_json::parse(text)) == expected);
        if (expected.empty()) {
            const auto client = document.get<M2MClientWithNextClientSecret>();
            RC_ASSERT(client == result.client);
            const json written = client;
            for (const auto& member : written.items()) RC_ASSERT(document.at(member.key()) == member.value());
            RC_ASSERT(judge(written) == expected);
        }
        accepted += expected.empty();
        for (const Finding& finding : expected) ++seen[finding.rule];
    });
    CHECK(agree);
    // Both verdicts must be common.
    if (proof::cases() >= 1000) {
        CHECK(accepted > proof::cases() / 10);
        CHECK(accepted < proof::cases() * 9 / 10);
        for (const Rule rule : {Rule::required, Rule::type, Rule::empty, Rule::status}) {
            CAPTURE(rule);
            CHECK(seen[rule] > 5);
        }
    }
}
