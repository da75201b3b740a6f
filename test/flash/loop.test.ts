import { execFileSync, spawnSync } from "node:child_process";
import { closeSync, ftruncateSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmdirSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t, { type Test } from "tap";
import { Desk, imageFor } from "./desk.ts";
import { IMAGE_BYTES } from "./small-image.ts";

const MIB = 1024 * 1024;

/** A loop device stands for the card, if this is root on a machine that has some; why not, else. */
function noLoops(): string {
  if (process.getuid?.() !== 0) return "this is not root";
  const { status, stderr } = spawnSync("losetup", ["-f"], { encoding: "utf8" });
  return status === 0 ? "" : `there is no loop device here (${stderr.trim()})`;
}

const why = noLoops();

/** A card of this many MiB that held something else, as a loop device on a file. */
function insert(t: Test, desk: Desk, mib: number, options: readonly string[] = [], file = desk.at("medium")) {
  const descriptor = openSync(file, "w");
  if (options.includes("--sparse")) ftruncateSync(descriptor, mib * MIB);
  else for (let i = 0; i < mib; i++) writeSync(descriptor, Buffer.alloc(MIB, 0xa5));
  closeSync(descriptor);
  const words = options.filter((word) => word !== "--sparse");
  const device = execFileSync("losetup", ["-f", "--show", ...words, file], { encoding: "utf8" }).trim();
  t.teardown(() => execFileSync("losetup", ["-d", device]));
  return { device, file };
}

if (why !== "") {
  t.test(`no card as a block device: ${why}`, async (t) => {
    t.comment(
      "NOT TESTED HERE: exclusive opening, direct reading, refusal of what is mounted, locked, too small, another medium; a device that fails",
    );
    t.match(why, /root|loop/, "a file stood for the card in the other tests");
  });
} else {
  const image = imageFor(t);

  t.test("a card that held something else is written past this computer's memory, and is what a file would be", async (t) => {
    const desk = new Desk(t, image);
    const { device, file } = insert(t, desk, 40);
    const { status, said } = await desk.flash("stopline.img", device, "--blank", "--yes", "--serial", file);
    t.equal(status, 0, said);
    t.match(said, "read back from the medium itself");
    t.equal((await desk.flash("stopline.img", "card.img", "--blank", "--yes")).status, 0);
    const [card, asFile] = [readFileSync(file), readFileSync(desk.at("card.img"))];
    t.ok(card.subarray(21 * MIB, 27 * MIB).equals(asFile.subarray(21 * MIB, 27 * MIB)), "data, with its zeros");
    t.ok(card.subarray(0.5 * MIB, MIB).equals(Buffer.alloc(MIB / 2, 0xa5)), "what does not matter is left alone");
    t.ok(card.subarray(IMAGE_BYTES).equals(Buffer.alloc(40 * MIB - IMAGE_BYTES, 0xa5)));
    t.match(
      execFileSync("/usr/sbin/sfdisk", ["--dump", file], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }),
      /name="ESP"[\s\S]*name="data"/,
    );
    t.match(
      desk.records().find(({ medium }) => medium.serial === file),
      { medium: { name: device.slice(5), bytes: 40 * MIB }, verified: { read_back: "medium" } },
    );
  });

  t.test(
    "another medium than the one that was named, a locked one, a small one, and a partition's node are refused, and keep what they have",
    async (t) => {
      const desk = new Desk(t, image);
      const flash = (device: string, ...words: readonly string[]) => desk.flash("stopline.img", device, "--blank", "--yes", ...words);
      const { device, file } = insert(t, desk, 30);
      t.match(await flash(device, "--serial", "4C530001"), { status: 1, said: /it is another medium/ });
      t.match(await flash(device), { status: 2, said: /named with its serial number too/ });
      const small = insert(t, desk, 20, [], desk.at("small"));
      t.match(await flash(small.device, "--serial", small.file), { status: 1, said: /too small: it has 21 MB, the image 29 MB/ });
      const locked = insert(t, desk, 30, ["-r"], desk.at("locked"));
      t.match(await flash(locked.device, "--serial", locked.file), {
        status: 1,
        said: /cannot be written: is the card's little switch at lock/,
      });
      for (const each of [file, small.file, locked.file]) t.ok(readFileSync(each).every((byte) => byte === 0xa5));
    },
  );

  t.test("what is mounted is not written to, even if our own list were wrong: the kernel says no", async (t) => {
    const desk = new Desk(t, image);
    const { device, file } = insert(t, desk, 40);
    execFileSync("/usr/sbin/mke2fs", ["-q", device], { stdio: "ignore" });
    const before = readFileSync(file);
    mkdirSync(desk.at("mounted"));
    execFileSync("mount", ["-o", "ro", device, desk.at("mounted")]);
    try {
      t.match(await desk.flash("stopline.img", device, "--blank", "--yes", "--serial", file), {
        status: 1,
        said: /holds .*mounted of this computer/,
      });
      const { openMedium } = await import("../../src/platform/medium.ts");
      const { disks } = await import("../../src/platform/disks.ts");
      const disk = disks().find(({ name }) => device.endsWith(name))!;
      await t.rejects(openMedium({ kind: "device", path: device, number: disk.number, bytes: disk.bytes }, "write", 0), {
        message: /is in use \(mounted/,
      });
      await t.rejects(openMedium({ kind: "device", path: device, number: "8:0", bytes: disk.bytes }, "read", 0));
    } finally {
      execFileSync("umount", [desk.at("mounted")]);
    }
    t.ok(readFileSync(file).equals(before));
    const disk = { kind: "device", path: device, number: "8:0", bytes: 1 } as const;
    const { openMedium } = await import("../../src/platform/medium.ts");
    await t.rejects(
      openMedium(disk, "write", 0),
      { message: /is another device by now/ },
      "a card that was changed for another between list and writing",
    );
  });

  t.test("a card that fails in the middle ends with words, and goes on when it is well again", async (t) => {
    const desk = new Desk(t, image);
    // A disk in memory that is smaller than the file on it: what comes after 12 MB fails as a worn card does.
    const worn = mkdtempSync(join(tmpdir(), "stopline-worn-"));
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=12m", "tmpfs", worn]);
    t.teardown(() => {
      execFileSync("umount", ["-l", worn]);
      rmdirSync(worn);
    });
    const { device, file } = insert(t, desk, 40, ["--sparse"], join(worn, "medium"));
    const flash = () => desk.flash("stopline.img", device, "--blank", "--yes", "--serial", file);
    t.match(await flash(), {
      status: 1,
      said: /the medium cannot be written any more \(E\w+\): it was pulled out, or it is worn out\. What is written is kept|the medium is full/,
    });
    execFileSync("mount", ["-o", "remount,size=64m", worn]);
    t.match(await flash(), { status: 0, said: /going on where it stopped/ });
    const [record] = desk.records();
    t.match(record, { verified: { ranges: 8 } });
  });
}
