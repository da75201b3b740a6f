import { CODE } from "./traffic/codes.ts";

/** By code: what a detail said in an earlier release, and how the same is said now. */
const SAID: { readonly [code: number]: readonly (readonly [was: RegExp, is: string])[] } = {
  [CODE.commandResult]: [[/ which ends (\d+) min after the last thing done"/, ' which ends in $1 min unless more is done in it"']],
  [CODE.controlMode]: [
    [/"cause":"(.+) has asked for flash(?=[":])/, '"cause":"asked for by $1'],
    [/phase (\d+) is held/g, "hold phase $1"],
    [/phase (\d+) is omitted/g, "omit phase $1"],
    [/phase (\d+) is without its pedestrians/g, "omit the pedestrians of phase $1"],
    [/(?<="cause":"|; )([^;"]+?) has asked: /g, "asked for by $1: "],
  ],
};

/** A record's detail in today's words: what was decided is the same, and a journal of a release before replays. */
export const saidNow = (code: number, detail: string): string =>
  (SAID[code] ?? []).reduce((said, [was, is]) => said.replace(was, is), detail);
