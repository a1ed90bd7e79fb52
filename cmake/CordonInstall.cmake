# Installs the library modules with their public headers, so that find_package(cordon) works.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

get_property(cordon_targets GLOBAL PROPERTY CORDON_MODULE_TARGETS)
install(TARGETS ${cordon_targets} EXPORT cordonTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
foreach(module IN LISTS CORDON_MODULES)
  if(EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/modules/${module}/include")
    install(DIRECTORY modules/${module}/include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
  endif()
endforeach()
set(cordon_config_dir ${CMAKE_INSTALL_LIBDIR}/cmake/cordon)
install(EXPORT cordonTargets NAMESPACE cordon:: DESTINATION ${cordon_config_dir})
configure_package_config_file(cmake/cordonConfig.cmake.in "${CMAKE_CURRENT_BINARY_DIR}/cordonConfig.cmake"
                              INSTALL_DESTINATION ${cordon_config_dir})
write_basic_package_version_file("${CMAKE_CURRENT_BINARY_DIR}/cordonConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${CMAKE_CURRENT_BINARY_DIR}/cordonConfig.cmake" "${CMAKE_CURRENT_BINARY_DIR}/cordonConfigVersion.cmake"
        DESTINATION ${cordon_config_dir})
