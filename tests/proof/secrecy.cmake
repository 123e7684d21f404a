# The adversaries of the guarantees about the secret. Quick here; the environment variable STYTCH_M2M_PROOF=full, when
# they run, asks for the long forms.

function(stytch_m2m_proof name)
    list(TRANSFORM ARGN PREPEND "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/")
    add_executable(${name} ${ARGN})
    stytch_m2m_own_target(${name})
    target_link_libraries(${name} PRIVATE test_main)
    catch_discover_tests(${name})
endfunction()

stytch_m2m_proof(no_leak_tests no_leak_test.cpp)
stytch_m2m_proof(no_loss_tests no_loss_test.cpp)
stytch_m2m_proof(no_residue_tests no_residue_test.cpp residue.cpp counting_delete.cpp)
stytch_m2m_proof(allocation_failure_tests allocation_failure_test.cpp counting_delete.cpp)
stytch_m2m_proof(comparison_tests comparison_test.cpp counting_delete.cpp)
target_include_directories(comparison_tests SYSTEM PRIVATE "${CMAKE_CURRENT_LIST_DIR}/generated")

add_subdirectory("${CMAKE_CURRENT_LIST_DIR}/configurations" "${CMAKE_CURRENT_BINARY_DIR}/configurations")
