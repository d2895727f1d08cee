# The libraries that the C++ code uses: xsimd, Eigen and nlohmann_json (headers), GoogleTest (sources). Each is that of
# the project around this one, or an installed one that is new enough, or is fetched: by commit, so that what comes is
# what was named. Under Emscripten only CMAKE_PREFIX_PATH is searched, which wasm/toolchain.sh sets: `-isystem
# /usr/include` would put the host's libc in front of Emscripten's.
include(FetchContent)

set(FETCHCONTENT_QUIET OFF)  # a first configure that downloads says so
set(ropescope_search)
if(EMSCRIPTEN)
  set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE BOTH)  # Emscripten's toolchain file would look in its sysroot only
  set(ropescope_search NO_CMAKE_SYSTEM_PATH NO_SYSTEM_ENVIRONMENT_PATH)
endif()

# Looks for an installed one. name: as find_package knows it; accepted: oldest version of each series that is known to
# work, the best first; target: what to link. Says which ones are there and too old or incomplete.
function(ropescope_find name accepted target)
  set(seen)
  foreach(version IN LISTS accepted)
    find_package(${name} ${version} CONFIG QUIET ${ropescope_search})
    if(TARGET ${target})
      # seen by tests/ and wasm/ too
      set_target_properties(${target} PROPERTIES IMPORTED_GLOBAL TRUE)
      return()
    endif()
    foreach(config number IN ZIP_LISTS ${name}_CONSIDERED_CONFIGS ${name}_CONSIDERED_VERSIONS)
      list(APPEND seen "${number} (${config})")
    endforeach()
  endforeach()
  if(seen)
    list(REMOVE_DUPLICATES seen)
    list(JOIN seen ", " seen)
    list(JOIN accepted " or " accepted)
    message(STATUS "${name} ${accepted} or newer of the same series is needed; not taken: ${seen}")
  endif()
endfunction()

# commit: of the version that the comment beside it names; include: the headers' folder inside a fetched copy
function(ropescope_headers name accepted target url commit include)
  if(TARGET ${target})
    return()
  endif()
  ropescope_find(${name} "${accepted}" ${target})
  if(TARGET ${target})
    return()
  endif()
  string(TOUPPER ${name} upper)
  message(STATUS "${name} is fetched from ${url}; without a network, install it or set FETCHCONTENT_SOURCE_DIR_${upper}")
  # SOURCE_SUBDIR to nowhere: the headers are wanted, not the project's tests, documentation and install rules
  FetchContent_Declare(${name} GIT_REPOSITORY ${url} GIT_TAG ${commit} GIT_SHALLOW ON SOURCE_SUBDIR headers-only)
  FetchContent_MakeAvailable(${name})
  string(TOLOWER ${name} lower)
  add_library(${target} INTERFACE IMPORTED GLOBAL)  # IMPORTED: its headers are system headers, without warnings
  target_include_directories(${target} INTERFACE ${${lower}_SOURCE_DIR}/${include})
endfunction()

ropescope_headers(xsimd "13.0;14.0;12.0;11.0" xsimd
  https://github.com/xtensor-stack/xsimd.git 1f8dd9c8e162968d9b4ff0251c56d431b8777f36 include)  # 13.2.0
ropescope_headers(Eigen3 "3.4;5.0" Eigen3::Eigen
  https://gitlab.com/libeigen/eigen.git 3147391d946bb4b6c68edd901f2add6ac1f31f8c .)  # 3.4.0
ropescope_headers(nlohmann_json "3.11" nlohmann_json::nlohmann_json
  https://github.com/nlohmann/json.git 9cca280a4d0ccf0c08f47a99aa71d1b0e52f8d03 include)  # 3.11.3

if(ROPESCOPE_BUILD_TESTS)
  # Debian's googletest package holds the sources, which is what two targets from one build description need.
  find_path(ROPESCOPE_GOOGLETEST googletest/CMakeLists.txt PATHS ${CMAKE_PREFIX_PATH} ENV CMAKE_PREFIX_PATH
    PATH_SUFFIXES src/googletest NO_DEFAULT_PATH NO_CMAKE_FIND_ROOT_PATH)
  if(ROPESCOPE_GOOGLETEST)
    set(FETCHCONTENT_SOURCE_DIR_GOOGLETEST ${ROPESCOPE_GOOGLETEST})
  endif()
  set(INSTALL_GTEST OFF)
  FetchContent_Declare(googletest GIT_REPOSITORY https://github.com/google/googletest.git
    GIT_TAG 6910c9d9165801d8827d628cb72eb7ea9dd538c5 GIT_SHALLOW ON SYSTEM)  # 1.16.0
  FetchContent_MakeAvailable(googletest)
endif()
