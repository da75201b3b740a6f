import t from "tap";
import { targetOf } from "../../src/cli/flash-target.ts";
import { diskWords, refusal } from "../../src/flash/disk.ts";
import { memberOf, TABLE_BYTES } from "../../src/flash/partitions.ts";
import { disks, type Kernel } from "../../src/platform/disks.ts";
import { CARD, disk, GB, kernelOf, mounted, READER, READER_SAYS, SATA } from "./fake-kernel.ts";

const why = (kernel: Kernel, name: string, image = GB) =>
  refusal(disks(kernel).find((each) => each.name === name)!, image, { large: false });

t.test("a card in a reader is found with size, maker and serial number, and may be written", async (t) => {
  const kernel = kernelOf(t, { ...disk(SATA, "sda", 0, {}), ...disk(READER, "sdb", 16, CARD), ...READER_SAYS }, [
    mounted("8:1", "/dev/sda1", "/"),
  ]);
  const [, card] = disks(kernel);
  t.equal(diskWords(card!), "sdb: 32 GB, USB, Generic MassStorageClass, serial 4C530001");
  t.equal(why(kernel, "sdb"), "");
});

t.test("a card in the computer's own slot has its own serial number; the chip that is soldered in is no card", async (t) => {
  const slot = "platform/mmc0/mmc0:aaaa";
  const kernel = kernelOf(t, {
    ...disk(slot, "mmcblk0", 0, { ...CARD, removable: "0" }),
    [`devices/${slot}/type`]: "SD",
    [`devices/${slot}/name`]: "SC32G",
    [`devices/${slot}/serial`]: "0x1234abcd",
    ...disk("platform/mmc1/mmc1:0001", "mmcblk1", 16, {}),
    "devices/platform/mmc1/mmc1:0001/type": "MMC",
    [`devices/platform/mmc1/mmc1:0001/block/mmcblk1boot0/dev`]: "8:99",
    "block/mmcblk1boot0": "->devices/platform/mmc1/mmc1:0001/block/mmcblk1boot0",
  });
  t.match(disks(kernel), [
    { name: "mmcblk0", bus: "mmc", removable: true, model: "SC32G", serial: "0x1234abcd" },
    { name: "mmcblk1", removable: false },
  ]);
  t.equal(disks(kernel).length, 2);
});

t.test("the disk that the system runs from is refused, however it is mounted, and whatever it says of itself", async (t) => {
  const usb = { ...disk(READER, "sdb", 16, CARD), ...READER_SAYS };
  for (const [words, mounts] of [
    ["a partition of it is the root", [mounted("8:17", "/dev/sdb1", "/")]],
    ["a btrfs has a number of its own", [mounted("0:31", "/dev/sdb1", "/")]],
    ["the disk itself, without partitions", [mounted("8:16", "/dev/sdb", "/")]],
  ] as const)
    t.match(why(kernelOf(t, usb, mounts), "sdb"), /computer's own disk/, words);
  t.match(why(kernelOf(t, usb, [mounted("8:17", "/dev/sdb1", "/boot/efi")]), "sdb"), "holds /boot/efi of this computer");
  t.match(why(kernelOf(t, usb, [mounted("8:17", "/dev/sdb1", "/home")]), "sdb"), "holds /home");
  t.equal(
    why(kernelOf(t, usb, [mounted("8:17", "/dev/sdb1", "/media/ann/my\\040card")]), "sdb"),
    "",
    "what the desktop mounted by itself is no reason",
  );
});

t.test("a disk is refused that the system swaps to, or that a volume is made of", async (t) => {
  const usb = { ...disk(READER, "sdb", 16, CARD), ...READER_SAYS };
  t.match(why(kernelOf(t, usb, [], ["/dev/sdb1 partition 1000"]), "sdb"), "swap on sdb1");
  const held = { ...usb, [`devices/${READER}/block/sdb/sdb1/holders/dm-0/dev`]: "253:0" };
  t.match(why(kernelOf(t, held), "sdb"), "in use (dm-0)");
  const twice = { ...held, "devices/virtual/block/dm-0/holders/dm-1/dev": "253:1", "block/dm-0": "->devices/virtual/block/dm-0" };
  t.match(why(kernelOf(t, twice, [mounted("253:1", "/dev/dm-1", "/")]), "sdb"), "computer's own disk", "encrypted, with a volume in it");
});

t.test("built-in disks, locked cards, empty readers, small cards and backup disks are refused, each in its words", async (t) => {
  const usb = (facts: object) => kernelOf(t, { ...disk(READER, "sdb", 16, { ...CARD, ...facts }), ...READER_SAYS });
  t.match(why(kernelOf(t, disk(SATA, "sda", 0, { ...CARD })), "sda"), "built in", "even if its slot can be opened");
  t.match(why(usb({ ro: "1" }), "sdb"), "switch at lock");
  t.match(why(usb({ size: "0" }), "sdb"), "no card in it");
  t.match(why(usb({ size: "1000000" }), "sdb"), "too small: it has 512 MB, the image 1.0 GB");
  t.match(why(usb({ size: String(2e12 / 512) }), "sdb"), "add --large");
  const fixed = kernelOf(t, { ...disk(READER, "sdb", 16, { ...CARD, removable: "0" }), ...READER_SAYS }, [
    mounted("8:17", "/dev/sdb1", "/media/ann/backup"),
  ]);
  t.match(why(fixed, "sdb"), "fixed disk that is mounted at /media/ann/backup");
});

t.test("a file in memory, or a link that leads nowhere, is no disk, even if it is called like one", async (t) => {
  const kernel = kernelOf(t, { ...disk(READER, "sdz", 16, CARD), ...READER_SAYS });
  const image = { file: "none.img", bytes: GB };
  t.equal((await targetOf("sdz", image, { large: false, kernel })).disk?.name, "sdz");
  t.equal((await targetOf("/dev/sdz", image, { large: false, kernel })).disk?.name, "sdz");
  await t.rejects(targetOf("/dev/disk/by-label/sdz", image, { large: false, kernel }), {
    message: /^there is no \/dev\/disk\/by-label\/sdz/,
  });
});

t.test("nobody can tell which disk is the system's: then there is no list", async (t) => {
  const kernel = kernelOf(t, {});
  t.throws(() => disks({ ...kernel, proc: "/nowhere" }), { message: /does not say what is mounted/ });
});

t.test("members of LVM and RAID are known by their marks, although nobody uses them just now", async (t) => {
  const mbr = Buffer.alloc(TABLE_BYTES);
  mbr.writeUInt16LE(0xaa55, 510);
  t.equal(memberOf(mbr), "");
  mbr[446 + 4] = 0xfd;
  t.equal(memberOf(mbr), "RAID");
  const whole = Buffer.alloc(TABLE_BYTES);
  whole.write("LABELONE", 512, "latin1");
  t.equal(memberOf(whole), "LVM");
  const gpt = Buffer.alloc(TABLE_BYTES);
  gpt.write("EFI PART", 512, "latin1");
  gpt.writeBigUInt64LE(2n, 512 + 72);
  gpt.writeUInt32LE(128, 512 + 80);
  gpt.writeUInt32LE(128, 512 + 84);
  Buffer.from("79d3d6e607f5c244a23c238f2a3df928", "hex").copy(gpt, 1_024);
  gpt.writeBigUInt64LE(2_048n, 1_024 + 32);
  gpt.writeBigUInt64LE(4_095n, 1_024 + 40);
  t.equal(memberOf(gpt), "LVM");
  t.match(refusal({ ...CARD_DISK }, GB, { large: false }, "LVM"), /member of a LVM volume/);
});

const CARD_DISK = {
  name: "sdb",
  number: "8:16",
  bytes: 32 * GB,
  bus: "usb",
  removable: true,
  read_only: false,
  model: "",
  serial: "",
  mounts: [],
  uses: [],
} as const;
