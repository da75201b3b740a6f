import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import t from "tap";

const PAGE = fileURLToPath(new URL("../../src/panel/page", import.meta.url));
/** Classes that a sheet styles wherever they stand. */
const bare = (css: string): readonly string[] => [...css.matchAll(/^\s*(\.[\w-]+)\s*[,{]/gm)].map(([, name]) => name!);

t.test(
  "the timers' bars grew fat, over each other, once the split monitor had been looked at: a view's sheet stays when another is shown",
  async (t) => {
    const sheets = globSync(["plots/*.css", "views/**/*.css"], { cwd: PAGE });
    t.ok(sheets.length > 5);
    const styled = new Map<string, string>();
    for (const sheet of sheets) {
      for (const name of new Set(bare(readFileSync(`${PAGE}/${sheet}`, "utf8")))) {
        t.equal(styled.get(name) ?? sheet, sheet, `${name} is one sheet's`);
        styled.set(name, sheet);
      }
    }
  },
);
