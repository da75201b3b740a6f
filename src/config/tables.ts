import * as v from "valibot";
import {
  CHANNELS_MAX,
  ChannelNumber,
  DETECTORS_MAX,
  DetectorNumber,
  PatternNumber,
  PHASES_MAX,
  PhaseNumber,
  RINGS_MAX,
  RingNumber,
} from "../traffic/numbers.ts";
import { STRATEGIES } from "../traffic/strategies.ts";
import { form, metres, name, oneOf, oneOfNumbers, seconds, whole, yes } from "./fields.ts";

/** The tables of a site file, key by key: what each may hold, and what it is when absent. Seconds and metres unless the key says more. */

const SHEET = "Copy it from the timing sheet.";
const phase = v.pipe(whole(1, PHASES_MAX, "Phases have the numbers of the timing sheet."), v.transform(PhaseNumber));
const input = whole(1, 65_535, "Inputs are numbered on the device, from 1.");
const lamp = v.optional(whole(1, 65_535, "Outputs are numbered on the board, from 1."));
const recall = oneOf(["none", "min", "max", "soft"]);

function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: text });
    return /^[A-Za-z]/.test(text);
  } catch {
    return false;
  }
}

const isKey = (text: string) =>
  text === "" || (Buffer.from(text, "base64").length === 32 && Buffer.from(text, "base64").toString("base64") === text);

export const SITE = {
  id: form(
    (s) => /^[A-Za-z0-9][A-Za-z0-9-]{0,31}$/.test(s),
    "be 1 to 32 letters, digits and dashes",
    "It is the unit's name on the network, as the centre gave it.",
  ),
  name: name("Write the streets, as people call the place."),
  time_zone: form(
    isTimeZone,
    'be a time zone such as "Europe/Berlin"',
    "Write it as Continent/City, as in the IANA list.",
    Intl.supportedValuesOf("timeZone"),
  ),
};

export const BRAIN = {
  host: form(
    (s) => /^[A-Za-z0-9]([A-Za-z0-9.:-]*[A-Za-z0-9])?$/.test(s),
    "be a host's name or address, without mqtt:// and without a port",
    "Ask the centre for it.",
  ),
  port: v.optional(whole(1, 65_535, "Brokers listen on 8883 with TLS, on 1883 without."), 8_883),
  tls: v.optional(yes("Leave it out, or write false only for a broker without TLS."), true),
  command_key: v.optional(
    form(
      isKey,
      "be 32 bytes in base64: 44 characters, the last one =",
      'Copy the public key that the centre gave you, or write "": this unit then takes no commands.',
    ),
    "",
  ),
};

export const PORT = {
  path: form((s) => /^\/dev\/[^\s]+$/.test(s), "be a device under /dev", "See: ls -l /dev/serial/by-path"),
  baud: oneOfNumbers(
    [1_200, 2_400, 4_800, 9_600, 19_200, 38_400, 57_600, 115_200, 230_400],
    "Write the speed that is set on the devices of this line.",
  ),
  parity: v.optional(oneOf(["none", "even", "odd"]), "none"),
  stop_bits: v.optional(oneOfNumbers([1, 2], "Most devices have 1."), 1),
};

export const DEVICE = {
  name: name("Write what the label in the cabinet says."),
  port: name("Write one of the [ports.…] above."),
  protocol: name("Write what the device speaks."),
  profile: v.optional(v.pipe(v.string("be a text"), v.description("Write the profile's name.")), ""),
  address: v.optional(whole(1, 65_535, "Write the number that is set on the device.")),
  poll_ms: v.optional(whole(50, 3_600_000, "Milliseconds from one question to the next: 100 for loops, 250 for an output board.")),
  timeout_ms: v.optional(whole(10, 3_600_000, "Milliseconds; leave it out if you have no reason.")),
};

export const APPROACH = {
  name: name("Write which leg it is."),
  heading: whole(0, 359, "Degrees clockwise from north, seen from the centre: 90 is the leg to the east."),
  lanes: whole(1, 12, "Count the lanes that lead to the stop line."),
  speed_limit_kmh: whole(5, 130, "Kilometres an hour, as on the sign."),
};

export const DETECTOR = {
  number: v.pipe(whole(1, DETECTORS_MAX, "Give each detector its own number."), v.transform(DetectorNumber)),
  name: name("Write where it lies."),
  device: name("Write one of the [[devices]]."),
  input,
  kind: oneOf(["stop-line", "advance", "count"]),
  approach: name("Write one of the [[approaches]]."),
  lane: whole(1, 12, "Lanes are counted from the kerb, from 1."),
  distance: metres(500, "Metres from the stop line back to the detector."),
  call_phase: v.optional(phase),
  delay: v.optional(seconds(0, 255, SHEET), 0),
  extend: v.optional(seconds(0, 25.5, SHEET), 0),
  lock: v.optional(yes("Write true where an actuation outside green is remembered until it is served."), false),
  no_activity_min: v.optional(whole(0, 255, "Minutes without a vehicle after which it counts as failed; 0 for never.")),
  max_presence_min: v.optional(whole(0, 255, "Minutes of unbroken presence after which it counts as failed; 0 for never.")),
  erratic_counts_per_min: v.optional(whole(0, 255, "Actuations a minute above which it counts as failed; 0 for never.")),
};

export const PEDESTRIAN_DETECTOR = {
  number: v.pipe(whole(1, DETECTORS_MAX, "Give each push button its own number."), v.transform(DetectorNumber)),
  name: name("Write which crossing it is for."),
  device: name("Write one of the [[devices]]."),
  input,
  call_phase: phase,
};

/** NTCIP 1202 ranges. Below 3.0 s of yellow nobody can stop (MUTCD), and conflict monitors trip below 2.7 s. */
export const PHASE = {
  number: phase,
  name: name("Write whom it lets go."),
  approach: v.optional(name("Write one of the [[approaches]]."), ""),
  movement: oneOf(["through", "left", "right", "all", "pedestrian"]),
  min_green: seconds(3, 255, SHEET),
  passage: seconds(0, 25.5, SHEET),
  max1: seconds(3, 255, SHEET),
  yellow_change: seconds(3, 25.5, `${SHEET} Less than 3.0 leaves drivers no way to stop, and the cabinet's monitor trips below 2.7.`),
  red_clear: seconds(0, 25.5, SHEET),
  walk: v.optional(seconds(0, 255, SHEET), 0),
  ped_clear: v.optional(seconds(0, 255, SHEET), 0),
  recall: v.optional(recall, "none"),
  ped_recall: v.optional(yes("Write true where pedestrians are served in every cycle."), false),
  lock: v.optional(yes("Write true where an actuation outside green is remembered until it is served."), false),
  yields_to: v.optional(
    v.pipe(v.array(phase, "be a list of phases"), v.description("Write the phases that its turning traffic gives way to: [6].")),
    () => [],
  ),
};

const GROUPS = "be a list of lists of phases, one list for each side of a barrier";
export const RING = {
  number: v.pipe(whole(1, RINGS_MAX, "Rings are numbered from 1."), v.transform(RingNumber)),
  groups: v.pipe(
    v.array(v.pipe(v.array(phase, "be a list of phases"), v.description("Write it as [[1, 2], [3, 4]].")), GROUPS),
    v.minLength(1, GROUPS),
    v.description("Write it as [[1, 2], [3, 4]]."),
  ),
};

export const CHANNEL = {
  number: v.pipe(whole(1, CHANNELS_MAX, "Give each load switch its own number."), v.transform(ChannelNumber)),
  name: name("Write what the load switch is labelled with."),
  kind: oneOf(["vehicle", "pedestrian"]),
  phase,
  flash: oneOf(["red", "yellow", "dark"]),
  device: name("Write the output board among the [[devices]]."),
  red: lamp,
  yellow: lamp,
  green: lamp,
};

const pattern = (todo: string) => v.pipe(whole(1, 253, todo), v.transform(PatternNumber));
export const START = {
  flash: seconds(0, 255, SHEET),
  all_red: seconds(0, 255, SHEET),
  phases: v.pipe(
    v.array(phase, "be a list of phases"),
    v.minLength(1, "name at least one phase"),
    v.description("Write the phases that are green first: [2, 6]."),
  ),
  pattern: pattern("Write the number of one of the [[patterns]]."),
  fallback_pattern: pattern("Write the number of one of the [[patterns]]."),
};

export const PATTERN = {
  number: pattern("Give each pattern its own number."),
  name: name("Write what it is for."),
  strategy: v.optional(oneOf(STRATEGIES), "fully-actuated"),
};

/** What a pattern does not say of a phase stays as the phase has it. */
export const PATTERN_PHASE = {
  phase,
  max_green: v.optional(seconds(3, 255, SHEET)),
  recall: v.optional(recall),
  ped_recall: v.optional(yes("Write true where pedestrians are served in every cycle.")),
};
