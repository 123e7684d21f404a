// SPDX-License-Identifier: MIT
// Runs properties.
#pragma once

#include <rapidcheck.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>

namespace proof {

/// The number of documents that a property is tried on.
inline int cases() {
    const char* const text = std::getenv("STYTCH_M2M_PROOF_CASES");
    return text == nullptr ? 2000 : std::max(1, std::atoi(text));
}

/// Whether `property` holds for all of them. The environment is RapidCheck's only public way to set their number.
template <class Property>
bool holds(const std::string& name, Property&& property) {
    const std::string cases_parameter = "max_success=" + std::to_string(cases());
    const char* const own = std::getenv("RC_PARAMS");
    // RapidCheck reads this once, before the first property.
    setenv("RC_PARAMS", (own == nullptr ? cases_parameter : own + (" " + cases_parameter)).c_str(), 1);
    return rc::check(name, std::forward<Property>(property));
}

}  // namespace proof
