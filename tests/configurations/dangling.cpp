// SPDX-License-Identifier: MIT
// Compilers that can warn of a view that outlives what it refers to.
#include <stytch/m2m.hpp>

std::string_view dangling();
std::string_view dangling() { return stytch::m2m::Secret("secret").reveal(); }
