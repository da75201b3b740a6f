import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import * as v from "valibot";
import type { Brain } from "../brain/brain.ts";
import { NoAnswer, type Order } from "../brain/orders.ts";
import { type Group, groupsOf, readGroups } from "../brain/staging/groups.ts";
import { Staging, type Stand, type Stands } from "../brain/staging/staging.ts";
import type { Store } from "../brain/store.ts";
import { typedCommand } from "../commands/index.ts";
import { isPostgres } from "../platform/brain-store.ts";
import { readKey } from "../platform/keys.ts";
import { writeWhole } from "../platform/whole-file.ts";
import { CODE } from "../traffic/codes.ts";
import { toldOf } from "../update/told.ts";
import { CENTRE_OPTIONS, CENTRE_SYNOPSIS, CENTRE_USAGE, centreOf, openCentre } from "./centre.ts";
import { graphIn } from "./corridor.ts";
import { withinMs } from "./numbers.ts";
import { say, sayJson, shown } from "./say.ts";
import { UsageError, type Verb } from "./verb.ts";
import { openWatcher } from "./watcher.ts";

const USAGE = `
stopline update-fleet BUNDLE|here VERSION SHA256 BYTES [from TIME] [until TIME] [allow-older] --groups FILE | --corridor FILE
                      [--at-once] [--state FILE] [--within H] [--wait S]
                      ${CENTRE_SYNOPSIS}

Brings a release to many units: of each group (an arterial) one at a time, the next when the one before has proved itself, and nobody any more after
the first that refused it or fell back. A brain must be receiving into the same store. Ended and typed again it goes on where it was.

  --groups FILE        [[groups]] with name = "harbour street" and units = ["A-1", "A-2"]
  --corridor FILE      groups by this corridor file: whoever is linked is one
  --at-once            all units of a group at the same time
  --state FILE         where it stands how far it is                  (update-VERSION.json beside the key)
  --within H           a unit that has said nothing final after so many hours is lost, and its group stops   (26)
  --wait S             how long a unit may take the command                                                 (60)
${CENTRE_USAGE}

Exit code 0 if every unit has proved itself, 1 if not.
`;

const LOOK_MS = 1_000;
/** An answer that comes at the last moment is on its way for no longer than this. */
const ANSWER_S = 10;

const Kept = v.strictObject({ order: v.string(), stands: v.record(v.string(), v.looseObject({ state: v.string() })) });

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...CENTRE_OPTIONS,
      groups: { type: "string" },
      corridor: { type: "string" },
      "at-once": { type: "boolean", default: false },
      state: { type: "string" },
      within: { type: "string", default: "26" },
      wait: { type: "string", default: "60" },
    },
  });
  const order = typedCommand(["update", ...positionals]);
  if (order === null)
    throw new UsageError(
      "it is: stopline update-fleet BUNDLE|here VERSION SHA256 BYTES [from TIME] [until TIME] [allow-older] --groups FILE",
    );
  const longest_ms = withinMs(values.within, 400);
  const wait_s = Number(values.wait);
  if (!(wait_s > 0 && wait_s <= 86_400)) throw new UsageError(`--wait is 1 to 86400 seconds, not "${values.wait}"`);
  const groups = groupsIn(values.groups, values.corridor);
  const centre = centreOf(values);
  const version = positionals[1]!;
  const beside = isPostgres(centre.storeFile) ? "." : dirname(centre.storeFile);
  const file = values.state ?? join(beside, `update-${version}.json`);
  const words = positionals.join(" ");
  const staging = new Staging(groups, values["at-once"], longest_ms, keptIn(file, words));
  const key = readKey(centre.keyFile);
  const ports = await openCentre(centre, key.sign);
  const brain = await openWatcher(ports);
  let asking = true;
  process.once("SIGINT", () => {
    asking = false;
  });
  try {
    const keep = (): void => writeWhole(file, JSON.stringify({ order: words, stands: staging.stands }));
    const stage: Stage = {
      brain,
      store: ports.store,
      staging,
      order,
      version,
      wait_s,
      keep,
      told: teller(staging, groups, values.json),
      asked: [],
    };
    if (brain.cause !== "") console.error(`stopline: ${shown(brain.cause)}; it is tried again`);
    while (asking && !staging.over) await turn(stage);
    await Promise.allSettled(stage.asked);
    return conclude(staging, asking, values.json);
  } finally {
    await brain.close();
    await ports.close();
  }
}

interface Stage {
  readonly brain: Brain;
  readonly store: Store;
  readonly staging: Staging;
  readonly order: Order;
  readonly version: string;
  readonly wait_s: number;
  readonly keep: () => void;
  readonly told: () => void;
  readonly asked: Promise<void>[];
}

/** One look at everybody. */
async function turn(stage: Stage): Promise<void> {
  const { brain, store, staging, version, wait_s, keep, told } = stage;
  for (const { unit, version: runs } of await brain.fleet()) if (runs === version) staging.has(unit);
  for (const unit of staging.watched) {
    const record = await store.lastOf(unit, CODE.update);
    const read = record === null ? null : toldOf(record.detail);
    if (read !== null) staging.told(unit, read, version, record!.wall_ms);
  }
  staging.look(Date.now(), (wait_s + ANSWER_S) * 1_000);
  const due = brain.cause === "" ? staging.begin(Date.now()) : [];
  // Before anything is sent: whoever goes on from here must not begin with somebody else.
  keep();
  told();
  for (const unit of due) stage.asked.push(ask(stage, unit));
  await pause(LOOK_MS);
}

async function ask({ brain, staging, order, wait_s, keep }: Stage, unit: string): Promise<void> {
  try {
    const { id, done, refused } = await brain.send(unit, order, { expires_s: wait_s });
    staging.answered(unit, id, done ? "" : refused);
  } catch (error) {
    const { message } = error as Error;
    staging.unanswered(unit, message, !(error instanceof NoAnswer && message.includes("was not sent")));
  }
  keep();
}

function groupsIn(file: string | undefined, corridor: string | undefined): readonly Group[] {
  if ((file === undefined) === (corridor === undefined)) throw new UsageError("name the groups, by --groups FILE or by --corridor FILE");
  if (file === undefined) return groupsOf(graphIn(corridor!));
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(`--groups ${file} cannot be read: ${(error as Error).message}`);
  }
  const read = readGroups(text, file);
  if ("wrong" in read) throw new UsageError(read.wrong);
  return read.groups;
}

/** How far an earlier one has come, if it was the same update. */
function keptIn(file: string, words: string): Stands {
  if (!existsSync(file)) return {};
  let kept: v.InferOutput<typeof Kept>;
  try {
    kept = v.parse(Kept, JSON.parse(readFileSync(file, "utf8")));
  } catch {
    throw new UsageError(`${file} is not what an update of a fleet keeps; name another --state`);
  }
  if (kept.order !== words) throw new UsageError(`${file} is of another update: ${kept.order}. Take it away, or name another --state`);
  return kept.stands as Stands;
}

/** Says of each unit what is new. */
function teller(staging: Staging, groups: readonly Group[], json: boolean): () => void {
  const said = new Map<string, string>();
  const count = (units: readonly string[]): string =>
    `${units.filter((unit) => staging.stands[unit]!.state === "proved").length} of ${units.length}`;
  return () => {
    for (const { name, units } of groups)
      for (const unit of units) {
        const stand = staging.stands[unit]!;
        const words = standWords(stand);
        if (words === (said.get(unit) ?? "to come")) continue;
        said.set(unit, words);
        if (json) sayJson({ group: name, unit, ...stand });
        else say(`${new Date().toISOString().slice(0, 19)}  ${name} (${count(units)}): ${unit} ${words}`);
      }
  };
}

function standWords(stand: Stand): string {
  if (stand.state === "underway") return stand.step;
  return "words" in stand && stand.words !== "" ? `${stand.state}: ${stand.words}` : stand.state;
}

function conclude(staging: Staging, whole: boolean, json: boolean): number {
  const stands = Object.values(staging.stands);
  const count = (state: Stand["state"]): number => stands.filter((stand) => stand.state === state).length;
  const parts = (["proved", "failed", "passed over", "lost", "underway", "asked", "to come"] as const).filter((state) => count(state) > 0);
  const words = parts.map((state) => `${count(state)} ${state}`).join(", ");
  if (json)
    sayJson({
      units: stands.length,
      stopped: staging.stopped,
      ...Object.fromEntries(parts.map((state) => [state.replace(" ", "_"), count(state)])),
    });
  else
    say(
      `${words} of ${stands.length}${staging.stopped === "" ? "" : `. Stopped after ${staging.stopped}`}${whole ? "" : ". Type it again to go on"}`,
    );
  return count("proved") === stands.length ? 0 : 1;
}

export const verb: Verb = { summary: "bring a release to many units, of each arterial one at a time", usage: USAGE, run };
