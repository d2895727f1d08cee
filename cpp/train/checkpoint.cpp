#include "train/checkpoint.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/checksum.hpp"
#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "core/text.hpp"
#include "io/safetensors.hpp"
#include "io/safetensors_writer.hpp"
#include "train/parameters.hpp"
#include "train/recipe.hpp"
#include "train/validation.hpp"

namespace ropescope {
namespace {

template <class T>
TensorView view_of(std::string_view dtype, std::span<const T> data, std::vector<std::size_t> shape) {
  return {std::string(dtype), std::move(shape), std::as_bytes(data)};
}

template <class T>
TensorView view_of(std::string_view dtype, std::span<const T> data) {
  return view_of(dtype, data, {data.size()});
}

// Four numbers a validation: step, loss, repeat, passkey.
constexpr std::size_t validation_fields = 4;

constexpr const char* checksum_name = "checksum";

std::vector<double> flatten(const std::vector<Validation>& validations) {
  std::vector<double> numbers;
  for (const Validation& v : validations) {
    numbers.insert(numbers.end(), {static_cast<double>(v.step), v.loss, v.repeat, v.passkey});
  }
  return numbers;
}

// The bytes of a tensor as numbers of its type; nothing where the file has no such tensor (the format has no empty
// ones).
template <class T>
Result<std::vector<T>> read_numbers(const Tensors& tensors, std::string_view name, std::string_view dtype) {
  const auto found = tensors.find(name);
  if (found == tensors.end()) return std::vector<T>{};
  if (found->second.dtype != dtype) {
    return Error{
        ErrorCode::invalid_weights, "state_has_dtype", name, {{"dtype", dtype}, {"given", found->second.dtype}}};
  }
  std::vector<T> numbers(found->second.bytes.size() / sizeof(T));
  std::memcpy(numbers.data(), found->second.bytes.data(), numbers.size() * sizeof(T));
  return numbers;
}

// Whether the file's tensor holds exactly these bytes.
bool holds(const Tensors& tensors, std::string_view name, std::span<const std::byte> bytes) {
  const auto found = tensors.find(name);
  return found != tensors.end() && found->second.bytes.size() == bytes.size() &&
         std::memcmp(found->second.bytes.data(), bytes.data(), bytes.size()) == 0;
}

// Over everything but itself: names, types, shapes and bytes.
std::uint64_t checksum_of(const Tensors& tensors) {
  Checksum checksum;
  for (const auto& [name, tensor] : tensors) {
    if (name == checksum_name) continue;
    const std::string description = name + " " + tensor.dtype + " " + describe_shape(tensor.shape) + " ";
    checksum.add(std::as_bytes(std::span(description)));
    checksum.add(tensor.bytes);
  }
  return checksum.value();
}

// The tensors of a saved training, as they were written.
Result<Tensors> read_checked(std::span<const std::byte> file) {
  auto tensors = read_safetensors(file);
  if (!tensors) return tensors;
  if (!tensors->contains(checksum_name)) return Error{ErrorCode::invalid_weights, "state_without_checksum", "state"};
  const std::uint64_t checksum = checksum_of(*tensors);
  if (holds(*tensors, checksum_name, std::as_bytes(std::span(&checksum, 1)))) return tensors;
  return Error{ErrorCode::invalid_weights, "state_is_damaged", "state"};
}

// A step of a validation, which the file holds as a double.
bool is_step(double value) { return value >= 0 && value <= most_steps && value == std::floor(value); }

Result<std::vector<Validation>> read_validations(const Tensors& tensors) {
  const auto numbers = read_numbers<double>(tensors, "validations", "F64");
  if (!numbers) return numbers.error();
  std::vector<Validation> validations;
  for (std::size_t i = 0; i + validation_fields <= numbers->size(); i += validation_fields) {
    const auto field = [&](std::size_t k) { return (*numbers)[i + k]; };
    if (!is_step(field(0))) {
      return Error{
          ErrorCode::invalid_weights, "state_names_no_step", "validations", {{"max", most_steps}, {"given", field(0)}}};
    }
    validations.push_back({static_cast<int>(field(0)), field(1), field(2), field(3)});
  }
  return validations;
}

Status check_identity(const Tensors& tensors, const TrainingIdentity& identity) {
  const bool is_same = holds(tensors, "config", std::as_bytes(std::span(identity.config))) &&
                       holds(tensors, "recipe", std::as_bytes(std::span(identity.recipe))) &&
                       holds(tensors, "seed", std::as_bytes(std::span(&identity.seed, 1)));
  if (is_same) return ok();
  return Error{ErrorCode::invalid_argument, "state_of_another_training", "state"};
}

}  // namespace

std::vector<std::byte> write_state(const TrainingIdentity& identity, const TrainingState& state) {
  const std::vector<double> validations = flatten(state.validations);
  Tensors tensors{
      {"config", view_of<char>("U8", identity.config)},       {"recipe", view_of<char>("U8", identity.recipe)},
      {"seed", view_of("U64", std::span(&identity.seed, 1))}, {"values", view_of<float>("F32", state.numbers.values)},
      {"first", view_of<float>("F32", state.numbers.first)},  {"second", view_of<float>("F32", state.numbers.second)}};
  if (!state.losses.empty()) tensors.emplace("losses", view_of<float>("F32", state.losses));
  if (!validations.empty()) tensors.emplace("validations", view_of<double>("F64", validations));
  const std::uint64_t checksum = checksum_of(tensors);
  tensors.emplace(checksum_name, view_of("U64", std::span(&checksum, 1)));
  return write_safetensors(tensors);
}

Result<TrainingState> read_state(std::span<const std::byte> file, const TrainingIdentity& identity,
                                 const TrainModel& model) {
  const auto tensors = read_checked(file);
  if (!tensors) return tensors.error();
  if (const Status status = check_identity(*tensors, identity); !status) return status.error();
  TrainingState state;
  const std::pair<std::string_view, std::vector<float>*> arrays[] = {
      {"values", &state.numbers.values}, {"first", &state.numbers.first}, {"second", &state.numbers.second}};
  for (const auto& [name, target] : arrays) {
    auto numbers = read_floats(*tensors, name, std::array{model.size});
    if (!numbers) return numbers.error();
    *target = *std::move(numbers);
  }
  auto losses = read_numbers<float>(*tensors, "losses", "F32");
  if (!losses) return losses.error();
  state.losses = *std::move(losses);
  auto validations = read_validations(*tensors);
  if (!validations) return validations.error();
  state.validations = *std::move(validations);
  return state;
}

Result<TrainingIdentity> read_identity(std::span<const std::byte> file) {
  const auto tensors = read_checked(file);
  if (!tensors) return tensors.error();
  const auto config = read_numbers<char>(*tensors, "config", "U8");
  if (!config) return config.error();
  const auto recipe = read_numbers<char>(*tensors, "recipe", "U8");
  if (!recipe) return recipe.error();
  const auto seed = read_numbers<std::uint64_t>(*tensors, "seed", "U64");
  if (!seed) return seed.error();
  if (config->empty() || recipe->empty() || seed->size() != 1) {
    return Error{ErrorCode::invalid_weights, "is_no_saved_training", "state"};
  }
  return TrainingIdentity{{config->begin(), config->end()}, {recipe->begin(), recipe->end()}, seed->front()};
}

std::vector<std::byte> write_weights(const TrainModel& model, std::span<const float> values, bool halves) {
  std::map<std::string, std::vector<std::byte>> stored;  // outlives the views of it
  Tensors tensors;
  for (const TrainTensor& tensor : model.tensors) {
    const std::span<const float> numbers = values.subspan(tensor.offset, tensor.size);
    const std::vector<std::size_t> shape(tensor.shape.begin(), tensor.shape.end());
    if (!halves) {
      tensors.emplace(tensor.name, view_of("F32", numbers, shape));
      continue;
    }
    const auto& bytes = stored[tensor.name] = to_halves(numbers);
    tensors.emplace(tensor.name, TensorView{"F16", shape, bytes});
  }
  return write_safetensors(tensors);
}

Result<std::vector<float>> read_values(const TrainModel& model, std::span<const std::byte> file) {
  const auto tensors = read_safetensors(file);
  if (!tensors) return tensors.error();
  std::vector<float> values(model.size);
  for (const TrainTensor& tensor : model.tensors) {
    const std::vector<std::size_t> shape(tensor.shape.begin(), tensor.shape.end());
    const auto numbers = read_floats(*tensors, tensor.name, shape);
    if (!numbers) return numbers.error();
    std::ranges::copy(*numbers, values.begin() + static_cast<std::ptrdiff_t>(tensor.offset));
  }
  return values;
}

}  // namespace ropescope
