// What a runtime is told, as lines to compare.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <variant>
#include <vector>

#include "core/result.hpp"
#include "core/saying.hpp"
#include "core/text.hpp"
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

}  // namespace ropescope::test
