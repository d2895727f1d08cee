// Texts and files that anybody may hand over: what is accepted has one meaning, what is refused is told with a place.
#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstddef>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "io/json.hpp"
#include "io/safetensors.hpp"
#include "io/safetensors_writer.hpp"
#include "io/symbols.hpp"
#include "io/tokenizer.hpp"
#include "kernels/matmul.hpp"
#include "targets.hpp"
#include "train/recipe.hpp"
#include "train/rows.hpp"

namespace ropescope::fuzz {
namespace {

void check_json(const Json& json, int depth) {
  require(depth <= 64, "depth is limited");
  if (const auto* array = json.array()) {
    for (const Json& value : *array) check_json(value, depth + 1);
  }
  if (const auto* object = json.object()) {
    std::set<std::string_view> keys;
    for (const JsonEntry& entry : *object) {
      require(keys.insert(entry.key).second, "keys are unique", entry.key);
      require(json.find(entry.key) == &entry.value, "a key finds its value", entry.key);
      check_json(entry.value, depth + 1);
    }
  }
  if (const double* number = json.number()) require(std::isfinite(*number), "numbers are finite");
}

bool is_plain(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.'; });
}

bool same(const TensorView& a, const TensorView& b) {
  return a.dtype == b.dtype && a.shape == b.shape && std::ranges::equal(a.bytes, b.bytes);
}

// Columns of the packed matrix are the rows of the file.
void check_columns(const TensorNumbers& stored, std::span<const float> numbers, std::span<const std::size_t> shape) {
  const std::size_t depth = shape[1];
  PackedMatrix packed;
  pack_columns(StoredRows{stored.form, stored.bytes.data(), static_cast<int>(shape[0])}, static_cast<int>(depth),
               packed);
  std::vector<float> column(depth);
  for (std::size_t n = 0; n < shape[0]; ++n) {
    read_column(packed, static_cast<int>(n), column);
    require(std::ranges::equal(column, numbers.subspan(n * depth, depth)), "a column is a row of the file");
  }
}

}  // namespace

void json(Input input) {
  const std::string_view text = input.text();
  const auto strict = parse_json(text);
  const auto lenient = parse_python_json(text);
  for (const auto* read : {&strict, &lenient}) {
    if (*read) {
      check_json(**read, 0);
      require(!describe(**read).empty(), "a value can be told");
    } else {
      require(read->error().code == ErrorCode::invalid_json, "an error of JSON", read->error().message);
      require(!read->error().message.empty(), "an error has words");
    }
  }
  require(!strict || lenient, "what JSON is, Python reads");
}

void safetensors(Input input) {
  const auto file = input.rest();
  const auto read = read_safetensors(file);
  if (!read) {
    require(read.error().code == ErrorCode::invalid_weights, "an error of weights", read.error().message);
    return;
  }
  std::size_t bytes = 0;
  for (const auto& [name, tensor] : *read) {
    require(tensor.bytes.empty() || (tensor.bytes.data() >= file.data() &&
                                     tensor.bytes.data() + tensor.bytes.size() <= file.data() + file.size()),
            "a tensor lies in the file", name);
    bytes += tensor.bytes.size();
    const auto numbers = read_floats(*read, name, tensor.shape);
    const auto stored = read_stored(*read, name, tensor.shape, true);
    require(stored.has_value() == numbers.has_value(), "what is read as it lies is read as floats", name);
    if (!numbers) continue;
    for (const float number : *numbers) require(std::isfinite(number), "finite", name);
    if (tensor.shape.size() == 2 && !numbers->empty()) check_columns(*stored, *numbers, tensor.shape);
  }
  require(bytes <= file.size(), "tensors do not overlap");
  if (!std::ranges::all_of(*read, [](const auto& entry) { return is_plain(entry.first); })) return;
  const auto written = write_safetensors(*read);
  const auto again = read_safetensors(written);
  require(again.has_value(), "what is written is read", again ? "" : again.error().message);
  require(
      std::ranges::equal(*read, *again,
                         [](const auto& a, const auto& b) { return a.first == b.first && same(a.second, b.second); }),
      "what is read again is the same");
}

void recipe(Input input) {
  const auto read = read_recipe(input.text());
  if (!read) {
    require(!read.error().message.empty(), "an error has words");
    return;
  }
  require(read->steps >= 1 && read->steps <= most_steps, "a number of steps");
  const Text text(2000, 40);
  for (const int step : {0, read->steps / 2, read->steps - 1}) {
    const Phase& phase = phase_of(*read, step);
    require(std::isfinite(rate_of(*read, step)), "a learning rate");
    if (phase.length > 1000 || phase.rows > 50) continue;
    const auto rows = rows_of_step(*read, {text, char_symbols()}, 1, step);
    require(rows.size() == static_cast<std::size_t>(phase.rows), "as many rows as the phase says");
    for (const Row& row : rows) {
      require(row.size() == static_cast<std::size_t>(phase.length) + 1, "rows of the phase's length");
      for (const int token : row) require(token >= 0 && token < char_vocab_size, "tokens of the vocabulary");
    }
  }
}

void text(Input input) {
  const std::string_view text = input.text();
  const auto tokens = encode_chars(text);
  if (tokens) {
    const auto again = decode_chars(*tokens);
    require(again && *again == text, "a text is its characters");
  } else {
    require(tokens.error().code == ErrorCode::unsupported_text, "an error of text", tokens.error().message);
  }
  const auto symbols = read_symbols(text);
  if (!symbols) return;
  for (const auto* list : {&symbols->distinct, &symbols->letters, &symbols->key_begin, &symbols->digits}) {
    for (const int token : *list) require(token >= 0 && token < symbols->vocab_size, "tokens of the vocabulary");
  }
  require(symbols->key_tokens() <= Symbols::longest_key, "a key fits its rows");
}

}  // namespace ropescope::fuzz
