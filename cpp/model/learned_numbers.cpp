#include "model/learned_numbers.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>
#include "core/error_codes.hpp"
#include "core/result.hpp"
#include "io/safetensors.hpp"
#include "position/method.hpp"
#include "position/param.hpp"
#include "position/registry.hpp"

namespace ropescope {
namespace {

// Whether "<method>.<key>" names a learned parameter.
bool is_learned(std::string_view name) {
  const std::size_t dot = name.find('.');
  if (dot == std::string_view::npos) return false;
  const MethodEntry* method = find_method(name.substr(0, dot));
  if (method == nullptr) return false;
  const auto param = std::ranges::find(method->params, name.substr(dot + 1), &Param::key);
  return param != method->params.end() && param->learned;
}

bool is_empty(const Params& params, std::string_view key) {
  const auto given = params.find(key);
  if (given == params.end()) return true;
  const auto* list = std::get_if<std::vector<double>>(&given->second);
  return list != nullptr && list->empty();
}

}  // namespace

Result<LearnedNumbers> read_learned_numbers(const Tensors& tensors, std::string_view prefix) {
  LearnedNumbers numbers;
  for (auto tensor = tensors.lower_bound(prefix); tensor != tensors.end() && tensor->first.starts_with(prefix);
       ++tensor) {
    const std::string name = tensor->first.substr(prefix.size());
    if (!is_learned(name)) {
      return Error{ErrorCode::invalid_weights, "tensor_of_no_parameter", tensor->first};
    }
    const auto values = read_floats(tensors, tensor->first, tensor->second.shape);
    if (!values) return values.error();
    numbers.emplace(name, std::vector<double>(values->begin(), values->end()));
  }
  return numbers;
}

MethodSpec with_learned_numbers(MethodSpec method, const LearnedNumbers& layer, const LearnedNumbers& shared) {
  const MethodEntry* entry = find_method(method.id);
  if (entry == nullptr) return method;
  for (const Param& param : entry->params) {
    if (!param.learned || !is_empty(method.params, param.key)) continue;
    const std::string name = method.id + "." + std::string(param.key);
    for (const LearnedNumbers* numbers : {&layer, &shared}) {
      const auto found = numbers->find(name);
      if (found == numbers->end()) continue;
      const bool single = param.type == ParamType::number && found->second.size() == 1;
      method.params.insert_or_assign(std::string(param.key),
                                     single ? ParamValue{found->second.front()} : ParamValue{found->second});
      break;
    }
  }
  return method;
}

}  // namespace ropescope
