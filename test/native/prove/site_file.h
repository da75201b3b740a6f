// Sites as tables.ts wrote them.
#pragma once

#include <string>
#include <vector>

#include "seen.h"

namespace prove {

struct SiteFile {
  std::string name;
  stopline::Tables tables;
  stopline::monitor::Tables monitor;
  std::vector<stopline::Input> patterns;  // the first is the one in force at start
};

// Empty if the file cannot be read or is not of this build.
std::vector<SiteFile> ReadSites(const char* file);

}  // namespace prove
