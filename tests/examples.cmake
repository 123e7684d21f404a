# The tests of the examples.
function(stytch_m2m_example_test target source)
    add_executable(${target} ${source})
    stytch_m2m_own_target(${target})
    target_link_libraries(${target} PRIVATE test_main)
    catch_discover_tests(${target})
endfunction()

stytch_m2m_example_test(unit_test_fixture "${PROJECT_SOURCE_DIR}/examples/unit_test_fixture.cpp")
stytch_m2m_example_test(unit_test_fixture_test unit_test_fixture_test.cpp)
target_compile_definitions(unit_test_fixture_test PRIVATE "UNIT_TEST_FIXTURE=\"$<TARGET_FILE:unit_test_fixture>\"")
add_dependencies(unit_test_fixture_test unit_test_fixture)

if(TARGET rotate_client_secret)
    include("${PROJECT_SOURCE_DIR}/cmake/Httplib.cmake")
    stytch_m2m_example_test(rotate_client_secret_test rotate_client_secret_test.cpp)
    target_link_libraries(rotate_client_secret_test PRIVATE httplib::httplib)
    target_compile_definitions(
        rotate_client_secret_test PRIVATE "ROTATE_CLIENT_SECRET=\"$<TARGET_FILE:rotate_client_secret>\""
    )
    add_dependencies(rotate_client_secret_test rotate_client_secret)
endif()
