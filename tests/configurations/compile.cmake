# SPDX-License-Identifier: MIT
# Included by scripts that are called as cmake -P SCRIPT -- COMPILE...: compiles, and stores what the compiler says in
# `output`.
set(compile)
set(is_command FALSE)
foreach(index RANGE ${CMAKE_ARGC})
    if(is_command AND index LESS CMAKE_ARGC)
        list(APPEND compile "${CMAKE_ARGV${index}}")
    elseif("${CMAKE_ARGV${index}}" STREQUAL "--")
        set(is_command TRUE)
    endif()
endforeach()
set(ENV{LC_ALL} C)
execute_process(COMMAND ${compile} ERROR_VARIABLE output OUTPUT_QUIET)
