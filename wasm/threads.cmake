# Threads, for pages that may share memory between workers: the same objects as the other variants, the relaxed kernels
# among them, so that results are the same bits as there. Only what starts threads differs: the linker meets the real one
# first and leaves one_thread.cpp in the archive.
add_library(ropescope_threads_core OBJECT cpp/core/threads.cpp)
ropescope_library_options(ropescope_threads_core)
add_library(ropescope_threads INTERFACE)
target_sources(ropescope_threads INTERFACE $<TARGET_OBJECTS:ropescope_threads_core>)
target_link_libraries(ropescope_threads INTERFACE ropescope_relaxed)
target_link_options(ropescope_threads INTERFACE -pthread)

function(ropescope_threads_program target)
  target_link_libraries(${target} PRIVATE ropescope_threads)
  ropescope_needs_relaxed_simd(${target})
endfunction()
