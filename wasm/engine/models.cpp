#include "engine/models.hpp"

#include <memory>
#include <string>

#include "core/error_codes.hpp"
#include "io/tokenizer.hpp"

namespace ropescope::js {

HandleTable<std::shared_ptr<const Model>>& models() {
  static HandleTable<std::shared_ptr<const Model>> table("model");
  return table;
}

bool has_tokenizer(const Model& model) { return model.config.vocab_size == char_vocab_size; }

Error no_tokenizer(const Model& model) {
  return {ErrorCode::unsupported_text,
          "needs_character_vocabulary",
          "text",
          {{"count", char_vocab_size}, {"given", model.config.vocab_size}}};
}

}  // namespace ropescope::js
