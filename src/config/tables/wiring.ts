import * as v from "valibot";
import { gatewayOf, PORT_1_BAUD } from "../../traffic/gateway.ts";
import { CHANNELS_MAX, ChannelNumber, DETECTORS_MAX, DetectorNumber, OVERLAPS_MAX, OverlapNumber } from "../../traffic/numbers.ts";
import { USUAL } from "../../traffic/usual.ts";
import { form, metres, name, oneOf, oneOfNumbers, seconds, whole, yes } from "../fields.ts";
import { maybePhases, phase, SHEET } from "./words.ts";

/**
 * The tables of a site file, key by key: what each may hold, and what it is when absent. Seconds and metres unless the key says more. These are
 * of what stands in the street and in the cabinet.
 */

const input = whole(1, 65_535, "Inputs are numbered on the device, from 1.");
const lamp = v.optional(whole(1, 65_535, "Outputs are numbered on the board, from 1."));

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

/** Ninety days: a winter in which nobody comes up the mountain. */
const OUTAGE_HOURS_MAX = 2_160;

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

export const JOURNAL = {
  outage_hours: v.optional(
    whole(1, OUTAGE_HOURS_MAX, `How long the brain may be away before records are dropped; leave it out for ${USUAL.site.outage_hours}.`),
    USUAL.site.outage_hours,
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
  fleet: v.optional(whole(1, 1_000_000, "How many units call the same broker; leave it out below 100."), 100),
  certificates: v.optional(
    form(
      (s) => s === "" || /^\/[^\0]*$/.test(s),
      'be a folder, by its whole path, as in "/etc/stopline/certificates"',
      'Copy there what "stopline ca unit" has made for this unit; leave it out where the broker asks for no certificate.',
    ),
    "",
  ),
  metrics_port: v.optional(whole(0, 65_535, "9464 is usual; 0 for none. Prometheus asks there, on the unit itself."), 0),
  command_key: v.optional(
    form(
      isKey,
      "be 32 bytes in base64: 44 characters, the last one =",
      'Copy the public key that the centre gave you, or write "": this unit then takes no commands.',
    ),
    "",
  ),
  backup_time: v.optional(
    seconds(0, 65_535, "Seconds without a command after which the brain's pattern ends; 0 for its own time alone."),
    0,
  ),
};

export const PORT = {
  path: form(
    (s) => /^\/dev\/[^\s]+$/.test(s) || gatewayOf(s) !== null,
    "be a device under /dev, or udp://ADDRESS:PORT of an SDLC gateway",
    "See: ls -l /dev/serial/by-path",
  ),
  baud: oneOfNumbers(
    [1_200, 2_400, 4_800, 9_600, 19_200, 38_400, 57_600, 115_200, PORT_1_BAUD, 230_400],
    "Write the speed that is set on the devices of this line.",
  ),
  parity: v.optional(oneOf(["none", "even", "odd"]), "none"),
  stop_bits: v.optional(oneOfNumbers([1, 2], "Most devices have 1."), 1),
  rs485: v.optional(yes("Write true where the board's own UART must switch its RS-485 transceiver."), false),
  rts_before_ms: v.optional(whole(0, 100, "Milliseconds; leave it out if the transceiver's sheet asks for none.")),
  rts_after_ms: v.optional(whole(0, 100, "Milliseconds; leave it out if the transceiver's sheet asks for none.")),
};

export const DEVICE = {
  name: name("Write what the label in the cabinet says."),
  port: name("Write one of the [ports.…] above."),
  protocol: name("Write what the device speaks."),
  profile: v.optional(v.pipe(v.string("be a text"), v.description("Write the profile's name.")), ""),
  address: v.optional(whole(0, 65_535, "Write the number that is set on the device.")),
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
  kind: oneOf(["stop-line", "advance", "count", "zone"]),
  approach: name("Write one of the [[approaches]]."),
  lane: whole(1, 12, "Lanes are counted from the kerb, from 1."),
  distance: metres(500, "Metres from the stop line back to the detector, to the near end of a zone."),
  length: v.optional(metres(500, "Metres from the near end of a camera's zone to its far end.")),
  call_phase: v.optional(phase),
  also_calls: maybePhases("Write further phases that it calls and extends: [3]."),
  added_initial: v.optional(yes("Write true where its actuations in red add to the initial green of its phase."), false),
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

export const CHANNEL = {
  number: v.pipe(whole(1, CHANNELS_MAX, "Give each load switch its own number."), v.transform(ChannelNumber)),
  name: name("Write what the load switch is labelled with."),
  kind: oneOf(["vehicle", "pedestrian", "overlap"]),
  phase: v.optional(phase),
  also_phases: maybePhases("Write further phases whose walk it shows: [3]."),
  overlap: v.optional(v.pipe(whole(1, OVERLAPS_MAX, "Write the number of one of the [[overlaps]]."), v.transform(OverlapNumber))),
  flash: oneOf(["red", "yellow", "dark"]),
  device: name("Write the output board among the [[devices]]."),
  red: lamp,
  yellow: lamp,
  green: lamp,
};
