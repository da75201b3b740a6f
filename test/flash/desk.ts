import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Test } from "tap";
import { verb } from "../../src/cli/flash.ts";
import { troubleWords } from "../../src/cli/trouble.ts";
import { type FlashRecord, signedIn } from "../../src/flash/record.ts";
import { Authority } from "../../src/platform/authority.ts";
import { filesIn } from "../../src/platform/fat.ts";
import { PLACES, smallImage } from "./small-image.ts";

const SITE = new URL("../../deploy/sites/four-leg.toml", import.meta.url);
const MIB = 1024 * 1024;

/** The image is made once for a test's file, and each desk has a copy. */
export class Desk {
  readonly folder: string;
  readonly image: string;

  constructor(t: Test, image: string) {
    this.folder = t.testdir();
    this.image = join(this.folder, "stopline.img");
    cpSync(image, this.image, { preserveTimestamps: true });
  }

  /** The verb as it is typed there, in this process: its exit code and all that it has said. */
  async flash(...words: readonly string[]): Promise<{ readonly status: number; readonly said: string }> {
    const [from, log] = [process.cwd(), console.log];
    const lines: string[] = [];
    process.chdir(this.folder);
    console.log = (line: string) => void lines.push(line);
    try {
      const status = await verb.run(words);
      return { status, said: lines.join("\n") };
    } catch (error) {
      const trouble = troubleWords(error, verb);
      if (trouble === null) throw error;
      return { status: trouble.code, said: [...lines, trouble.words].join("\n") };
    } finally {
      console.log = log;
      process.chdir(from);
    }
  }

  /** A site file of this unit. */
  site(unit: string, change = (text: string): string => text): string {
    const text = readFileSync(SITE, "utf8").replace('id = "DEMO-001"', `id = "${unit}"`);
    writeFileSync(join(this.folder, `${unit}.toml`), change(text));
    return `${unit}.toml`;
  }

  authority(): Authority {
    return Authority.make(join(this.folder, "ca"), "test", 3_000);
  }

  at = (...names: readonly string[]): string => join(this.folder, ...names);

  records(): readonly FlashRecord[] {
    return readdirSync(this.at("flashed"))
      .filter((name) => name.endsWith(".json"))
      .map((name) => signedIn(readFileSync(this.at("flashed", name), "utf8"))!.record);
  }

  /** What lies on a card's PROVISION, as files in a folder. */
  provision(card: string): string {
    const [at, length] = PLACES.PROVISION;
    const folder = this.at(`provision of ${card.replaceAll("/", " ")}`);
    mkdirSync(folder);
    for (const { name, text } of filesIn(readFileSync(this.at(card)).subarray(at * MIB, (at + length) * MIB)))
      writeFileSync(join(folder, name), text);
    return folder;
  }
}

export const imageFor = (t: Test): string => smallImage(t.testdir());
