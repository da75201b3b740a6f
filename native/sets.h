// Sets as integers: bit n for the one that is counted as n, phase n + 1 or lane n.
#pragma once

#include <cstdint>

namespace stopline {

constexpr std::uint32_t Only(int n) { return std::uint32_t{1} << n; }
constexpr bool Has(std::uint32_t set, int n) { return (set & Only(n)) != 0; }

}  // namespace stopline
