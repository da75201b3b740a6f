#include "breaks.h"
namespace prove {
const Break* BreakNamed(const char*) { return nullptr; }
int SeeEveryBreak(const std::vector<Scene>&) { return 1; }
}  // namespace prove
