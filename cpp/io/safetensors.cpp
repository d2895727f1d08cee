#include "io/safetensors.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error_codes.hpp"
#include "core/number_rows.hpp"
#include "core/result.hpp"
#include "core/saying.hpp"
#include "io/foreign_file.hpp"
#include "io/json.hpp"

namespace ropescope {
namespace {

static_assert(std::endian::native == std::endian::little,
              "the format is little-endian, and bytes are copied as they are");

constexpr std::size_t length_bytes = 8;
constexpr std::size_t max_header_bytes = 1 << 20;  // 4,096 entries of 256 bytes
constexpr std::size_t max_tensors = 4096;          // the largest Llama has 1,138
constexpr std::size_t max_rank = 8;                // weights have 1 or 2
constexpr std::size_t max_name_bytes = 256;

// Bits of one element of types that no memory here holds, by the file's spelling (huggingface/safetensors, tensor.rs:
// Dtype), so that tensors without a place stay without a concern.
struct OtherType {
  std::string_view dtype;
  std::size_t bits;
};
constexpr OtherType other_types[] = {
    {"BOOL", 8},    {"U8", 8},   {"I8", 8},      {"F8_E5M2", 8}, {"F8_E4M3", 8}, {"F8_E5M2FNUZ", 8}, {"F8_E4M3FNUZ", 8},
    {"F8_E8M0", 8}, {"F4", 4},   {"F6_E2M3", 6}, {"F6_E3M2", 6}, {"I16", 16},    {"U16", 16},        {"I32", 32},
    {"U32", 32},    {"I64", 64}, {"U64", 64},    {"F64", 64},    {"C64", 64}};

// tensor: its name; empty for the file as a whole.
Error invalid(Reason reason, std::string_view tensor, std::initializer_list<Argument> arguments = {}) {
  return {ErrorCode::invalid_weights, reason, tensor, arguments};
}

// What is wrong with the JSON of the header.
Error of_header(const Error& error) {
  Saying saying = error.saying;
  saying.path = saying.path.empty() ? "header" : "header." + saying.path;
  return {ErrorCode::invalid_weights, std::move(saying)};
}

// A whole number that a double holds exactly, or nothing: 1.5, -1, 1e400 and 2^53 are refused alike.
std::optional<std::size_t> whole_number(const Json& json) {
  constexpr double largest_exact = 9007199254740991.0;  // 2^53 - 1
  const double* number = json.number();
  if (number == nullptr || !(*number >= 0) || *number > largest_exact || *number != std::floor(*number)) return {};
  const auto wide = static_cast<std::uint64_t>(*number);
  if (wide > SIZE_MAX) return {};  // size_t has 32 bits in WebAssembly
  return static_cast<std::size_t>(wide);
}

Result<std::vector<std::size_t>> read_shape(std::string_view name, const Json& json) {
  const Json::Array* dimensions = json.array();
  if (dimensions == nullptr || dimensions->size() > max_rank) {
    return invalid("tensor_shape_is_no_list", name, {{"max", max_rank}, {"given", describe(json)}});
  }
  std::vector<std::size_t> shape;
  for (const Json& dimension : *dimensions) {
    const auto size = whole_number(dimension);
    if (!size) {
      return invalid("tensor_dimension_is_no_count", name, {{"given", describe(dimension)}});
    }
    shape.push_back(*size);
  }
  return shape;
}

Result<std::size_t> bits_of(std::string_view name, const Json& json) {
  const std::string* dtype = json.text();
  if (dtype == nullptr) return invalid("tensor_dtype_is_unknown", name, {{"given", describe(json)}});
  if (const auto form = form_of(*dtype)) {
    const auto numbers = static_cast<std::size_t>(std::max(form->run, 1));
    return 8 * bytes_of(*form, numbers) / numbers;
  }
  const auto* known = std::ranges::find(other_types, *dtype, &OtherType::dtype);
  if (known == std::end(other_types)) return invalid("tensor_dtype_is_unknown", name, {{"given", describe(json)}});
  return known->bits;
}

// Bytes that the shape needs, or nothing when they are no whole number, or one that does not fit into size_t.
std::optional<std::size_t> needed_bytes(std::span<const std::size_t> shape, std::size_t bits) {
  if (std::ranges::find(shape, std::size_t{0}) != shape.end()) return 0;
  // bits may be more than size_t counts where it has 32 of them; elements have 64 at most
  constexpr auto most = static_cast<std::size_t>(std::min<std::uint64_t>(SIZE_MAX, UINT64_MAX / 64));
  std::size_t count = 1;
  for (const std::size_t size : shape) {
    if (count > most / size) return {};
    count *= size;
  }
  const std::uint64_t all = std::uint64_t{count} * bits;
  if (all % 8 != 0 || all / 8 > SIZE_MAX) return {};
  return static_cast<std::size_t>(all / 8);
}

// Where the data of a file begins, and how long it is.
struct DataPlace {
  const WeightFile& file;
  std::size_t begin = 0;
  std::size_t size = 0;
};

Result<TensorView> read_entry(std::string_view name, const Json& entry, const DataPlace& data) {
  const Json* dtype = entry.find("dtype");
  const Json* shape = entry.find("shape");
  const Json* offsets = entry.find("data_offsets");
  if (dtype == nullptr || shape == nullptr || offsets == nullptr || entry.object()->size() != 3) {
    return invalid("tensor_entry_is_no_entry", name);
  }
  auto bits = bits_of(name, *dtype);
  if (!bits) return bits.error();
  auto dimensions = read_shape(name, *shape);
  if (!dimensions) return dimensions.error();
  const Json::Array* pair = offsets->array();
  if (pair == nullptr || pair->size() != 2) return invalid("tensor_offsets_are_no_pair", name);
  const auto begin = whole_number((*pair)[0]);
  const auto end = whole_number((*pair)[1]);
  if (!begin || !end || *begin > *end || *end > data.size) {
    return invalid("tensor_offsets_outside", name,
                   {{"begin", describe((*pair)[0])}, {"end", describe((*pair)[1])}, {"bytes", data.size}});
  }
  const auto needed = needed_bytes(*dimensions, *bits);
  if (!needed || *needed != *end - *begin) {
    return invalid("tensor_does_not_fill_bytes", name,
                   {{"dtype", *dtype->text()}, {"shape", describe_shape(*dimensions)}, {"bytes", *end - *begin}});
  }
  TensorView tensor{.dtype = *dtype->text(), .shape = *std::move(dimensions), .bytes = {}, .far = data.file.rest};
  tensor.begin = data.begin + *begin;
  tensor.size = *needed;
  if (tensor.far == nullptr) tensor.bytes = data.file.head.subspan(tensor.begin, tensor.size);
  return tensor;
}

// The header's text.
Result<std::string_view> header_of(const WeightFile& file) {
  if (auto other = foreign_weights({reinterpret_cast<const char*>(file.head.data()), file.head.size()})) {
    return Error{ErrorCode::invalid_weights, *std::move(other)};
  }
  if (file.head.size() < length_bytes) {
    return invalid("weights_file_too_short", "", {{"bytes", file.head.size()}});
  }
  std::uint64_t length = 0;
  std::memcpy(&length, file.head.data(), length_bytes);
  const std::size_t rest = file.head.size() - length_bytes;
  if (length > max_header_bytes || length > rest) {
    return invalid("weights_header_too_long", "",
                   {{"bytes", std::to_string(length)}, {"max", std::min(max_header_bytes, rest)}});
  }
  const auto header_bytes = static_cast<std::size_t>(length);
  const auto* text = reinterpret_cast<const char*>(file.head.data() + length_bytes);
  if (header_bytes == 0 || *text != '{') return invalid("weights_header_is_no_object", "");
  return std::string_view(text, header_bytes);
}

Status check_metadata(const Json& metadata) {
  const auto is_text = [](const auto& entry) { return entry.value.text() != nullptr; };
  if (metadata.object() == nullptr || !std::ranges::all_of(*metadata.object(), is_text)) {
    return invalid("weights_metadata_is_no_texts", "__metadata__");
  }
  return ok();
}

Status check_name(const std::string& name) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20; };
  if (name.empty() || name.size() > max_name_bytes || std::ranges::any_of(name, is_control)) {
    return invalid("tensor_name_is_bad", "", {{"max", max_name_bytes}});
  }
  return ok();
}

// Every byte of the data belongs to exactly one tensor; those without elements lie nowhere.
Status check_cover(const Tensors& tensors, const DataPlace& data) {
  std::vector<const Tensors::value_type*> order;
  for (const auto& tensor : tensors) {
    if (tensor.second.size > 0) order.push_back(&tensor);
  }
  std::ranges::sort(order, {}, [](const auto* tensor) { return tensor->second.begin; });
  std::size_t next = data.begin;
  for (const auto* tensor : order) {
    const std::size_t begin = tensor->second.begin;
    if (begin != next)
      return invalid(begin < next ? Reason("tensor_overlaps") : Reason("bytes_before_tensor"), tensor->first);
    next = begin + tensor->second.size;
  }
  if (next != data.begin + data.size) return invalid("bytes_after_tensors", "");
  return ok();
}

}  // namespace

std::string describe_shape(std::span<const std::size_t> shape) {
  std::string text = "[";
  for (const std::size_t size : shape) text += (text.size() > 1 ? ", " : "") + std::to_string(size);
  return text + "]";
}

Result<Tensors> read_safetensors(std::span<const std::byte> file) { return read_safetensors(WeightFile{file}); }

Result<Tensors> read_safetensors(const WeightFile& file) {
  const auto text = header_of(file);
  if (!text) return text.error();
  const std::size_t header_end = length_bytes + text->size();
  const DataPlace data{file, header_end, file.size - header_end};
  const auto header = parse_json(*text);
  if (!header) return of_header(header.error());
  Tensors tensors;
  for (const auto& [name, entry] : *header->object()) {
    if (name == "__metadata__") {
      if (const Status status = check_metadata(entry); !status) return status.error();
      continue;
    }
    if (tensors.size() == max_tensors) return invalid("too_many_tensors", "", {{"max", max_tensors}});
    if (const Status status = check_name(name); !status) return status.error();
    auto tensor = read_entry(name, entry, data);
    if (!tensor) return tensor.error();
    tensors.emplace(name, *std::move(tensor));
  }
  if (const Status status = check_cover(tensors, data); !status) return status.error();
  return tensors;
}

Result<Tensors> read_shards(std::span<const WeightFile> files) {
  Tensors all;
  for (const auto& file : files) {
    auto tensors = read_safetensors(file);
    if (!tensors) return tensors.error();
    all.merge(*tensors);  // leaves behind what is there already
    if (!tensors->empty()) return invalid("tensor_in_two_files", tensors->begin()->first);
  }
  return all;
}

}  // namespace ropescope
