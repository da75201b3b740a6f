// Tests in plain C++: a test is a sentence, a check that fails says where and what and ends its test.
#pragma once

#include <cstdio>
#include <string>

namespace test {

struct Test {
  Test(const char* name, void (*run)());
  const char* name;
  void (*run)();
  Test* next = nullptr;
};

// How much of any street's days: the whole, and a tenth of it under the sanitizers, which take so much longer. Tests
// that ask for it are run without them as well (make test-native).
#ifdef __SANITIZE_ADDRESS__
constexpr bool kWhole = false;
#else
constexpr bool kWhole = true;
#endif

template <typename Count>
constexpr Count Long(Count whole) {
  return kWhole ? whole : whole / 10;
}

// Whether what is told reads so; what is told instead stands on the terminal.
inline bool Reads(const std::string& told, const std::string& words) {
  if (told != words) std::printf("%s  told: %s\n", words.c_str(), told.c_str());
  return told == words;
}

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
