// What an output tells, in words that a test can compare.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <string>

#include "buffers.h"

namespace test {

// Of these codes, each as "tenth code/parameter, ".
inline std::string ToldOf(const stopline::Output& output, int tenth, std::initializer_list<int> codes) {
  std::string told;
  for (int i = 0; i < output.event_count[0]; ++i) {
    const int code = output.events[2 * i];
    if (std::find(codes.begin(), codes.end(), code) == codes.end()) continue;
    told += std::to_string(tenth) + " " + std::to_string(code) + "/" + std::to_string(output.events[2 * i + 1]) + ", ";
  }
  return told;
}

}  // namespace test
