import type { LinkLive, Live } from "../../traffic/live.ts";
import { type Sentence, said } from "./said.ts";

/** A frame for a page that is read in Chinese. What stands in it stays as the unit says it, as faults are known by their words; `said` is what that is in Chinese. */
export type InChinese<F> = F & { readonly said: readonly Sentence[] };

export const liveInChinese = (live: Live): InChinese<Live> => {
  const { mode_cause, coordination, monitor, journal, detectors, asked = [] } = live;
  const own = [mode_cause, coordination.source_cause, monitor.fault, journal.fault, ...asked.map(({ by }) => by)];
  return { ...live, said: sentences([...own, ...detectors.flatMap(({ fault, doubt = "" }) => [fault, doubt])]) };
};

export const linkInChinese = (link: LinkLive): InChinese<LinkLive> => {
  const { cause, update = "", errors = [] } = link;
  return { ...link, said: sentences([cause, update, ...errors.map(({ words }) => words)]) };
};

/** Each once; not what stays as it is. */
const sentences = (texts: readonly string[]): readonly Sentence[] =>
  [...new Set(texts)].map((text) => [text, said(text)] as const).filter(([english, chinese]) => english !== chinese);
