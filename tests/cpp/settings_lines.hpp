// What a runtime is told, and as lines to compare.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/result.hpp"
#include "core/saying.hpp"
#include "core/text.hpp"
#include "position/method.hpp"
#include "runtimes/request.hpp"
#include "runtimes/settings.hpp"

namespace ropescope::test {

using Lines = std::vector<std::string>;

// "key=value", without the reasons.
inline Lines lines(const Result<RuntimeSettings>& written) {
  Lines result;
  if (!written) return {written.error().message};
  for (const Setting& setting : written->settings) {
    EXPECT_FALSE(to_english(setting.why).empty()) << setting.key;
    const auto* number = std::get_if<double>(&setting.value);
    const auto* text = std::get_if<std::string>(&setting.value);
    result.push_back(setting.key + "=" +
                     (number != nullptr ? format_number(*number)
                      : text != nullptr ? *text
                                        : "..."));
  }
  return result;
}

// Of a config.json, at the length that follows from it and the methods.
inline Result<RuntimeSettings> settings_of(Runtime runtime, std::string_view config,
                                           const std::vector<MethodSpec>& methods) {
  const auto checkpoint = read_checkpoint(config);
  if (!checkpoint) return checkpoint.error();
  const auto request = read_export_request(runtime, *checkpoint, methods, 0);
  return request ? settings_for(runtime, *request) : request.error();
}

}  // namespace ropescope::test
