#include "registry.h"

namespace test {

namespace {

Test* first = nullptr;
Test* last = nullptr;
bool failed = false;

std::vector<const Test*> InOrder() {
  std::vector<const Test*> tests;
  for (const Test* t = first; t != nullptr; t = t->next) tests.push_back(t);
  return tests;
}

}  // namespace

void (*at_failure)() = nullptr;

Test::Test(const char* sentence, void (*body)()) : name(sentence), run(body) {
  (last == nullptr ? first : last->next) = this;
  last = this;
}

void Fail(const char*, int, const char*) {
  failed = true;
  if (at_failure != nullptr) at_failure();
}

bool Failed() { return failed; }

const std::vector<const Test*>& All() {
  static const std::vector<const Test*> all = InOrder();
  return all;
}

bool Holds(const Test& test) {
  failed = false;
  test.run();
  return !failed;
}

}  // namespace test
