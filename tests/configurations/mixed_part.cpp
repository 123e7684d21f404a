// SPDX-License-Identifier: MIT
// What differs from the other part is in the compiler's flags, or one of these.
#ifdef NLOHMANN_JSON_BEFORE_3_11_2
#include <nlohmann/json.hpp>
// nlohmann_json 3.11.0 and 3.11.1 use another macro for the same purpose.
#undef NLOHMANN_JSON_ABI_TAGS
#define NLOHMANN_JSON_ABI_STRING json_v3_11_1
#endif
#ifdef OTHER_NLOHMANN_JSON
#include <nlohmann/json.hpp>
#undef NLOHMANN_JSON_VERSION_PATCH
#define NLOHMANN_JSON_VERSION_PATCH 99
#endif
#ifdef OTHER_STYTCH_M2M
#include <stytch/m2m/version.hpp>
#undef STYTCH_M2M_VERSION_PATCH
#define STYTCH_M2M_VERSION_PATCH 99
#endif

#include <stytch/m2m.hpp>

#include <optional>
#include <sstream>
#include <string>
#include <typeinfo>
#include <utility>
#include <vector>

#include "mixed.hpp"

using namespace stytch::m2m;

namespace {

bool all_good(const std::string& text) {
    // Side by side, so that a function for the other layout would overwrite a neighbor.
    std::vector<M2MClientWithNextClientSecret> clients;
    for (int i = 0; i < 10; ++i) {
        ParseResult result = parse(text);
        const RotateStartResponse response = parse_rotate_start_response("{\"m2m_client\":" + text + "}");
        if (!result.ok() || !response.ok() || response.m2m_client != result.client) return false;
        clients.push_back(std::move(result).value());
        clients.push_back(clients.front());
    }
    for (M2MClientWithNextClientSecret& client : clients) {
        const nlohmann::json document = client;
        if (!validate(client).empty() || !validate(document).empty()) return false;
        if (document.get<M2MClientWithNextClientSecret>() != clients.front()) return false;
        if (parse(serialize(client)).value() != client) return false;
        std::ostringstream out;
        out << client;
        if (out.str().find("\"b\":[1,2]") == std::string::npos) return false;
        if (redacted(client).contains("next_client_secret")) return false;
    }
#if defined(__cpp_exceptions) && !defined(JSON_NOEXCEPTION)
    try {
        static_cast<void>(parse("{").value());
        return false;
    } catch (const ValidationError&) {}
    try {
        static_cast<void>(parse_rotate_start_response(R"({"error_type":"a"})").value());
        return false;
    } catch (const StytchError&) {}
#endif
    std::optional<M2MClientWithNextClientSecret> moved = std::move(clients.back());
    clients.clear();
    M2MClientWithNextClientSecret target;
    target = *moved;
    from_json(nlohmann::json(*moved), target);
    return target == *moved;
}

}  // namespace

Seen PART(const std::string& text) { return {all_good(text), typeid(Secret).name()}; }
