# SPDX-License-Identifier: MIT
# cmake --build BUILD --target docs writes the reference to BUILD/html.
find_package(Doxygen QUIET)
if(NOT DOXYGEN_FOUND)
    return()
endif()

set(DOXYGEN_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}")
set(DOXYGEN_PROJECT_BRIEF "${PROJECT_DESCRIPTION}")
set(DOXYGEN_USE_MDFILE_AS_MAINPAGE README.md)
set(DOXYGEN_STRIP_FROM_PATH "${PROJECT_SOURCE_DIR}/include")
set(DOXYGEN_STRIP_FROM_INC_PATH "${PROJECT_SOURCE_DIR}/include")
set(DOXYGEN_EXCLUDE_PATTERNS "*/detail/*")
set(DOXYGEN_EXCLUDE_SYMBOLS "stytch::m2m::detail" "stytch::m2m::detail::*" "std::formatter")
set(DOXYGEN_MACRO_EXPANSION YES)
set(DOXYGEN_INPUT_FILTER "sed -E -f '${CMAKE_CURRENT_LIST_DIR}/Docs.sed'")
set(DOXYGEN_BUILTIN_STL_SUPPORT YES)
set(DOXYGEN_VERBATIM_HEADERS NO)
set(DOXYGEN_SHOW_INCLUDE_FILES NO)
set(DOXYGEN_SORT_MEMBER_DOCS NO)
set(DOXYGEN_EXTRACT_LOCAL_CLASSES NO)
set(DOXYGEN_JAVADOC_AUTOBRIEF YES)
set(DOXYGEN_QUIET YES)
set(DOXYGEN_WARN_NO_PARAMDOC NO)
set(DOXYGEN_WARN_AS_ERROR FAIL_ON_WARNINGS)
# Links each function to the examples that use it.
set(DOXYGEN_EXAMPLE_PATH examples)
foreach(example IN ITEMS parse_rotation_response.cpp rotate_client_secret.cpp unit_test_fixture.cpp)
    string(APPEND examples "/** @example ${example} */\n")
endforeach()
file(WRITE "${CMAKE_CURRENT_BINARY_DIR}/examples.dox" "${examples}")
doxygen_add_docs(
    docs
    README.md
    include/stytch
    "${CMAKE_CURRENT_BINARY_DIR}/examples.dox"
    WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}"
)
