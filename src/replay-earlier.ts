import { CODE } from "./traffic/codes.ts";

/** Who asked. A technician's name may have anything in it, "; " too: it ends where these words are. */
const BY = "the centre|.+?, at the page";
const FLASH = new RegExp(`(?<="cause":")(${BY}) has asked for flash(?="|: on the way)`);
const PHASE = /phase (\d+) is (held|omitted|without its pedestrians)/g;
const PHASES = new RegExp(`(?<="cause":"|; )(${BY}) has asked: (${PHASE.source}(?:, ${PHASE.source})*)(?="|; )`, "g");
const ASKS: { readonly [was: string]: string } = {
  held: "hold phase",
  omitted: "omit phase",
  "without its pedestrians": "omit the pedestrians of phase",
};

/** By code: a detail of an earlier release, as the same is said now. */
const SAID: { readonly [code: number]: (was: string) => string } = {
  [CODE.commandResult]: (was) =>
    was.replace(/ which ends (\d+) min after the last thing done"/, ' which ends in $1 min unless more is done in it"'),
  [CODE.controlMode]: (was) =>
    was
      .replace(FLASH, "asked for by $1")
      .replace(
        PHASES,
        (_, by: string, those: string) =>
          `asked for by ${by}: ${those.replace(PHASE, (_, phase: string, how: string) => `${ASKS[how]} ${phase}`)}`,
      ),
};

/** In whatever detail: a technician was called by where he asked. A name may have these words in it, and is followed by them once more, or by today's. */
const AT_THE_PAGE = /, at the page(?!, (?:at the page|technician))(?=["\\:;,) ])/g;

/** A record's detail in today's words: what was decided is the same, and a journal of a release before replays. */
export const saidNow = (code: number, detail: string): string => (SAID[code]?.(detail) ?? detail).replace(AT_THE_PAGE, ", technician");
