// SPDX-License-Identifier: MIT
#pragma once

#if defined(_MSVC_LANG) ? _MSVC_LANG < 201703L : __cplusplus < 201703L
#error "stytch_m2m requires C++17 or later: -std=c++17, or /std:c++17 with MSVC"
#endif

#include <nlohmann/json.hpp>

#if NLOHMANN_JSON_VERSION_MAJOR < 3 || (NLOHMANN_JSON_VERSION_MAJOR == 3 && NLOHMANN_JSON_VERSION_MINOR < 11)
#error "stytch_m2m requires nlohmann_json 3.11 or later"
#endif

// The version of this library (https://semver.org). CMake reads it from here.

#define STYTCH_M2M_VERSION_MAJOR 1  ///< Grows if programs that use the library may have to be changed.
#define STYTCH_M2M_VERSION_MINOR 0  ///< Grows if something is added.
#define STYTCH_M2M_VERSION_PATCH 0  ///< Grows if bugs are fixed.

// By the same test as nlohmann_json's.
#if (defined(__cpp_exceptions) || defined(__EXCEPTIONS) || defined(_CPPUNWIND)) && !defined(JSON_NOEXCEPTION)
#define STYTCH_M2M_EXCEPTIONS _throws
#else
#define STYTCH_M2M_EXCEPTIONS _aborts
#define STYTCH_M2M_NO_EXCEPTIONS
#endif

// NLOHMANN_JSON_ABI_TAGS exists since nlohmann_json 3.11.2.
#ifdef NLOHMANN_JSON_ABI_TAGS
#define STYTCH_M2M_JSON_ABI NLOHMANN_JSON_ABI_TAGS
#else
#define STYTCH_M2M_JSON_ABI NLOHMANN_JSON_ABI_STRING
#endif

// Everything is in an inline namespace whose name holds this library's version, nlohmann_json's version and settings,
// which decide the layout of a json, and whether exceptions are on. A program may mix translation units that differ in
// these, since none of their types and functions then have the same name.
#define STYTCH_M2M_CONCAT_EX(a, b, c, tags, x, y, z, exceptions) \
    v##a##_##b##_##c##_##tags##_v##x##_##y##_##z##exceptions
#define STYTCH_M2M_CONCAT(a, b, c, tags, x, y, z, exceptions) STYTCH_M2M_CONCAT_EX(a, b, c, tags, x, y, z, exceptions)
#define STYTCH_M2M_ABI                                                                               \
    STYTCH_M2M_CONCAT(STYTCH_M2M_VERSION_MAJOR, STYTCH_M2M_VERSION_MINOR, STYTCH_M2M_VERSION_PATCH,  \
                      STYTCH_M2M_JSON_ABI, NLOHMANN_JSON_VERSION_MAJOR, NLOHMANN_JSON_VERSION_MINOR, \
                      NLOHMANN_JSON_VERSION_PATCH, STYTCH_M2M_EXCEPTIONS)

#define STYTCH_M2M_BEGIN_NAMESPACE \
    namespace stytch::m2m {        \
    inline namespace STYTCH_M2M_ABI {
#define STYTCH_M2M_END_NAMESPACE \
    }                            \
    }
// For the library's own parts, which no program should use.
#define STYTCH_M2M_BEGIN_DETAIL STYTCH_M2M_BEGIN_NAMESPACE namespace detail {
#define STYTCH_M2M_END_DETAIL \
    }                         \
    STYTCH_M2M_END_NAMESPACE

// Attributes, in spellings that no macro of a user's can change.

// For what is fast only as a part of its caller, and for the slow half of a function, so that compilers inline the fast
// one.
#ifdef __GNUC__
#define STYTCH_M2M_INLINE [[__gnu__::__always_inline__]] inline
#define STYTCH_M2M_NOINLINE [[__gnu__::__noinline__]]
#else
#define STYTCH_M2M_INLINE inline
#define STYTCH_M2M_NOINLINE
#endif
// For exceptions, so that a program can catch what a plugin throws that is built with hidden visibility.
#if defined(__ELF__) || defined(__APPLE__)
#define STYTCH_M2M_VISIBLE [[__gnu__::__visibility__("default")]]
#else
#define STYTCH_M2M_VISIBLE
#endif
// For what refers to an object, so that compilers warn if it outlives that.
#ifdef __clang__
#define STYTCH_M2M_LIFETIMEBOUND [[_Clang::__lifetimebound__]]
#else
#define STYTCH_M2M_LIFETIMEBOUND
#endif
