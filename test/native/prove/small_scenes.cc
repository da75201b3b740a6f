#include "build_scene.h"

namespace prove {

using stopline::Input;

std::vector<Scene> SmallScenes() {
  std::vector<Scene> scenes;
  {
    // Zero passage, minimum of a tenth, no red clearance.
    const test::Site site = Smallest({{{1}, {2}}}, 0);
    scenes.push_back(Of("two-phases-no-red-clearance", site, {Maximum(1), Maximum(0)},
                        {Subsets(kVehicle, Phases(1, 2)), Subsets(kLocking, Phases(1, 2)), Flash(), OfPatterns(2)}));
  }
  {
    test::Site site = Smallest({{{1}, {2}}}, 1);
    Walks(site, Phases(1, 2), 2, 3);
    for (test::Phase& phase : site.phase) phase.passage = 2;
    scenes.push_back(
        Of("walk-and-flash-in-it", site, {Maximum(3)},
           {Subsets(kVehicle, Phases(1, 2)), Subsets(kLocking, Phases(1, 2)), Subsets(kWalk, Phases(1, 2)), Flash()}));
  }
  {
    test::Site site = Smallest({{{1, 2, 3, 4}}}, 1);
    Walks(site, Phases(2), 1, 2);
    site.phase[2].min_green = 2;
    scenes.push_back(Of(
        "one-ring-of-four", site, {Maximum(2)},
        {Subsets(kVehicle, Phases(1, 2, 3, 4)), AtMost(1, kLocking, Phases(1, 2, 3, 4)), Subsets(kWalk, Phases(2))}));
  }
  {
    test::Site site = Smallest({{{1, 2}, {3}}, {{4}, {5}}}, 1);
    Walks(site, Phases(4), 1, 2);
    site.phase[1].yellow = 2;
    site.phase[3].red_clear = 2;
    site.start_all_red = 2;
    scenes.push_back(Of("two-rings-unequal-clearances", site, {Maximum(2)},
                        {Subsets(kVehicle, Phases(1, 2, 3, 4, 5)), AtMost(1, kLocking, Phases(1, 4)),
                         Subsets(kWalk, Phases(4)), Flash()}));
  }
  {
    const test::Site site = Smallest({{{1}, {5}}, {{2}, {}}, {{3}, {6}}, {{4}, {}}}, 0);
    scenes.push_back(Of("four-rings", site, {Maximum(1)},
                        {Subsets(kVehicle, Phases(1, 2, 3, 4, 5, 6)), AtMost(1, kLocking, Phases(1, 5))}));
  }
  {
    test::Site site = Smallest({{{1}, {2}}, {{3}, {4}}}, 0);
    Walks(site, Phases(1), 1, 1);
    const Input free = Maximum(2);
    scenes.push_back(Of("recalls-that-change", site,
                        {free, Recalled(free, Phases(1, 3), stopline::kMinRecall),
                         Recalled(free, Phases(1, 2, 3, 4), stopline::kMaxRecall, true),
                         Recalled(free, Phases(2, 4), stopline::kSoftRecall),
                         Recalled(free, Phases(1, 2, 3, 4), stopline::kSoftRecall)},
                        {Subsets(kVehicle, Phases(1, 2, 3, 4)), AtMost(1, kLocking, Phases(1, 2, 3, 4)),
                         Subsets(kWalk, Phases(1)), OfPatterns(5)}));
  }
  AddFeatureScenes(scenes);
  return scenes;
}

}  // namespace prove
