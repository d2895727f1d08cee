// What a file is that was meant to be one of ours: downloads that went wrong leave a pointer, a page or another format.
#pragma once

#include <optional>
#include <string_view>

#include "core/saying.hpp"

namespace ropescope {

// Why a file that begins so holds no weights, or nothing where it may be a safetensors file.
std::optional<Saying> foreign_weights(std::string_view file);

// The same of a text that should be JSON.
std::optional<Saying> foreign_text(std::string_view text);

}  // namespace ropescope
