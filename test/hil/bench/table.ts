import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { openKey } from "../../../src/platform/keys.ts";
import { openPtyPair, type Pty } from "../../../src/platform/pty.ts";
import { endsWithUs } from "../../ends-with-us.ts";
import { freePort } from "../../platform/ports.ts";
import { TestAuthority } from "../../platform/tls.ts";
import { siteIn } from "./site.ts";

const HOUSE = resolve(import.meta.dirname, "../../..");
const HOST = "127.0.0.1";
/** A service that fails is started again after this (stopline-unit.service). */
const SERVICE = (words: readonly string[], log: string): string =>
  `setsid sh -c 'while :; do ${words.join(" ")}; sleep 1; done' < /dev/null > ${log} 2>&1 &\n  echo $! >> pids`;

/**
 * A table without anything on it: cables are pairs of ttys, the unit is `stopline unit` and `stopline link` as processes here, and its plug is a
 * program that starts and kills them. The driver of a bench knows no difference: it has a file, paths, two commands, an address.
 */
export class Table {
  /** The bench's file. */
  readonly file: string;
  readonly #folder: string;
  readonly #ends: Pty[] = [];
  readonly #callOff: () => void;

  /** `words`: more lines for its file, as in `[cannot]`. */
  static async lay(folder: string, site: string): Promise<Table> {
    return new Table(resolve(folder), site, await freePort());
  }

  private constructor(folder: string, site: string, port: number) {
    this.#folder = folder;
    const at = (...names: readonly string[]): string => join(folder, ...names);
    for (const end of ["unit", "bench", "card"]) mkdirSync(at(end), { recursive: true });
    const { ports, id } = siteIn(site);
    for (const { name } of ports) this.#cable(name);
    const authority = new TestAuthority(at("ca"));
    authority.brain();
    authority.authority.issue("broker", HOST, [HOST, "localhost"], 30);
    const { publicKey } = openKey(at("brain-key.pem"));
    const card = ["--journal", at("card/journal.db"), "--live", at("card/live.sock")];
    const own = (side: string): readonly string[] => [process.execPath, "src/cli.ts", side, `deploy/sites/${site}.toml`, ...card];
    const folders = ["desk", "kept", "slot"].flatMap((each) => [`--${each}`, at("card", each)]);
    const dials = ["--broker", `${HOST}:${port}`, "--certificates", authority.unit(id), "--command-key", publicKey];
    const sides = [
      SERVICE([...own("unit"), "--ports", at("unit")], at("unit.log")),
      SERVICE([...own("link"), ...dials, ...folders], at("link.log")),
    ];
    this.#plug(sides);
    this.file = at("table.toml");
    const lines = ports.map(({ name }) => `${name} = "${at("bench", name)}"`);
    writeFileSync(
      this.file,
      `driver = "bench"\nsites = ["${site}"]\n[lines]\n${lines.join("\n")}\n[power]\noff = "${at("plug")} off"\non = "${at("plug")} on"\nboots = "60 s"\ndischarges = "1 s"\n[broker]\nlisten = "${HOST}:${port}"\nauthority = "${at("ca")}"\nkey = "${at("brain-key.pem")}"\n[unit]\naddress = "${HOST}"\n`,
    );
    this.#callOff = endsWithUs(() => this.#pull());
  }

  clear(): void {
    this.#callOff();
    this.#pull();
    for (const end of this.#ends) end.close();
  }

  #pull(): void {
    execFileSync(join(this.#folder, "plug"), ["off"], { stdio: "ignore" });
  }

  /** What one end says the other hears. */
  #cable(name: string): void {
    const end = (side: string, heard: (bytes: Uint8Array) => void): Pty => openPtyPair(join(this.#folder, side, name), heard);
    const unit: Pty = end("unit", (bytes) => bench.write(bytes));
    const bench: Pty = end("bench", (bytes) => unit.write(bytes));
    this.#ends.push(unit, bench);
  }

  /** Each side is a group of its own: whoever is killed takes along what it has started. */
  #plug(sides: readonly string[]): void {
    const plug = join(this.#folder, "plug");
    const off = "for pid in $(cat pids 2> /dev/null); do kill -KILL -- -$pid 2> /dev/null; done\n  : > pids";
    writeFileSync(
      plug,
      `#!/bin/bash\ncd ${this.#folder}\ncase $1 in\noff)\n  ${off} ;;\non)\n  cd ${HOUSE}\n  ${sides.join("\n  ").replaceAll(">> pids", `>> ${this.#folder}/pids`)} ;;\nesac\n`,
    );
    chmodSync(plug, 0o755);
  }
}
