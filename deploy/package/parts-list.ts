import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Arch, Origin } from "./bundle.ts";

const HOUSE = resolve(import.meta.dirname, "../..");

interface Locked {
  readonly version: string;
  readonly integrity?: string;
  readonly license?: string;
}

/**
 * What is inside an executable, as CycloneDX 1.6: the packages whose files esbuild took in (and not all that are installed), Node, and SQLite,
 * which comes inside better-sqlite3. `files` are the sources that were bundled, relative to the checkout. The same commit gives the same bytes.
 */
export function partsList({ version, commit, date }: Origin, arch: Arch, files: ReadonlySet<string>): unknown {
  const { packages } = JSON.parse(readFileSync(join(HOUSE, "package-lock.json"), "utf8")) as {
    readonly packages: { readonly [place: string]: Locked };
  };
  const nodes = JSON.parse(readFileSync(new URL("nodes.json", import.meta.url), "utf8"));
  // A package that is installed in two places is one part.
  const parts = new Map<string, ReturnType<typeof component>>();
  for (const place of placesOf(files)) {
    const locked = packages[place];
    if (locked === undefined) throw new Error(`${place} is in the executable and not in package-lock.json: run npm ci`);
    const part = component(place.slice(place.lastIndexOf("node_modules/") + 13), locked);
    parts.set(part.purl, part);
  }
  const node = component(nodes[arch].name, { version: nodes.version, integrity: nodes[arch].integrity, license: "MIT" });
  const named = { type: "application", name: "stopline", version, licenses: [{ license: { id: "Apache-2.0" } }] };
  const body = { components: [...parts.values(), node, sqlite()], commit };
  const hash = createHash("sha256").update(JSON.stringify(body)).digest("hex");
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    serialNumber: `urn:uuid:${uuidOf(hash)}`,
    version: 1,
    metadata: {
      timestamp: date,
      component: { ...named, "bom-ref": `stopline@${version}`, properties: [{ name: "stopline:commit", value: commit }] },
    },
    components: body.components,
  };
}

/** The folders of the packages that these files belong to, in order. */
function placesOf(files: ReadonlySet<string>): readonly string[] {
  const places = [...files].map((file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]);
  return [...new Set(places.filter((place) => place !== undefined))].sort();
}

/** What the makers of these packages ask to be passed on with them: their licences, whole, each under the package's name. */
export function licences(files: ReadonlySet<string>): string {
  const texts = new Map<string, string>();
  for (const place of placesOf(files)) {
    const name = readdirSync(join(HOUSE, place)).find((file) => /^licen[cs]e/i.test(file));
    const text = name === undefined ? "" : readFileSync(join(HOUSE, place, name), "utf8").trim();
    texts.set(place.slice(place.lastIndexOf("node_modules/") + 13), text === "" ? "(the package has no licence file; see --sbom)" : text);
  }
  return [...texts].map(([name, text]) => `==== ${name}\n\n${text}\n`).join("\n");
}

function component(name: string, { version, integrity, license }: Locked) {
  const purl = `pkg:npm/${name.replace("@", "%40")}@${version}`;
  return {
    type: "library",
    "bom-ref": purl,
    name,
    version,
    purl,
    ...(license === undefined ? {} : { licenses: [licenseOf(license)] }),
    ...(integrity === undefined
      ? {}
      : { hashes: [{ alg: "SHA-512", content: Buffer.from(integrity.slice(7), "base64").toString("hex") }] }),
  };
}

/** One SPDX name, or an expression of them. */
const licenseOf = (license: string) => (/^[\w.+-]+$/.test(license) ? { license: { id: license } } : { expression: license });

/** better-sqlite3 brings its own SQLite and says which in its build script. */
function sqlite() {
  const script = readFileSync(join(HOUSE, "node_modules/better-sqlite3/deps/download.sh"), "utf8");
  const number = /^VERSION="(\d+)"/m.exec(script)?.[1];
  if (number === undefined) throw new Error("better-sqlite3 no longer says in deps/download.sh which SQLite it brings");
  const [major, minor, patch] = [number.slice(0, 1), Number(number.slice(1, 3)), Number(number.slice(3, 5))];
  const version = `${major}.${minor}.${patch}`;
  return { type: "library", "bom-ref": `sqlite@${version}`, name: "sqlite", version, licenses: [{ license: { id: "blessing" } }] };
}

/** The same parts have the same number. */
function uuidOf(hash: string): string {
  const part = (from: number, to: number) => hash.slice(from, to);
  return `${part(0, 8)}-${part(8, 12)}-5${part(13, 16)}-8${part(17, 20)}-${part(20, 32)}`;
}
