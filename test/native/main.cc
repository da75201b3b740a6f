#include <cstring>

#include "harness.h"

namespace test {

namespace {

Test* first = nullptr;
Test* last = nullptr;
bool failed = false;

}  // namespace

Test::Test(const char* sentence, void (*body)()) : name(sentence), run(body) {
  (last == nullptr ? first : last->next) = this;
  last = this;
}

void Fail(const char* file, int line, const char* what) {
  failed = true;
  std::printf("  %s:%d: %s\n", file, line, what);
}

bool Failed() { return failed; }

}  // namespace test

// With words: only the tests whose sentence has them.
int main(int argc, char** argv) {
  int count = 0;
  int failures = 0;
  for (const test::Test* t = test::first; t != nullptr; t = t->next) {
    if (argc > 1 && std::strstr(t->name, argv[1]) == nullptr) continue;
    test::failed = false;
    t->run();
    ++count;
    failures += test::failed ? 1 : 0;
    std::printf("%s %d - %s\n", test::failed ? "not ok" : "ok", count, t->name);
  }
  std::printf("1..%d\n", count);
  if (count == 0) return 1;
  return failures == 0 ? 0 : 1;
}
