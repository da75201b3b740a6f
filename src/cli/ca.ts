import { join } from "node:path";
import { parseArgs } from "node:util";
import { Authority, nameOf } from "../platform/authority.ts";
import { DAYS, type Role } from "../platform/authority-settings.ts";
import { DAY_MS } from "../platform/certificates.ts";
import { isoDay, type WallTime } from "../traffic/time.ts";
import { whole } from "./numbers.ts";
import { say } from "./say.ts";
import { UsageError, type Verb } from "./verb.ts";

const USAGE = `
stopline ca init [--title WORDS] [--days N] [--folder DIR]
stopline ca unit NAME [--days N] [--folder DIR]
stopline ca broker HOST… [--days N] [--folder DIR]
stopline ca brain | watcher [--days N] [--folder DIR]
stopline ca renew NAME [--days N] [--folder DIR]
stopline ca revoke NAME [--old] [--folder DIR]
stopline ca list [--folder DIR]

The project's own small certificate authority, for the link between units, broker and brain. Each certificate gets a folder with three
files, ca.crt, stopline.crt and stopline.key, to be carried to where it belongs; the site file's [brain] names it: certificates = "DIR".
The folder of the authority belongs on a machine that is not on a network, with a copy in a safe: whoever has ca.key can be any unit.

  unit NAME      one unit, by the id of its site file            (good for ${DAYS.unit} days)
  broker HOST…   the broker, by every name and address that units dial   (${DAYS.broker} days)
  brain          the centre: hears all, acknowledges, commands   (${DAYS.brain} days)
  watcher        hears all and says nothing: for "stopline tap", "stopline brain --once"   (${DAYS.watcher} days)
  renew NAME     a new key and certificate; the old one stays valid until it ends or is revoked
  revoke NAME    writes all of that name into crl.pem, for the broker

  --old          of revoke: all but the newest
  --folder DIR   where the authority is           (ca)
  --title WORDS  what the authority is called     (stopline)
  --days N       how long it is good for
`;

/** In the broker's access list these two are not units. */
const CENTRE = ["brain", "watcher"];

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      folder: { type: "string", default: "ca" },
      title: { type: "string", default: "stopline" },
      days: { type: "string" },
      old: { type: "boolean", default: false },
    },
  });
  const [what = "", ...names] = positionals;
  const { folder } = values;
  const days = values.days === undefined ? null : whole("days", values.days, 1);
  switch (what) {
    case "init":
      return init(folder, values.title, days ?? DAYS.authority);
    case "unit":
      return give(folder, "unit", unitIn(names), [], days);
    case "broker":
      return give(folder, "broker", hostsIn(names)[0]!, names, days);
    case "brain":
    case "watcher":
      if (names.length > 0) throw new UsageError(`a certificate of the ${what} has no other name than that`);
      return give(folder, what, what, [], days);
    case "renew":
      return renew(folder, oneIn(names, "renew"), days);
    case "revoke":
      return revoke(folder, oneIn(names, "revoke"), values.old);
    case "list":
      return list(folder);
    default:
      throw new UsageError("say what to do: init, unit NAME, broker HOST, brain, watcher, renew NAME, revoke NAME or list");
  }
}

function init(folder: string, title: string, days: number): number {
  if (!/^[\w .-]{1,60}$/.test(title)) throw new UsageError("--title is 1 to 60 letters, digits, spaces, dots and dashes");
  Authority.make(folder, title, days);
  say(`made the authority "${title}" in ${folder}; keep ca.key where nobody else can read it, and a copy of the folder in a safe`);
  return 0;
}

function give(folder: string, role: Role, name: string, hosts: readonly string[], days: number | null): number {
  const authority = Authority.open(folder);
  const there = authority.issued().find((each) => each.name === name && !each.revoked && each.ends_ms > Date.now());
  if (there !== undefined)
    throw new Error(`${name} has a certificate until ${day(there.ends_ms)}; "stopline ca renew ${name}" makes the next one beside it`);
  return issue(authority, role, name, hosts, days);
}

function issue(authority: Authority, role: Role, name: string, hosts: readonly string[], days: number | null): number {
  const given = authority.issue(role, name, hosts, days ?? DAYS[role]);
  say(`made ${given}: carry its three files to the ${role}, and leave them nowhere else`);
  return 0;
}

function renew(folder: string, name: string, days: number | null): number {
  const authority = Authority.open(folder);
  const last = authority
    .issued()
    .filter((each) => each.name === name)
    .at(-1);
  if (last === undefined) throw new Error(`there is no certificate of ${name} yet; "stopline ca list" has those that are`);
  const certificate = authority.certificate(last.serial);
  const hosts = (certificate.subjectAltName ?? "")
    .split(", ")
    .map((each) => each.replace(/^(DNS|IP Address):/, ""))
    .filter((each) => each !== "");
  const role = hosts.length > 0 ? "broker" : CENTRE.includes(name) ? (name as Role) : "unit";
  return issue(authority, role, nameOf(certificate), hosts, days);
}

function revoke(folder: string, name: string, old: boolean): number {
  const authority = Authority.open(folder);
  const count = authority.revoke(name, old);
  if (count === 0) throw new Error(`${name} has no ${old ? "older " : ""}certificate that is valid; "stopline ca list" says which have`);
  say(
    `revoked ${count} of ${name}. Give the broker ${join(folder, "crl.pem")} (crlfile) and restart it: who is connected stays so until then`,
  );
  return 0;
}

function list(folder: string): number {
  const issued = Authority.open(folder).issued();
  const left = (ends_ms: number) => (ends_ms > Date.now() ? `ends in ${Math.floor((ends_ms - Date.now()) / DAY_MS)} days` : "has ended");
  for (const { name, serial, ends_ms, revoked } of issued)
    say(`${name.padEnd(32)} ${day(ends_ms)}  ${(revoked ? "revoked" : left(ends_ms)).padEnd(18)} ${serial}`);
  if (issued.length === 0) say("no certificate yet");
  return 0;
}

const day = (ms: number): string => isoDay(ms as WallTime);

function oneIn(names: readonly string[], what: string): string {
  const [name, ...more] = names;
  if (name === undefined || more.length > 0) throw new UsageError(`name one, as in: stopline ca ${what} DEMO-001`);
  return name;
}

/** As in a site file: what has a / + or # in it would be another topic. */
function unitIn(names: readonly string[]): string {
  const name = oneIn(names, "unit");
  if (!/^[A-Za-z0-9][A-Za-z0-9-]{0,31}$/.test(name))
    throw new UsageError("a unit's name is 1 to 32 letters, digits and dashes, as in its site file");
  if (CENTRE.includes(name)) throw new UsageError(`"${name}" is the centre's own name; a unit that had it would be taken for the centre`);
  return name;
}

function hostsIn(names: readonly string[]): readonly string[] {
  if (names.length === 0) throw new UsageError("name the broker as units dial it, as in: stopline ca broker brain.example.net 10.0.0.5");
  const odd = names.find((name) => !/^[A-Za-z0-9]([A-Za-z0-9.:-]*[A-Za-z0-9])?$/.test(name));
  if (odd !== undefined) throw new UsageError(`"${odd}" is no host's name or address`);
  return names;
}

export const verb: Verb = { summary: "certificates for units, broker and brain: the project's own small authority", usage: USAGE, run };
