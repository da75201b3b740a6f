// A state as a row of bytes, the same for equal states: the integers of the objects as they differ from the first
// state, without pointers, tables and padding, and of each integer only the bytes that ever differed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "seen.h"

namespace prove {

class Image {
 public:
  static constexpr int kBytesMax = 2048;

  // `first` is a world before its first tenth; images are made of it, and put back into it alone, for it holds pointers
  // to itself.
  explicit Image(World& first);

  // Returns the number of bytes.
  int Take(std::uint8_t (&bytes)[kBytesMax]);
  void Put(const std::uint8_t* bytes, int count);
  // Remembers the world as it is now, and makes it so again.
  void Keep();
  void Back();
  // The tables are none of an image: nobody may write them after open.
  bool TablesAsTheyWere() const;

 private:
  static constexpr int kWords = sizeof(World) / sizeof(std::uint32_t);
  using Word [[gnu::may_alias]] = std::uint32_t;
  struct Range {
    int from, to;
  };
  static std::size_t Size(const Range& range) { return static_cast<std::size_t>(range.to - range.from) * sizeof(Word); }
  struct Live {
    std::uint16_t word;
    std::uint8_t shift;
  };
  void Learn();

  World& world_;
  Range tables_[2];  // of the controller and of the monitor
  Range ranges_[3];  // what lies around them
  std::uint32_t base_[kWords];
  std::uint32_t kept_[kWords];
  std::vector<Live> live_;            // in the order in which they were first seen to differ
  std::uint32_t known_[kWords] = {};  // by word: the bits of live bytes
  std::vector<std::uint16_t> hot_;    // words with any
};

}  // namespace prove
