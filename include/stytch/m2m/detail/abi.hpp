// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json.hpp>

// nlohmann::json has another layout in another version and under other settings such as JSON_DIAGNOSTICS, and so has
// every struct that holds one. Everything that depends on it lives in an inline namespace of this name, which keeps the
// layouts apart in a program that mixes them. Only nlohmann_json >= 3.11.2 has NLOHMANN_JSON_ABI_TAGS.
#define STYTCH_M2M_ABI_CONCAT_EX(tags, major, minor, patch) tags##_v##major##_##minor##_##patch
#define STYTCH_M2M_ABI_CONCAT(tags, major, minor, patch) STYTCH_M2M_ABI_CONCAT_EX(tags, major, minor, patch)
#ifdef NLOHMANN_JSON_ABI_TAGS
#define STYTCH_M2M_ABI                                                                                      \
    STYTCH_M2M_ABI_CONCAT(NLOHMANN_JSON_ABI_TAGS, NLOHMANN_JSON_VERSION_MAJOR, NLOHMANN_JSON_VERSION_MINOR, \
                          NLOHMANN_JSON_VERSION_PATCH)
#else
#define STYTCH_M2M_ABI NLOHMANN_JSON_ABI_STRING
#endif
