import { readFileSync } from "node:fs";
import t from "tap";
import { importSumo } from "../src/import/index.ts";
import { simulate } from "../src/sim.ts";
import { CODE } from "../src/traffic/codes.ts";
import { minutes, worldOf } from "./streets.ts";

/** The T of the import's tests: its stage 4 is not in the net's program, and only the patterns that choose have it. */
const TEE = readFileSync(new URL("import/tee.net.xml", import.meta.url), "utf8");
const made = importSumo(TEE, { net: "tee.net.xml", tls: "c" });
if (!made.ok) throw new Error(made.words);
const PLANNING = made.text.replace("pattern = 1\n", "pattern = 4\n");
const FURTHER = 4;

t.test(
  "without a quarter of its lanes the unit plans no more, goes by gaps through the stages of the fixed plan, and climbs again",
  async (t) => {
    const world = worldOf(PLANNING, 3, { began_ms: 8 * 3_600_000 });
    const { street, recorder } = world;
    const { detectors } = world.site;
    const broken = ["north lane 1 stop line", "south lane 1 stop line"].map((name) => detectors.find((d) => d.name === name)!.number);
    const loops = (fault: "open-loop" | null) => {
      for (const number of broken) street.breakLoop(number, fault);
    };
    const watch = (now: number) => {
      // The board does not tell of it: the loops look occupied, which for half an hour may be true.
      if (now === minutes(10)) loops("open-loop");
      if (now === minutes(60)) loops(null);
    };
    simulate({ ...world, watch }, minutes(65));
    const greens = (from: number, to: number) =>
      recorder.entries.filter((e) => e.code === 1 && e.param === FURTHER && e.at >= minutes(from) && e.at < minutes(to)).length;
    t.ok(greens(0, 10) > 0, "the plan has used the stage that the program does not have");
    const modes = recorder.entries
      .filter((e) => e.code === CODE.controlMode && e.at > minutes(1))
      .map((e) => ({ at: Math.floor(e.at / minutes(1)), mode: (JSON.parse(e.detail) as { mode: string }).mode }))
      .filter(({ mode }, i, all) => mode !== all[i - 1]?.mode);
    t.same(
      modes.map(({ mode }) => mode),
      ["adaptive", "actuated", "adaptive"],
      "one lane of five first, and then two",
    );
    // Half an hour of presence begins with the vehicle that was on the loop, or came, when it broke.
    t.ok(modes[1]!.at >= 39 && modes[1]!.at <= 41, `both are known at minute ${modes[1]!.at}`);
    // Mended at minute 60, each is believed a minute after a vehicle has left it, and that comes by its green.
    t.ok(modes[2]!.at >= 61 && modes[2]!.at <= 62, `planned again at minute ${modes[2]!.at}`);
    t.equal(greens(42, 60), 0);
    t.equal(recorder.entries.filter((e) => e.code === CODE.monitorFault).length, 0);
  },
);
