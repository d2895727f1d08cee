// The loaded models, which several groups of calls need.
#pragma once

#include <memory>
#include <string>

#include "boundary/handles.hpp"
#include "core/result.hpp"
#include "model/model.hpp"

namespace ropescope::js {

HandleTable<std::shared_ptr<const Model>>& models();

// Whether text means something to it.
bool has_tokenizer(const Model& model);
Error no_tokenizer(const Model& model);

}  // namespace ropescope::js
