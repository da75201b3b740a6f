import { isProtocol, PROTOCOLS } from "../detection/protocols/index.ts";
import { type Finding, finding } from "./finding.ts";
import { overhear, type Sound, type Wanted } from "./overhear.ts";
import { roundsOf, SLOW_MS, silent_ms } from "./rounds.ts";
import { bound_ms, type Census, type Resident, type ScanWatch, takeCensus } from "./scan.ts";
import { settingsWords, type Tap } from "./tap.ts";

/** How the doctor is watched and held back while it looks at a line that nobody knows. */
export interface Watch extends ScanWatch {
  told(words: string): void;
  /** Asked before anything is sent on a line on which somebody talks. */
  mayAsk(sound: Sound): Promise<boolean>;
}

export interface Examined {
  readonly findings: readonly Finding[];
  readonly sound: Sound;
  readonly census: Census | null;
}

/** Listens first; asks only where nobody talks, or where it may. */
export async function examine(tap: Tap, wanted: Wanted, watch: Watch): Promise<Examined> {
  const about = `line ${tap.path}`;
  const talker = onlyTalks(wanted.protocol ?? null);
  const sound = await overhear(tap, wanted, watch.now, watch.told, watch.stopped, talker);
  const heard = soundFinding(about, sound);
  if (watch.stopped() || onlyTalks(sound.protocol)) return { findings: [heard], sound, census: null };
  if (talker) return { findings: [sound.bytes > 0 ? heard : finding("device-mute", about, "not a byte was said")], sound, census: null };
  if (sound.bytes > 0 && !(await watch.mayAsk(sound))) {
    const talks = finding("line-talks", about, heard.found);
    return { findings: sound.protocol === null ? [heard] : [talks, heard], sound, census: null };
  }
  const known = sound.settings === null ? wanted : { baud: sound.settings.baud, parity: sound.settings.parity, ...wanted };
  watch.told(planWords(known));
  const census = await takeCensus(tap, known, watch, sound.bytes > 0);
  if (census.talker) return { findings: [soundFinding(about, census.talker)], sound: census.talker, census: null };
  return { findings: [...(sound.bytes > 0 ? [heard] : []), ...censusFindings(about, sound, census)], sound, census };
}

function planWords(wanted: Wanted): string {
  const rounds = roundsOf(wanted);
  const [all, first] = [rounds.flat(), rounds[0] ?? []];
  const minutes = Math.ceil(bound_ms(all) / 60_000);
  return `asking: ${rounds.length} rounds, ${all.length} questions, the likeliest ${first.length} in ${Math.ceil(silent_ms(first) / 1_000)} s, all of them in ${minutes} min at most`;
}

/** Whoever says everything unasked has nothing to answer. */
const onlyTalks = (protocol: string | null): boolean => protocol !== null && isProtocol(protocol) && PROTOCOLS[protocol].listens;

function soundFinding(about: string, { bytes, protocol, settings, frames, addresses, noise_bytes }: Sound): Finding {
  if (bytes === 0) return finding("line-quiet", about, "not a byte was said");
  if (protocol === null || settings === null) return finding("line-unknown", about, `${bytes} bytes, and no frame among them`);
  const who = addresses.length === 0 ? "" : `, address${addresses.length > 1 ? "es" : ""} ${addresses.join(", ")}`;
  return finding("line-known", about, `${protocol} at ${settingsWords(settings)}${who}: ${frames} frames, ${noise_bytes} bytes of noise`);
}

function censusFindings(about: string, sound: Sound, { settings, residents, woken, ended }: Census): readonly Finding[] {
  if (settings !== null && woken !== undefined) {
    const who = `${settingsWords(settings)}: an elektronika board took a question for its Ctrl-Z`;
    if (woken.detects) return [finding("device-woken", about, `${who}; it was sent back, and says that it detects again`)];
    return [finding("device-commands", about, `${who}; it was sent back, and has not said that it detects again`)];
  }
  const cut = ended === undefined ? [] : [finding("line-ended", about, `${ended.asked} of ${ended.of} questions were asked`)];
  if (settings === null)
    return sound.protocol === null && cut.length === 0 ? [finding("line-empty", about, "no answer from any address")] : cut;
  return [...residents.map((each) => finding("device-found", about, `${settingsWords(settings)}: ${residentWords(each)}`)), ...cut];
}

function residentWords({ protocol, address, profiles, identity }: Resident): string {
  const named = profiles.filter((profile) => profile !== "");
  const as = profiles.length === 0 ? ", and to none of the profiles here" : named.length === 0 ? "" : `, as ${named.join(", ")}`;
  return `address ${address} answers to ${protocol}${as}${identity === undefined ? "" : `; ${identity}`}`;
}

/** What a site file would say of it. */
export function siteLines({ sound, census }: Examined, path: string): readonly string[] {
  const settings = census?.settings ?? sound.settings;
  if (settings === null || settings === undefined) return [];
  const { baud, parity, stop_bits } = settings;
  const port = ["[ports.line]", `path = "${path}"`, `baud = ${baud}`];
  if (parity !== "none") port.push(`parity = "${parity}"`);
  if (stop_bits !== 1) port.push(`stop_bits = ${stop_bits}`);
  const talker = sound.protocol !== null && census === null ? [{ protocol: sound.protocol, address: 0, profiles: [] }] : [];
  const devices = [...(census?.residents ?? []), ...talker].flatMap(({ protocol, address, profiles }, i) => [
    "",
    "[[devices]]",
    `name = "device-${i + 1}"`,
    'port = "line"',
    `protocol = "${protocol}"`,
    ...(profiles[0] ? [`profile = "${profiles[0]}"`] : []),
    ...(address > 0
      ? [`address = ${address}`, `poll_ms = ${isProtocol(protocol) && PROTOCOLS[protocol].timeout_ms >= SLOW_MS ? 5_000 : 250}`]
      : []),
  ]);
  return [...port, ...devices];
}
