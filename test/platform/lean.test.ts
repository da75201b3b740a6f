import { readdirSync, readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import t from "tap";
import ts from "typescript";
import { leanScript, leanStyles } from "../../src/platform/lean.ts";

const PAGE = new URL("../../src/panel/page/", import.meta.url);
const sources = (extension: string): readonly (readonly [name: string, source: string])[] =>
  readdirSync(PAGE, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(extension))
    .map((name) => [name, readFileSync(new URL(name, PAGE), "utf8")]);

/** What a script says, leaf by leaf: of which kind each is, under what, and its words. */
function said(script: string): string {
  const file = ts.createSourceFile("a.js", script, ts.ScriptTarget.Latest, true);
  const leaves: string[] = [];
  const into = (node: ts.Node, depth: number): void => {
    const within = node.getChildren(file).filter(({ kind }) => kind !== ts.SyntaxKind.JSDoc);
    if (within.length === 0) leaves.push(`${depth} ${node.kind} ${node.getText(file)}`);
    for (const each of within) into(each, depth + 1);
  };
  into(file, 0);
  return leaves.join("\n");
}

t.test("a browser reads of every script what was written, with a third less to carry", (t) => {
  let [before, after] = [0, 0];
  for (const [name, source] of sources(".ts")) {
    const script = stripTypeScriptTypes(source);
    const lean = leanScript(script);
    t.equal(said(lean), said(script), name);
    before += script.length;
    after += lean.length;
  }
  t.ok(after < 0.7 * before, `${after} of ${before} characters`);
  t.end();
});

t.test("what looks like a comment, a blank or a line's end in a string, a template or a pattern is left as it is", (t) => {
  for (const script of [
    'const a = "http://x  y"; // gone\nconst b = \'/* "  " */\';',
    `const a = \`  // \${ b  +  \`in \${ { c:  1 }.c } /* \`  }  \n  here\`  ;`,
    'const a = b  /  c /  d;\nconst e = /[/"  ]  \\/ {2}/g . test(f)',
    "if (a) return /  x/;\nelse return ( b )  / 2 / c",
    "a = b + +c - -d;\ne\n++f\ng()\n;[h] = i",
    "let a = 1\nlet b = a\n(c)\nlet d = `x`\nconst e = () => ({})\n/* one\n   two */ let f",
    'const a = { "b": /x/, c : `y` } as_\nreturn_\n"d"',
    "case_: for (const x of [1, 2]) if (typeof x in y) void 0, x instanceof Z",
    "const 长 = a ? .5 : b ?. c\nawait import( './x.ts' )",
  ])
    t.equal(said(leanScript(script)), said(script), script);
  t.equal(leanScript(`// a\nconst a = 1; /* b */\n\nconst b = \`  \${ a }\`;\n`), `const a=1;const b=\`  \${a}\`;`);
  t.end();
});

t.test("a style sheet keeps its words, and what stands in quotes", (t) => {
  t.equal(
    leanStyles(
      '/* a; b */\n.a,\n.b > c :is(d, e) {\n  content: " ;  } ";\n  font:\n    1px / 2 "X  Y",\n    serif;\n  /* {} */\n}\n@media (width: 1px) {\n  f + g {\n    h: calc(1px + 2px);\n  }\n}\n',
    ),
    '.a,.b > c :is(d,e){content:" ;  } ";font:1px / 2 "X  Y",serif}@media (width:1px){f + g{h:calc(1px + 2px)}}',
  );
  t.end();
});
