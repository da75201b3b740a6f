// Coordination, seen from the street: when greens begin and end by the clock, who is let in, and how the cycle comes
// back into step.
#include "arterial.h"

namespace {

using stopline::CoordinationStatus;
using stopline::LocalFree;
using test::Arterial;

// 90 s. Lefts 15 s, the coordinated through phases 35 s, the cross street's 25 s.
constexpr int kSplit[8] = {150, 350, 150, 250, 150, 350, 150, 250};

Arterial InStep(int offset = 0) {
  Arterial street;
  street.Coordinate(900, offset, kSplit);
  street.Go(4 * 900);
  return street;
}

}  // namespace

TEST("under saturation every green begins and ends at its tenth of the cycle, cycle after cycle") {
  Arterial street = InStep(123);
  CHECK(street.Status() == CoordinationStatus::kInStep);
  for (int n = 0; n < 50; ++n) {
    street.GoTo(0);
    const int before = street.greens[2];
    street.GoTo(899);
    CHECK(street.greens[2] == before + 1);
    // Reference: begin of green of 2 and 6. Throughs clear in 5.1 s, lefts in 4.4 s.
    CHECK(street.began[2] == 0 && street.ended[2] == 350 - 51);
    CHECK(street.began[6] == 0 && street.ended[6] == 350 - 51);
    CHECK(street.began[3] == 350 && street.ended[3] == 500 - 44);
    CHECK(street.began[4] == 500 && street.ended[4] == 750 - 51);
    CHECK(street.began[1] == 750);
    for (int p = 1; p <= 8; ++p) CHECK(street.cause[p] == 6);
  }
  CHECK(street.broken == nullptr);
}
