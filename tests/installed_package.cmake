# Installs the library of BUILD, builds EXAMPLE against what was installed, with CXX, and runs it.
#   cmake -DBUILD=build/native -DEXAMPLE=examples/cpp -DCXX=c++ -DWORK=build/installed -P tests/installed_package.cmake
cmake_minimum_required(VERSION 3.25)

function(run)
  execute_process(COMMAND ${ARGV} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "${ARGV} failed:\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

file(REMOVE_RECURSE ${WORK})
run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/prefix)

file(GLOB roots RELATIVE ${WORK}/prefix/include ${WORK}/prefix/include/*)
if(NOT roots STREQUAL "ropescope")
  message(FATAL_ERROR "only ropescope/ may be on a user's include path, found: ${roots}")
endif()
file(GLOB_RECURSE headers ${WORK}/prefix/include/*.hpp)
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

run(${CMAKE_COMMAND} -S ${EXAMPLE} -B ${WORK}/build -G Ninja -DCMAKE_PREFIX_PATH=${WORK}/prefix
  -DCMAKE_CXX_COMPILER=${CXX} "-DCMAKE_CXX_FLAGS=-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror")
run(${CMAKE_COMMAND} --build ${WORK}/build)
run(${WORK}/build/frequencies)
# 1.20794 = 0.1 ln 8 + 1; 1.44348e-05 = 10000^(-126/128) / 8
foreach(expected "attention factor 1.20794" "pair 0: 1 rad per token" "pair 63: 1.44348e-05 rad per token"
    "yarn.factor must be a number from 1 to 1000000, got 0")
  if(NOT output MATCHES "${expected}")
    message(FATAL_ERROR "expected \"${expected}\" in:\n${output}")
  endif()
endforeach()
message("${output}")
