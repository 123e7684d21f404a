# SPDX-License-Identifier: MIT
# cmake -DEXPECTED=REGEX -P first_error.cmake -- COMPILE...: compiling must fail, and the first error must match.
set(compile)
foreach(index RANGE 5 ${CMAKE_ARGC})
    if(index LESS CMAKE_ARGC)
        list(APPEND compile "${CMAKE_ARGV${index}}")
    endif()
endforeach()

set(ENV{LC_ALL} C)
execute_process(COMMAND ${compile} ERROR_VARIABLE output OUTPUT_QUIET)
string(REGEX MATCH "[^\n]*error:[^\n]*" first "${output}")
if(NOT first MATCHES "${EXPECTED}")
    message(FATAL_ERROR "the first error is: ${first}")
endif()
