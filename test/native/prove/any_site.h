// Any site that can be run, with everything that a site can have, and both kinds of tables of it.
#pragma once

#include "../site.h"
#include "seen.h"

namespace prove {

struct AnySite {
  stopline::Tables tables;
  stopline::monitor::Tables monitor;

  explicit AnySite(test::Dice& dice);
};

// Phases that may be green together.
Set AnyTogether(test::Dice& dice, const stopline::Tables& tables, int most);

}  // namespace prove
