import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { build, type Plugin } from "esbuild";
import { licences, partsList } from "./parts-list.ts";

/** The processors that an executable is made for. */
export type Arch = "arm64" | "x64";

const HOUSE = resolve(import.meta.dirname, "../..");

/** What a process or a thread begins with: each becomes one file, in its own place, because the sources find each other by place. */
const ENTRIES = ["src/cli.ts", "src/platform/recorder-worker.ts", "src/platform/past-worker.ts", "src/cli/tune-worker.ts"];

/** What the sources read as files. */
const FILES = ["src/panel/page", "deploy/sites"];

/** What an executable says of itself; it stands in its package.json. */
export interface Origin {
  readonly version: string;
  readonly commit: string;
  /** When that commit was made, ISO 8601. */
  readonly date: string;
}

/**
 * Puts the program for one processor together in `folder`: the sources as one file of JavaScript an entry, the addons for that processor, the
 * files that they read, each where the sources look for it, the list of its parts, and their licences (with those of `node`), packed. A second run
 * gives the same bytes.
 */
export async function bundle(arch: Arch, node: string, folder: string, { version, commit, date }: Origin): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  const addon = `native/prebuilds/linux-${arch}/stopline.node`;
  for (const file of [...FILES, addon]) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(HOUSE, file), join(folder, file), { recursive: true });
  }
  const inside = new Set<string>();
  for (const entry of ENTRIES) {
    const out = entry === "src/cli.ts" ? "src/cli.js" : entry;
    const { metafile } = await build({
      entryPoints: [join(HOUSE, entry)],
      outfile: join(folder, out),
      bundle: true,
      platform: "node",
      target: "node24",
      format: "cjs",
      // What functions and classes are called stays, and lines are short: a stack from the street must say where, and an error prints its
      // line. Names within them go, which is a megabyte.
      minify: true,
      keepNames: true,
      lineLimit: 160,
      legalComments: "none",
      banner: { js: prelude(out) },
      plugins: [places(), addons(arch, folder, dirname(out))],
      logLevel: "warning",
      absWorkingDir: HOUSE,
      metafile: true,
    });
    for (const file of Object.keys(metafile.inputs)) inside.add(file);
  }
  const ours = readFileSync(join(HOUSE, "LICENSE"), "utf8");
  const nodes = readFileSync(join(dirname(node), "../LICENSE"), "utf8");
  writeFileSync(join(folder, "LICENCES.txt.gz"), gzipSync(`${ours}\n${licences(inside)}\n==== Node\n\n${nodes}`, { level: 9 }));
  const about = {
    name: "stopline",
    version,
    stopline: { commit, date },
    bin: "src/cli.js",
    pkg: { assets: ["**/*"] },
  };
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(about, null, 2)}\n`);
  writeFileSync(join(folder, "sbom.json"), `${JSON.stringify(partsList({ version, commit, date }, arch, inside), null, 2)}\n`);
}

/** What a bundled file begins with: in a block of its own, but for where the house is, because the sources' names follow. */
function prelude(out: string): string {
  const house = JSON.stringify(`${relative(dirname(out), ".")}/`);
  const text = readFileSync(join(import.meta.dirname, "prelude.cjs"), "utf8");
  return `{\n${text}globalThis.__house = require("node:url").pathToFileURL(require("node:path").join(__dirname, ${house})).href;\n}`;
}

/** `import.meta.url` goes on being the source's own place, though all the sources are in one file now. */
function places(): Plugin {
  return {
    name: "places",
    setup: ({ onLoad }) => {
      onLoad({ filter: /\/src\/.*\.ts$/ }, ({ path }) => {
        const text = readFileSync(path, "utf8");
        if (!text.includes("import.meta.url")) return null;
        const here = `(globalThis.__house + ${JSON.stringify(relative(HOUSE, path))})`;
        return { contents: text.replaceAll("import.meta.url", here), loader: "ts" };
      });
    },
  };
}

/** Addons that look for their prebuilt file at run time are given the one for this processor now; each lies in the program once. */
function addons(arch: Arch, folder: string, from: string): Plugin {
  const serial = { arm64: "linux-arm64/@serialport+bindings-cpp.armv8.glibc.node", x64: "linux-x64/@serialport+bindings-cpp.glibc.node" };
  return {
    name: "addons",
    setup: ({ onResolve, onLoad, resolve: find }) => {
      onResolve({ filter: /^better-sqlite3$/ }, ({ importer, resolveDir }) =>
        find(`better-sqlite3/linux-${arch}`, { kind: "require-call", importer, resolveDir }),
      );
      onLoad({ filter: /@serialport\/bindings-cpp\/dist\/serialport-bindings\.js$/ }, () => ({
        contents: `exports.binding = require("../prebuilds/${serial[arch]}");`,
        loader: "js",
      }));
      onResolve({ filter: /\.node$/ }, ({ path, resolveDir }) => {
        const file = resolve(resolveDir, path);
        const name = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1]?.replace("/", "-") ?? "addon";
        const place = `native/prebuilds/linux-${arch}/${name}.node`;
        execFileSync(arch === "arm64" ? "aarch64-linux-gnu-strip" : "strip", [file, "-o", join(folder, place)]);
        return { path: `./${relative(from, place)}`, external: true };
      });
    },
  };
}
