import { readFileSync } from "node:fs";
import t from "tap";
import { entryOf, observationIn } from "../../src/detection/record.ts";
import { saysWords } from "../../src/journal/record-words.ts";
import type { Ts2Cabinet } from "../../src/street/devices/ts2-cabinet.ts";
import { Street } from "../../src/street/street.ts";
import { Cabinet } from "../../src/timing/cabinet.ts";
import type { CabinetCard, CabinetWord } from "../../src/traffic/cabinet.ts";
import type { Observation } from "../../src/traffic/observation.ts";
import { Instant } from "../../src/traffic/time.ts";
import { FOUR_LEG, siteOf } from "../streets.ts";

const SITE = siteOf(readFileSync(new URL("../../deploy/sites/ts2.toml", import.meta.url), "utf8"));
const { card: SOLDERED } = (new Street(SITE, 1).box("cabinet") as Ts2Cabinet).mmu;
const CARD: CabinetCard = { compatible: SOLDERED.compatible, min_flash_s: 6 };
const GOOD: CabinetWord = { says: "status", flash: null, words: "good" };

const says = (word: CabinetWord, device = 0): Observation => ({ kind: "cabinet", at: Instant(1_000), device, word });
const flip = (card: CabinetCard, a: number, b: number): CabinetCard => ({
  ...card,
  compatible: card.compatible.map((mask, i) => (i === a - 1 ? mask ^ (1 << (b - 1)) : i === b - 1 ? mask ^ (1 << (a - 1)) : mask)),
});

t.test("nobody leaves flash before the MMU has said how it is, and what it is programmed for", async (t) => {
  for (const first of [GOOD, { says: "card", card: CARD } as const]) {
    const cabinet = new Cabinet(SITE, [0]);
    t.match(cabinet.wants, { flash: "other", cause: /has not said yet/ });
    cabinet.step([says(first)]);
    t.match(cabinet.wants, { flash: "other", cause: /has not said yet/ });
    cabinet.step([says(first.says === "card" ? GOOD : { says: "card", card: CARD })]);
    t.equal(cabinet.wants, null);
  }
  t.equal(new Cabinet(siteOf(FOUR_LEG), []).wants, null, "a cabinet without such a monitor has nobody to wait for");
});

t.test("one pair on the card too many, or too few, between any two load switches of the site", async (t) => {
  const used = SITE.channels.map(({ number }) => number);
  for (const a of used) {
    for (const b of used.filter((each) => each > a)) {
      const cabinet = new Cabinet(SITE, [0]);
      cabinet.step([says(GOOD), says({ says: "card", card: flip(CARD, a, b) })]);
      const word = CARD.compatible[a - 1]! & (1 << (b - 1)) ? "forbids what the site file permits" : "permits what the site file forbids";
      if (cabinet.wants?.cause !== `the programming card of the cabinet's monitor (MMU) ${word}: load switches ${a}-${b}`)
        t.fail(`${a}-${b}: ${cabinet.wants?.cause}`);
    }
  }
  const spare = new Cabinet(SITE, [0]);
  spare.step([says(GOOD), says({ says: "card", card: flip(CARD, 2, 16) })]);
  t.equal(spare.wants, null, "what nobody is wired to is nobody's");
});

t.test("what the MMU has found comes before what is wrong with its card; each ends when it says so", async (t) => {
  const cabinet = new Cabinet(SITE, [0]);
  const wrong = { says: "card", card: flip(CARD, 2, 6) } as const;
  cabinet.step([says(wrong), says({ says: "status", flash: "mmu", words: "conflict" })]);
  t.same(cabinet.wants, { flash: "mmu", cause: "conflict" });
  cabinet.step([says({ says: "status", flash: "local-manual", words: "local" })]);
  t.match(cabinet.wants, { flash: "other", cause: /load switches 2-6$/ });
  cabinet.step([says({ says: "card", card: CARD })]);
  t.same(cabinet.wants, { flash: "local-manual", cause: "local" });
  cabinet.step([]);
  t.match(cabinet.wants, { flash: "local-manual" }, "it stands");
  cabinet.step([says(GOOD)]);
  t.equal(cabinet.wants, null);
});

t.test("a lamp that is seen otherwise is a fault of its channel, told once; another device's words are nobody's", async (t) => {
  const cabinet = new Cabinet(SITE, [0]);
  const lamps = { says: "lamps", switches: [9, 14], words: "walk is dark" } as const;
  t.same(cabinet.step([says(lamps, 1)]), null);
  t.same(cabinet.step([says(lamps)]), { words: "the cabinet's monitor (MMU) does not see what is told: walk is dark", channels: [9] });
  t.equal(cabinet.step([]), null);
});

t.test("the journal keeps what the MMU says, whole, and tells it in words", async (t) => {
  const words: readonly (readonly [CabinetWord, RegExp])[] = [
    [{ says: "status", flash: "mmu", words: "red failure" }, /^red failure$/],
    [{ says: "lamps", switches: [2], words: "channel 2 is dark" }, /^channel 2 is dark$/],
    [
      { says: "card", card: { compatible: [6, 1, 1, ...new Array<number>(13).fill(0)], min_flash_s: 8 } },
      /together 1-2 1-3; minimum flash 8 s$/,
    ],
  ];
  for (const [word, told] of words) {
    const entry = entryOf(says(word, 3));
    t.same(observationIn(entry), says(word, 3));
    t.match(saysWords({ ...entry, seq: 1 }), told);
  }
  const entry = entryOf(says(GOOD));
  for (const detail of ["", "{}", '{"says":"hello"}', "null", "7", '{"says":"card"}', '{"says":"lamps"}'])
    t.equal(observationIn({ ...entry, detail }), null, `broken: ${detail}`);
});
