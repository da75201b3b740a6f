import { PROTOCOLS, type ProtocolName, protocolNames } from "../detection/protocols/index.ts";
import { byteTime_ms, type LineSettings } from "../serial/load.ts";
import { questionTo } from "./ask.ts";
import { LANGUAGES } from "./languages/index.ts";
import { usualSettings, type Wanted } from "./overhear.ts";
import { settingsWords } from "./tap.ts";
import { COMMANDS, READY_MS } from "./wake.ts";

/** One address that is asked at one setting. */
export interface Question {
  readonly settings: LineSettings;
  readonly protocol: ProtocolName;
  readonly address: number;
  /** An elektronika board at these settings would take it for a command. */
  readonly wakes: boolean;
  /** What it takes if nobody answers. */
  readonly ms: number;
}

/**
 * How many addresses of a protocol have been asked when a round is over: a few at every speed, before many at any. Where a protocol is not
 * usual at a speed it is a round behind, and makes up for it in the last one.
 */
const QUICK = [4, 16, 48, 250] as const;
/** Of one that takes its time. */
const SLOW = [1, 4, 8, 16] as const;
export const SLOW_MS = 300;

/**
 * Everybody who may live on a line, in the order in which they are asked: rounds, in them one setting after the other. Only questions that a
 * unit asks too, and none to boards that light lamps. The likeliest are asked twice: an answer can be lost. Those which an elektronika board would take for a command are a round of their own, the last.
 */
export function roundsOf(wanted: Wanted): readonly (readonly Question[])[] {
  const pairs = usualSettings(wanted).flatMap((settings) =>
    askable(wanted, settings).map((protocol) => {
      const all = addressesOf(protocol, wanted).map((address) => question(settings, protocol, address));
      return { all, behind: wanted.protocol === undefined && wanted.baud === undefined && !isUsual(protocol, settings) };
    }),
  );
  const rounds: Question[][] = QUICK.map((_, round) =>
    pairs.flatMap(({ all, behind }) => {
      const counts = PROTOCOLS[all[0]?.protocol ?? "modbus-rtu"].timeout_ms >= SLOW_MS ? SLOW : QUICK;
      const upTo = (level: number): number => (level < 0 ? 0 : level === QUICK.length - 1 ? all.length : counts[level]!);
      const last = round === QUICK.length - 1;
      const from = upTo(round - (behind ? 2 : 1));
      return all.slice(from, upTo(behind && !last ? round - 1 : round));
    }),
  );
  const [first = [], second = [], ...wider] = rounds.map((round) => round.filter(({ wakes }) => !wakes));
  return [first, [...first, ...second], ...wider, rounds.flat().filter(({ wakes }) => wakes)].filter((round) => round.length > 0);
}

/** Who else may live at a setting at which one of `protocol` answers: its own addresses all, of others those that are asked in the first two rounds. */
export function restAt(settings: LineSettings, protocol: ProtocolName, wanted: Wanted): readonly Question[] {
  const others = askable(wanted, settings).filter((name) => name !== protocol);
  return [protocol, ...others].flatMap((name) => {
    const counts = PROTOCOLS[name].timeout_ms >= SLOW_MS ? SLOW : QUICK;
    const addresses = addressesOf(name, wanted);
    return addresses.slice(0, name === protocol ? addresses.length : counts[1]).map((address) => question(settings, name, address));
  });
}

/** What questions take if nobody answers. */
export const silent_ms = (questions: readonly Question[]): number => questions.reduce((sum, { ms }) => sum + ms, 0);

function question(settings: LineSettings, protocol: ProtocolName, address: number): Question {
  const bytes = questionTo(protocol, address);
  const wakes = isUsual("elektronika", settings) && (bytes?.includes(COMMANDS) ?? false);
  const ms = PROTOCOLS[protocol].timeout_ms + (bytes?.length ?? 0) * byteTime_ms(settings) + (wakes ? READY_MS : 0);
  return { settings, protocol, address, wakes, ms };
}

const isUsual = (protocol: ProtocolName, settings: LineSettings): boolean =>
  LANGUAGES[protocol]?.settings.some((each) => settingsWords(each) === settingsWords(settings)) ?? false;

/** Who can be asked at these settings: with a parity, those who leave the factory with one; at settings that were named, everybody. */
function askable(wanted: Wanted, settings: LineSettings): readonly ProtocolName[] {
  const all = protocolNames.filter((name) => !PROTOCOLS[name].listens && !isGateways(name) && PROTOCOLS[name].addresses !== null);
  const named = all.filter((name) => wanted.protocol === undefined || name === wanted.protocol);
  const fitting = named.filter((name) => settings.parity === "none" || isUsual(name, settings));
  return fitting.length > 0 ? fitting : named;
}

const isGateways = (name: ProtocolName): boolean => "gateway" in PROTOCOLS[name];

/** Of a slow protocol as many more are asked where it was named. */
const SLOW_NAMED = 64;

function addressesOf(protocol: ProtocolName, { protocol: named, last_address = Number.POSITIVE_INFINITY }: Wanted): readonly number[] {
  const { addresses, timeout_ms } = PROTOCOLS[protocol];
  const bounds: readonly number[] = addresses ?? [];
  const most = timeout_ms < SLOW_MS ? QUICK.at(-1)! : named === undefined ? SLOW.at(-1)! : SLOW_NAMED;
  const all: number[] = [];
  for (let i = 0; i + 1 < bounds.length; i += 2) {
    for (let address = bounds[i]!; address <= Math.min(bounds[i + 1]!, last_address) && all.length < most; address++) all.push(address);
  }
  return all;
}
