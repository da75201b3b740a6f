// Sites with overlaps, for the tests: both kinds of tables, each worked out from the site by itself.
#pragma once

#include <cstddef>
#include <span>

#include "site.h"

namespace test {

// As on the timing sheet. Phases are sets, bit p for phase p + 1.
struct Overlap {
  std::int32_t kind;  // stopline::OverlapKind
  std::uint32_t included, modifiers;
  int trailing, yellow, red;
};

constexpr std::uint32_t Phases(auto... numbers) { return ((std::uint32_t{1} << (numbers - 1)) | ...); }

struct Overlaid {
  static constexpr int kMost = 8;

  Overlaid(const Site& sheet, std::span<const Overlap> overlaps);

  Site site;
  Overlap overlap[kMost];
  int count = 0;
  int channel[kMost];  // from 0, of each overlap
  stopline::Tables tables;
  stopline::monitor::Tables monitor;
};

// Right turns that go on beside the next left turn, one of them away from pedestrians; two arrows; a trailing green.
Overlaid FourLegOverlaid();

// Any overlaps on any site.
Overlaid AnyOverlaid(Dice& dice);

}  // namespace test
