# SPDX-License-Identifier: MIT
# For this repository's own programs: links the library and turns warnings into errors. The library's target sets no
# flags.
function(stytch_m2m_development_target target)
    target_link_libraries(${target} PRIVATE stytch_m2m::stytch_m2m)
    if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
        target_compile_options(
            ${target}
            PRIVATE
                -Wall
                -Wextra
                -Wpedantic
                -Wconversion
                -Wsign-conversion
                -Wshadow
                -Wold-style-cast
                -Werror
        )
    endif()
endfunction()
