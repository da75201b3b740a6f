import { readFileSync } from "node:fs";
import ts from "typescript";
import type { Sentence } from "../src/panel/chinese/said.ts";

/** A source file of ours, as `src/…` names it, for tests that read what it says. */
export function sourceOf(name: string): ts.SourceFile {
  const path = new URL(`../src/${name}`, import.meta.url).pathname;
  return ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
}

/** What a test puts where a source has a name or a number. */
export const SOMETHING = "7";
/** Every sentence that an expression may become: conditions both ways, constants and functions of the same file by what they are. */
export function sentences(node: ts.Expression): readonly string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isParenthesizedExpression(node)) return sentences(node.expression);
  if (ts.isConditionalExpression(node)) return [...sentences(node.whenTrue), ...sentences(node.whenFalse)];
  if (ts.isTemplateExpression(node)) {
    let all: readonly string[] = [node.head.text];
    for (const { expression, literal } of node.templateSpans)
      all = all.flatMap((before) => sentences(expression).map((middle) => before + middle + literal.text));
    return all;
  }
  const called = ts.isCallExpression(node) && ts.isIdentifier(node.expression) ? node.expression : node;
  const meant = ts.isIdentifier(called) ? meaning(called) : null;
  return meant === null ? [SOMETHING] : sentences(meant);
}

/** What a name of the same file stands for, as it is nearest; null if that is no single expression. */
function meaning(name: ts.Identifier): ts.Expression | null {
  for (let scope: ts.Node = name.parent; scope !== undefined; scope = scope.parent) {
    let found: ts.Expression | null = null;
    const look = (node: ts.Node): void => {
      if (ts.isVariableDeclaration(node) && node.name.getText() === name.text && node.initializer !== undefined)
        found = bodyOf(node.initializer);
      else if (ts.isFunctionDeclaration(node) && node.name?.text === name.text && node.body !== undefined) found = returned(node.body);
      else if (!ts.isFunctionLike(node) || node === scope) ts.forEachChild(node, look);
    };
    ts.forEachChild(scope, look);
    if (found !== null) return found;
  }
  return null;
}
const bodyOf = (value: ts.Expression): ts.Expression | null =>
  !ts.isArrowFunction(value) ? value : ts.isBlock(value.body) ? returned(value.body) : value.body;
const returned = (body: ts.Block): ts.Expression | null =>
  body.statements.findLast((each) => ts.isReturnStatement(each))?.expression ?? null;

/** What an entry of a table of translations says in English and in Chinese, with a letter of its own in each place, or a figure where only one fits. */
export function filled([english, chinese]: Sentence): Sentence {
  const parts: string[] = [];
  const said = english.replace(/\{(n?)\}/g, (_, figure) => {
    parts.push(figure === "" ? String.fromCharCode(0x41 + parts.length) : String(parts.length + 3));
    return parts.at(-1)!;
  });
  let place = 0;
  return [said, chinese.replace(/\{=?(\d*)\}/g, (_, which) => parts[which === "" ? place++ : Number(which) - 1]!)];
}
