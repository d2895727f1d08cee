# The library's relaxed variant for browsers that have relaxed SIMD: its kernels once more, with the instruction that
# multiplies and adds. Everything else is the same objects, plans included. The linker meets these kernels first and
# leaves those of the archive where they are.
set(kernel_sources ${library_sources})
list(FILTER kernel_sources INCLUDE REGEX "/cpp/kernels/")
add_library(ropescope_relaxed_kernels OBJECT ${kernel_sources})
ropescope_library_options(ropescope_relaxed_kernels)
target_compile_options(ropescope_relaxed_kernels PRIVATE -mrelaxed-simd)
add_library(ropescope_relaxed INTERFACE)
target_sources(ropescope_relaxed INTERFACE $<TARGET_OBJECTS:ropescope_relaxed_kernels>)
target_link_libraries(ropescope_relaxed INTERFACE ropescope)

# Programs that hold these instructions are run by the linker (EMBIND_AOT) and by the tests: with the flag that Node needs
# before 21 and later no longer knows.
set(relaxed_node ${CMAKE_BINARY_DIR}/node-with-relaxed-simd)
execute_process(COMMAND ${CMAKE_CROSSCOMPILING_EMULATOR} --v8-options OUTPUT_VARIABLE v8_options)
string(REGEX MATCH "--experimental-wasm-relaxed-simd" relaxed_flag "${v8_options}")
file(CONFIGURE OUTPUT ${relaxed_node} CONTENT "#!/bin/sh\nexec ${CMAKE_CROSSCOMPILING_EMULATOR} ${relaxed_flag} \"$@\"\n" @ONLY)
file(CHMOD ${relaxed_node} PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)

function(ropescope_needs_relaxed_simd target)
  set_target_properties(${target} PROPERTIES
    CROSSCOMPILING_EMULATOR ${relaxed_node} RULE_LAUNCH_LINK "${CMAKE_COMMAND} -E env EM_NODE_JS=${relaxed_node}")
endfunction()

function(ropescope_relaxed_program target)
  target_link_libraries(${target} PRIVATE ropescope_relaxed)
  ropescope_needs_relaxed_simd(${target})
endfunction()
