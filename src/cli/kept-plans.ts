import { readdirSync, readFileSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { baseOf } from "../brain/surge/prepared.ts";
import { sha256 } from "../plans/sha256.ts";
import { writeWhole } from "../platform/whole-file.ts";

/** A text that nobody has asked for in so long is in no unit any more. */
const UNASKED_MS = 90 * 86_400_000;
const DAY_MS = 86_400_000;

const Withdrawn = v.record(v.string(), v.record(v.string(), v.string()));

/**
 * Plans that were rolled out from here, by their hash, and which of them were taken back from a unit while a plan of surges stood over them: `plans/` beside
 * the key. What units may come to stand on is needed whenever a plan is made over it.
 */
export class KeptPlans {
  readonly #folder: string;
  /** Texts, and when their file was last told that they are needed. */
  readonly #read = new Map<string, { readonly text: string; touched: number }>();

  /** `beside`: the folder in which the key, or a rollout's file, lies. */
  constructor(beside: string) {
    this.#folder = join(beside, "plans");
  }

  keep(text: string): void {
    const hash = sha256(text);
    if (this.of(hash) === null) writeWhole(this.#file(hash), text);
  }

  /** null for one that nobody here knows. */
  of(hash: string): string | null {
    if (!/^[0-9a-f]{64}$/.test(hash)) return null;
    const known = this.#read.get(hash);
    const now = Date.now();
    if (known !== undefined && now - known.touched < DAY_MS) return known.text;
    try {
      const text = known?.text ?? readFileSync(this.#file(hash), "utf8");
      if (sha256(text) !== hash) return null;
      this.#read.set(hash, { text, touched: now });
      utimesSync(this.#file(hash), now / 1_000, now / 1_000);
      return text;
    } catch {
      return known?.text ?? null;
    }
  }

  /** Clears away what nobody has asked for in three months. */
  sweep(): void {
    let names: readonly string[] = [];
    try {
      names = readdirSync(this.#folder).filter((name) => /^[0-9a-f]{64}\.toml$/.test(name));
    } catch {
      return;
    }
    for (const name of names) {
      const file = join(this.#folder, name);
      if (Date.now() - statSync(file).mtimeMs > UNASKED_MS) rmSync(file, { force: true });
    }
  }

  /** `hash` was taken back from a unit in which a plan of surges stands over it; `before` was in force before it. */
  withdraw(unit: string, hash: string, before: string): void {
    const all = this.#withdrawn();
    if (all[unit]?.[hash] === before) return;
    this.#writeWithdrawn({ ...all, [unit]: { ...all[unit], [hash]: before } });
  }

  /** It is meant to be there again, or the unit stands on what was before it: nothing is left to be done. */
  settle(unit: string, hash: string): void {
    const { [unit]: own, ...others } = this.#withdrawn();
    if (own === undefined || !Object.hasOwn(own, hash)) return;
    const { [hash]: _, ...rest } = own;
    this.#writeWithdrawn(Object.keys(rest).length === 0 ? others : { ...others, [unit]: rest });
  }

  /** Of a unit: what was taken back, and what is to stand in its place. */
  withdrawnFrom(unit: string): { readonly [hash: string]: string } {
    const all = this.#withdrawn();
    return Object.hasOwn(all, unit) ? all[unit]! : {};
  }

  /** The plan that a plan stands on, or the plan itself where it is none of surges. */
  below(hash: string): string {
    const text = this.of(hash);
    return text === null ? hash : (baseOf(text) ?? hash);
  }

  /** Throws where there is something that is none. */
  #withdrawn(): v.InferOutput<typeof Withdrawn> {
    let text: string;
    try {
      text = readFileSync(join(this.#folder, "withdrawn.json"), "utf8");
    } catch {
      return {};
    }
    try {
      return v.parse(Withdrawn, JSON.parse(text));
    } catch {
      throw new Error(
        `${join(this.#folder, "withdrawn.json")} cannot be read: it says which plans were taken back under surges; put it right, or remove it`,
      );
    }
  }

  #writeWithdrawn(all: v.InferOutput<typeof Withdrawn>): void {
    writeWhole(join(this.#folder, "withdrawn.json"), JSON.stringify(all));
  }

  #file(hash: string): string {
    return join(this.#folder, `${hash}.toml`);
  }
}
