# The libraries that the C++ code uses: xsimd, Eigen and nlohmann_json (headers), GoogleTest (sources). Each comes from
# CMAKE_PREFIX_PATH, which wasm/toolchain.sh sets, or is fetched at the tag named here. Never from /usr: its
# `-isystem /usr/include` would put the host's libc in front of Emscripten's.
include(FetchContent)

set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE BOTH)  # Emscripten's toolchain file would look in its sysroot only
set(FETCHCONTENT_QUIET OFF)                  # a first configure that downloads says so

# name: as find_package knows it; target: what to link; include: the headers' folder inside a fetched copy
function(ropescope_headers name tag url target include)
  # SOURCE_SUBDIR to nowhere: the headers are wanted, not the project's tests, documentation and install rules
  FetchContent_Declare(${name} GIT_REPOSITORY ${url} GIT_TAG ${tag} GIT_SHALLOW ON SOURCE_SUBDIR headers-only
    FIND_PACKAGE_ARGS CONFIG NO_CMAKE_SYSTEM_PATH NO_SYSTEM_ENVIRONMENT_PATH)
  FetchContent_MakeAvailable(${name})
  if(NOT TARGET ${target})
    string(TOLOWER ${name} lower)
    add_library(${target} INTERFACE IMPORTED GLOBAL)  # IMPORTED: its headers are system headers, without warnings
    target_include_directories(${target} INTERFACE ${${lower}_SOURCE_DIR}/${include})
  endif()
  set_target_properties(${target} PROPERTIES IMPORTED_GLOBAL TRUE)  # seen by tests/ and wasm/ too
endfunction()

ropescope_headers(xsimd 13.2.0 https://github.com/xtensor-stack/xsimd.git xsimd include)
ropescope_headers(Eigen3 3.4.0 https://gitlab.com/libeigen/eigen.git Eigen3::Eigen .)
ropescope_headers(nlohmann_json v3.11.3 https://github.com/nlohmann/json.git nlohmann_json::nlohmann_json include)
# The library is built without exceptions, the tests with: both must see the same text of these headers.
target_compile_definitions(nlohmann_json::nlohmann_json INTERFACE JSON_NOEXCEPTION)

if(ROPESCOPE_BUILD_TESTS)
  # Debian's googletest package holds the sources, which is what two targets from one build description need.
  find_path(ROPESCOPE_GOOGLETEST googletest/CMakeLists.txt PATHS ${CMAKE_PREFIX_PATH} ENV CMAKE_PREFIX_PATH
    PATH_SUFFIXES src/googletest NO_DEFAULT_PATH NO_CMAKE_FIND_ROOT_PATH)
  if(ROPESCOPE_GOOGLETEST)
    set(FETCHCONTENT_SOURCE_DIR_GOOGLETEST ${ROPESCOPE_GOOGLETEST})
  endif()
  set(INSTALL_GTEST OFF)
  FetchContent_Declare(googletest GIT_REPOSITORY https://github.com/google/googletest.git GIT_TAG v1.16.0
    GIT_SHALLOW ON SYSTEM)
  FetchContent_MakeAvailable(googletest)
endif()
