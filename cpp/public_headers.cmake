# The headers for users of the library: ropescope.hpp and every header that it reaches, in TO, where they include each
# other as <ropescope/...>, so that no name of ours is without a prefix on a user's include path. FROM: cpp/
#   cmake -DFROM=cpp -DTO=build/include/ropescope -P cpp/public_headers.cmake
cmake_minimum_required(VERSION 3.25)

set(waiting ropescope.hpp)
set(done)
while(waiting)
  list(POP_FRONT waiting header)
  if(header IN_LIST done)
    continue()
  endif()
  list(APPEND done ${header})
  file(READ ${FROM}/${header} text)
  string(REGEX MATCHALL "#include \"[^\"]+" includes "${text}")
  list(TRANSFORM includes REPLACE "#include \"" "")
  list(APPEND waiting ${includes})
  string(REGEX REPLACE "#include \"([^\"]+)\"" "#include <ropescope/\\1>" text "${text}")
  set(before)
  if(EXISTS ${TO}/${header})
    file(READ ${TO}/${header} before)
  endif()
  if(NOT text STREQUAL before)  # else what includes it would be compiled again
    file(WRITE ${TO}/${header} "${text}")
  endif()
endwhile()
file(GLOB_RECURSE present RELATIVE ${TO} ${TO}/*.hpp)
list(REMOVE_ITEM present ${done})
list(TRANSFORM present PREPEND ${TO}/)
if(present)
  file(REMOVE ${present})  # no longer reached
endif()
