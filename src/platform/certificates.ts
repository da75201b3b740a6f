import { createHash, createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { isoDay, isoSecond, type WallTime } from "../traffic/time.ts";

/** What a folder that `stopline ca` has written holds: the authority, our own certificate, and its key. One folder is one identity. */
export const CERTIFICATE_FILES = { ca: "ca.crt", certificate: "stopline.crt", key: "stopline.key" } as const;

export interface Certificates {
  /** PEM, as TLS takes them. `ca` may have several authorities in it: an old one and its successor. */
  readonly ca: string;
  readonly certificate: string;
  readonly key: string;
  /** The common name: who we are to the broker. */
  readonly name: string;
  readonly begins: WallTime;
  readonly ends: WallTime;
  /** Another one has another. */
  readonly fingerprint: string;
}

/** Reads the folder. Throws in words if a file is missing, open to others, no certificate, or the key is another one's. */
export function readCertificates(folder: string): Certificates {
  const [ca, certificate, key] = [read(folder, "ca"), read(folder, "certificate"), read(folder, "key")];
  const own = parsed(folder, "certificate", certificate);
  parsed(folder, "ca", ca);
  if (!matches(own, key, folder)) {
    throw new Error(
      `certificates ${folder}: ${CERTIFICATE_FILES.key} is not the key of ${CERTIFICATE_FILES.certificate}; copy both from the same folder`,
    );
  }
  return {
    ca,
    certificate,
    key,
    name: /^CN=(.*)$/m.exec(own.subject)?.[1] ?? "",
    begins: own.validFromDate.getTime() as WallTime,
    ends: own.validToDate.getTime() as WallTime,
    fingerprint: createHash("sha256").update(ca).update(own.raw).digest("hex"),
  };
}

function read(folder: string, which: keyof typeof CERTIFICATE_FILES): string {
  const file = join(folder, CERTIFICATE_FILES[which]);
  try {
    if (which === "key" && (statSync(file).mode & 0o077) !== 0)
      throw new Error(`certificates ${folder}: other users may read ${CERTIFICATE_FILES.key}; type: chmod 600 ${file}`);
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    if (code !== "ENOENT" && code !== "ENOTDIR") throw new Error(`certificates: ${message}`);
    throw new Error(
      `certificates ${folder}: there is no ${CERTIFICATE_FILES[which]}; copy there what "stopline ca" has made for this name`,
    );
  }
}

function parsed(folder: string, which: "ca" | "certificate", pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (error) {
    throw new Error(`certificates ${folder}: ${CERTIFICATE_FILES[which]} is no certificate (${(error as Error).message}); copy it again`);
  }
}

function matches(own: X509Certificate, key: string, folder: string): boolean {
  try {
    return own.checkPrivateKey(createPrivateKey(key));
  } catch (error) {
    throw new Error(`certificates ${folder}: ${CERTIFICATE_FILES.key} is no private key (${(error as Error).message}); copy it again`);
  }
}

/** Time enough to make a new one and to drive out. */
export const WARN_DAYS = 60;
export const DAY_MS = 86_400_000;

const renewWords = (name: string): string =>
  `make the next one ("stopline ca renew ${name}") and put it into its folder; nothing need be restarted`;

/** Why it is not valid at `now`, and what to do; "" while it is. */
export function invalidWords({ name, begins, ends }: Certificates, now: WallTime): string {
  if (now < begins)
    return `the certificate of ${name} is valid only from ${isoSecond(begins)}, and this clock says ${isoSecond(now)}: is the clock right?`;
  return now < ends ? "" : `the certificate of ${name} has ended on ${isoDay(ends)} (UTC): ${renewWords(name)}`;
}

/** What is wrong with its dates at `now`, or soon will be, and what to do; "" while nothing is. */
export function endingWords(own: Certificates, now: WallTime): string {
  const invalid = invalidWords(own, now);
  if (invalid !== "") return invalid;
  const days = Math.floor((own.ends - now) / DAY_MS);
  return days > WARN_DAYS
    ? ""
    : `the certificate of ${own.name} ends on ${isoDay(own.ends)} (UTC), in ${days} days: ${renewWords(own.name)}`;
}
