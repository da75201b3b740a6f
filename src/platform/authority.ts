import { spawnSync } from "node:child_process";
import { generateKeyPairSync, X509Certificate } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { AUTHORITY_SETTINGS, EXTENSIONS, type Role } from "./authority-settings.ts";
import { CERTIFICATE_FILES, DAY_MS } from "./certificates.ts";

/** One certificate that this authority has signed. */
export interface Issued {
  readonly name: string;
  /** Hexadecimal. */
  readonly serial: string;
  readonly ends_ms: number;
  readonly revoked: boolean;
}

/**
 * A small certificate authority in a folder: an ordinary one of `openssl ca` (index.txt, a CRL, a copy of each certificate), so that whoever
 * knows OpenSSL can look into it and go on without us. Keys are ECDSA P-256 and never leave the folder but in what `given/` holds.
 */
export class Authority {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = resolve(folder);
  }

  /** Throws in words if there is none. */
  static open(folder: string): Authority {
    if (!existsSync(join(folder, "crl.pem")))
      throw new Error(`there is no authority in ${folder}; make one: stopline ca init --folder ${folder}`);
    return new Authority(folder);
  }

  /** Makes the authority, with its key, its certificate and an empty revocation list. Throws in words if something is there already. */
  static make(folder: string, title: string, days: number): Authority {
    if (existsSync(folder) && readdirSync(folder).length > 0)
      throw new Error(`${folder} is not empty; an authority is made once, in a folder of its own`);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const made = new Authority(folder);
    try {
      made.#begin(title, days);
      return made;
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** The list comes last: where it is, the authority is whole. */
  #begin(title: string, days: number): void {
    for (const each of ["certs", "given"]) mkdirSync(this.#at(each), { mode: 0o700 });
    writeFileSync(this.#at("openssl.cnf"), AUTHORITY_SETTINGS, { flag: "wx", mode: 0o600 });
    writeFileSync(this.#at("index.txt"), "", { flag: "wx", mode: 0o600 });
    makeKey(this.#at("ca.key"));
    const words = ["-x509", "-new", "-key", this.#at("ca.key"), "-subj", `/CN=${title}`, "-extensions", "authority"];
    this.#openssl(["req", ...words, "-days", String(days), "-out", this.#at("ca.crt")]);
    this.#list();
  }

  /**
   * A new key and its certificate, in a folder to be carried to whoever `name` is; returns that folder. An earlier one stays valid until it
   * ends or is revoked, so that there is no moment without.
   */
  issue(role: Role, name: string, hosts: readonly string[], days: number): string {
    const end = Math.floor((this.#end() - Date.now()) / DAY_MS);
    if (days > end) throw new Error(`the authority itself ends in ${end} days; name fewer with --days, or make a new authority`);
    const given = this.#vacant(name);
    mkdirSync(given, { mode: 0o700 });
    try {
      const [key, request, certificate] = [
        join(given, CERTIFICATE_FILES.key),
        join(given, "request"),
        join(given, CERTIFICATE_FILES.certificate),
      ];
      makeKey(key);
      this.#openssl(["req", "-new", "-key", key, "-subj", `/CN=${name}`, "-out", request]);
      const extensions = join(given, "extensions");
      writeFileSync(extensions, EXTENSIONS[role](hosts), { mode: 0o600 });
      const dates = ["-startdate", asn1(Date.now() - DAY_MS), "-enddate", asn1(Date.now() + days * DAY_MS)];
      this.#openssl(["ca", "-batch", "-notext", "-extfile", extensions, "-in", request, "-out", certificate, ...dates]);
      rmSync(request);
      rmSync(extensions);
      writeFileSync(join(given, CERTIFICATE_FILES.ca), readFileSync(this.#at("ca.crt")), { flag: "wx", mode: 0o600 });
      return given;
    } catch (error) {
      rmSync(given, { recursive: true, force: true });
      throw error;
    }
  }

  /** Every certificate, the oldest first. */
  issued(): readonly Issued[] {
    const rows = readFileSync(this.#at("index.txt"), "utf8")
      .split("\n")
      .filter((line) => line !== "");
    return rows.map((row) => {
      const [state, , , serial = ""] = row.split("\t");
      const certificate = this.certificate(serial);
      return { name: nameOf(certificate), serial, ends_ms: certificate.validToDate.getTime(), revoked: state === "R" };
    });
  }

  certificate(serial: string): X509Certificate {
    return new X509Certificate(readFileSync(this.#at("certs", `${serial}.pem`)));
  }

  /** Of this name's certificates all that are valid, or all but the newest. Returns how many; the list is written anew. */
  revoke(name: string, but_newest: boolean): number {
    const valid = this.issued().filter((each) => each.name === name && !each.revoked);
    const over = but_newest ? valid.slice(0, -1) : valid;
    for (const { serial } of over) this.#openssl(["ca", "-batch", "-revoke", this.#at("certs", `${serial}.pem`)]);
    if (over.length > 0) this.#list();
    return over.length;
  }

  get list(): string {
    return this.#at("crl.pem");
  }

  /** The list is valid as long as the authority: brokers refuse everybody once it has ended, and nobody would have revoked anything. */
  #list(): void {
    const days = Math.max(1, Math.floor((this.#end() - Date.now()) / DAY_MS));
    this.#openssl(["ca", "-gencrl", "-crldays", String(days), "-out", this.#at("crl.pem")]);
  }

  #end(): number {
    return new X509Certificate(readFileSync(this.#at("ca.crt"))).validToDate.getTime();
  }

  /** A folder that is not there yet: NAME, NAME.2, NAME.3 … */
  #vacant(name: string): string {
    for (let count = 1; ; count++) {
      const folder = this.#at("given", count === 1 ? name : `${name}.${count}`);
      if (!existsSync(folder)) return folder;
    }
  }

  #at(...names: readonly string[]): string {
    return join(this.#folder, ...names);
  }

  #openssl([verb, ...args]: readonly string[]): void {
    const { status, stderr, error } = spawnSync("openssl", [verb!, "-config", this.#at("openssl.cnf"), ...args], {
      cwd: this.#folder,
      encoding: "utf8",
    });
    if (error !== undefined) throw new Error(`openssl does not run (${error.message}); type: sudo apt-get install openssl`);
    if (status !== 0) throw new Error(`openssl ${verb}: ${stderr.trim().split("\n").slice(-3).join("; ")}`);
  }
}

export const nameOf = (certificate: X509Certificate): string => /^CN=(.*)$/m.exec(certificate.subject)?.[1] ?? "";

/** YYYYMMDDHHMMSSZ, as OpenSSL wants dates. */
const asn1 = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19).replace(/[-:T]/g, "")}Z`;

/** PEM, PKCS #8, mode 0600, never over another one. */
function makeKey(file: string): void {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const descriptor = openSync(file, "wx", 0o600);
  try {
    writeSync(descriptor, privateKey.export({ type: "pkcs8", format: "pem" }).toString());
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
