// Every state that can be reached, breadth first, and every step between them.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "image.h"
#include "scene.h"
#include "settle.h"
#include "street.h"

namespace prove {

using StateId = std::uint32_t;

struct Violation {
  Invariant invariant;
  std::vector<int> moves;  // from the first tenth
  // Where it goes round: the moves from here on can be repeated for ever.
  int round = -1;
};

class Search {
 public:
  struct Edge {
    StateId to;
    std::uint16_t move;
  };
  struct Node {
    std::uint64_t at;  // of its image
    std::uint64_t edges;
    StateId parent;
    std::uint16_t move;  // from its parent
    std::uint16_t size;
    std::uint16_t waits;
    std::uint16_t waits_to_walk;
    std::uint16_t green;
    std::uint16_t entered;
    std::uint16_t preempted;
  };

  Search(const Scene& scene, const Break* broken);
  void Run();

  std::uint64_t states() const { return nodes_.size(); }
  std::uint64_t transitions() const { return transitions_; }
  bool complete() const { return complete_; }
  int depth() const { return depth_; }
  const std::vector<Violation>& violations() const { return violations_; }
  const std::vector<Node>& nodes() const { return nodes_; }
  // The steps out of a state to others, each once for every kind of move.
  const Edge* EdgesBegin(StateId id) const { return edges_.data() + nodes_[id].edges; }
  const Edge* EdgesEnd(StateId id) const {
    return edges_.data() + (id + 1 < expanded_ ? nodes_[id + 1].edges : edges_.size());
  }
  std::uint32_t expanded() const { return expanded_; }
  std::vector<int> MovesTo(StateId id) const;
  void Add(const Violation& violation) { violations_.push_back(violation); }
  const char* wrong() const { return wrong_; }
  const Sheet& sheet() const { return sheet_; }
  const Break* broken() const { return broken_; }

 private:
  void Expand(StateId id);
  // The state that the world is in; one that was not there gets its parent.
  StateId Find(StateId parent, int move);
  void Store(std::uint32_t hash, const std::uint8_t* image, int size, StateId parent, int move);
  void Widen();
  const std::uint8_t* ImageOf(const Node& node) const { return pieces_[node.at / kPiece].get() + node.at % kPiece; }
  void Note(Invariant broken, StateId at, int move);

  const Scene& scene_;
  const Break* broken_;
  Sheet sheet_;
  Settle settle_;
  Street street_;
  World world_;
  const char* wrong_;
  Image image_;
  std::vector<Node> nodes_;
  // Images, one behind the other in pieces that stay where they are.
  static constexpr std::uint64_t kPiece = 1 << 26;
  std::vector<std::unique_ptr<std::uint8_t[]>> pieces_;
  std::uint64_t used_ = 0;
  std::vector<Edge> edges_;
  std::vector<StateId> table_;  // by hash, from 1
  std::vector<std::uint32_t> hashes_;
  std::vector<Violation> violations_;
  std::vector<Edge> out_;  // of the state in hand
  bool found_[kInvariants] = {};
  std::uint64_t transitions_ = 0;
  std::uint32_t expanded_ = 0;
  int depth_ = 0;
  bool complete_ = true;
};

}  // namespace prove
