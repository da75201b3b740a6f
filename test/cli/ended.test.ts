import { execFile } from "node:child_process";
import t from "tap";

/** A process that ends with this work: its code, and what it says. */
const ended = (work: string): Promise<{ readonly code: number; readonly said: string }> =>
  new Promise((resolve) => {
    const program = `import { endWith } from ${JSON.stringify(new URL("../../src/cli/ended.ts", import.meta.url).href)};
      endWith(${work}, { name: "surge", verb: null });`;
    const child = execFile(process.execPath, ["--input-type=module", "--eval", program], (_, out, said) =>
      resolve({ code: child.exitCode ?? -1, said: out + said }),
    );
  });

t.test("a verb whose work can never be done says so and fails, where it ended without a word as if all were well", async (t) => {
  const { code, said } = await ended("new Promise(() => {})");
  t.equal(code, 70);
  t.match(said, "surge ends unfinished");
});

t.test("a verb that is done ends with its code and says nothing more, one that fails says why", async (t) => {
  t.same(await ended("new Promise((resolve) => setTimeout(() => resolve(3), 20))"), { code: 3, said: "" });
  t.same(await ended('Promise.reject(new Error("the broker is away"))'), { code: 1, said: "stopline: the broker is away\n" });
});
