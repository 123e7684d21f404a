// SPDX-License-Identifier: MIT
#ifdef BEFORE_3_11_2
#include <nlohmann/json.hpp>
// nlohmann_json 3.11.0 and 3.11.1 use another macro for the same purpose.
#undef NLOHMANN_JSON_ABI_TAGS
#if JSON_DIAGNOSTICS
#define NLOHMANN_JSON_ABI_STRING json_v3_11_1_diag
#else
#define NLOHMANN_JSON_ABI_STRING json_v3_11_1
#endif
#endif
#ifdef TWO_VERSIONS
#include <nlohmann/json.hpp>
// Two layouts that differ only by version, like those of 3.11 and 3.12.
#undef NLOHMANN_JSON_ABI_TAGS
#define NLOHMANN_JSON_ABI_TAGS json_abi
#undef NLOHMANN_JSON_VERSION_PATCH
#if JSON_DIAGNOSTICS
#define NLOHMANN_JSON_VERSION_PATCH 8
#else
#define NLOHMANN_JSON_VERSION_PATCH 9
#endif
#endif

#include <stytch/m2m.hpp>

#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "mixed.hpp"

using namespace stytch::m2m;

std::size_t PART(const std::string& text) {
    if (text.empty()) throw StytchError(404, "", "m2m_client_not_found", "", "");
    try {
        OTHER_PART("");
        return 0;
    } catch (const StytchError&) {}
    // Side by side, so that a function for the other layout would overwrite a neighbor.
    std::vector<M2MClientWithNextClientSecret> clients;
    for (int i = 0; i < 10; ++i) {
        ParseResult result = parse(text);
        const RotateStartResponse response = parse_rotate_start_response("{\"m2m_client\":" + text + "}");
        if (!result.ok() || !response.ok() || response.m2m_client != result.client) return 0;
        clients.push_back(std::move(result).value());
        clients.push_back(clients.front());
    }
    for (M2MClientWithNextClientSecret& client : clients) {
        const nlohmann::json document = client;
        if (!validate(client).empty() || !validate(document).empty()) return 0;
        if (document.get<M2MClientWithNextClientSecret>() != clients.front()) return 0;
        if (parse(serialize(client)).value() != client) return 0;
        std::ostringstream out;
        out << client;
        if (out.str().find("\"b\":[1,2]") == std::string::npos || redacted(client).contains("next_client_secret"))
            return 0;
    }
    std::optional<M2MClientWithNextClientSecret> moved = std::move(clients.back());
    clients.clear();
    M2MClientWithNextClientSecret target;
    target = *moved;
    from_json(nlohmann::json(*moved), target);
    return target == *moved ? sizeof target : 0;
}
