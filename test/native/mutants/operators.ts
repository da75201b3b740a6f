/** What stands in mutant.h for an operator, and what it becomes there, in the order of its numbers. */
export interface Broken {
  readonly name: string;
  readonly becomes: readonly string[];
}

export const comparisons: ReadonlyMap<string, Broken> = new Map([
  ["<", { name: "Less", becomes: ["<=", ">="] }],
  ["<=", { name: "LessOrEqual", becomes: ["<", ">"] }],
  [">", { name: "Greater", becomes: [">=", "<="] }],
  [">=", { name: "GreaterOrEqual", becomes: [">", "<"] }],
  ["==", { name: "Equal", becomes: ["!="] }],
  ["!=", { name: "NotEqual", becomes: ["=="] }],
]);
export const arithmetic: ReadonlyMap<string, Broken> = new Map([
  ["+", { name: "Add", becomes: ["-"] }],
  ["-", { name: "Subtract", becomes: ["+"] }],
  ["*", { name: "Multiply", becomes: ["+"] }],
  ["/", { name: "Divide", becomes: ["the left side alone"] }],
  ["%", { name: "Remainder", becomes: ["the left side alone"] }],
  ["&", { name: "BitAnd", becomes: ["|", "the left side alone"] }],
  ["|", { name: "BitOr", becomes: ["&", "the left side alone"] }],
]);
export const connectives: ReadonlyMap<string, Broken> = new Map([
  ["&&", { name: "And", becomes: ["||", "the left side alone", "the right side alone"] }],
  ["||", { name: "Or", becomes: ["&&", "the left side alone", "the right side alone"] }],
]);
