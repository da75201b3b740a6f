// Ways to the plain values inside the controller and the monitor, for whoever makes states finite. The product's
// classes know nothing of it: an explicit instantiation may name a private member, and that is used here. A member that
// is renamed or goes away breaks the build of the proof and nothing else.
#pragma once

namespace prove {

template <class Name, auto Member>
struct Key {
  friend constexpr auto Door(Name) { return Member; }
};

}  // namespace prove

#define PROVE_DOOR(name, member)      \
  struct name {                       \
    friend constexpr auto Door(name); \
  };                                  \
  template struct Key<name, member>
