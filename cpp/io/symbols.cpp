#include "io/symbols.hpp"

#include <cstddef>
#include <numeric>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "io/json.hpp"
#include "io/json_fields.hpp"
#include "io/tokenizer.hpp"

namespace ropescope {
namespace {

constexpr int largest_vocabulary = 1 << 24;

struct Count {
  std::size_t min = 1;
  std::size_t max = 1;
};

std::vector<int> read_tokens(JsonFields& fields, std::string_view key, int vocab_size, Count count) {
  std::vector<int> tokens;
  const JsonPlace field = fields.at(key);
  const Json::Array* list = field.array();
  if (list == nullptr || list->size() < count.min || list->size() > count.max) {
    const NumberRange range{static_cast<double>(count.min), static_cast<double>(count.max)};
    fields.refuse(refuse(field, "must_be_token_list", range));
    return tokens;
  }
  for (std::size_t i = 0; i < list->size(); ++i) {
    const auto token = read_integer(field.item(i), {0, vocab_size - 1});
    if (!token) fields.refuse(token.error());
    tokens.push_back(token ? token->value_or(0) : 0);
  }
  return tokens;
}

Symbols make_char_symbols() {
  const auto encode = [](std::string_view text) { return *encode_chars(text); };
  Symbols symbols{.vocab_size = char_vocab_size,
                  .distinct = std::vector<int>(char_vocab_size),
                  .letters = encode("abcdefghijklmnopqrstuvwxyz "),
                  .key_begin = encode(" The key is <"),
                  .digits = encode("0123456789"),
                  .key_end = encode(">")};
  std::iota(symbols.distinct.begin(), symbols.distinct.end(), 0);
  return symbols;
}

}  // namespace

const Symbols& char_symbols() {
  static const Symbols symbols = make_char_symbols();
  return symbols;
}

Result<Symbols> read_symbols(std::string_view json_text) {
  const auto json = parse_json(json_text);
  if (!json) return json.error();
  JsonFields fields({&*json, json->object() == nullptr ? "symbols" : ""});
  fields.allow_only({"vocab_size", "distinct", "letters", "key_begin", "digits", "key_end"});
  Symbols symbols;
  symbols.vocab_size = fields.integer("vocab_size", {1, largest_vocabulary});
  const Count any{1, static_cast<std::size_t>(symbols.vocab_size)};
  symbols.distinct = read_tokens(fields, "distinct", symbols.vocab_size, any);
  symbols.letters = read_tokens(fields, "letters", symbols.vocab_size, any);
  symbols.digits = read_tokens(fields, "digits", symbols.vocab_size, {10, 10});
  constexpr std::size_t longest_mark = Symbols::longest_key - Symbols::key_digits - 1;
  symbols.key_begin = read_tokens(fields, "key_begin", symbols.vocab_size, {1, longest_mark});
  symbols.key_end = read_tokens(fields, "key_end", symbols.vocab_size, {1, 1});
  if (const Status read = fields.status(); !read) return read.error();
  return symbols;
}

}  // namespace ropescope
