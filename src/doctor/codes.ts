/** What a code stands for, whatever it is found in. */
interface Meaning {
  readonly grade: "good" | "look" | "wrong";
  readonly means: string;
  readonly cause: string;
  readonly todo: string;
}

const good = { grade: "good", means: "", cause: "", todo: "" } as const satisfies Meaning;
const wrong = (means: string, cause: string, todo: string) => ({ grade: "wrong", means, cause, todo }) as const satisfies Meaning;
const look = (means: string, cause: string, todo: string) => ({ grade: "look", means, cause, todo }) as const satisfies Meaning;

/** Every code that the doctor has. */
export const CODES = {
  "site-good": good,
  "site-wrong": wrong(
    "the unit would not run this file",
    "a mistake in the file",
    'Type "stopline check" with the file: it names the lines, and what to write.',
  ),
  "site-missing": wrong("nothing is known of this site", "another name or folder than the file has", "Name the site file."),
  "site-look": look("the unit runs it, and something is not well", "see the words", "Do what stands in the words."),

  "port-good": good,
  "port-unit": good,
  "port-missing": wrong(
    "no such port is there",
    "the adapter is not plugged in, or into another socket; or the path in the site file is another cabinet's",
    "Look at ls -l /dev/serial/by-path with the adapter in, and write that name.",
  ),
  "port-denied": wrong(
    "this user may not open the port",
    "the user is not in the port's group",
    "Add the user to the group that ls -l shows (often dialout), or type sudo before the command.",
  ),
  "port-held": wrong(
    "another program has the port, and would lose what we read; nothing was sent",
    "a unit that runs, or a terminal program that was left open",
    'If it is a unit, ask that: "stopline doctor" with its site file, and its socket (--live); its status page shows every device. Else end that program.',
  ),
  "port-rs485": wrong(
    "the port's driver switches no RS-485 transceiver",
    "an adapter that switches by itself (all on USB do); or a UART whose device tree does not name the pin",
    "Leave rs485 out of the site file, or add rts-gpios and linux,rs485-enabled-at-boot-time; to the UART's device tree node.",
  ),
  "port-broken": wrong("the port does not work", "the adapter, its driver or its cable", "Plug the adapter in again; try another one."),

  "line-silent": wrong(
    "nobody on this line answers",
    "no power, the two wires of RS-485 swapped, RX and TX not crossed, or another speed than the devices have",
    "Look for the devices' lamps, swap A and B, and then find their speed with \"stopline doctor\" and the port's path, the unit ended.",
  ),
  "line-quiet": look(
    "nothing was said while we listened",
    "devices that speak only when they are asked, and nobody asks; or no cable",
    'Ask them: type "stopline doctor" with the port\'s path and --ask.',
  ),
  "line-talks": look(
    "somebody talks here: nothing was sent",
    "a controller that asks its devices, or a device that talks by itself",
    "Find out who asks before you ask as well: two that ask spoil each other's answers. Then --ask.",
  ),
  "line-known": good,
  "line-unknown": wrong(
    "bytes come that are no frame of any protocol known here, at any usual speed",
    "a protocol that is not there, an unusual speed, A and B swapped, or noise on an open line",
    'Swap A and B; look at the bytes with "stopline listen PORT --hex"; compare with the device\'s manual.',
  ),
  "line-empty": wrong(
    "nobody answered, whatever was asked, at any usual speed",
    "no power, no cable, A and B swapped, or a protocol that is not there",
    "Look for the devices' lamps, measure 0.2 V or more between A and B, swap A and B, and try again.",
  ),

  "line-ended": look(
    "the search was ended before everybody was asked",
    "Ctrl-C, or a line on which every answer took so long that its time was over",
    "Name what you know (--protocol, --baud, --to), so that fewer are asked, and let it come to its end.",
  ),

  "gateway-silent": wrong(
    "the gateway sends no answer of anybody behind it",
    "another address or UDP port than its own, answers that it sends to another port of ours, no network, or nothing on its Port 1 side",
    "Ping its address from here; look at its UDP port, and at where it sends (?local= in the path); then at its Port 1 cable and the racks' power.",
  ),

  "device-good": good,
  "device-talks": good,
  "device-found": good,
  "device-woken": look(
    "it detected nobody for some seconds, and does again",
    "a board that is silent while nobody passes, and a question with its command byte in it",
    "Write the lines below into the site file; next time look with --protocol elektronika, which only listens.",
  ),
  "device-commands": wrong(
    "it takes commands and detects nobody until it gives up waiting for them",
    "a question with its command byte in it, and an answer that was lost",
    'Watch it with "stopline listen" until it says RESUME>; switch it off and on if it does not within a minute.',
  ),
  "device-silent": wrong(
    "it does not answer, while others on its line do",
    "another address than in the site file, no power, or its own cable",
    'Look at its address switches and its lamp; "stopline doctor" with the port\'s path says which addresses answer.',
  ),
  "device-late": look(
    "it leaves questions without an answer",
    "a timeout_ms that is too short for it, noise, or a line with too much on it",
    'Compare timeout_ms with its manual; look at the line\'s share of time in "stopline check".',
  ),
  "device-noisy": look(
    "part of what comes from it is damaged",
    "a line without its end resistors (120 ohms at both ends) or its shield; a cable beside a supply; two devices with one address",
    "Put the resistors in, part the cables, and look for an address that is set twice.",
  ),
  "device-refuses": wrong(
    "it answers, and not with its inputs: every one of them counts as failed",
    "another profile than the device has",
    "Write the profile of the board that is there, or load the map that the profile expects.",
  ),
  "device-mute": wrong(
    "it should talk by itself and has not",
    "its program is not running, it sends to another port, or at another speed",
    "Look at the device's own settings: port, speed, interval.",
  ),
  "device-awaited": look(
    "it has not been heard yet, and the unit has only just started",
    "each is asked in its turn, and some talk by themselves every ten seconds alone",
    "Type the same again in half a minute.",
  ),
  "device-board": look(
    "it lights lamps, so the doctor asks it nothing",
    "only a unit may write to it",
    "Start the unit and look at the status page: it says whether the board confirms.",
  ),

  "journal-good": good,
  "journal-missing": look(
    "there is no journal",
    "no unit has run here yet, or its journal lies elsewhere",
    "Start the unit, or name the file with --journal.",
  ),
  "journal-broken": wrong(
    "the journal cannot be read",
    "a worn card, or a file that is no journal",
    "Start the unit: it puts a broken journal aside and begins anew. If it comes again, change the card.",
  ),
  "journal-other": wrong(
    "the journal is another unit's",
    "another unit's card, or another place's site file",
    "Compare the site file with the unit's label; or name this unit's own journal with --journal.",
  ),
  "journal-behind": look(
    "the brain has not acknowledged everything",
    "no network, or a broker or brain that does not answer",
    'Look at the link\'s words ("stopline run" prints them) and at the cable to the modem.',
  ),

  "unit-good": good,
  "unit-silent": look(
    "no unit runs here, so nothing can be said of signals and detectors",
    "it was not started, or shows itself elsewhere",
    'Type "systemctl status stopline-unit", or start it; name its socket with --live.',
  ),
  "unit-other": wrong(
    "another unit runs here",
    "another site's file or card",
    "Compare the site file with the unit's label, and the card with its record.",
  ),
  "unit-flash": wrong(
    "the signals flash",
    "see the words",
    'End its cause: the signals come back by themselves then. What the conflict monitor has latched ends only with "stopline reset-fault" in the cabinet.',
  ),
  "unit-fixed": look(
    "the signals follow the fixed plan, whoever comes",
    "detectors have failed",
    "Mend the detectors that are named below; it ends a minute after.",
  ),
  "unit-starts": look(
    "the signals are starting: flash, all red, then the first greens",
    "the unit has just started, or flash has just ended",
    "Wait for a minute.",
  ),
  "unit-stands": look(
    "every interval stands as long as it is on",
    "somebody is at the cabinet's stop time switch",
    "Switch it off when the work is done.",
  ),
  "unit-manual": look("greens end when the interval is advanced by hand", "an officer is at the door", "Switch it off when he has gone."),
  "unit-preempt": look(
    "a preempt goes before everybody",
    "a train or a fire engine; else an input that sticks",
    "Look at its contact if it lasts.",
  ),
  "unit-asked": look(
    "somebody has asked for it by command, and others wait while it lasts",
    "a technician, or the centre",
    "It ends by itself; a technician can end it at once on the status page, under Actions.",
  ),
  "unit-late": look(
    "the unit came later than a tenth to its own beat",
    "the machine has too much to do, or is too hot",
    "Look at its temperature and at what else runs there.",
  ),

  "monitor-good": good,
  "monitor-fault": wrong(
    "the conflict monitor has latched a fault, and the signals flash until somebody resets it",
    "a lamp or a wire of the channels that are named; a board that lights other lamps than it was told",
    'Find it first: the journal has the moment before. Then type "stopline reset-fault" in the cabinet.',
  ),
  "coordination-free": look(
    "the pattern in force is not coordinated, and should be",
    "its splits or offset do not fit the phases",
    'Type "stopline check" with the site file.',
  ),

  "detectors-good": good,
  "detector-failed": wrong(
    "it has failed, and its phase is recalled so that nobody waits",
    "the loop, its wires or its card",
    "Look at its lamp while somebody is on it, then at its wires.",
  ),
  "detector-forced": look(
    "it counts as it was told to, whatever its loop says",
    "a technician, or the centre",
    "It ends by itself; a technician can end it at once on the status page, under Actions.",
  ),
  "detector-doubted": look(
    "what it says does not go with what others say; its calls stand",
    "swapped wires, a sensitivity that is too low or too high, crosstalk",
    'Trip it by hand on the status page, under Commissioning, or read record 325: "stopline journal".',
  ),
  "neighbour-silent": look(
    "the neighbour's announcements do not come",
    "its link, the broker, or its name in the site file",
    "Look at that unit first, then at [[neighbours]].",
  ),

  "recording-fault": wrong(
    "the unit cannot write down what happens",
    "a worn or full card",
    "Change the card soon: what happens now is lost with the power.",
  ),

  version: good,
  "disk-good": good,
  "disk-full": look(
    "little room is left where the journal lies",
    "an update's file, or something that is not ours",
    'Look with "du -x -d2"; the journal itself has a bound.',
  ),
  "machine-cool": good,
  "machine-hot": look(
    "the board is so hot that it slows down",
    "sun on the cabinet, a fan that stands, a filter that is full",
    "Look at fan and filter.",
  ),
  "memory-short": look("little memory is left", "something beside the unit runs there", 'Look with "top".'),

  "link-good": good,
  "link-away": look(
    "the link does not reach the broker; records wait on the unit",
    "see the words",
    "Look at the modem and its cable, then at the broker's name and the certificate.",
  ),
  "link-gone": wrong(
    "the link does not run: nothing reaches the brain, and there is no status page; the signals keep time",
    "it was stopped, or fails again and again as it starts",
    'Type "systemctl status stopline-link": the last lines say why. "systemctl start stopline-link" starts it.',
  ),
  "link-hangs": wrong(
    "the link is there and does nothing: nothing reaches the brain, and the status page does not answer; the signals keep time",
    "see the words",
    'On a unit systemd starts it anew within two minutes. If not, type "systemctl restart stopline-link"; what runs under "stopline run" is ended and started again.',
  ),
  "link-unheard": look(
    "nothing is known of the link",
    "it does not run, or has never come so far",
    'Type "systemctl status stopline-link".',
  ),
  "update-stands": look("an update is on its way", "it was asked for", "Wait for it, and leave the power on."),
  "update-failed": look(
    "an update came to nothing; the unit runs what ran before",
    "see the words",
    "Tell who sent it: the words say why.",
  ),

  "walk-safe": good,
  "walk-unsafe": wrong(
    "somebody has left though steps were open",
    "steps were left out, or the walk was ended before them; the report names them",
    "At the page, under Commissioning, go on with the open steps and finish the walk anew: what is confirmed stands.",
  ),
  "walk-open": look(
    "a commissioning walk is not finished",
    "somebody is walking, or was called away",
    "Go on with it on the status page, under Commissioning.",
  ),
  "walk-old": look(
    "the site file has changed since it was walked",
    "a new site file",
    "Walk it again on the status page, under Commissioning: what changed must be seen.",
  ),
  "walk-none": look(
    "nobody has confirmed what hangs where",
    "the unit is new, or was put up before there was a walk",
    "Walk it on the status page, under Commissioning.",
  ),

  "certificate-good": good,
  "certificate-ending": look(
    "its certificate for the broker ends soon",
    "it was made for a time, and that is nearly over",
    'Have the next one made ("stopline ca renew" with the unit\'s name) and copy it into its folder; nothing need be restarted.',
  ),
  "certificate-wrong": wrong(
    "the broker will not let it in",
    "a certificate that has ended or was copied in part, or a clock that is wrong",
    'Look at the clock; copy the three files that "stopline ca" has made for this unit, the key with mode 600.',
  ),

  "clock-good": good,
  "clock-unset": wrong(
    "the clock is years behind: days and cycles are wrong, and commands are refused",
    "no network time, and a clock whose battery is empty",
    "Connect the network, or set the time with date -s, and change the battery.",
  ),
  "clock-alone": look(
    "nothing is known to keep the clock in step; by itself it goes wrong by a second in a day or two",
    "no network time is reachable, or no program for it runs",
    'Type "timedatectl": it says whether network time is on. Until it is, compare the clock when you come by: cycles of neighbours drift apart.',
  ),
} as const satisfies { readonly [code: string]: Meaning };

export type Code = keyof typeof CODES;
