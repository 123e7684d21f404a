// SPDX-License-Identifier: MIT
// What a user of nlohmann::json would write without the library.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace hand_written {

struct Client {
    std::string client_id;
    std::string next_client_secret;
    std::string client_name;
    std::string client_description;
    std::string status;
    std::vector<std::string> scopes;
    std::string client_secret_last_four;
    std::optional<nlohmann::json> trusted_metadata;
    std::optional<std::string> next_client_secret_last_four;
};

inline void to_json(nlohmann::json& j, const Client& client) {
    j = nlohmann::json{{"client_id", client.client_id},
                       {"next_client_secret", client.next_client_secret},
                       {"client_name", client.client_name},
                       {"client_description", client.client_description},
                       {"status", client.status},
                       {"scopes", client.scopes},
                       {"client_secret_last_four", client.client_secret_last_four}};
    if (client.trusted_metadata) j["trusted_metadata"] = *client.trusted_metadata;
    if (client.next_client_secret_last_four) j["next_client_secret_last_four"] = *client.next_client_secret_last_four;
}

inline void check(const Client& client) {
    if (client.client_id.empty()) throw std::invalid_argument("client_id must not be empty");
    if (client.next_client_secret.empty()) throw std::invalid_argument("next_client_secret must not be empty");
    if (client.status != "active" && client.status != "inactive") throw std::invalid_argument("unknown status");
}

inline void from_json(const nlohmann::json& j, Client& client) {
    j.at("client_id").get_to(client.client_id);
    j.at("next_client_secret").get_to(client.next_client_secret);
    j.at("client_name").get_to(client.client_name);
    j.at("client_description").get_to(client.client_description);
    j.at("status").get_to(client.status);
    j.at("scopes").get_to(client.scopes);
    j.at("client_secret_last_four").get_to(client.client_secret_last_four);
    if (const auto found = j.find("trusted_metadata"); found != j.end() && !found->is_null()) {
        if (!found->is_object()) throw std::invalid_argument("trusted_metadata must be an object");
        client.trusted_metadata = *found;
    }
    if (const auto found = j.find("next_client_secret_last_four"); found != j.end() && !found->is_null()) {
        client.next_client_secret_last_four = found->get<std::string>();
    }
    check(client);
}

inline Client parse(std::string_view text) { return nlohmann::json::parse(text).get<Client>(); }

}  // namespace hand_written
