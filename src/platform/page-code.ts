import { createHash, randomBytes, randomInt, scrypt as scryptElsewhere, scryptSync, timingSafeEqual } from "node:crypto";
import { readFileSync } from "node:fs";

/**
 * The code on a unit's label. Twelve digits: every language reads them aloud alike, and every phone has keys for them. That is 40 bits, so
 * only a slow hash goes onto the card: 32 MB and about a tenth of a second on a small board for each guess.
 */
export function newCode(): string {
  return Array.from({ length: 3 }, () => String(randomInt(10_000)).padStart(4, "0")).join("-");
}

/** Where a unit keeps the hashes of its own codes. */
export const CODE_FILES = { page: "/etc/stopline/page.code", technician: "/etc/stopline/technician.code" } as const;

const COST = { log_n: 15, r: 8, p: 1 } as const;
const BYTES = 32;

/** One line: scrypt$log2(N)$r$p$salt$hash, the last two in base64. */
export function codeHash(code: string, salt: Uint8Array = randomBytes(16)): string {
  const hash = scrypt(code, salt, COST.log_n, COST.r, COST.p);
  return ["scrypt", COST.log_n, COST.r, COST.p, Buffer.from(salt).toString("base64"), hash.toString("base64")].join("$");
}

/** Whether `code` is the one that `hash` was made of, typed with or without dashes and blanks. False for anything that is no such hash. */
export function isCode(code: string, hash: string): boolean {
  const kept = partsOf(hash);
  return kept !== null && timingSafeEqual(scrypt(code, kept.salt, ...kept.cost), kept.wanted);
}

/** The same on another thread, one guess at a time: whoever guesses a hundred codes takes one core and 32 MB, and nobody else waits. */
export function codeCheck(hash: string): (code: string) => Promise<boolean> {
  const kept = partsOf(hash);
  let last: Promise<unknown> = Promise.resolve();
  return (code) => {
    const checked = last.then(() => kept !== null && isKept(code, kept));
    last = checked.catch(() => {});
    return checked;
  };
}

/** The check for the hash in a file; null if there is none. Throws in words for one that cannot be read: that is no unit without a code. */
export function codeAt(path: string): ((code: string) => Promise<boolean>) | null {
  try {
    const hash = readFileSync(path, "utf8");
    if (partsOf(hash) === null) throw new Error("there is no code's hash in it");
    return codeCheck(hash);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw new Error(`${path}: ${(error as Error).message}`, { cause: error });
  }
}

/** What a session is called, and under what it is kept. */
export const secrets = {
  made: (): string => randomBytes(32).toString("base64url"),
  kept: (secret: string): string => createHash("sha256").update(secret).digest("base64url"),
};

/** Names what is asked for and told; no secret. */
export const newName = (): string => randomBytes(8).toString("hex");

type Cost = readonly [log_n: number, r: number, p: number];

interface Kept {
  readonly cost: Cost;
  readonly salt: Buffer;
  readonly wanted: Buffer;
}

function partsOf(hash: string): Kept | null {
  const [, log_n, r, p, salt, sum] = /^scrypt\$(\d{1,2})\$(\d{1,2})\$(\d{1,2})\$([\w+/=]+)\$([\w+/=]+)$/.exec(hash.trim()) ?? [];
  if (salt === undefined || sum === undefined || Number(log_n) > 17 || Number(r) > 8 || Number(p) > 4) return null;
  const wanted = Buffer.from(sum, "base64");
  return wanted.length === BYTES ? { cost: [Number(log_n), Number(r), Number(p)], salt: Buffer.from(salt, "base64"), wanted } : null;
}

const plain = (code: string): string => code.replace(/[\s-]/g, "");
const costs = (log_n: number, r: number, p: number) => ({ N: 2 ** log_n, r, p, maxmem: 256 * 1024 * 1024 });

const scrypt = (code: string, salt: Uint8Array, ...cost: Cost): Buffer => scryptSync(plain(code), salt, BYTES, costs(...cost));

const isKept = (code: string, { salt, cost, wanted }: Kept): Promise<boolean> =>
  new Promise((resolve, reject) =>
    scryptElsewhere(plain(code), salt, BYTES, costs(...cost), (error, made) =>
      error === null ? resolve(timingSafeEqual(made, wanted)) : reject(error),
    ),
  );
