import { spawn } from "node:child_process";
import { constants, existsSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";
import { askedImage, askedSite, askedTarget } from "../../src/cli/flash-asked.ts";
import { openPtyPair } from "../../src/platform/pty.ts";
import { until } from "../platform/until.ts";
import { Desk, imageFor } from "./desk.ts";
import { CARD, disk, GB, kernelOf, mounted, READER, READER_SAYS, SATA } from "./fake-kernel.ts";

const IMAGE = imageFor(t);
const CLI = new URL("../../src/cli.ts", import.meta.url).pathname;

/** Somebody who types these answers, one after the other, and what he was shown. */
function person(...answers: readonly string[]) {
  const shown: string[] = [];
  const left = [...answers];
  const ask = async (question: string): Promise<string> => {
    shown.push(question);
    const next = left.shift();
    if (next === undefined) throw new Error("he has gone home");
    return next;
  };
  return { ask, say: (words: string) => void shown.push(words), shown };
}

/** A laptop with its own disk, and a card in a reader. */
const laptop = (t: Test) =>
  kernelOf(t, { ...disk(SATA, "sda", 0, {}), ...disk(READER, "sdb", 16, CARD), ...READER_SAYS }, [mounted("8:1", "/dev/sda1", "/")]);

t.test("a person is shown every disk, and only one that may be written has a number", async (t) => {
  const someone = person("1");
  t.equal(await askedTarget(someone, GB, { large: false }, laptop(t)), "sdb");
  t.same(someone.shown, [
    " 1  sdb: 32 GB, USB, Generic MassStorageClass, serial 4C530001",
    " -  sda: 500 GB, built in, no serial number, mounted at /",
    "      sda is this computer's own disk: the system runs from it",
    "Which one? Its number, or a file's path; Enter looks again: ",
  ]);
});

t.test("the laptop's own disk is not to be had by its place in the list, nor by its name; another question follows", async (t) => {
  for (const typed of ["2", "sda", "0", "-1", "1.5e9", "٢", "11111111"]) {
    const someone = person(typed, "./card.img");
    const chosen = await askedTarget(someone, GB, { large: false }, laptop(t));
    t.equal(chosen, typed === "1.5e9" ? typed : "./card.img", typed);
  }
});

t.test("a card that is plugged in while the list stands there is in the next one", async (t) => {
  const kernel = { ...kernelOf(t, disk(SATA, "sda", 0, {}), [mounted("8:1", "/dev/sda1", "/")]) };
  const someone = person("", "1");
  const { ask } = someone;
  const plugs = async (question: string): Promise<string> => {
    const answer = await ask(question);
    Object.assign(kernel, laptop(t));
    return answer;
  };
  t.equal(await askedTarget({ ...someone, ask: plugs }, GB, { large: false }, kernel), "sdb");
  t.same(someone.shown.slice(2, 5), [
    "there is no disk here that can be written; plug a card in",
    "Which one? A file's path; Enter looks again: ",
    " 1  sdb: 32 GB, USB, Generic MassStorageClass, serial 4C530001",
  ]);
});

t.test("whose card it is: a site file that is there, or nobody's", async (t) => {
  t.equal(await askedSite(person("")), "");
  const someone = person("none.toml", CLI);
  t.equal(await askedSite(someone), CLI);
  t.match(someone.shown[1], "there is no file none.toml");
});

t.test("where one image lies nobody is asked for it; of several it is chosen; where there is none it must be named", async (t) => {
  const from = process.cwd();
  t.teardown(() => process.chdir(from));
  process.chdir(t.testdir({}));
  t.equal(await askedImage(person()), "");
  process.chdir(t.testdir({ "a.img": "" }));
  t.equal(await askedImage(person()), "a.img");
  process.chdir(t.testdir({ "a.img": "", build: { image: { board: { "stopline.img": "", "stopline.img.bmap": "" } } } }));
  t.equal(await askedImage(person("3", "2")), "build/image/board/stopline.img");
});

t.test("a person on a terminal who types nothing but the verb writes a card, and is asked before it is written", async (t) => {
  const desk = new Desk(t, IMAGE);
  desk.authority();
  const site = desk.site("HARBOUR-7");
  let seen = "";
  const terminal = openPtyPair(join(desk.folder, "terminal"), (bytes) => {
    seen += Buffer.from(bytes).toString();
  });
  const end = openSync(terminal.path, constants.O_RDWR | constants.O_NOCTTY);
  t.teardown(() => terminal.close());
  /** The verb with these words, and what is typed at each question; its exit code. */
  const flash = async (words: readonly string[], answers: readonly (readonly [question: string, answer: string])[]) => {
    const child = spawn(process.execPath, [CLI, "flash", ...words], { cwd: desk.folder, stdio: [end, end, end] });
    t.teardown(() => child.kill("SIGKILL"));
    const closed = new Promise<number | null>((resolve) => child.once("close", resolve));
    for (const [question, answer] of answers) {
      await until(() => seen.includes(question) || child.exitCode !== null, 60_000);
      t.match(seen, question);
      seen = seen.slice(seen.indexOf(question) + question.length);
      terminal.write(Buffer.from(`${answer}\r`));
    }
    return closed;
  };
  const whose = ["site file (nothing: the image as it is", site] as const;
  t.equal(await flash([], [whose, ["file's path; Enter looks again: ", "card.img"], ["Type card.img to go on: ", "card.jpg"]]), 1);
  await until(() => seen.includes('"card.jpg" is not card.img: nothing was written'));
  t.notOk(existsSync(desk.at("card.img")));
  t.equal(await flash(["stopline.img", "card.img"], [whose, ["Type card.img to go on: ", "card.img"]]), 0);
  await until(() => seen.includes("HARBOUR-7: card.img is written"));
  const [card, image] = [readFileSync(desk.at("card.img")), readFileSync(desk.image)];
  t.ok(card.subarray(0, 1_048_576).equals(image.subarray(0, 1_048_576)));
});
