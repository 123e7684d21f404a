# SPDX-License-Identifier: MIT
# Without nlohmann_json, configuring ends in one error that says what to do, and nothing is downloaded. SOURCE is the
# library, WORK an empty folder, COMPILER the C++ compiler.
file(REMOVE_RECURSE "${WORK}")

# configure(FOLDER OPTION...): if something is to be downloaded, git is called, and leaves a file.
file(WRITE "${WORK}/git" "#!/bin/sh\ntouch '${WORK}/called'\nexit 1\n")
file(CHMOD "${WORK}/git" FILE_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)
function(configure folder)
    file(REMOVE "${WORK}/called")
    execute_process(
        COMMAND
            "${CMAKE_COMMAND}" -S "${SOURCE}" -B "${WORK}/${folder}" "-DCMAKE_CXX_COMPILER=${COMPILER}"
            -DCMAKE_DISABLE_FIND_PACKAGE_nlohmann_json=ON "-DGIT_EXECUTABLE=${WORK}/git" ${ARGN}
        RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output
    )
    set(result "${result}" PARENT_SCOPE)
    string(REGEX REPLACE "[ \n]+" " " output "${output}")
    set(output "${output}" PARENT_SCOPE)
endfunction()

configure(default)
string(REGEX MATCHALL "CMake Error" errors "${output}")
list(LENGTH errors count)
if(result EQUAL 0 OR NOT count EQUAL 1)
    message(FATAL_ERROR "not one error: ${output}")
endif()
foreach(part IN ITEMS "nlohmann_json 3.11 or later" "nlohmann-json3-dev" "-DSTYTCH_M2M_FETCH=ON")
    string(FIND "${output}" "${part}" at)
    if(at EQUAL -1)
        message(FATAL_ERROR "the error does not say ${part}: ${output}")
    endif()
endforeach()
if(EXISTS "${WORK}/called" OR EXISTS "${WORK}/default/_deps")
    message(FATAL_ERROR "something was downloaded")
endif()

configure(fetching -DSTYTCH_M2M_FETCH=ON)
if(NOT EXISTS "${WORK}/called")
    message(FATAL_ERROR "nothing was downloaded although it should have been: ${output}")
endif()
