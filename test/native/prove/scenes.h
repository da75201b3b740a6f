// What `make prove` searches: small sites that are as unkind as tables allow, and the example sites.
#pragma once

#include <vector>

#include "scene.h"

namespace prove {

// By hand, with the smallest times there are.
std::vector<Scene> SmallScenes();
// From the file that tables.ts writes; every time is scaled, see README.md. Empty if it cannot be read.
std::vector<Scene> ExampleScenes(const char* file, bool brief);

// Everyone's turn once at its longest, and the longest once more for a pedestrian who comes when its walk is over.
std::int32_t LongestWait(const Scene& scene);
// What is under way comes to its end, then the track phases' green and their end.
std::int32_t LongestEntry(const Scene& scene);
// Two phases, or more; see small_scenes.cc and feature_scenes.cc.
void AddFeatureScenes(std::vector<Scene>& scenes);

}  // namespace prove
