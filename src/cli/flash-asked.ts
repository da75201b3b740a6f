import { existsSync, globSync, statSync } from "node:fs";
import { diskWords, refusal } from "../flash/disk.ts";
import { disks, KERNEL, type Kernel } from "../platform/disks.ts";
import { ask } from "./flash-target.ts";
import { say } from "./say.ts";

/** Whether somebody sits here who can be asked for what the words leave out. */
export const somebody = (): boolean => process.stdin.isTTY && process.stderr.isTTY;

/** What a person is asked by, and told. `ask` throws `Stopped` when nobody answers any more. */
export interface Person {
  readonly ask: (question: string) => Promise<string>;
  readonly say: (words: string) => void;
}
export const PERSON: Person = { ask, say };

/** Where images lie: here, and where `make image` puts them. */
const IMAGES = ["*.img", "*.img.{zst,gz,xz}", "build/image/*/stopline.img", "build/image/*/stopline.img.{zst,gz,xz}"];

/** The image, from those that lie here; "" if there is none. Nobody is asked where there is only one. */
export async function askedImage({ ask, say }: Person): Promise<string> {
  const images = IMAGES.flatMap((pattern) => globSync(pattern)).filter((file) => statSync(file).isFile());
  if (images.length <= 1) {
    if (images[0] !== undefined) say(`the image is ${images[0]}`);
    return images[0] ?? "";
  }
  for (;;) {
    for (const [i, image] of images.entries()) say(`${numbered(i)}  ${image}`);
    const image = images[place(await ask("Which image? Its number: "))];
    if (image !== undefined) return image;
    say("that is no number of the list");
  }
}

/** A unit's site file; "" for a card of no unit. */
export async function askedSite({ ask, say }: Person): Promise<string> {
  for (;;) {
    const site = await ask("The unit's site file (nothing: the image as it is, for no unit): ");
    if (site === "" || existsSync(site)) return site;
    say(`there is no file ${site}`);
  }
}

/**
 * A disk of those that may be written to, by its number in the list, or a file by its path. The others are shown with the reason, and have no number.
 * Nothing typed: the list again, with what was plugged in meanwhile. What is chosen is looked at again, and consented to, by who writes it.
 */
export async function askedTarget(
  { ask, say }: Person,
  image_bytes: number,
  how: { readonly large: boolean },
  kernel: Kernel = KERNEL,
): Promise<string> {
  for (;;) {
    const seen = disks(kernel).filter(({ bus }) => bus !== "loop");
    const why = new Map(seen.map((disk) => [disk, refusal(disk, image_bytes, how)]));
    const may = seen.filter((disk) => why.get(disk) === "");
    for (const [i, disk] of may.entries()) say(`${numbered(i)}  ${diskWords(disk)}`);
    for (const disk of seen.filter((each) => !may.includes(each))) {
      say(` -  ${diskWords(disk)}`);
      say(`      ${why.get(disk)}`);
    }
    if (may.length === 0) say("there is no disk here that can be written; plug a card in");
    const typed = await ask(`Which one? ${may.length === 0 ? "A" : "Its number, or a"} file's path; Enter looks again: `);
    if (typed === "") continue;
    const disk = may[place(typed)];
    if (disk !== undefined) return disk.name;
    // A disk's name would go past the list.
    if (/[./]/.test(typed)) return typed;
    say(`"${typed}" is no number of the list, and no file's path (as in card.img)`);
  }
}

const numbered = (i: number): string => String(i + 1).padStart(2);
const place = (typed: string): number => (/^[1-9]\d?$/.test(typed) ? Number(typed) - 1 : -1);
