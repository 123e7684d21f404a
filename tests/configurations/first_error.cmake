# SPDX-License-Identifier: MIT
# cmake -DEXPECTED=REGEX -P first_error.cmake -- COMPILE...: compiling must fail, and the first error must match.
include("${CMAKE_CURRENT_LIST_DIR}/compile.cmake")
string(REGEX MATCH "[^\n]*error:[^\n]*" first "${output}")
if(NOT first MATCHES "${EXPECTED}")
    message(FATAL_ERROR "the first error is: ${first}")
endif()
