# SPDX-License-Identifier: MIT
# Defines httplib::httplib, with TLS, if cpp-httplib is installed or may be fetched.
if(NOT TARGET httplib::httplib)
    find_package(httplib CONFIG QUIET COMPONENTS OpenSSL)
endif()
if(NOT TARGET httplib::httplib)
    # Debian's package has no CMake files, and its header needs its library.
    find_package(OpenSSL QUIET)
    find_package(Threads QUIET)
    find_path(HTTPLIB_HEADER_DIR httplib.h)
    find_library(HTTPLIB_COMPILED cpp-httplib)
    mark_as_advanced(HTTPLIB_HEADER_DIR HTTPLIB_COMPILED)
    if(HTTPLIB_HEADER_DIR AND TARGET OpenSSL::SSL AND TARGET Threads::Threads)
        add_library(httplib::httplib INTERFACE IMPORTED)
        target_include_directories(httplib::httplib INTERFACE "${HTTPLIB_HEADER_DIR}")
        target_compile_definitions(httplib::httplib INTERFACE CPPHTTPLIB_OPENSSL_SUPPORT)
        target_link_libraries(httplib::httplib INTERFACE OpenSSL::SSL OpenSSL::Crypto Threads::Threads)
        if(HTTPLIB_COMPILED)
            target_link_libraries(httplib::httplib INTERFACE "${HTTPLIB_COMPILED}")
        endif()
    endif()
endif()
if(NOT TARGET httplib::httplib AND STYTCH_M2M_FETCH)
    set(HTTPLIB_REQUIRE_OPENSSL ON CACHE INTERNAL "")
    set(HTTPLIB_USE_ZLIB_IF_AVAILABLE OFF CACHE INTERNAL "")
    set(HTTPLIB_USE_BROTLI_IF_AVAILABLE OFF CACHE INTERNAL "")
    set(HTTPLIB_USE_ZSTD_IF_AVAILABLE OFF CACHE INTERNAL "")
    set(HTTPLIB_INSTALL OFF CACHE INTERNAL "")
    include(FetchContent)
    FetchContent_Declare(
        httplib
        GIT_REPOSITORY https://github.com/yhirose/cpp-httplib.git
        GIT_TAG b8fe69e4e892ec394ca8de27ab2fe219008690b6 # v0.53.1
    )
    FetchContent_MakeAvailable(httplib)
    # Do not apply our warnings to its header.
    get_target_property(httplib_include httplib INTERFACE_INCLUDE_DIRECTORIES)
    set_target_properties(httplib PROPERTIES INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${httplib_include}")
endif()
