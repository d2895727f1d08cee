# Installs the library of BUILD, moves what was installed, looks at it, builds EXAMPLE against it with CXX, by
# find_package and by pkg-config, and runs it.
#   cmake -DBUILD=build/native -DEXAMPLE=examples/cpp-consumer -DCXX=c++ -DWORK=build/installed \
#     -P tests/cpp-package/installed.cmake
cmake_minimum_required(VERSION 3.25)

set(warnings -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)
list(JOIN warnings " " warning_flags)

function(run)
  execute_process(COMMAND ${ARGV} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "${ARGV} failed:\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

# The program's numbers, where there is a Node to compare them.
find_program(node node)
function(run_example program)
  run(${program})
  if(node)
    file(WRITE ${WORK}/printed "${output}")
    execute_process(COMMAND ${node} ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/numbers.mjs INPUT_FILE ${WORK}/printed
      COMMAND_ERROR_IS_FATAL ANY)
  endif()
endfunction()

file(REMOVE_RECURSE ${WORK})
file(STRINGS ${BUILD}/CMakeCache.txt several REGEX "^CMAKE_CONFIGURATION_TYPES:")
if(several)
  set(configuration --config Release)
endif()
run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/first ${configuration})
file(RENAME ${WORK}/first ${WORK}/moved)
set(prefix ${WORK}/moved)

# Nothing but the library, its headers under one name, and how to find it.
file(GLOB_RECURSE installed RELATIVE ${prefix} ${prefix}/*)
list(FILTER installed EXCLUDE REGEX "^include/ropescope/[a-z0-9_/]+[.]hpp$")
list(FILTER installed EXCLUDE REGEX "^lib[a-z0-9_/-]*/(libropescope[.]a|pkgconfig/ropescope[.]pc)$")
list(FILTER installed EXCLUDE REGEX "^lib[a-z0-9_/-]*/cmake/ropescope/ropescopeConfig(Version|-[a-z]+)?[.]cmake$")
if(installed)
  message(FATAL_ERROR "no user of the library needs ${installed}")
endif()
file(GLOB_RECURSE headers ${prefix}/include/*.hpp)
list(LENGTH headers count)
if(count LESS 40)
  message(FATAL_ERROR "the public headers are ${count}: fewer than the methods have")
endif()
foreach(header IN LISTS headers)
  file(READ ${header} text)
  if(text MATCHES "#include \"|#include <(Eigen|xsimd|nlohmann)/")
    message(FATAL_ERROR "${header} has an include that a user's compiler does not find: ${CMAKE_MATCH_0}")
  endif()
endforeach()

# How the library is compiled is nobody else's matter.
file(GLOB_RECURSE descriptions ${prefix}/lib*/ropescopeConfig*.cmake ${prefix}/lib*/ropescope.pc)
foreach(description IN LISTS descriptions)
  file(READ ${description} text)
  if(text MATCHES "INTERFACE_(COMPILE_OPTIONS|COMPILE_DEFINITIONS|LINK_OPTIONS)|-march|-ffp|-fno-|-W[a-z]|Eigen|xsimd|nlohmann")
    message(FATAL_ERROR "${description} hands on what users do not need: ${CMAKE_MATCH_0}")
  endif()
  foreach(folder ${BUILD} ${WORK})
    string(FIND "${text}" ${folder} place)
    if(place GREATER_EQUAL 0)
      message(FATAL_ERROR "${description} names ${folder}, where nothing of it stays")
    endif()
  endforeach()
endforeach()

# CMAKE_NO_SYSTEM_FROM_IMPORTED: warnings in our headers count as the program's own.
run(${CMAKE_COMMAND} -S ${EXAMPLE} -B ${WORK}/build -G Ninja -DCMAKE_PREFIX_PATH=${prefix}
  -DCMAKE_CXX_COMPILER=${CXX} -DCMAKE_CXX_FLAGS=${warning_flags} -DCMAKE_NO_SYSTEM_FROM_IMPORTED=ON)
run(${CMAKE_COMMAND} --build ${WORK}/build)
run_example(${WORK}/build/consumer)

find_program(pkg_config pkg-config)
if(pkg_config)
  file(GLOB_RECURSE pc ${prefix}/ropescope.pc)
  cmake_path(GET pc PARENT_PATH pc_folder)
  set(ENV{PKG_CONFIG_PATH} ${pc_folder})
  run(${pkg_config} --cflags --libs ropescope)
  separate_arguments(flags UNIX_COMMAND "${output}")
  file(GLOB source ${EXAMPLE}/*.cpp)
  run(${CXX} -std=c++20 ${warnings} ${source} ${flags} -o ${WORK}/by-pkg-config)
  run_example(${WORK}/by-pkg-config)
endif()
