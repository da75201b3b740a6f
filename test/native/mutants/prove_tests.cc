// The searches of `make prove`, those that take seconds: every state that a small site can reach.
#include <cstring>

#include "tests.h"

// The program of `make prove`, but for its main.
#define main Prove
#include "../prove/prove.cc"
#undef main

namespace mutants {

namespace {

const std::vector<prove::Scene>& All() {
  static const std::vector<prove::Scene> all = prove::SmallScenes();
  return all;
}

}  // namespace

int TestCount() { return static_cast<int>(All().size()); }

const char* TestName(int test) { return All()[static_cast<std::size_t>(test)].name.c_str(); }

bool RunTest(int test) {
  const prove::Scene& scene = All()[static_cast<std::size_t>(test)];
  return prove::Prove(scene, nullptr).violations == 0;
}

}  // namespace mutants
