#include "search.h"

#include <algorithm>
#include <cstring>

namespace prove {

namespace {

std::uint32_t HashOf(const std::uint8_t* bytes, int size) {
  std::uint64_t hash = 0x9e3779b97f4a7c15u;
  int i = 0;
  for (; i + 8 <= size; i += 8) {
    std::uint64_t word;
    std::memcpy(&word, bytes + i, 8);
    hash = (hash ^ word) * 0xff51afd7ed558ccdu;
    hash ^= hash >> 32;
  }
  for (; i < size; ++i) hash = (hash ^ bytes[i]) * 0xff51afd7ed558ccdu;
  hash ^= hash >> 29;
  return static_cast<std::uint32_t>(hash ^ hash >> 32);
}

stopline::Tables Broken(const Scene& scene, const Break* broken) {
  stopline::Tables tables = scene.tables;
  if (broken != nullptr && broken->tables != nullptr) broken->tables(tables);
  return tables;
}

}  // namespace

Search::Search(const Scene& scene, const Break* broken)
    : scene_(scene),
      broken_(broken),
      sheet_(scene.tables, scene.monitor),
      settle_(scene.tables, scene.monitor, scene.patterns, scene.wait),
      street_(sheet_, broken),
      world_{},
      wrong_(world_.junction.Open(Broken(scene, broken), scene.monitor)),
      image_((street_.Begin(world_.seen), world_)) {}

void Search::Run() {
  table_.assign(1 << 16, 0);
  Find(0, 0);
  StateId deepest = 1;
  for (StateId id = 0; id < nodes_.size(); ++id) {
    if (scene_.states_most > 0 && nodes_.size() >= scene_.states_most) {
      complete_ = false;
      return;
    }
    if (id == deepest) {
      deepest = static_cast<StateId>(nodes_.size());
      ++depth_;
    }
    Expand(id);
  }
}

void Search::Expand(StateId id) {
  image_.Put(ImageOf(nodes_[id]), nodes_[id].size);
  image_.Keep();
  out_.clear();
  stopline::Input input;
  for (std::size_t m = 0; m < scene_.moves.size(); ++m) {
    const Move& move = scene_.moves[m];
    if (m > 0) image_.Back();
    Fill(move, scene_.patterns[move.pattern], sheet_, world_.seen, input);
    const Invariant broken = street_.Step(world_, input, move.broken);
    ++transitions_;
    if (broken != kHolds) {
      Note(broken, id, static_cast<int>(m));
      continue;
    }
    settle_(world_.junction);
    const StateId to = Find(id, static_cast<int>(m));
    if (move.Ordinary()) out_.push_back({to, static_cast<std::uint16_t>(m)});
  }
  if (!image_.TablesAsTheyWere()) Note(kTables, id, 0);
  // One step of a kind is enough.
  const auto kind = [this](const Edge& edge) { return scene_.moves[edge.move].preempt; };
  std::sort(out_.begin(), out_.end(), [&](const Edge& a, const Edge& b) {
    return a.to != b.to ? a.to < b.to : kind(a) != kind(b) ? kind(a) < kind(b) : a.move < b.move;
  });
  nodes_[id].edges = edges_.size();
  for (std::size_t i = 0; i < out_.size(); ++i) {
    if (i == 0 || out_[i].to != out_[i - 1].to || kind(out_[i]) != kind(out_[i - 1])) edges_.push_back(out_[i]);
  }
  expanded_ = id + 1;
}

StateId Search::Find(StateId parent, int move) {
  std::uint8_t bytes[Image::kBytesMax];
  const int size = image_.Take(bytes);
  const std::uint32_t hash = HashOf(bytes, size);
  const std::size_t mask = table_.size() - 1;
  for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
    if (table_[at] == 0) {
      table_[at] = static_cast<StateId>(nodes_.size() + 1);
      break;
    }
    const StateId there = table_[at] - 1;
    if (hashes_[there] == hash && nodes_[there].size == size &&
        std::memcmp(ImageOf(nodes_[there]), bytes, static_cast<std::size_t>(size)) == 0)
      return there;
  }
  Store(hash, bytes, size, parent, move);
  if (nodes_.size() * 3 > table_.size() * 2) Widen();
  return static_cast<StateId>(nodes_.size() - 1);
}

void Search::Store(std::uint32_t hash, const std::uint8_t* image, int size, StateId parent, int move) {
  const std::uint64_t length = static_cast<std::uint64_t>(size);
  if (used_ % kPiece + length > kPiece || pieces_.empty()) {
    used_ = pieces_.size() * kPiece;
    pieces_.push_back(std::make_unique_for_overwrite<std::uint8_t[]>(kPiece));
  }
  std::memcpy(pieces_.back().get() + used_ % kPiece, image, length);
  const Seen& seen = world_.seen;
  nodes_.push_back({used_, 0, parent, static_cast<std::uint16_t>(move), static_cast<std::uint16_t>(size),
                    static_cast<std::uint16_t>(seen.waits), static_cast<std::uint16_t>(seen.waits_to_walk),
                    static_cast<std::uint16_t>(seen.green), static_cast<std::uint16_t>(seen.entered),
                    static_cast<std::uint16_t>(seen.preempted)});
  hashes_.push_back(hash);
  used_ += length;
}

void Search::Widen() {
  table_.assign(table_.size() * 2, 0);
  const std::size_t mask = table_.size() - 1;
  for (StateId id = 0; id < nodes_.size(); ++id) {
    std::size_t at = hashes_[id] & mask;
    while (table_[at] != 0) at = (at + 1) & mask;
    table_[at] = id + 1;
  }
}

void Search::Note(Invariant broken, StateId at, int move) {
  // The first is the shortest way there; of others of its name nothing more is to be learned.
  if (found_[broken]) return;
  found_[broken] = true;
  std::vector<int> moves = MovesTo(at);
  moves.push_back(move);
  violations_.push_back({broken, moves});
}

std::vector<int> Search::MovesTo(StateId id) const {
  std::vector<int> moves;
  for (; id != 0; id = nodes_[id].parent) moves.push_back(nodes_[id].move);
  std::reverse(moves.begin(), moves.end());
  return moves;
}

}  // namespace prove
