# Each way in which a project can come by the library, from a path with a space in it.
foreach(
    way IN ITEMS
    find_package
    relocated_prefix
    fetched_nlohmann_json
    add_subdirectory
    existing_target
    fetch_content
    pkg-config
)
    add_test(
        NAME "consumer: ${way}"
        COMMAND
            "${CMAKE_COMMAND}" "-DWAY=${way}" "-DSOURCE=${PROJECT_SOURCE_DIR}"
            "-DWORK=${CMAKE_CURRENT_BINARY_DIR}/a consumer/${way}" "-DCOMPILER=${CMAKE_CXX_COMPILER}" -P
            "${CMAKE_CURRENT_SOURCE_DIR}/consumers/run.cmake"
    )
endforeach()
