# SPDX-License-Identifier: MIT
# The default build requires neither a network nor what only tests and examples use, and its warnings are no errors;
# BUILD_TESTING=OFF turns the tests off. SOURCE is the library, WORK an empty folder, COMPILER the C++ compiler.
file(REMOVE_RECURSE "${WORK}")

function(configure folder result)
    execute_process(
        COMMAND
            "${CMAKE_COMMAND}" -G "Unix Makefiles" -S "${SOURCE}" -B "${WORK}/${folder}"
            "-DCMAKE_CXX_COMPILER=${COMPILER}" ${ARGN}
        RESULT_VARIABLE code OUTPUT_VARIABLE output ERROR_VARIABLE output
    )
    set(${result} ${code} PARENT_SCOPE)
    set(output "${output}" PARENT_SCOPE)
endfunction()

# Without a network git would fail, too, but only after a while.
set(bare -DGIT_EXECUTABLE=${WORK}/no_git)
foreach(package IN ITEMS Catch2 Doxygen OpenSSL httplib rapidcheck valijson)
    list(APPEND bare -DCMAKE_DISABLE_FIND_PACKAGE_${package}=ON)
endforeach()

configure(default result ${bare})
if(NOT result EQUAL 0
    OR NOT output MATCHES "-- Catch2 was not found"
    OR NOT output MATCHES "-- cpp-httplib was not found"
)
    message(FATAL_ERROR "${output}")
endif()
if(NOT EXISTS "${WORK}/default/tests")
    message(FATAL_ERROR "the tests were left out")
endif()

# Whether warnings are errors, which only this project's own programs decide.
function(expect_werror folder expected)
    file(GLOB_RECURSE flags "${WORK}/${folder}/*/flags.make")
    set(found FALSE)
    foreach(file IN LISTS flags)
        file(READ "${file}" text)
        if(text MATCHES "-Werror")
            set(found TRUE)
        endif()
    endforeach()
    if(NOT flags OR NOT found STREQUAL expected)
        message(FATAL_ERROR "-Werror in ${folder}: ${found}")
    endif()
endfunction()
expect_werror(default FALSE)
configure(strict result ${bare} -DCMAKE_COMPILE_WARNING_AS_ERROR=ON)
expect_werror(strict TRUE)

configure(untested result -DBUILD_TESTING=OFF)
if(NOT result EQUAL 0 OR EXISTS "${WORK}/untested/tests")
    message(FATAL_ERROR "BUILD_TESTING=OFF did not leave out the tests: ${output}")
endif()

# The reference needs no tests.
find_program(doxygen doxygen)
execute_process(COMMAND "${CMAKE_COMMAND}" --build "${WORK}/untested" --target help OUTPUT_VARIABLE targets)
if(doxygen AND NOT targets MATCHES "docs")
    message(FATAL_ERROR "there is no target docs: ${targets}")
endif()

configure(fetching result ${bare} -DSTYTCH_M2M_FETCH=ON)
if(result EQUAL 0)
    message(FATAL_ERROR "nothing was missing, so the default build proves nothing")
endif()
