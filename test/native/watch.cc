#include "watch.h"

#include <algorithm>

namespace test {

Watch::Watch(const Site& site) : site_(site) {
  for (int& lamp : lamp_) lamp = kRed;
  for (int& lamp : ped_) lamp = kRed;
  for (int g = 0; g < site.groups; ++g) {
    for (int r = 0; r < 4; ++r) {
      for (const int a : site.rings[r][g]) {
        if (a == 0) continue;
        there_[a - 1] = true;
        for (int s = 0; s < 4; ++s) {
          for (const int b : site.rings[s][g]) {
            if (b != 0 && s != r) together_[a - 1][b - 1] = true;
          }
        }
      }
    }
  }
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
  if (was_flash && !flash && !red) return "flash was left other than through all red";
  all_red_ = flash ? 0 : was_flash ? 1 : all_red_ == 0 ? 0 : red ? all_red_ + 1 : all_red_;
  if (all_red_ > 0 && !red) {
    if (all_red_ < site_.start_all_red) return "the all red of start-up was cut short";
    all_red_ = 0;
  }
  for (int p = 0; p < 16; ++p) {
    ++since_walk_[p];
    if (!there_[p]) {
      if (lamps[p] != kDark || lamps[PedestrianChannel(p)] != kDark) return "a lamp was lit that belongs to nobody";
      continue;
    }
    if (flash) {
      lamp_[p] = kRed;
      age_[p] = 0;
      ped_[p] = kRed;
      ped_age_[p] = 0;
    } else {
      if (const char* broken = SeePhase(p, lamps[p])) return broken;
      if (site_.phase[p].walk > 0) {
        if (const char* broken = SeePedestrians(p, lamps[PedestrianChannel(p)], lamps[p])) return broken;
      } else if (lamps[PedestrianChannel(p)] != kDark) {
        return "a walk was lit where there is none";
      }
    }
    if (const char* broken = SeeWaiting(p, !flash && all_red_ == 0)) return broken;
  }
  if (flash) return nullptr;
  for (int p = 0; p < 16; ++p) {
    for (int q = 0; q < p; ++q) {
      const bool both = there_[p] && there_[q] && lamp_[p] != kRed && lamp_[q] != kRed;
      if (both && !together_[p][q]) return "two conflicting phases were not red";
    }
  }
  return nullptr;
}

const char* Watch::SeePhase(int p, int now) {
  const Phase& sheet = site_.phase[p];
  if (now != kRed && now != kYellow && now != kGreen) return "a vehicle signal showed neither red, yellow nor green";
  if (now == lamp_[p]) {
    ++age_[p];
    return nullptr;
  }
  if (now == kGreen) {
    if (lamp_[p] != kRed) return "a green did not come from red";
    ++greens;
    for (int q = 0; q < 16; ++q) {
      if (q == p || !there_[q] || together_[p][q]) continue;
      // Seen earlier in this tenth if its number is lower: then its red counts this tenth already.
      const int red = age_[q] - (q < p ? 1 : 0);
      if (lamp_[q] == kRed && red < site_.phase[q].red_clear) return "a red clearance was cut short";
      const int walked = since_walk_[q] - (q < p ? 1 : 0);
      if (site_.phase[q].walk > 0 && walked < site_.phase[q].ped_clear)
        return "a green began at pedestrians in the street";
    }
  }
  if (now == kYellow) {
    if (lamp_[p] != kGreen) return "a yellow did not come from green";
    if (age_[p] < sheet.min_green) return "a green was shorter than its minimum";
  }
  if (now == kRed) {
    if (lamp_[p] != kYellow) return "a red did not come from yellow";
    if (age_[p] != sheet.yellow) return "a yellow was not as long as on the sheet";
  }
  lamp_[p] = now;
  age_[p] = 1;
  return nullptr;
}

const char* Watch::SeePedestrians(int p, int now, int vehicles) {
  const Phase& sheet = site_.phase[p];
  if (now == kGreen) since_walk_[p] = 0;
  if (now != kRed && vehicles != kGreen) return "pedestrians were still out when the green ended";
  if (now == ped_[p]) {
    ++ped_age_[p];
    return nullptr;
  }
  if (now == kGreen && ped_[p] != kRed) return "a walk did not come from don't walk";
  if (now == kGreen) ++walks;
  if (now == kFlashingRed && (ped_[p] != kGreen || ped_age_[p] != sheet.walk))
    return "a walk was not as long as on the sheet";
  if (now == kRed && (ped_[p] != kFlashingRed || ped_age_[p] != sheet.ped_clear))
    return "a pedestrian clearance was cut";
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
  return std::max({sheet.min_green, longest_green_[p], sheet.walk + sheet.ped_clear}) + sheet.yellow + sheet.red_clear;
}

// Everyone once, at their longest; and the longest phase once more, for a pedestrian who comes when its walk is over.
int Watch::Cycle() const {
  int cycle = 0;
  int longest = 0;
  for (int g = 0; g < site_.groups; ++g) {
    int group = 0;
    for (int r = 0; r < 4; ++r) {
      int ring = 0;
      for (const int phase : site_.rings[r][g]) {
        if (phase == 0) continue;
        ring += Split(phase - 1);
        longest = std::max(longest, Split(phase - 1));
      }
      group = std::max(group, ring);
    }
    cycle += group;
  }
  return cycle + longest;
}

}  // namespace test
