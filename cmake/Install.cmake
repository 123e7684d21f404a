# SPDX-License-Identifier: MIT
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(STYTCH_M2M_CMAKE_DIR "${CMAKE_INSTALL_DATADIR}/cmake/stytch_m2m")
# Not a file set: CMake would export an absolute CMAKE_INSTALL_INCLUDEDIR as if it were below the prefix.
target_include_directories(stytch_m2m INTERFACE "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>")
install(DIRECTORY include/ DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
install(TARGETS stytch_m2m EXPORT stytch_m2mTargets)
install(EXPORT stytch_m2mTargets NAMESPACE stytch_m2m:: DESTINATION "${STYTCH_M2M_CMAKE_DIR}")
configure_package_config_file(
    cmake/stytch_m2mConfig.cmake.in stytch_m2mConfig.cmake
    INSTALL_DESTINATION "${STYTCH_M2M_CMAKE_DIR}"
    NO_SET_AND_CHECK_MACRO
)
write_basic_package_version_file(stytch_m2mConfigVersion.cmake COMPATIBILITY SameMajorVersion ARCH_INDEPENDENT)
install(
    FILES
        "${CMAKE_CURRENT_BINARY_DIR}/stytch_m2mConfig.cmake"
        "${CMAKE_CURRENT_BINARY_DIR}/stytch_m2mConfigVersion.cmake"
    DESTINATION "${STYTCH_M2M_CMAKE_DIR}"
)
# Plain paths: compilers ignore /usr/include as a system folder, but not a longer spelling of it. pkg-config
# --define-prefix finds a prefix that was moved.
set(STYTCH_M2M_PC_INCLUDEDIR "\${prefix}")
cmake_path(APPEND STYTCH_M2M_PC_INCLUDEDIR "${CMAKE_INSTALL_INCLUDEDIR}") # which may be absolute
set(STYTCH_M2M_PC_PREFIX "${CMAKE_INSTALL_PREFIX}")
foreach(path IN ITEMS STYTCH_M2M_PC_PREFIX STYTCH_M2M_PC_INCLUDEDIR)
    string(REPLACE " " "\\ " ${path} "${${path}}")
endforeach()
configure_file(cmake/stytch_m2m.pc.in stytch_m2m.pc @ONLY)
install(FILES "${CMAKE_CURRENT_BINARY_DIR}/stytch_m2m.pc" DESTINATION "${CMAKE_INSTALL_DATADIR}/pkgconfig")
install(FILES LICENSE DESTINATION "${CMAKE_INSTALL_DOCDIR}")
