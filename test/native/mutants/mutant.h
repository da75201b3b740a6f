// What rewrite.ts puts in place of every mutable expression: the expression itself, or, when its number is chosen, a
// broken one. A place has a number for each of its mutants, from `base` on.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <type_traits>

namespace mutants {

extern const int
    chosen;  // 0: none. It is set once, before anything is looked at, and so the compiler may hold on to it

#ifdef STOPLINE_RECORD
// By number: in the unbroken run, its mutant would have made a difference. One for which it never does, in a test,
// cannot fail that test.
extern unsigned char* differs;
inline void See(int number, bool difference) {
  if (difference) differs[number] = 1;
}
#else
inline void See(int, bool) {}
#endif
#ifdef STOPLINE_RECORD
inline constexpr bool kRecords = true;
#else
inline constexpr bool kRecords = false;
#endif

// Which of a place's mutants is chosen, from 0; anything beyond: none of them.
template <int base>
unsigned Which() {
  return static_cast<unsigned>(chosen - base);
}

// One of a function's mutants is chosen: its broken half runs. In constant expressions never.
template <int first, int behind>
constexpr bool In() {
  if (std::is_constant_evaluated()) return false;
  return kRecords || static_cast<unsigned>(chosen - first) < static_cast<unsigned>(behind - first);
}

// One of the values, `first` being the true one.
template <int base, class T>
T Among(T first, T second) {
  if constexpr (kRecords) See(base, first != second);
  return Which<base>() == 0 ? second : first;
}
template <int base, class T>
T Among(T first, T second, T third) {
  if constexpr (kRecords) See(base, first != second), See(base + 1, first != third);
  const unsigned which = Which<base>();
  return which == 0 ? second : which == 1 ? third : first;
}

// By value: what is read is looked at, also one place behind the end of a table.
template <int base, class A, class B>
bool Less(A a, B b) {
  return Among<base, bool>(a < b, a <= b, a >= b);
}
template <int base, class A, class B>
bool LessOrEqual(A a, B b) {
  return Among<base, bool>(a <= b, a<b, a> b);
}
template <int base, class A, class B>
bool Greater(A a, B b) {
  return Among<base, bool>(a > b, a >= b, a <= b);
}
template <int base, class A, class B>
bool GreaterOrEqual(A a, B b) {
  return Among<base, bool>(a >= b, a > b, a < b);
}
template <int base, class A, class B>
bool Equal(A a, B b) {
  return Among<base, bool>(a == b, a != b);
}
template <int base, class A, class B>
bool NotEqual(A a, B b) {
  return Among<base, bool>(a != b, a == b);
}

// && and ||: the other of them, its left side alone, its right side alone.
template <int base, class B>
bool And(bool a, const B& b) {
  if constexpr (kRecords) {
    const bool both = a && b();
    See(base, !both), See(base + 1, a != both), See(base + 2, !a);
    return both;
  }
  switch (Which<base>()) {
    case 0:
      return a || b();
    case 1:
      return a;
    case 2:
      return b();
    default:
      return a && b();
  }
}
template <int base, class B>
bool Or(bool a, const B& b) {
  if constexpr (kRecords) {
    const bool either = a || b();
    See(base, either), See(base + 1, a != either), See(base + 2, a);
    return either;
  }
  switch (Which<base>()) {
    case 0:
      return a && b();
    case 1:
      return a;
    case 2:
      return b();
    default:
      return a || b();
  }
}
template <int base>
bool Not(bool value) {
  return Among<base, bool>(value, !value);
}

template <int base, class A, class B>
auto Add(A a, B b) -> decltype(a + b) {
  return Among<base, decltype(a + b)>(a + b, a - b);
}
template <int base, class A, class B>
auto Subtract(A a, B b) -> decltype(a - b) {
  return Among<base, decltype(a - b)>(a - b, a + b);
}
template <int base, class A, class B>
auto Multiply(A a, B b) -> decltype(a * b) {
  return Among<base, decltype(a * b)>(a * b, a + b);
}
template <int base, class A, class B>
auto Divide(A a, B b) -> decltype(a / b) {
  return Among<base, decltype(a / b)>(a / b, static_cast<decltype(a / b)>(a));
}
template <int base, class A, class B>
auto Remainder(A a, B b) -> decltype(a % b) {
  return Among<base, decltype(a % b)>(a % b, static_cast<decltype(a % b)>(a));
}
template <int base, class A, class B>
auto BitAnd(A a, B b) -> decltype(a & b) {
  using T = decltype(a & b);
  return Among<base, T>(a & b, a | b, static_cast<T>(a));
}
template <int base, class A, class B>
auto BitOr(A a, B b) -> decltype(a | b) {
  using T = decltype(a | b);
  return Among<base, T>(a | b, a & b, static_cast<T>(a));
}
template <int base, class A>
auto BitNot(A a) -> decltype(~a) {
  return Among<base, decltype(~a)>(~a, static_cast<decltype(~a)>(a));
}

template <int base, class T>
T OneMore(T value) {
  return Among<base, T>(value, static_cast<T>(value + 1));
}
template <int base, class T>
T OneOff(T value) {
  return Among<base, T>(value, static_cast<T>(value + 1), static_cast<T>(value - 1));
}
template <int base, class T>
T Word(T word, T other) {
  return Among<base, T>(word, other);
}

template <int base, class T>
T Max(T a, T b) {
  return Among<base, T>(std::max(a, b), std::min(a, b));
}
template <int base, class T>
T Max(std::initializer_list<T> list) {
  return Among<base, T>(std::max(list), std::min(list));
}
template <int base, class T>
T Min(T a, T b) {
  return Among<base, T>(std::min(a, b), std::max(a, b));
}
template <int base, class T>
T Clamp(T value, T least, T most) {
  return Among<base, T>(std::clamp(value, least, most), value);
}

// What is not done: a statement, a count, a way out.
template <int base>
bool Off() {
  if constexpr (kRecords) See(base, true);
  return Which<base>() == 0;
}

}  // namespace mutants
