#include "image.h"

#include <cstdlib>
#include <cstring>
#include <type_traits>

#include "inside.h"

namespace prove {

static_assert(std::is_trivially_copyable_v<World>);
static_assert(sizeof(World) % sizeof(std::uint32_t) == 0);

namespace {

// Of what is assigned as a whole, and so may carry what lay on the stack behind it; everything else is written by its
// fields and keeps the nothing that it began with. Each small object by itself: of large ones with arrays in them g++
// 12 clears more than padding.
void ClearPadding(World& world) {
  stopline::Controller& controller = world.junction.*Door(TheController{});
  for (auto& overlap : controller.*Door(TheOverlaps{}).*Door(EachOverlap{})) __builtin_clear_padding(&overlap);
  for (auto& slot : controller.*Door(ThePriority{}).*Door(PrioritySlots{})) __builtin_clear_padding(&slot);
  for (auto& ring : controller.*Door(TheBarriers{}).*Door(TheRings{})) __builtin_clear_padding(&ring);
}

// So that small differences in either direction are small numbers.
std::uint32_t Fold(std::uint32_t word, std::uint32_t base) {
  const std::uint32_t difference = word - base;
  return (difference << 1) ^ (0 - (difference >> 31));
}

std::uint32_t Unfold(std::uint32_t folded, std::uint32_t base) { return ((folded >> 1) ^ (0 - (folded & 1))) + base; }

}  // namespace

Image::Image(World& first) : world_(first) {
  ClearPadding(world_);
  std::memcpy(base_, static_cast<const void*>(&world_), sizeof base_);
  const auto range = [&first](const auto& tables) {
    const int from = static_cast<int>(reinterpret_cast<const char*>(&tables) - reinterpret_cast<const char*>(&first));
    return Range{from / 4, (from + static_cast<int>(sizeof tables)) / 4};
  };
  tables_[0] = range(first.junction.*Door(TheController{}).*Door(ControllerTables{}));
  tables_[1] = range(first.junction.*Door(TheMonitor{}).*Door(MonitorTables{}));
  ranges_[0] = {0, tables_[0].from};
  ranges_[1] = {tables_[0].to, tables_[1].from};
  ranges_[2] = {tables_[1].to, kWords};
}

int Image::Take(std::uint8_t (&bytes)[kBytesMax]) {
  ClearPadding(world_);
  const Word* const words = reinterpret_cast<const Word*>(&world_);
  std::uint32_t strange = 0;
  for (const Range& range : ranges_) {
    for (int w = range.from; w < range.to; ++w) strange |= Fold(words[w], base_[w]) & ~known_[w];
  }
  if (strange != 0) Learn();
  int count = 0;
  int used = 0;
  for (const Live& live : live_) {
    const std::uint8_t byte = static_cast<std::uint8_t>(Fold(words[live.word], base_[live.word]) >> live.shift);
    bytes[count++] = byte;
    if (byte != 0) used = count;
  }
  // A byte that is learned of later was nothing until then, so images of earlier states stay what they are.
  return used;
}

void Image::Learn() {
  const Word* const words = reinterpret_cast<const Word*>(&world_);
  for (const Range& range : ranges_) {
    for (int w = range.from; w < range.to; ++w) {
      const std::uint32_t strange = Fold(words[w], base_[w]) & ~known_[w];
      for (std::uint8_t shift = 0; shift < 32; shift = static_cast<std::uint8_t>(shift + 8)) {
        if ((strange >> shift & 0xff) == 0) continue;
        if (known_[w] == 0) hot_.push_back(static_cast<std::uint16_t>(w));
        known_[w] |= 0xffu << shift;
        live_.push_back({static_cast<std::uint16_t>(w), shift});
      }
    }
  }
  if (live_.size() > kBytesMax) std::abort();
}

void Image::Put(const std::uint8_t* bytes, int count) {
  Word* const words = reinterpret_cast<Word*>(&world_);
  for (const std::uint16_t w : hot_) words[w] = 0;
  for (int i = 0; i < count; ++i) {
    const Live& live = live_[static_cast<std::size_t>(i)];
    words[live.word] |= static_cast<std::uint32_t>(bytes[i]) << live.shift;
  }
  for (const std::uint16_t w : hot_) words[w] = Unfold(words[w], base_[w]);
}

void Image::Keep() {
  for (const Range& range : ranges_) {
    std::memcpy(kept_ + range.from, reinterpret_cast<const Word*>(&world_) + range.from, Size(range));
  }
}

void Image::Back() {
  for (const Range& range : ranges_) {
    std::memcpy(reinterpret_cast<Word*>(&world_) + range.from, kept_ + range.from, Size(range));
  }
}

bool Image::TablesAsTheyWere() const {
  const Word* const words = reinterpret_cast<const Word*>(&world_);
  for (const Range& range : tables_) {
    if (std::memcmp(words + range.from, base_ + range.from, Size(range)) != 0) return false;
  }
  return true;
}

}  // namespace prove
