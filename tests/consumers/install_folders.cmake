# SPDX-License-Identifier: MIT
# CMake and pkg-config find the headers whatever folders these and their own files are installed to. SOURCE is the
# library, WORK an empty folder, COMPILER the C++ compiler.
find_program(PKG_CONFIG NAMES pkg-config pkgconf REQUIRED)

function(run)
    execute_process(COMMAND ${ARGN} COMMAND_ECHO STDOUT COMMAND_ERROR_IS_FATAL ANY OUTPUT_VARIABLE output)
    set(output "${output}" PARENT_SCOPE)
endfunction()

set(elsewhere "${WORK}/else where")
foreach(
    folders IN ITEMS
    "include|share"
    "include/a/b|lib/c"
    "${elsewhere}/include|share"
    "include|${elsewhere}/share"
    "${elsewhere}/include|${elsewhere}/share"
)
    string(REPLACE "|" ";" folders "${folders}")
    list(POP_FRONT folders include data)
    file(REMOVE_RECURSE "${WORK}")
    # A copy, because CMake refuses to install into the sources, and WORK may be inside them.
    foreach(part IN ITEMS CMakeLists.txt LICENSE cmake include)
        file(COPY "${SOURCE}/${part}" DESTINATION "${WORK}/source")
    endforeach()
    run("${CMAKE_COMMAND}" -S "${WORK}/source" -B "${WORK}/library" "-DCMAKE_CXX_COMPILER=${COMPILER}"
        "-DCMAKE_INSTALL_PREFIX=${WORK}/prefix" "-DCMAKE_INSTALL_INCLUDEDIR=${include}"
        "-DCMAKE_INSTALL_DATADIR=${data}" -DSTYTCH_M2M_BUILD_TESTS=OFF -DSTYTCH_M2M_BUILD_EXAMPLES=OFF
    )
    run("${CMAKE_COMMAND}" --install "${WORK}/library")
    cmake_path(ABSOLUTE_PATH include BASE_DIRECTORY "${WORK}/prefix" NORMALIZE)
    cmake_path(ABSOLUTE_PATH data BASE_DIRECTORY "${WORK}/prefix" NORMALIZE)
    if(NOT EXISTS "${include}/stytch/m2m.hpp")
        message(FATAL_ERROR "no headers in ${include}")
    endif()

    set(ENV{PKG_CONFIG_PATH} "${data}/pkgconfig")
    run("${PKG_CONFIG}" --cflags stytch_m2m)
    separate_arguments(flags UNIX_COMMAND "${output}")
    list(TRANSFORM flags REPLACE "^-I" "")
    list(GET flags 0 found)
    if(NOT found STREQUAL include)
        message(FATAL_ERROR "pkg-config says ${found}, not ${include}")
    endif()

    # Fails if the target's include folder does not exist.
    run("${CMAKE_COMMAND}" -S "${SOURCE}/tests/consumers/service" -B "${WORK}/consumer"
        "-DCMAKE_CXX_COMPILER=${COMPILER}" "-DEXAMPLE=${SOURCE}/examples/parse_rotation_response.cpp" -DWAY=find_package
        "-Dstytch_m2m_DIR=${data}/cmake/stytch_m2m"
    )
endforeach()
