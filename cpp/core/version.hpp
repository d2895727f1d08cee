// Which ropescope this is.
#pragma once

#include <string_view>

namespace ropescope {

inline constexpr std::string_view version = "0.1.0";  // as package.json and CMakeLists.txt; a test compares them

}  // namespace ropescope
