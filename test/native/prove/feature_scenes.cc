// Small sites, each with one of the things that a site may have.
#include "../overlaid.h"
#include "build_scene.h"

namespace prove {

using stopline::Input;

namespace {

// Some field of the tables for some phases.
void Each(std::int32_t (&field)[stopline::kPhases], Set phases, std::int32_t value) {
  for (int p = 0; p < stopline::kPhases; ++p) {
    if (In(phases, p)) field[p] = value;
  }
}

void Apart(stopline::Tables& t, stopline::monitor::Tables& m, int a, int b) {
  t.concurrent[a - 1] &= ~static_cast<std::int32_t>(Phases(b));
  t.concurrent[b - 1] &= ~static_cast<std::int32_t>(Phases(a));
  for (const int c : {a - 1, test::PedestrianChannel(a - 1)}) {
    for (const int d : {b - 1, test::PedestrianChannel(b - 1)}) {
      m.compatible[c] &= ~static_cast<std::int32_t>(Bit(d));
      m.compatible[d] &= ~static_cast<std::int32_t>(Bit(c));
    }
  }
}

// Stop time, manual control and the advance's button, each way that they can be.
Moves Door() {
  Moves moves;
  for (int i = 0; i < 8; ++i) {
    moves.emplace_back();
    moves.back().stop_time = (i & 1) != 0;
    moves.back().manual = (i & 2) != 0;
    moves.back().advance = (i & 4) != 0;
  }
  return moves;
}

// What the centre may ask of phases: of one, of another, of all of them, and at odds with itself.
Moves Centre(Set one, Set other, Set all) {
  Moves moves;
  const auto add = [&](Set hold, Set omit, Set ped_omit, Set force_off) {
    moves.emplace_back();
    moves.back().hold = hold;
    moves.back().omit = omit;
    moves.back().ped_omit = ped_omit;
    moves.back().force_off = force_off;
  };
  for (const Set force_off : {Set{0}, one, all}) {
    for (const Set hold : {Set{0}, other, all}) add(hold, 0, 0, force_off);
    add(0, other, 0, force_off);
    add(one, all, one, force_off);
  }
  add(0, 0, one, 0);
  return moves;
}

Moves AnyFlash() {
  Moves moves = Flash();
  moves.emplace_back();
  moves.back().flash = static_cast<std::uint8_t>(stopline::FlashStatus::kLocalManual);
  moves.emplace_back();
  moves.back().stop_time = true;
  return moves;
}

void AddRings(std::vector<Scene>& scenes) {
  {
    test::Site site = Smallest({{{1, 2, 3}}}, 1);
    Walks(site, Phases(1), 1, 2);
    stopline::Tables t = test::TablesOf(site);
    t.clearance[0 * 16 + 1] = 4;
    t.clearance[1 * 16 + 2] = 3;
    t.clearance[2 * 16 + 0] = 5;
    scenes.push_back(Of("intergreen-matrix", t, test::MonitorTablesOf(site), {Maximum(2)},
                        {Subsets(kVehicle, Phases(1, 2, 3)), AtMost(1, kLocking, Phases(1, 2, 3)),
                         Subsets(kWalk, Phases(1)), Flash()}));
  }
  {
    const test::Site site = Smallest({{{1, 2}}, {{3, 4}}}, 1);
    stopline::Tables t = test::TablesOf(site);
    stopline::monitor::Tables m = test::MonitorTablesOf(site);
    Apart(t, m, 1, 4);
    Apart(t, m, 2, 3);
    scenes.push_back(Of("restricted-concurrency", t, m, {Maximum(2)},
                        {Subsets(kVehicle, Phases(1, 2, 3, 4)), AtMost(1, kLocking, Phases(1, 2, 3, 4))}));
  }
  {
    const test::Site site = Smallest({{{1, 2}, {3}}, {{4, 5}, {6}}}, 0);
    stopline::Tables t = test::TablesOf(site);
    for (int i = 0; i < 64; ++i) t.sequence[64 + i] = t.sequence[i];
    std::swap(t.sequence[64], t.sequence[65]);
    Input lagging = Maximum(2);
    lagging.sequence[0] = 1;
    scenes.push_back(
        Of("lead-lag-that-changes", t, test::MonitorTablesOf(site), {Maximum(2), lagging},
           {AtMost(2, kVehicle, Phases(1, 2, 3, 4, 5, 6)), AtMost(1, kLocking, Phases(1, 3)), OfPatterns(2)}));
  }
  {
    test::Site site = Smallest({{{1}, {2}}, {{3}, {}}}, 1);
    Walks(site, Phases(1, 2), 2, 2);
    stopline::Tables t = test::TablesOf(site);
    Each(t.leading_walk, Phases(1, 2), 1);
    Each(t.ped_clear_through_yellow, Phases(2), 1);
    Each(t.walk_rest, Phases(1), 1);
    Each(t.ped_recycle, Phases(2), 1);
    scenes.push_back(Of("leading-walk-and-through-yellow", t, test::MonitorTablesOf(site), {Maximum(2)},
                        {Subsets(kVehicle, Phases(1, 2, 3)), AtMost(1, kLocking, Phases(1, 2)),
                         Subsets(kWalk, Phases(1, 2)), Flash()}));
  }
  {
    const test::Site site = Smallest({{{1, 2}, {3}}, {{4}, {5}}}, 0);
    stopline::Tables t = test::TablesOf(site);
    Each(t.conditional_service, Phases(1), 1);
    Each(t.dual_entry, Phases(1, 2, 3, 4, 5), 0);
    t.red_rest[0] = 1;
    scenes.push_back(Of("conditional-service-and-red-rest", t, test::MonitorTablesOf(site), {Maximum(3)},
                        {AtMost(3, kVehicle, Phases(1, 2, 3, 4, 5)), AtMost(1, kLocking, Phases(1, 3))}));
    scenes.back().turns = 2;
  }
}

void AddOverlaps(std::vector<Scene>& scenes) {
  test::Site site = Smallest({{{1}, {2}}, {{3}, {4}}}, 0);
  site.start_all_red = 2;
  const std::vector<Moves> axes{Subsets(kVehicle, Phases(1, 2, 3, 4)), AtMost(1, kLocking, Phases(1, 4)), Flash()};
  const auto add = [&](const char* name, std::initializer_list<test::Overlap> overlaps) {
    const test::Overlaid overlaid(site, std::span(overlaps.begin(), overlaps.size()));
    scenes.push_back(Of(name, overlaid.tables, overlaid.monitor, {Maximum(2)}, axes));
    // A green may wait for every overlap to be through.
    for (const test::Overlap& each : overlaps) scenes.back().wait += 2 * (each.trailing + each.yellow + each.red + 2);
  };
  add("overlap-over-the-barrier",
      {{stopline::kNormal, Phases(1, 2), 0, 2, 2, 1}, {stopline::kNormal, Phases(4), 0, 0, 1, 2}});
  add("minus-green-yellow", {{stopline::kMinusGreenYellow, Phases(1, 2), Phases(3), 0, 1, 1}});
  add("flashing-yellow-arrow", {{stopline::kFlashingYellowArrow, Phases(1), Phases(3), 0, 2, 1}});
}

void AddUnit(std::vector<Scene>& scenes) {
  {
    test::Site site = Smallest({{{1}, {2}, {3}}}, 1);
    Walks(site, Phases(2), 1, 2);
    stopline::Tables t = test::TablesOf(site);
    t.preempt_enabled[0] = t.preempt_enabled[1] = 1;
    t.preempt_track[0] = static_cast<std::int32_t>(Phases(1));
    t.preempt_track_green[0] = 2;
    t.preempt_dwell[0] = static_cast<std::int32_t>(Phases(2));
    t.preempt_exit[0] = static_cast<std::int32_t>(Phases(3));
    t.preempt_max_presence[0] = 6;
    t.preempt_lock[1] = 1;
    t.preempt_delay[1] = 2;
    t.preempt_dwell[1] = static_cast<std::int32_t>(Phases(1, 3));
    t.preempt_min_dwell[1] = 2;
    t.preempt_min_duration[1] = 5;
    scenes.push_back(Of("preempt-over-preempt", t, test::MonitorTablesOf(site), {Maximum(2)},
                        {AtMost(1, kVehicle, Phases(1, 2, 3)), Subsets(kWalk, Phases(2)),
                         Subsets(&Move::preempt, Phases(1, 2)), Flash()}));
    // An exit phase is served first.
    scenes.back().wait += LongestEntry(scenes.back());
    scenes.back().turns = 2;
  }
  {
    test::Site site = Smallest({{{1}, {2}}, {{3}, {4}}}, 1);
    Walks(site, Phases(1), 2, 2);
    stopline::Tables t = test::TablesOf(site);
    t.flash_entry[0] = static_cast<std::int32_t>(Phases(2));
    t.flash_exit[0] = static_cast<std::int32_t>(Phases(1, 3));
    t.flash_min[0] = 2;
    scenes.push_back(Of("flash-of-every-kind", t, test::MonitorTablesOf(site), {Maximum(2)},
                        {AtMost(1, kVehicle, Phases(1, 2, 3, 4)), AtMost(1, kLocking, Phases(2)),
                         Subsets(kWalk, Phases(1)), AnyFlash()}));
    scenes.back().wait += LongestWait(scenes.back());
    scenes.push_back(
        Of("officer-at-the-door", test::TablesOf(site), test::MonitorTablesOf(site), {Maximum(2)},
           {Subsets(kVehicle, Phases(1, 2, 3, 4)), AtMost(1, kLocking, Phases(2)), Subsets(kWalk, Phases(1)), Door()}));
  }
  {
    test::Site site = Smallest({{{1}, {2}}, {{3}, {4}}}, 1);
    Walks(site, Phases(1), 2, 2);
    site.phase[1].min_green = 3;
    scenes.push_back(Of("whatever-the-centre-asks", site, {Maximum(3)},
                        {AtMost(1, kVehicle, Phases(1, 2, 3, 4)), AtMost(1, kLocking, Phases(2, 3)),
                         Subsets(kWalk, Phases(1)), Centre(Phases(1), Phases(2), Phases(1, 2, 3, 4))}));
  }
}

}  // namespace

void AddFeatureScenes(std::vector<Scene>& scenes) {
  AddRings(scenes);
  AddOverlaps(scenes);
  AddUnit(scenes);
}

}  // namespace prove
