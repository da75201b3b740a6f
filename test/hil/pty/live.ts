import { everyTenth } from "../../../src/platform/clock.ts";
import type { Instant } from "../../../src/traffic/time.ts";
import type { FieldSide } from "../field/side.ts";
import type { Deed, Play } from "../play.ts";
import type { Seen } from "../seen.ts";

/** What a rig has of its own in a play in real time. */
export interface Lived {
  readonly play: Play;
  readonly clock: Parameters<typeof everyTenth>[0];
  readonly field: FieldSide;
  readonly see: (seen: Seen) => void;
  /** Each tenth, after the field's. */
  readonly look: (now: Instant) => void;
  /** What is not the field's. Deeds that take their time are done one after the other. */
  readonly does: (deed: Deed) => Promise<void>;
  /** While the street still lives. */
  readonly last?: () => Promise<void>;
}

/** From the first tenth of a play to the last. Rejects if a deed fails, or a look. */
export async function live({ play: { deeds, until }, clock, field, see, look, does, last }: Lived): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let doing: Promise<void> = Promise.resolve();
  let next = 0;
  const begin = (now: Instant, deed: Deed): void => {
    see({ kind: "deed", at: now, deed });
    if (!field.do(deed)) doing = doing.then(() => does(deed)).catch(reject);
  };
  const stop = everyTenth(clock, (now) => {
    try {
      while (deeds[next] !== undefined && deeds[next]!.at <= now) begin(now, deeds[next++]!);
      field.step(now);
      look(now);
      if (now >= until) resolve();
    } catch (error) {
      reject(error);
    }
  });
  try {
    await promise;
    await doing;
    await last?.();
  } finally {
    stop();
    await doing;
  }
}
