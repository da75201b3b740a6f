// A fuzzer's bytes as the numbers that are asked for; when they are over, everything is 0.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace fuzz {

class Bytes {
 public:
  Bytes(const std::uint8_t* data, std::size_t size) : data_(data), left_(size) {}

  bool Over() const { return left_ == 0; }
  std::uint8_t Byte() {
    if (left_ == 0) return 0;
    --left_;
    return *data_++;
  }
  // Any integer at all.
  std::int32_t Whole() {
    std::uint32_t value = 0;
    for (int i = 0; i < 4; ++i) value = value << 8 | Byte();
    return static_cast<std::int32_t>(value);
  }
  // Mostly small, as times and flags are; any integer at all now and then.
  std::int32_t Likely() {
    const std::uint8_t kind = Byte();
    if (kind < 128) return kind & 1;
    if (kind < 250) return Byte();
    return Whole();
  }

 private:
  const std::uint8_t* data_;
  std::size_t left_;
};

// Writes `count` integers into a buffer at places that the bytes name.
template <typename Buffer>
void Spoil(Bytes& bytes, Buffer& buffer, int count) {
  constexpr std::size_t kSize = sizeof(Buffer) / sizeof(std::int32_t);
  for (int i = 0; i < count; ++i) {
    const std::size_t at = (static_cast<std::size_t>(bytes.Byte()) << 8 | bytes.Byte()) % kSize;
    const std::int32_t value = bytes.Likely();
    std::memcpy(reinterpret_cast<char*>(&buffer) + at * sizeof(std::int32_t), &value, sizeof value);
  }
}

}  // namespace fuzz
