import t from "tap";
import { contiguous, holes, lengthOf, missingIn, place, type Span, type Spans, spanWords } from "../../src/brain/sequence.ts";
import { dice } from "./dice.ts";

const held = (...spans: [number, number][]): Spans => spans.map(([from, to]) => ({ from, to }));

t.test("a chunk is new, known, partly known, or ahead of a hole", async (t) => {
  const at = held([1, 10], [21, 30]);
  const placed = (from: number, to: number) => {
    const { standing, fresh, held: after } = place(at, { from, to });
    return { standing, fresh: spanWords(fresh), after: spanWords(after), ack: contiguous(after) };
  };
  t.same(placed(11, 15), { standing: "new", fresh: "11 to 15", after: "1 to 15, 21 to 30", ack: 15 });
  t.same(placed(11, 20), { standing: "new", fresh: "11 to 20", after: "1 to 30", ack: 30 }, "the hole is filled");
  t.same(placed(3, 10), { standing: "duplicate", fresh: "", after: "1 to 10, 21 to 30", ack: 10 });
  t.same(placed(22, 22), { standing: "duplicate", fresh: "", after: "1 to 10, 21 to 30", ack: 10 });
  t.same(placed(8, 24), { standing: "overlapping", fresh: "11 to 20", after: "1 to 30", ack: 30 });
  t.same(placed(31, 40), { standing: "ahead", fresh: "31 to 40", after: "1 to 10, 21 to 40", ack: 10 });
  t.same(placed(12, 19), { standing: "ahead", fresh: "12 to 19", after: "1 to 10, 12 to 19, 21 to 30", ack: 10 });
  t.same(place([], { from: 5, to: 6 }).standing, "ahead", "a new epoch begins at 1");
});

t.test("nothing is acknowledged while the first record is missing", async (t) => {
  t.equal(contiguous([]), 0);
  t.equal(contiguous(held([2, 100])), 0);
  t.equal(contiguous(held([1, 1])), 1);
});

t.test("holes are what may still come", async (t) => {
  t.same(holes(held([3, 4], [6, 6]), 9), held([1, 2], [5, 5], [7, 9]));
  t.same(holes(held([1, 9]), 9), []);
  t.same(holes([], 0), []);
  t.equal(spanWords(holes(held([2, 2], [4, 4], [6, 6], [8, 8]), 9)), "1, 3, 5 and 2 more");
});

t.test(
  "whatever the order, the cuts and the repetitions: each record is fresh once, and the acknowledgement is never too high",
  async (t) => {
    for (let seed = 1; seed <= 300; seed++) {
      const roll = dice(seed);
      const last = 1 + roll(60);
      let spans: Spans = [];
      const had = new Set<number>();
      for (let chunk = 0; chunk < 40; chunk++) {
        const from = 1 + roll(last);
        const span: Span = { from, to: Math.min(last, from + roll(12)) };
        const placed = place(spans, span);
        for (let seq = span.from; seq <= span.to; seq++) {
          const fresh = placed.fresh.some((f) => f.from <= seq && seq <= f.to);
          if (fresh === had.has(seq)) t.fail(`seed ${seed}: ${seq} is ${fresh ? "fresh again" : "not fresh though it never came"}`);
          had.add(seq);
        }
        spans = placed.held;
        let ack = 0;
        while (had.has(ack + 1)) ack++;
        if (contiguous(spans) !== ack || lengthOf(spans) !== had.size) t.fail(`seed ${seed}: ${spanWords(spans)} for ${[...had]}`);
        if (spans.some((s, i) => i > 0 && s.from <= spans[i - 1]!.to + 1)) t.fail(`seed ${seed}: they touch, ${spanWords(spans)}`);
      }
      for (const hole of holes(spans, last)) spans = place(spans, hole).held;
      if (contiguous(spans) !== last || missingIn(spans, { from: 1, to: last }).length > 0) t.fail(`seed ${seed}: ${spanWords(spans)}`);
    }
  },
);
