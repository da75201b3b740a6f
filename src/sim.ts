import type { Recorder } from "./journal/port.ts";
import type { Line } from "./serial/line.ts";
import type { FieldLine, Street } from "./street/street.ts";
import type { Announcement } from "./traffic/departures.ts";
import { Instant, TICK_MS } from "./traffic/time.ts";
import type { Effects, Unit } from "./unit.ts";

/** What runs without ttys and without real time: the unit, the street that it is plugged into, and where its records go. */
export interface Simulation {
  readonly unit: Unit;
  readonly street: Pick<Street, "line" | "step">;
  readonly recorder: Recorder;
  /** What neighbours announce in a tick. */
  readonly announced?: (now: Instant) => readonly Announcement[];
  /** By how much the machine's clock was set in a tick, in ms; nobody sets it where this is not said. */
  readonly corrected?: (now: Instant) => number;
  /** Sees every tick after it was taken: for reports, watchers and progress. */
  readonly watch?: (now: Instant, effects: Effects) => void;
}

/** Runs `unit` on `street` from its first tick up to and including `until`. */
export function simulate(simulation: Simulation, until: Instant): void {
  for (const now of ticks(simulation, until)) void now;
}

/** The same a tick at a time, for whoever has something to say between two of them. */
export function* ticks(
  { unit, street, recorder, announced, corrected, watch }: Simulation,
  until = Number.MAX_SAFE_INTEGER as Instant,
): Generator<Instant> {
  const cables = unit.lines.all.map((line) => ({ line, field: street.line(line.port) }));
  for (const { line, field } of cables) answer(field, Instant(0), line.opened(Instant(0)));
  for (let now = TICK_MS as Instant; now <= until; now = (now + TICK_MS) as Instant) {
    for (const { line, field } of cables) talk(line, field, (now - TICK_MS + 1) as Instant, now);
    street.step(now);
    const effects = unit.step(now, recorder.requests(), corrected?.(now) ?? 0, 0, announced?.(now));
    if (effects.entries.length > 0) recorder.append(effects.entries, unit.wallBase);
    watch?.(now, effects);
    yield now;
  }
}

/** The conversation on one cable, from `from` up to and including `to`: whoever is due first speaks first, the field before us. */
function talk(line: Line, field: FieldLine, from: Instant, to: Instant): void {
  let now = from;
  for (;;) {
    const fieldAt = field.saysAt;
    const lineAt = line.wakeAt;
    const at = Math.ceil(Math.min(fieldAt, lineAt));
    if (at > to) return;
    if (at > now) now = at as Instant;
    if (fieldAt <= lineAt) {
      const said = field.said(now);
      if (said !== null) answer(field, now, line.heard(now, said));
    } else answer(field, now, line.wake(now));
  }
}

function answer(field: FieldLine, now: Instant, bytes: Uint8Array | null): void {
  if (bytes !== null) field.heard(now, bytes);
}
