import { existsSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import * as v from "valibot";
import type { Brain } from "../brain/brain.ts";
import { Courier } from "../brain/rollout/courier.ts";
import { Rollout, type RolloutAsked, type RolloutKept } from "../brain/rollout/rollout.ts";
import { seenOf } from "../brain/rollout/seen.ts";
import { type Stand, standWords } from "../brain/rollout/stand.ts";
import type { Store } from "../brain/store.ts";
import { wallNow } from "../platform/clock.ts";
import { readKey } from "../platform/keys.ts";
import { writeWhole } from "../platform/whole-file.ts";
import { type Centre, openCentre } from "./centre.ts";
import { KeptPlans } from "./kept-plans.ts";
import { say, sayJson, shown } from "./say.ts";
import { UsageError } from "./verb.ts";
import { openWatcher } from "./watcher.ts";

const LOOK_MS = 1_000;

const Kept = v.strictObject({
  plans: v.record(v.string(), v.string()),
  together: v.boolean(),
  asked_at_ms: v.number(),
  began_ms: v.number(),
  at_ms: v.number(),
  back: v.string(),
  before: v.optional(v.record(v.string(), v.string()), {}),
  stands: v.record(v.string(), v.looseObject({ state: v.string() })),
});

export interface Led {
  readonly centre: Centre;
  readonly asked: RolloutAsked;
  /** Where it stands how far it is. Ended and led again with the same plans it goes on there. */
  readonly file: string;
  readonly json: boolean;
  /** Said once the brain is there; "" says nothing. */
  readonly begins?: string;
  /** Takes everything back, for this reason; "" leads it forward. */
  readonly back?: string;
}

/** A rollout, from where it stands to its end. 0: all units are where they should be. */
export async function lead({ centre, begins = "", ...led }: Led): Promise<number> {
  const key = readKey(centre.keyFile);
  const ports = await openCentre(centre, key.sign);
  const brain = await openWatcher(ports);
  try {
    if (begins !== "") say(begins);
    return await leadAt(brain, ports.store, led);
  } finally {
    await brain.close();
    await ports.close();
  }
}

async function leadAt(brain: Brain, store: Store, { asked, file, json, back = "" }: Omit<Led, "centre" | "begins">): Promise<number> {
  const rollout = new Rollout(asked, wallNow(), keptIn(file, asked));
  if (back !== "") rollout.takeBack(back);
  const plans = new KeptPlans(dirname(file));
  for (const text of Object.values(asked.plans)) plans.keep(text);
  if (back === "") for (const unit of Object.keys(asked.plans)) plans.settle(unit, rollout.hashOf(unit));
  const keep = (): void => {
    const { plans, together, at_ms: asked_at_ms } = asked;
    writeWhole(file, JSON.stringify({ plans, together, asked_at_ms, ...rollout.kept }));
  };
  const fleet: Brain["fleet"] = () => brain.fleet();
  const lastOf: Store["lastOf"] = (...of) => store.lastOf(...of);
  const send: Brain["send"] = (...order) => brain.send(...order);
  const courier = new Courier({ rollout, plans: asked.plans, wall: wallNow, send, fleet, lastOf, keep });
  let asking = true;
  const end = (): void => {
    asking = false;
  };
  process.once("SIGINT", end);
  const told = teller(rollout, json);
  if (brain.cause !== "") console.error(`stopline: ${shown(brain.cause)}; it is tried again`);
  while (asking && !rollout.over) {
    if (brain.cause === "") {
      if (back !== "") await underSurges(rollout, plans, lastOf);
      await courier.step();
    }
    told();
    if (!rollout.over) await pause(LOOK_MS);
  }
  process.removeListener("SIGINT", end);
  await courier.settled();
  keep();
  told();
  return conclude(rollout, !asking, back !== "", json);
}

/** Where a plan of surges was made over ours the unit cannot take ours back: whoever leads the surges makes theirs anew, over what was before ours. */
async function underSurges(rollout: Rollout, plans: KeptPlans, lastOf: Store["lastOf"]): Promise<void> {
  for (const unit of Object.keys(rollout.stands)) {
    const inForce = (await seenOf(unit, undefined, lastOf)).turned?.hash ?? "";
    const hash = rollout.hashOf(unit);
    if (inForce !== hash && plans.below(inForce) === hash) plans.withdraw(unit, hash, plans.below(rollout.kept.before[unit] ?? ""));
  }
}

export interface RolloutHeld {
  readonly asked: Omit<RolloutAsked, "longest_ms">;
  readonly stood: RolloutKept;
}

/** What a rollout keeps: what was asked, and where it stands; null where nothing was begun. `todo`: what a person does with a file that is none. */
export function rolloutIn(file: string, todo: string): RolloutHeld | null {
  if (!existsSync(file)) return null;
  try {
    const { plans, together, asked_at_ms, ...stood } = v.parse(Kept, JSON.parse(readFileSync(file, "utf8")));
    return { asked: { plans, together, at_ms: asked_at_ms }, stood: stood as unknown as RolloutKept };
  } catch {
    throw new UsageError(`${file} is not what a rollout keeps${todo}`);
  }
}

function keptIn(file: string, asked: RolloutAsked): RolloutKept | null {
  const held = rolloutIn(file, "; name another --state");
  if (held === null) return null;
  const { plans, together, at_ms } = held.asked;
  if (JSON.stringify([plans, together, at_ms]) !== JSON.stringify([asked.plans, asked.together, asked.at_ms]))
    throw new UsageError(`${file} is of other plans, or of another moment. Take it away, or name another --state`);
  return held.stood;
}

/** Says of each unit what is new. */
function teller(rollout: Rollout, json: boolean): () => void {
  const said = new Map<string, string>();
  let moment = 0;
  return () => {
    const { at_ms } = rollout.kept;
    if (at_ms !== moment && !json) say(`the moment is ${new Date(at_ms).toISOString().slice(0, 19)}Z`);
    moment = at_ms;
    for (const [unit, stand] of Object.entries(rollout.stands)) {
      const words = standWords(stand);
      if (words === (said.get(unit) ?? "to come")) continue;
      said.set(unit, words);
      if (json) sayJson({ unit, plan: rollout.hashOf(unit), ...stand });
      else say(`${new Date().toISOString().slice(0, 19)}  ${unit}: ${shown(words)}`);
    }
  };
}

function conclude(rollout: Rollout, broken: boolean, back: boolean, json: boolean): number {
  const stands = Object.values(rollout.stands);
  const count = (state: Stand["state"]): number => stands.filter((stand) => stand.state === state).length;
  const states = [...new Set(stands.map(({ state }) => state))];
  if (json) sayJson({ units: stands.length, ...Object.fromEntries(states.map((state) => [state.replaceAll(" ", "_"), count(state)])) });
  else
    say(`${states.map((state) => `${count(state)} ${state}`).join(", ")} of ${stands.length}${broken ? ". Type it again to go on" : ""}`);
  const right = back ? count("taken back") + count("left out") : count("in force");
  return right === stands.length ? 0 : 1;
}
