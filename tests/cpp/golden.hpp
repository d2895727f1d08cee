// Reads the golden files (see tests/golden) through the library's own JSON parser.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "io/json.hpp"

namespace ropescope::golden {

inline std::string read_text_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// The whole file; a failed test and null if it cannot be read.
inline Json load(const std::string& name) {
  auto json = parse_json(read_text_file(std::string(ROPESCOPE_GOLDEN_DIR) + "/" + name));
  if (json) return std::move(*json);
  ADD_FAILURE() << name << ": " << json.error().message;
  return Json{};
}

// The file's list of cases. A file without cases would make every test over it pass: that is a failure.
inline Json::Array cases(const std::string& name) {
  const Json file = load(name);
  const Json* list = file.find("cases");
  if (list == nullptr || list->array() == nullptr || list->array()->empty()) {
    ADD_FAILURE() << name << " has no cases";
    return {};
  }
  return *list->array();
}

inline double number(const Json& object, std::string_view key, double otherwise = std::nan("")) {
  const Json* value = object.find(key);
  return value == nullptr || value->number() == nullptr ? otherwise : *value->number();
}

inline std::string text(const Json& object, std::string_view key) {
  const Json* value = object.find(key);
  return value == nullptr || value->text() == nullptr ? "" : *value->text();
}

inline std::vector<double> numbers(const Json& object, std::string_view key) {
  std::vector<double> list;
  const Json* value = object.find(key);
  if (value == nullptr || value->array() == nullptr) return list;
  for (const Json& entry : *value->array()) list.push_back(entry.number() == nullptr ? std::nan("") : *entry.number());
  return list;
}

// All numbers of a list of lists, one row behind the other.
inline std::vector<double> rows(const Json& object, std::string_view key) {
  std::vector<double> list;
  const Json* value = object.find(key);
  if (value == nullptr || value->array() == nullptr) return list;
  for (const Json& row : *value->array()) {
    for (const Json& number : *row.array()) list.push_back(*number.number());
  }
  return list;
}

inline std::vector<float> floats(const std::vector<double>& list) { return {list.begin(), list.end()}; }

// The largest |actual - expected| / |expected|; where 0 is expected, |actual|. Infinite when the lengths differ.
inline double worst_relative(const std::vector<double>& actual, const std::vector<double>& expected) {
  if (actual.size() != expected.size() || expected.empty()) return HUGE_VAL;
  double worst = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const double scale = expected[i] == 0 ? 1 : std::abs(expected[i]);
    const double difference = std::abs(actual[i] - expected[i]) / scale;
    if (!(difference <= worst)) worst = difference;  // keeps a NaN
  }
  return worst;
}

}  // namespace ropescope::golden
