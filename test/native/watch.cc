#include "watch.h"

#include <algorithm>

namespace test {

Watch::Watch(const Site& site) : site_(site) {
  for (int& lamp : lamp_) lamp = kRed;
  for (int& lamp : ped_) lamp = kRed;
  for (int p = 0; p < 16; ++p) ended_[p] = site.phase[p].yellow;
  for (int g = 0; g < site.groups; ++g) {
    for (int r = 0; r < 4; ++r) {
      for (const int number : site.rings[r][g]) {
        if (number != 0) there_[number - 1] = true;
      }
    }
  }
}

void Watch::Count(int phase, int vehicles) {
  if (lamp_[phase] != kGreen) counted_[phase] += vehicles;
}

void Watch::Officer(bool stops, bool leads) {
  stopped_ = stops;
  led_ = leads;
}

const char* Watch::See(const std::int32_t (&lamps)[32]) {
  bool flash = true;
  bool red = true;
  for (int p = 0; p < 16; ++p) {
    flash = flash && (!there_[p] || lamps[p] == kFlashingRed);
    red = red && (!there_[p] || lamps[p] == kRed);
  }
  const bool was_flash = flash_;
  flash_ = flash;
  // Whoever crosses goes on when time is stopped.
  for (int p = 0; p < 16; ++p) since_walk_[p] = stopped_ && ped_[p] == kGreen ? 0 : since_walk_[p] + 1;
  // Of who comes in flash and in the all red behind it nobody keeps count.
  if (flash || (all_red_ > 0 && red)) std::fill(counted_, counted_ + 16, 0);
  if (stopped_ && flash == was_flash) return SeeStopped(lamps);
  if (was_flash && !flash && !red) return "flash was left other than through all red";
  all_red_ = flash ? 0 : was_flash ? 1 : all_red_ == 0 ? 0 : red ? all_red_ + 1 : all_red_;
  if (all_red_ > 0 && !red) {
    if (all_red_ < site_.start_all_red) return "the all red of start-up was cut short";
    all_red_ = 0;
  }
  for (int p = 0; p < 16; ++p) {
    if (!there_[p]) {
      if (lamps[p] != kDark || lamps[PedestrianChannel(p)] != kDark) return "a lamp was lit that belongs to nobody";
      continue;
    }
    if (flash) {
      lamp_[p] = kRed;
      age_[p] = 0;
      // Who was let go before flash has had its yellow when the all red begins.
      ended_[p] = site_.phase[p].yellow;
      ped_[p] = kRed;
      ped_age_[p] = 0;
    } else {
      const int walk = lamps[PedestrianChannel(p)];
      if (site_.phase[p].walk == 0 && walk != kDark) return "a walk was lit where there is none";
      if (Red(p) && (lamps[p] == kGreen || walk == kGreen)) {
        if (const char* broken = SeeBegin(p)) return broken;
      }
      if (const char* broken = SeePhase(p, lamps[p])) return broken;
      if (site_.phase[p].walk > 0) {
        if (const char* broken = SeePedestrians(p, walk)) return broken;
      }
    }
    if (const char* broken = SeeWaiting(p, !flash && all_red_ == 0 && !led_)) return broken;
  }
  if (flash) return nullptr;
  for (int p = 0; p < 16; ++p) {
    for (int q = 0; q < p; ++q) {
      const bool both = there_[p] && there_[q] && !Red(p) && !Red(q);
      if (both && !Beside(site_, p, q)) return "two conflicting phases were not red";
    }
  }
  return nullptr;
}

const char* Watch::SeeStopped(const std::int32_t (&lamps)[32]) const {
  for (int p = 0; p < 16 && !flash_; ++p) {
    if (!there_[p]) continue;
    if (lamps[p] != lamp_[p]) return "a lamp changed while time was stopped";
    if (site_.phase[p].walk > 0 && lamps[PedestrianChannel(p)] != ped_[p]) return "a walk changed in stopped time";
  }
  return nullptr;
}

// A phase begins, be it with its walk ahead of its green.
const char* Watch::SeeBegin(int p) {
  if (age_[p] < site_.phase[p].red_revert) return "a red was shorter than its red revert";
  for (int q = 0; q < 16; ++q) {
    if (q == p || !there_[q] || Beside(site_, p, q)) continue;
    const Phase& sheet = site_.phase[q];
    // Seen earlier in this tenth if its number is lower: then its red counts this tenth already.
    const int seen = q < p ? 1 : 0;
    if (lamp_[q] == kRed && age_[q] - seen < sheet.red_clear) return "a red clearance was cut short";
    if (ended_[q] - seen < site_.clearance[q][p]) return "a clearance between two phases was cut short";
    if (sheet.walk > 0 && since_walk_[q] - seen < sheet.ped_clear) return "a green began at pedestrians in the street";
  }
  return nullptr;
}

const char* Watch::SeePhase(int p, int now) {
  const Phase& sheet = site_.phase[p];
  if (now != kRed && now != kYellow && now != kGreen) return "a vehicle signal showed neither red, yellow nor green";
  ended_[p] = now == kGreen ? 0 : ended_[p] + 1;
  if (now == lamp_[p]) {
    ++age_[p];
    return nullptr;
  }
  if (now == kGreen) {
    if (lamp_[p] != kRed) return "a green did not come from red";
    if (ped_[p] != kRed && ped_age_[p] != sheet.leading_walk) return "a walk led its green by other than on the sheet";
    ++greens;
  }
  if (now == kYellow) {
    if (lamp_[p] != kGreen) return "a yellow did not come from green";
    if (age_[p] < MinGreen(p)) return "a green was shorter than its minimum";
    counted_[p] = 0;
  }
  if (now == kRed) {
    if (lamp_[p] != kYellow) return "a red did not come from yellow";
    if (age_[p] != sheet.yellow) return "a yellow was not as long as on the sheet";
  }
  lamp_[p] = now;
  age_[p] = 1;
  return nullptr;
}

int Watch::MinGreen(int p) const {
  const Phase& sheet = site_.phase[p];
  return std::max(sheet.min_green, std::min(sheet.max_initial, sheet.added_initial * counted_[p]));
}

const char* Watch::SeePedestrians(int p, int now) {
  const Phase& sheet = site_.phase[p];
  if (now == kGreen) since_walk_[p] = 0;
  const bool leads = now == kGreen && lamp_[p] == kRed;
  const bool follows = now == kFlashingRed && lamp_[p] == kYellow && sheet.ped_clear_through_yellow;
  if (now != kRed && lamp_[p] != kGreen && !leads && !follows) return "pedestrians were still out when the green ended";
  if (now == kGreen) held_[p] = led_ || (held_[p] && ped_[p] == kGreen);
  if (now == ped_[p]) {
    ++ped_age_[p];
    if (leads && ped_age_[p] > sheet.leading_walk) return "a walk led its green by other than on the sheet";
    return nullptr;
  }
  if (now == kGreen) {
    if (ped_[p] != kRed) return "a walk did not come from don't walk";
    if (leads && sheet.leading_walk == 0) return "a walk began without its green";
    if (lamp_[p] == kGreen && age_[p] == 1 && sheet.leading_walk > 0) return "a walk did not lead its green";
    ++walks;
    leading += leads ? 1 : 0;
  }
  if (now == kFlashingRed) {
    if (ped_[p] != kGreen || ped_age_[p] < sheet.walk) return "a walk was cut short";
    if (ped_age_[p] > sheet.walk && !sheet.walk_rest && !held_[p]) return "a walk was longer than on the sheet";
  }
  if (now == kRed && (ped_[p] != kFlashingRed || ped_age_[p] != sheet.ped_clear))
    return "a pedestrian clearance was not as long as on the sheet";
  ped_[p] = now;
  ped_age_[p] = 1;
  return nullptr;
}

const char* Watch::SeeWaiting(int p, bool steady) {
  if (lamp_[p] == kGreen) waiting_[p] = 0;
  if (ped_[p] == kGreen) waiting_to_walk_[p] = 0;
  // Nobody is served in flash, and start-up serves everyone.
  for (int* wait : {&waiting_[p], &waiting_to_walk_[p]}) {
    if (*wait == 0) continue;
    if (!steady) {
      *wait = 1;
      continue;
    }
    longest_wait = std::max(longest_wait, *wait);
    closest = std::max(closest, 100 * *wait / bound);
    if (++*wait > bound) return "someone waited longer than everyone's turn takes";
  }
  return nullptr;
}

void Watch::WaitForGreen(int phase) {
  if (waiting_[phase] == 0 && lamp_[phase] != kGreen) waiting_[phase] = 1;
}

void Watch::WaitForWalk(int phase) {
  if (waiting_to_walk_[phase] == 0 && ped_[phase] != kGreen) waiting_to_walk_[phase] = 1;
}

void Watch::SetBound(const std::int32_t (&max_green)[16]) {
  if (!std::equal(max_green, max_green + 16, max_green_)) {
    // Who waits already may have had greens of the old pattern before them and get those of the new.
    for (int p = 0; p < 16; ++p) longest_green_[p] = std::max<int>(max_green[p], longest_green_[p]);
    std::copy(max_green, max_green + 16, max_green_);
    age_of_pattern_ = 0;
  } else if (++age_of_pattern_ == bound) {
    std::copy(max_green, max_green + 16, longest_green_);
  } else {
    return;
  }
  bound = Cycle() + kTurn + grace;
}

int Watch::Split(int p) const {
  const Phase& sheet = site_.phase[p];
  const int most = sheet.dynamic_max_step > 0 ? sheet.dynamic_max_limit : 0;
  const int initial = sheet.added_initial > 0 ? sheet.max_initial : 0;
  int clear = sheet.yellow + sheet.red_clear;
  for (int q = 0; q < 16; ++q) clear = std::max(clear, site_.clearance[p][q]);
  const int walks = sheet.walk + sheet.ped_clear;
  return sheet.leading_walk + std::max({sheet.min_green, initial, longest_green_[p], most, walks}) + clear;
}

// Everyone once, at their longest; and the longest phase once more, for a pedestrian who comes when its walk is over.
// Where rings stand in each other's way, or one has nothing to do until it is called, the phases of a group may follow
// each other one by one, and a ring that goes round in its group may be behind another that does; and a phase that led
// in one sequence may come last in the next.
int Watch::Cycle() const {
  int cycle = 0;
  int longest = 0;
  for (int g = 0; g < site_.groups; ++g) {
    int group = 0;
    int all = 0;
    for (int r = 0; r < 4; ++r) {
      int ring = 0;
      for (const int phase : site_.rings[r][g]) {
        if (phase == 0) continue;
        ring += Split(phase - 1);
        longest = std::max(longest, Split(phase - 1) + site_.phase[phase - 1].red_revert);
      }
      group = std::max(group, ring);
      all += ring;
    }
    cycle += site_.options ? 2 * all : group;
  }
  return (site_.turned > 0 ? 2 : 1) * cycle + longest;
}

}  // namespace test
