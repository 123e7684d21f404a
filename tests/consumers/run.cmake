# SPDX-License-Identifier: MIT
# Installs the library if WAY requires it, then configures, builds and runs the consumer. SOURCE is the library, WORK an
# empty folder, COMPILER the C++ compiler.
file(REMOVE_RECURSE "${WORK}")
set(prefix "${WORK}/prefix")
set(nlohmann_json "${SOURCE}/tests/consumers/nlohmann_json")

function(run)
    execute_process(COMMAND ${ARGN} COMMAND_ECHO STDOUT COMMAND_ERROR_IS_FATAL ANY)
endfunction()

function(install_library)
    run("${CMAKE_COMMAND}" -S "${SOURCE}" -B "${WORK}/library" "-DCMAKE_CXX_COMPILER=${COMPILER}"
        "-DCMAKE_INSTALL_PREFIX=${prefix}" -DSTYTCH_M2M_BUILD_TESTS=OFF -DSTYTCH_M2M_BUILD_EXAMPLES=OFF ${ARGN}
    )
    run("${CMAKE_COMMAND}" --install "${WORK}/library")
endfunction()

set(arguments "-DWAY=${WAY}")
if(WAY STREQUAL "find_package" OR WAY STREQUAL "pkg-config")
    install_library()
    list(APPEND arguments "-DCMAKE_PREFIX_PATH=${prefix}")
    set(ENV{PKG_CONFIG_PATH} "${prefix}/share/pkgconfig")
elseif(WAY STREQUAL "relocated_prefix")
    install_library()
    file(RENAME "${prefix}" "${WORK}/moved")
    list(APPEND arguments -DWAY=find_package "-DCMAKE_PREFIX_PATH=${WORK}/moved")
elseif(WAY STREQUAL "fetched_nlohmann_json")
    install_library(-DCMAKE_DISABLE_FIND_PACKAGE_nlohmann_json=ON -DSTYTCH_M2M_FETCH=ON
        "-DFETCHCONTENT_SOURCE_DIR_NLOHMANN_JSON=${nlohmann_json}"
    )
    if(NOT EXISTS "${prefix}/include/nlohmann/json.hpp")
        message(FATAL_ERROR "the fetched nlohmann_json was not installed")
    endif()
    list(APPEND arguments -DWAY=find_package "-DCMAKE_PREFIX_PATH=${prefix}")
else()
    list(APPEND arguments "-DSTYTCH_M2M_SOURCE=${SOURCE}" "-DFETCHCONTENT_SOURCE_DIR_STYTCH_M2M=${SOURCE}"
        "-DNLOHMANN_JSON_SOURCE=${nlohmann_json}"
    )
endif()

run("${CMAKE_COMMAND}" -S "${SOURCE}/tests/consumers/service" -B "${WORK}/consumer" "-DCMAKE_CXX_COMPILER=${COMPILER}"
    "-DEXAMPLE=${SOURCE}/examples/parse_rotation_response.cpp" ${arguments}
)
run("${CMAKE_COMMAND}" --build "${WORK}/consumer")
execute_process(COMMAND "${WORK}/consumer/consumer" OUTPUT_VARIABLE output COMMAND_ERROR_IS_FATAL ANY)
if(NOT output MATCHES "next_client_secret: 44 bytes")
    message(FATAL_ERROR "unexpected output: ${output}")
endif()
