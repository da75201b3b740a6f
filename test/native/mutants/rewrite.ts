import { readFileSync } from "node:fs";
import { type Node, treeOf } from "./ast.ts";
import { type Body, both, type Edit } from "./edits.ts";
import { arithmetic, comparisons, connectives } from "./operators.ts";
import { hashOf } from "./results.ts";

/** A way in which one place is broken. Its number holds for one build; `key` holds as long as the function reads the same there. */
export interface Mutant {
  readonly number: number;
  readonly key: string;
  readonly file: string;
  readonly line: number;
  readonly function: string;
  readonly code: string; // a hash of the function; outside of any, of the file
  readonly text: string; // as it stands there
  readonly becomes: string;
}
export interface Rewritten {
  readonly mutants: readonly Mutant[];
  readonly texts: ReadonlyMap<string, string>; // by file
  readonly leftOut: ReadonlyMap<string, number>; // places, by the rule that leaves them alone
}

const integers = /^(unsigned )?(int|long|long long|short|char)$|^unsigned$/;
const statements = /^(CompoundStmt|IfStmt|ForStmt|CXXForRangeStmt|WhileStmt|CaseStmt|DefaultStmt)$/;
const effects = /^(BinaryOperator|CompoundAssignOperator|UnaryOperator|CallExpr|CXXMemberCallExpr|CXXOperatorCallExpr)$/;

/** Where a node stands. */
interface Scope {
  readonly function: string;
  readonly code: string;
  readonly inClass: string;
  readonly compared: boolean; // a side of a comparison
  readonly index: boolean; // an array's
  readonly header: boolean; // of a loop
  readonly body: Node | undefined; // of the function
}

export function rewrite(files: readonly string[], flags: readonly string[], mine: (file: string) => boolean): Rewritten {
  const rewriter = new Rewriter(mine);
  for (const file of files) rewriter.take(treeOf(file, flags));
  return rewriter.result();
}

class Rewriter {
  readonly #mine: (file: string) => boolean;
  readonly #bytes = new Map<string, Buffer>();
  readonly #edits = new Map<string, Edit[]>();
  readonly #seen = new Set<string>();
  readonly #mutants: Mutant[] = [];
  readonly #leftOut = new Map<string, number>();
  readonly #keys = new Map<string, number>();
  readonly #numbers = new Map<string, number>(); // by file: the next one
  readonly #bodies = new Map<string, Body[]>();
  #enums = new Map<string, readonly string[]>(); // by an enumerator's id: all of its enumeration

  constructor(mine: (file: string) => boolean) {
    this.#mine = mine;
  }

  take(trees: readonly Node[]): void {
    this.#enums = new Map();
    for (const tree of trees) this.#learn(tree);
    for (const tree of trees)
      this.#visit(tree, { function: "", code: "", inClass: "", compared: false, index: false, header: false, body: undefined });
  }

  result(): Rewritten {
    const texts = new Map<string, string>();
    for (const [file, edits] of this.#edits) texts.set(file, both(this.#bytesOf(file), edits, this.#bodies.get(file) ?? []));
    return { mutants: this.#mutants, texts, leftOut: this.#leftOut };
  }

  #learn(node: Node): void {
    if (node.kind === "EnumDecl") {
      const all = node.inner.filter((child) => child.kind === "EnumConstantDecl");
      for (const one of all)
        this.#enums.set(
          one.id,
          all.map((each) => each.name),
        );
    }
    for (const child of node.inner) this.#learn(child);
  }

  #visit(node: Node, scope: Scope): void {
    if (node.kind === "" || node.implicit) return;
    if (node.file !== "" && !this.#mine(node.file) && node.kind !== "NamespaceDecl") return;
    const visit = this.#visits[node.kind];
    if (visit !== undefined) visit(node, scope);
    else if (node.kind.endsWith("Expr") && node.kind !== "ExprWithCleanups") this.#all(node.inner, scope);
    else this.#all(node.inner, { ...scope, compared: false, index: false });
  }

  // What there is to do at a node of each kind; of others, their parts.
  readonly #visits: Readonly<Record<string, (node: Node, scope: Scope) => void>> = {
    StaticAssertDecl: (node) => this.#leave("in static_assert", node),
    EnumDecl: (node) => this.#leave("in an enumeration", node),
    ConstantExpr: (node) => this.#leave("in a constant expression", node),
    VarDecl: (node, scope) => {
      if (node.constant) this.#leave("the value of a constexpr", node);
      else this.#all(node.inner, { ...scope, compared: false, index: false });
    },
    CXXRecordDecl: (node, scope) => this.#all(node.inner, { ...scope, inClass: node.name }),
    FunctionDecl: (node, scope) => this.#function(node, scope),
    CXXMethodDecl: (node, scope) => this.#function(node, scope),
    CXXConstructorDecl: (node, scope) => this.#function(node, scope),
    LambdaExpr: (node, scope) => {
      const body = node.inner.find((child) => child.kind === "CompoundStmt");
      if (body !== undefined) this.#visit(body, { ...scope, body });
    },
    CXXForRangeStmt: (node, scope) => {
      this.#all(node.inner[1]?.inner[0]?.inner ?? [], scope);
      this.#statement(node.inner.at(-1)!, scope);
    },
    ForStmt: (node, scope) => {
      const [init, , condition, step, body] = node.inner;
      if (init !== undefined) this.#visit(init, scope);
      if (condition !== undefined) this.#visit(condition, { ...scope, header: true });
      if (step?.kind === "UnaryOperator") this.#leave("the step of a loop", step);
      if (body !== undefined) this.#statement(body, scope);
    },
    IfStmt: (node, scope) => {
      const [condition, ...branches] = node.hasVar ? node.inner.slice(1) : node.inner;
      if (condition !== undefined && !node.hasVar) this.#visit(condition, scope);
      for (const branch of branches) this.#statement(branch, scope, !node.hasElse && scope.body?.inner.at(-1) !== node);
    },
    CaseStmt: (node, scope) => this.#statement(node.inner.at(-1)!, scope),
    DefaultStmt: (node, scope) => this.#statements(node, scope),
    CompoundStmt: (node, scope) => this.#statements(node, scope),
    ReturnStmt: (node, scope) => {
      const value = node.inner[0];
      if (value?.type === "void") this.#drop(value, scope, "(mutants::Off<#>() ? (void)0 : (void)(", "))");
      this.#all(node.inner, scope);
    },
    ArraySubscriptExpr: (node, scope) => {
      const [array, index] = node.inner;
      if (array !== undefined) this.#visit(array, scope);
      if (index !== undefined) this.#visit(index, { ...scope, index: true });
    },
    BinaryOperator: (node, scope) => this.#binary(node, scope),
    UnaryOperator: (node, scope) => this.#unary(node, scope),
    IntegerLiteral: (node, scope) => {
      if (scope.index) this.#leave("an index that is written out", node);
      else this.#integer(node, Number(node.value), scope);
    },
    CXXBoolLiteralExpr: (node, scope) => this.#wrap(node, scope, "Not", ["its opposite"]),
    DeclRefExpr: (node, scope) => this.#name(node, scope),
    ImplicitCastExpr: (node, scope) => {
      if (node.cast === "LValueToRValue" && node.type === "bool") this.#wrap(node, scope, "Not", ["its opposite"]);
      this.#all(node.inner, scope);
    },
    CallExpr: (node, scope) => this.#call(node, scope),
    CXXMemberCallExpr: (node, scope) => this.#call(node, scope),
  };

  #function(node: Node, scope: Scope): void {
    const body = node.inner.find((child) => child.kind === "CompoundStmt");
    const first = this.#next(node.file);
    this.#all(node.inner, { ...scope, function: this.#nameOf(node, scope), code: hashOf(this.#textOf(node)), body });
    const behind = this.#next(node.file);
    if (body === undefined || behind === first) return;
    const bodies = this.#bodies.get(node.file) ?? [];
    this.#bodies.set(node.file, bodies);
    bodies.push({ from: body.begin, to: body.end, first, behind, returns: node.type.startsWith("void ") });
  }

  #statements(node: Node, scope: Scope): void {
    for (const child of node.inner) this.#statement(child, scope);
  }

  #all(nodes: readonly Node[], scope: Scope): void {
    for (const node of nodes) this.#visit(node, scope);
  }

  // `passable`: behind it the function goes on, if it is left out.
  #statement(node: Node, scope: Scope, passable = false): void {
    const bare = node.kind === "ExprWithCleanups" ? node.inner[0]! : node;
    const way =
      node.kind === "ContinueStmt" || node.kind === "BreakStmt" || (node.kind === "ReturnStmt" && (node.inner.length === 0 || passable));
    if (way && !(node.kind === "ReturnStmt" && node.inner[0]?.type === "void"))
      this.#drop(node, scope, "if (mutants::Off<#>()) {} else ", "");
    if (!statements.test(bare.kind) && effects.test(bare.kind)) {
      this.#drop(bare, scope, "(mutants::Off<#>() ? (void)0 : (void)(", "))");
      const value = bare.opcode === "=" || bare.kind === "CompoundAssignOperator" || bare.opcode === "++" || bare.opcode === "--";
      // What is left of it: operands and arguments.
      this.#all(value ? this.#operands(bare, scope) : bare.inner, scope);
    } else {
      this.#visit(node, scope);
    }
  }

  // An assignment within another, as in a = b = 0.
  #operands(node: Node, scope: Scope): readonly Node[] {
    for (const side of node.inner.slice(1)) {
      const bare = side.kind === "ImplicitCastExpr" ? side.inner[0]! : side;
      if (bare.kind === "BinaryOperator" && bare.opcode === "=") {
        const left = this.#textOf(bare.inner[0]!);
        this.#drop(bare, scope, `(mutants::Off<#>() ? (${left}) : (`, "))");
      }
    }
    return node.inner;
  }

  #binary(node: Node, scope: Scope): void {
    const [left, right] = node.inner;
    if (left === undefined || right === undefined) return;
    const inside = { ...scope, compared: false, header: false };
    const comparison = comparisons.get(node.opcode);
    if (comparison !== undefined) {
      if (!left.type.includes("*")) this.#split(node, left, right, scope, comparison.name, comparison.becomes);
      this.#all([left, right], { ...inside, compared: true, header: scope.header });
      return;
    }
    const connective = connectives.get(node.opcode);
    if (connective !== undefined) {
      this.#split(node, left, right, scope, connective.name, connective.becomes, "[&] { return static_cast<bool>(", "); }");
      this.#all([left, right], { ...inside, header: scope.header });
      return;
    }
    const operator = arithmetic.get(node.opcode);
    if (operator !== undefined && integers.test(node.type)) {
      this.#split(node, left, right, scope, operator.name, operator.becomes);
    }
    this.#all([left, right], { ...inside, index: false });
  }

  #unary(node: Node, scope: Scope): void {
    if (node.opcode === "!") this.#wrap(node, scope, "Not", ["without !"]);
    if (node.opcode === "~") {
      const operand = node.inner[0]!;
      if (this.#first(node, "~")) {
        const base = this.#number(node, scope, ["without ~"]);
        this.#edit(node.file, node.begin, operand.begin, `mutants::BitNot<${base}>(`);
        this.#edit(node.file, node.end, node.end, ")", true);
      }
    }
    if (node.opcode === "++" || node.opcode === "--") {
      const operand = node.inner[0]!;
      this.#drop(node, scope, `(mutants::Off<#>() ? (${this.#textOf(operand)}) : (`, "))");
      return;
    }
    // Under a `!` stands what it negates: that is the same mutant.
    const same = node.opcode === "!" && /^(CallExpr|CXXMemberCallExpr|ImplicitCastExpr)$/.test(node.inner[0]!.kind);
    this.#all(same ? node.inner.flatMap((child) => child.inner) : node.inner, scope);
  }

  #integer(node: Node, value: number, scope: Scope): void {
    const more = value === 0 || scope.compared;
    this.#wrap(node, scope, more ? "OneMore" : "OneOff", more ? ["one more"] : ["one more", "one less"]);
  }

  #name(node: Node, scope: Scope): void {
    const text = this.#textOf(node);
    if (node.refers?.kind === "EnumConstantDecl") {
      if (scope.compared) return;
      const all = this.#enums.get(node.refers.id);
      if (all === undefined || all.length < 2 || !text.endsWith(node.refers.name)) return;
      const at = all.indexOf(node.refers.name);
      const other = text.slice(0, text.length - node.refers.name.length) + (all[at + 1] ?? all[at - 1]);
      this.#wrap(node, scope, "Word", [other], `, ${other}`);
    } else if (node.refers?.kind === "VarDecl" && /^k[A-Z]/.test(node.refers.name) && integers.test(node.type)) {
      if (scope.compared || scope.header) this.#leave("a constant that is compared with", node);
      else if (node.refers.name === "kNone") this.#wrap(node, scope, "OneMore", ["one more"]);
      else this.#wrap(node, scope, "OneOff", ["one more", "one less"]);
    }
  }

  #call(node: Node, scope: Scope): void {
    const callee = node.inner[0];
    const inside = { ...scope, compared: false, index: false };
    const text = callee === undefined ? "" : this.#textOf(callee);
    const swapped = { "std::max": "Max", "std::min": "Min", "std::clamp": "Clamp" }[text];
    if (callee !== undefined && swapped !== undefined && this.#first(node, text)) {
      const becomes = swapped === "Max" ? "std::min" : swapped === "Min" ? "std::max" : "its value alone";
      const base = this.#number(node, scope, [becomes]);
      this.#edit(callee.file, callee.begin, callee.end, `mutants::${swapped}<${base}>`);
    } else if (node.type === "bool") {
      this.#wrap(node, scope, "Not", ["its opposite"]);
    }
    this.#all(node.inner, inside);
  }

  /** `left op right` becomes `Name<number>(left, right)`. */
  #split(node: Node, left: Node, right: Node, scope: Scope, name: string, becomes: readonly string[], before = "", behind = ""): void {
    if (!node.written || !left.written || !right.written || !this.#first(node, name)) return;
    const base = this.#number(
      node,
      scope,
      becomes.map((word) => (word.includes("side") ? `${node.opcode}: ${word}` : `${node.opcode} as ${word}`)),
    );
    this.#edit(node.file, node.begin, node.begin, `mutants::${name}<${base}>(`);
    this.#edit(node.file, left.end, right.begin, `, ${before}`);
    this.#edit(node.file, node.end, node.end, `${behind})`, true);
  }

  #wrap(node: Node, scope: Scope, name: string, becomes: readonly string[], last = ""): void {
    if (!node.written || !this.#first(node, name)) return;
    const base = this.#number(node, scope, becomes);
    this.#edit(node.file, node.begin, node.begin, `mutants::${name}<${base}>(`);
    this.#edit(node.file, node.end, node.end, `${last})`, true);
  }

  #drop(node: Node, scope: Scope, before: string, behind: string): void {
    if (!node.written || !this.#first(node, "drop")) return;
    const base = this.#number(node, scope, ["left out"]);
    this.#edit(node.file, node.begin, node.begin, before.replace("#", String(base)));
    if (behind !== "") this.#edit(node.file, node.end, node.end, behind, true);
  }

  // A header is seen once for every file that includes it.
  #first(node: Node, name: string): boolean {
    const key = `${node.file}:${node.begin}:${node.end}:${name}`;
    if (this.#seen.has(key)) return false;
    this.#seen.add(key);
    return true;
  }

  #number(node: Node, scope: Scope, becomes: readonly string[]): number {
    let number = this.#next(node.file);
    const base = number;
    const text = this.#textOf(node).replace(/\s+/g, " ");
    const line = this.#bytesOf(node.file).subarray(0, node.begin).toString().split("\n").length;
    const code = scope.code === "" ? hashOf(this.#bytesOf(node.file)) : scope.code;
    for (const word of becomes) {
      const plain = `${node.file} ${scope.function}: ${text} => ${word}`;
      const count = (this.#keys.get(plain) ?? 0) + 1;
      this.#keys.set(plain, count);
      const key = count === 1 ? plain : `${plain} (${count})`;
      this.#mutants.push({ number: number++, key, file: node.file, line, function: scope.function, code, text, becomes: word });
    }
    this.#numbers.set(node.file, number);
    return base;
  }

  // A file's own thousand, so that a change in one leaves the others' as they are.
  #next(file: string): number {
    const next = this.#numbers.get(file) ?? (this.#numbers.size + 1) * 1000;
    this.#numbers.set(file, next);
    return next;
  }

  #leave(rule: string, node: Node): void {
    if (!this.#first(node, rule)) return;
    this.#leftOut.set(rule, (this.#leftOut.get(rule) ?? 0) + 1);
  }

  // Where the first of several edits begins at the same byte it is the outermost.
  #edit(file: string, from: number, to: number, text: string, closes = false): void {
    const edits = this.#edits.get(file) ?? [];
    this.#edits.set(file, edits);
    edits.push({ from, to, text, order: edits.length, closes });
  }

  #nameOf(node: Node, scope: Scope): string {
    const head = this.#textOf(node).split("(")[0] ?? "";
    const name = head.split(/[\s*&]+/).at(-1) ?? node.name;
    return name.includes("::") || scope.inClass === "" ? name : `${scope.inClass}::${name}`;
  }

  #textOf(node: Node): string {
    return node.written ? this.#bytesOf(node.file).subarray(node.begin, node.end).toString() : "";
  }

  #bytesOf(file: string): Buffer {
    const known = this.#bytes.get(file);
    if (known !== undefined) return known;
    const bytes = readFileSync(file);
    this.#bytes.set(file, bytes);
    return bytes;
  }
}
