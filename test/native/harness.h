// Tests in plain C++: a test is a sentence, a check that fails says where and what and ends its test.
#pragma once

#include <cstdio>

namespace test {

struct Test {
  Test(const char* name, void (*run)());
  const char* name;
  void (*run)();
  Test* next = nullptr;
};

// Notes a failed check of the running test.
void Fail(const char* file, int line, const char* what);
bool Failed();

}  // namespace test

#define TEST_JOIN_(a, b) a##b
#define TEST_JOIN(a, b) TEST_JOIN_(a, b)
#define TEST(sentence)                                                                    \
  static void TEST_JOIN(Run, __LINE__)();                                                 \
  static const test::Test TEST_JOIN(test_, __LINE__){sentence, TEST_JOIN(Run, __LINE__)}; \
  static void TEST_JOIN(Run, __LINE__)()

#define CHECK(condition)                          \
  do {                                            \
    if (!(condition)) {                           \
      test::Fail(__FILE__, __LINE__, #condition); \
      return;                                     \
    }                                             \
  } while (false)
