// The honest abstraction of timers: a site with the smallest times that are in the same order.
#pragma once

#include "site_file.h"

namespace prove {

// Within each kind of time (minimum greens, passage times, yellows, red clearances, walks, pedestrian clearances,
// maximums …) equal ones stay equal and longer ones longer, but each is as short as that allows: the shortest is a
// tenth, none stays none. Where a matrix of intergreens makes sums of kinds matter, all times are divided by the same
// number instead, rounded up for the controller and down for the monitor. Coordinated patterns are laid out anew: each
// split as short as its minimum, or its walk, allows.
SiteFile Scaled(const SiteFile& site);

}  // namespace prove
