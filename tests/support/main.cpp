// SPDX-License-Identifier: MIT
// Catch2 2 has main() in its header; Catch2 3 links it.
#if !__has_include(<catch2/catch_all.hpp>)
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
#endif
