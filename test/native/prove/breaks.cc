#include "breaks.h"

#include <algorithm>
#include <cstdio>
#include <cstring>

#include "inside.h"
#include "search.h"
#include "waits.h"

namespace prove {

namespace {

using stopline::Input;
using stopline::Junction;
using stopline::kChannels;
using stopline::kGreen;
using stopline::kPhases;
using stopline::kRed;
using stopline::kYellow;
using stopline::Output;
using stopline::Tables;
using Lamps = std::int32_t[kChannels];

void Recode(Output& output, std::int32_t from, std::int32_t to) {
  for (int i = 0; i < output.event_count[0]; ++i) {
    if (output.events[2 * i] == from) output.events[2 * i] = to;
  }
}

bool AnyGreen(const Output& output) { return std::count(output.channels, output.channels + 16, kGreen) > 0; }

std::uint32_t& Remembered(Junction& junction) {
  return junction.*Door(TheController{}).*Door(TheCalls{}).*Door(Locked{});
}

void ShorterGreens(Tables& t) { std::fill(t.min_green, t.min_green + kPhases, 1); }
void LongerYellows(Tables& t) {
  for (std::int32_t& yellow : t.yellow_change) yellow += 1;
}
void NoRedClearance(Tables& t) { std::fill(t.red_clear, t.red_clear + kPhases, 0); }
void NoMatrix(Tables& t) { std::fill(t.clearance, t.clearance + kPhases * kPhases, 0); }
void ShorterWalks(Tables& t) {
  for (std::int32_t& walk : t.walk) walk = std::min(walk, 1);
  std::fill(t.leading_walk, t.leading_walk + kPhases, 0);
}
void ShorterCrossings(Tables& t) {
  for (std::int32_t& clear : t.ped_clear) clear = std::min(clear, 1);
}
void ShorterAllRed(Tables& t) { t.start_all_red[0] = 1; }
void LongerTrack(Tables& t) { t.preempt_track_green[0] += 40; }

void BothGreen(Lamps& lamps) {
  if (lamps[0] == kGreen) lamps[1] = kGreen;
}
void NoYellow(Lamps& lamps) { std::replace(lamps, lamps + 16, std::int32_t{kYellow}, std::int32_t{kRed}); }
void FlashingGreen(Lamps& lamps) {
  std::replace(lamps, lamps + 16, std::int32_t{kGreen}, std::int32_t{stopline::kFlashingGreen});
}

void NeverRuns(Output& output) { output.start_up[0] = 1; }
void DarkGreen(Output& output) {
  std::replace(output.channels, output.channels + 16, std::int32_t{kGreen}, std::int32_t{stopline::kDark});
}
void CriesWolf(Output& output) { output.fault[0] = AnyGreen(output) ? 1 : output.fault[0]; }
void ForgetsFaults(Output& output) { output.fault[0] = 0; }
void NoCause(Output& output) {
  for (const std::int32_t cause : {4, 5, 6, 19, 20}) Recode(output, cause, 3);
}
void YellowEndsFirst(Output& output) { Recode(output, 8, 9); }
void GreenUntold(Output& output) { Recode(output, 1, 2); }
void Babbles(Output& output) { output.event_count[0] = stopline::kEvents + 1; }

// In the fields of the tables that nobody looks at there.
void WritesTables(const Input& /*input*/, Junction& junction) {
  (junction.*Door(TheController{}).*Door(ControllerTables{})).passage[15] = 7;
}
void ForgetsTheSecond(const Input& /*input*/, Junction& junction) { Remembered(junction) &= ~2u; }
void PassesTheSecond(const Input& /*input*/, Junction& junction) {
  if ((Remembered(junction) & 4u) != 0) Remembered(junction) &= ~2u;
}
// Whoever the centre forces off counts as having had its minimum.
void ForcesOffAtOnce(const Input& input, Junction& junction) {
  for (stopline::Ring& ring : junction.*Door(TheController{}).*Door(TheBarriers{}).*Door(TheRings{})) {
    if (ring.Green() && In(static_cast<Set>(input.control_force_off[0]), ring.phase())) ring.*Door(RingElapsed{}) = 99;
  }
}
// Pedestrians stay out through the yellow change of a phase whose sheet does not say so.
void ThroughYellow(Tables& t) { std::fill(t.ped_clear_through_yellow, t.ped_clear_through_yellow + kPhases, 1); }

constexpr Break kBreaks[] = {
    {"both-green", kConflict, nullptr, BothGreen, nullptr, nullptr},
    {"shorter-greens", kMinimumGreen, ShorterGreens, nullptr, nullptr, nullptr},
    {"forces-off-at-once", kMinimumGreen, nullptr, nullptr, nullptr, ForcesOffAtOnce},
    {"no-yellow", kYellowPresent, nullptr, NoYellow, nullptr, nullptr},
    {"longer-yellows", kYellowLength, LongerYellows, nullptr, nullptr, nullptr},
    {"no-red-clearance", kRedClearance, NoRedClearance, nullptr, nullptr, nullptr},
    {"no-matrix", kIntergreen, NoMatrix, nullptr, nullptr, nullptr},
    {"shorter-walks", kWalkMinimum, ShorterWalks, nullptr, nullptr, nullptr},
    {"shorter-crossings", kPedestrianClearance, ShorterCrossings, nullptr, nullptr, nullptr},
    {"through-yellow", kPedestriansOut, ThroughYellow, nullptr, nullptr, nullptr},
    {"flashing-green", kIndication, nullptr, FlashingGreen, nullptr, nullptr},
    {"never-runs", kStartUp, nullptr, nullptr, NeverRuns, nullptr},
    {"shorter-all-red", kFlash, ShorterAllRed, nullptr, nullptr, nullptr},
    {"dark-green", kMonitorAgrees, nullptr, nullptr, DarkGreen, nullptr},
    {"cries-wolf", kMonitorFault, nullptr, nullptr, CriesWolf, nullptr},
    {"forgets-faults", kFaultLatches, nullptr, nullptr, ForgetsFaults, nullptr},
    {"no-cause", kOneCause, nullptr, nullptr, NoCause, nullptr},
    {"yellow-ends-first", kBeginsAndEnds, nullptr, nullptr, YellowEndsFirst, nullptr},
    {"green-untold", kEventsTellLamps, nullptr, nullptr, GreenUntold, nullptr},
    {"babbles", kEventBound, nullptr, nullptr, Babbles, nullptr},
    {"passes-the-second", kNoSkip, nullptr, nullptr, nullptr, PassesTheSecond},
    {"forgets-the-second", kBoundedWait, nullptr, nullptr, nullptr, ForgetsTheSecond},
    {"longer-track", kPreemptReaches, LongerTrack, nullptr, nullptr, nullptr},
    {"writes-tables", kTables, nullptr, nullptr, nullptr, WritesTables},
};

// The first scene that shows it, or nullptr.
const Scene* SeenIn(const Break& broken, const std::vector<Scene>& scenes) {
  for (Scene scene : scenes) {
    scene.states_most = 3'000;
    Search search(scene, &broken);
    if (search.wrong() != nullptr) continue;
    search.Run();
    LookAtWaits(search, scene);
    for (const Violation& violation : search.violations()) {
      if (violation.invariant != broken.seen) continue;
      return &*std::find_if(scenes.begin(), scenes.end(), [&](const Scene& each) { return each.name == scene.name; });
    }
  }
  return nullptr;
}

}  // namespace

const Break* BreakNamed(const char* name) {
  for (const Break& each : kBreaks) {
    if (std::strcmp(each.name, name) == 0) return &each;
  }
  return nullptr;
}

int SeeEveryBreak(const std::vector<Scene>& scenes) {
  bool seen[kInvariants] = {};
  for (const Break& broken : kBreaks) {
    const Scene* const scene = SeenIn(broken, scenes);
    if (scene != nullptr) seen[broken.seen] = true;
    std::printf("%-20s %s as %s%s%s\n", broken.name, scene != nullptr ? "seen" : "NOT SEEN", kWords[broken.seen].name,
                scene != nullptr ? " in " : "", scene != nullptr ? scene->name.c_str() : "");
    std::fflush(stdout);
  }
  const auto blind = std::count(seen, seen + kInvariants, false);
  std::printf("breaks %zu invariants %d not seen to be broken %d\n", std::size(kBreaks), static_cast<int>(kInvariants),
              static_cast<int>(blind));
  return blind == 0 ? 0 : 1;
}

}  // namespace prove
