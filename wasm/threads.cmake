# The library's variant with threads, for pages that may share memory between workers: what the engine reaches of it, once
# more with atomic instructions, which every object of a program with shared memory has to have. Its kernels are those of
# the relaxed variant, so that results are the same bits as there.
set(engine_sources ${library_sources})
list(FILTER engine_sources EXCLUDE REGEX "/cpp/(kernels|runtimes|train)/")
add_library(ropescope_threads_kernels OBJECT ${kernel_sources})
add_library(ropescope_threads STATIC ${engine_sources} $<TARGET_OBJECTS:ropescope_threads_kernels>)
foreach(target ropescope_threads ropescope_threads_kernels)
  ropescope_library_options(${target})
  target_compile_options(${target} PUBLIC -pthread)
  set_target_properties(${target} PROPERTIES EXPORT_COMPILE_COMMANDS OFF)  # clang-tidy would read every file twice
endforeach()
target_compile_options(ropescope_threads_kernels PRIVATE -mrelaxed-simd)
target_link_options(ropescope_threads INTERFACE -pthread)

function(ropescope_threads_program target)
  target_link_libraries(${target} PRIVATE ropescope_threads)
  ropescope_needs_relaxed_simd(${target})
endfunction()
