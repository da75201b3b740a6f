/** A disk of this computer as the kernel shows it. */
export interface Disk {
  /** As in /dev: sdb, mmcblk0, loop0. */
  readonly name: string;
  /** MAJOR:MINOR. */
  readonly number: string;
  readonly bytes: number;
  /** `inside` is whatever hangs on no bus that can be pulled. */
  readonly bus: "usb" | "mmc" | "loop" | "inside";
  /** The kernel calls its medium removable. */
  readonly removable: boolean;
  readonly read_only: boolean;
  /** Maker and model, as it says itself; "" if it does not. */
  readonly model: string;
  /** Of the card, or of the reader where the card's cannot be seen; a loop device's file; "" if there is none. */
  readonly serial: string;
  /** Where it, or a part of it, is mounted. */
  readonly mounts: readonly string[];
  /** What of it is in use without being mounted, in words: swap, dm-0 (LVM or encrypted), md0 (RAID). */
  readonly uses: readonly string[];
}

/** Above this nobody has a card for a unit, and somebody may have a backup. */
export const LARGE_BYTES = 300e9;

/** Places where desktops mount what is plugged in: such a medium may be unmounted without harm. */
const PLUGGED = /^\/(media|run\/media)\//;

export const isPlugged = (mount: string): boolean => PLUGGED.test(mount);

/** Why this disk is not written to, and what to do; "" if it may be. `member` as memberOf says, of the disk's beginning. */
export function refusal(disk: Disk, image_bytes: number, allowed: { readonly large: boolean }, member = ""): string {
  const { name, bus, mounts, uses } = disk;
  const system = mounts.filter((mount) => !isPlugged(mount));
  if (mounts.includes("/")) return `${name} is this computer's own disk: the system runs from it`;
  if (uses.length > 0) return `${name} is in use (${uses.join(", ")}): it is part of this computer`;
  if (system.length > 0)
    return `${name} holds ${system.join(", ")} of this computer; if it is a card after all: sudo umount ${system.join(" ")}`;
  if (bus === "inside" || (bus !== "loop" && bus !== "mmc" && !disk.removable && mounts.length > 0))
    return `${name} is ${bus === "inside" ? "built in, no card and no stick" : `a fixed disk that is mounted at ${mounts.join(", ")}`}`;
  if (disk.bytes === 0) return `${name} has no card in it`;
  if (disk.read_only) return `${name} cannot be written: is the card's little switch at lock?`;
  if (member !== "") return `${name} is a member of a ${member} volume; if it is free: sudo wipefs --all /dev/${name}`;
  if (disk.bytes < image_bytes) return `${name} is too small: it has ${sizeWords(disk.bytes)}, the image ${sizeWords(image_bytes)}`;
  if (disk.bytes > LARGE_BYTES && !allowed.large)
    return `${name} has ${sizeWords(disk.bytes)}, more than any card for a unit; if you mean it, add --large`;
  return "";
}

/** Decimal, as is printed on cards. */
export const sizeWords = (bytes: number): string =>
  bytes >= 1e9 ? `${(bytes / 1e9).toFixed(bytes < 1e10 ? 1 : 0)} GB` : `${Math.round(bytes / 1e6)} MB`;

const BUSES = { usb: "USB", mmc: "card slot", loop: "loop device", inside: "built in" } as const;

/** One line for a list. */
export function diskWords(disk: Disk): string {
  const { name, bytes, bus, model, serial, mounts } = disk;
  const parts = [bytes === 0 ? "empty" : sizeWords(bytes), BUSES[bus], model, serial === "" ? "no serial number" : `serial ${serial}`];
  return `${name}: ${parts.filter((part) => part !== "").join(", ")}${mounts.length > 0 ? `, mounted at ${mounts.join(", ")}` : ""}`;
}
