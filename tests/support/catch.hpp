// SPDX-License-Identifier: MIT
// Catch2 3 if it is installed, otherwise 2.
#pragma once

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif
