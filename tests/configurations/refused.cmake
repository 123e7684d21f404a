# SPDX-License-Identifier: MIT
# cmake -P refused.cmake -- COMPILE...: compiles refused.cpp, which must fail on each line marked as refused and on no
# other, so that a missing header is not taken for success. Where words are behind the mark, an error must have them, and
# be caused there.
include("${CMAKE_CURRENT_LIST_DIR}/compile.cmake")

file(READ "${CMAKE_CURRENT_LIST_DIR}/refused.cpp" source)
string(REPLACE ";" "" source "${source}")
string(REGEX REPLACE "[][]" "" source "${source}")
string(REPLACE "\n" ";" lines "${source}")
string(REGEX MATCHALL "error: [^\n]*" messages "${output}")
set(expected)
set(number 0)
foreach(line IN LISTS lines)
    math(EXPR number "${number} + 1")
    if(line MATCHES "// refused$")
        list(APPEND expected ${number})
    elseif(line MATCHES "// refused: (.*)$")
        string(FIND "${messages}" "${CMAKE_MATCH_1}" found)
        string(FIND "${output}" "refused.cpp:${number}:" caused)
        if(found EQUAL -1 OR caused EQUAL -1)
            message(FATAL_ERROR "line ${number} causes no error with the words \"${CMAKE_MATCH_1}\"\n${output}")
        endif()
    endif()
endforeach()

string(REGEX MATCHALL "refused\\.cpp:[0-9]+:[0-9]+: (fatal )?error:" errors "${output}")
set(found)
foreach(error IN LISTS errors)
    string(REGEX REPLACE "refused\\.cpp:([0-9]+):.*" "\\1" line "${error}")
    list(APPEND found ${line})
endforeach()
list(REMOVE_DUPLICATES found)
list(SORT found COMPARE NATURAL)

list(LENGTH expected count)
if(count LESS 20 OR NOT found STREQUAL expected)
    message(FATAL_ERROR "refused in lines ${found}, not in ${expected}\n${output}")
endif()
