// The journal's events of one tenth as words.
#pragma once

#include <string>

#include "buffers.h"

namespace test {

// "2 6 green, walk; overlap 1 green": empty if nothing was told. What always comes together is one word: a green
// that begins, one that ends and how (`gaps out`, `maxes out`, `is forced off`), a yellow change that ends (`clears`),
// a red clearance that ends (`red`).
std::string WordsOf(const stopline::Output& output);

}  // namespace test
