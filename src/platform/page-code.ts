import { randomBytes, randomInt, scryptSync, timingSafeEqual } from "node:crypto";

/**
 * The code on a unit's label. Twelve digits: every language reads them aloud alike, and every phone has keys for them. That is 40 bits, so
 * only a slow hash goes onto the card: 32 MB and about a tenth of a second on a small board for each guess.
 */
export function newCode(): string {
  return Array.from({ length: 3 }, () => String(randomInt(10_000)).padStart(4, "0")).join("-");
}

const COST = { log_n: 15, r: 8, p: 1 } as const;
const BYTES = 32;

/** One line: scrypt$log2(N)$r$p$salt$hash, the last two in base64. */
export function codeHash(code: string, salt: Uint8Array = randomBytes(16)): string {
  const hash = scrypt(code, salt, COST.log_n, COST.r, COST.p);
  return ["scrypt", COST.log_n, COST.r, COST.p, Buffer.from(salt).toString("base64"), hash.toString("base64")].join("$");
}

/** Whether `code` is the one that `hash` was made of, typed with or without dashes and blanks. False for anything that is no such hash. */
export function isCode(code: string, hash: string): boolean {
  const [, log_n, r, p, salt, sum] = /^scrypt\$(\d{1,2})\$(\d{1,2})\$(\d{1,2})\$([\w+/=]+)\$([\w+/=]+)$/.exec(hash.trim()) ?? [];
  if (salt === undefined || sum === undefined || Number(log_n) > 17 || Number(r) > 8 || Number(p) > 4) return false;
  const wanted = Buffer.from(sum, "base64");
  return wanted.length === BYTES && timingSafeEqual(scrypt(code, Buffer.from(salt, "base64"), Number(log_n), Number(r), Number(p)), wanted);
}

const scrypt = (code: string, salt: Uint8Array, log_n: number, r: number, p: number): Buffer =>
  scryptSync(code.replace(/[\s-]/g, ""), salt, BYTES, { N: 2 ** log_n, r, p, maxmem: 256 * 1024 * 1024 });
