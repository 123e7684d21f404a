# Needs test_main and Catch's catch_discover_tests().

find_package(rapidcheck CONFIG QUIET)
find_package(valijson CONFIG QUIET)

if(NOT TARGET rapidcheck)
    message(STATUS "RapidCheck was not found: the tests of parity are left out")
else()
    add_executable(parity_tests "${CMAKE_CURRENT_LIST_DIR}/engine_parity_test.cpp")
    if(TARGET valijson)
        target_sources(parity_tests PRIVATE "${CMAKE_CURRENT_LIST_DIR}/schema_parity_test.cpp")
        target_link_libraries(parity_tests PRIVATE valijson)
    else()
        message(STATUS "Valijson was not found: the test of parity with the schema is left out")
    endif()
    stytch_m2m_own_target(parity_tests)
    target_link_libraries(parity_tests PRIVATE test_main rapidcheck)
    target_compile_definitions(
        parity_tests
        PRIVATE
            "STYTCH_M2M_SCHEMA=\"${CMAKE_CURRENT_LIST_DIR}/../schema.json\""
            "STYTCH_M2M_CORPUS=\"${CMAKE_CURRENT_LIST_DIR}/corpus\""
            "STYTCH_M2M_DICTIONARY=\"${CMAKE_CURRENT_LIST_DIR}/json.dict\""
    )
    # A hang is a failure: what is linear ends in seconds.
    catch_discover_tests(parity_tests PROPERTIES TIMEOUT 1800)
endif()

# The work is counted in blocks of code run. Programs of their own, since the linker may otherwise take functions of the
# headers from a file that does not count.
add_executable(
    depth_and_size_tests "${CMAKE_CURRENT_LIST_DIR}/depth_and_size_test.cpp" "${CMAKE_CURRENT_LIST_DIR}/work.cpp"
)
stytch_m2m_own_target(depth_and_size_tests)
find_package(Threads REQUIRED)
target_link_libraries(depth_and_size_tests PRIVATE test_main Threads::Threads)
if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
    set_source_files_properties(
        "${CMAKE_CURRENT_LIST_DIR}/depth_and_size_test.cpp" PROPERTIES COMPILE_OPTIONS "-fsanitize-coverage=trace-pc"
    )
endif()
catch_discover_tests(depth_and_size_tests PROPERTIES TIMEOUT 1800)
