import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import type { Arch, Origin } from "./bundle.ts";

const HOUSE = resolve(import.meta.dirname, "../..");

/** Files of the package that are copied as they are: where to, and from where in the checkout. */
const COPIED: readonly (readonly [to: string, from: string])[] = [
  ["usr/lib/systemd/system/stopline-unit.service", "deploy/services/stopline-unit.service"],
  ["usr/lib/systemd/system/stopline-link.service", "deploy/services/stopline-link.service"],
  ["usr/lib/systemd/system/stopline-update.path", "deploy/services/stopline-update.path"],
  ["usr/lib/systemd/system/stopline-update.service", "deploy/services/stopline-update.service"],
  ["usr/lib/systemd/system/stopline-stick@.service", "deploy/services/stopline-stick@.service"],
  ["usr/lib/systemd/system/rauc.service.d/stopline.conf", "deploy/services/rauc.conf"],
  ["usr/lib/sysusers.d/stopline.conf", "deploy/services/sysusers.conf"],
  ["usr/lib/udev/rules.d/60-stopline-serial.rules", "deploy/udev/60-stopline-serial.rules"],
  ["usr/lib/udev/rules.d/60-stopline-stick.rules", "deploy/udev/60-stopline-stick.rules"],
  ["usr/share/doc/stopline/README.md", "README.md"],
  ["usr/share/doc/stopline/SECURITY.md", "SECURITY.md"],
  ["usr/share/doc/stopline/examples/four-leg.toml", "deploy/sites/four-leg.toml"],
  ["usr/share/doc/stopline/examples/stages.toml", "deploy/sites/stages.toml"],
];

const ARCHES = { arm64: "arm64", x64: "amd64" } as const;

/** The Debian package around an executable, in `folder`; returns its path. The same executable gives the same bytes. */
export function debianPackage(arch: Arch, program: string, { version, commit, date }: Origin, folder: string): string {
  const debian = ARCHES[arch];
  const number = `${version}+${commit.replace("+", ".")}`;
  const root = join(folder, `deb-${arch}`);
  rmSync(root, { recursive: true, force: true });
  const put = (to: string, bytes: string | Uint8Array, mode = 0o644): void => {
    const path = join(root, to);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
    chmodSync(path, mode);
  };
  for (const [to, from] of COPIED) put(to, readFileSync(join(HOUSE, from)));
  put("usr/share/doc/stopline/copyright", gunzipSync(readFileSync(join(folder, `linux-${arch}/stopline/LICENCES.txt.gz`))));
  put("usr/share/doc/stopline/changelog.gz", gzipSync(readFileSync(join(HOUSE, "CHANGELOG.md")), { level: 9 }));
  mkdirSync(join(root, "usr/lib/stopline"), { recursive: true });
  cpSync(program, join(root, "usr/lib/stopline/stopline"));
  mkdirSync(join(root, "usr/bin"), { recursive: true });
  symlinkSync("../lib/stopline/stopline", join(root, "usr/bin/stopline"));
  mkdirSync(join(root, "etc/stopline"), { recursive: true });
  const scripts = join(import.meta.dirname, "debian");
  for (const name of readdirSync(scripts)) put(`DEBIAN/${name}`, readFileSync(join(scripts, name)), 0o755);
  // better-sqlite3's addon asks for the newest of both: glibc 2.34 and GCC 11's library (Debian 12 has later ones).
  put(
    "DEBIAN/control",
    `Package: stopline
Version: ${number}
Architecture: ${debian}
Maintainer: the stopline maintainers <stopline@localhost>
Installed-Size: ${Math.ceil(statSync(program).size / 1024)}
Depends: libc6 (>= 2.34), libstdc++6 (>= 11), systemd (>= 252)
Section: net
Priority: optional
Description: edge firmware for intersection controllers
 Reads loop detectors and camera or radar counts over serial lines, times the
 signals locally, keeps every event, and syncs with the city's central system.
 It is not certified: the cabinet's own monitor stays.
`,
  );
  // Every file has the commit's time and no more rights than it needs, whoever builds.
  const seconds = Math.floor(Date.parse(date) / 1000);
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isSymbolicLink()) continue;
    if (entry.isDirectory()) chmodSync(path, 0o755);
    utimesSync(path, seconds, seconds);
  }
  chmodSync(root, 0o755);
  const deb = join(folder, `stopline_${number}_${debian}.deb`);
  execFileSync("dpkg-deb", ["--root-owner-group", "-Zxz", "-z1", "--build", root, deb], {
    env: { ...process.env, SOURCE_DATE_EPOCH: String(seconds) },
    stdio: ["ignore", "ignore", "inherit"],
  });
  rmSync(root, { recursive: true });
  return deb;
}
