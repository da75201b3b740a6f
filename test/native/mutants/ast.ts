import { execFileSync } from "node:child_process";
import { normalize } from "node:path";

/** A node of clang's tree, of the fields that are looked at. Offsets are in bytes; `end` is behind the last one. */
export interface Node {
  readonly id: string;
  readonly kind: string;
  readonly inner: readonly Node[];
  readonly name: string;
  readonly type: string;
  readonly opcode: string;
  readonly cast: string;
  readonly value: string;
  readonly implicit: boolean;
  readonly constant: boolean;
  readonly hasVar: boolean;
  readonly hasElse: boolean;
  readonly refers: { readonly id: string; readonly kind: string; readonly name: string } | undefined;
  readonly file: string;
  readonly begin: number;
  readonly end: number;
  readonly written: boolean; // as it stands there: not by a macro and not by the compiler
}

interface Raw {
  readonly [key: string]: unknown;
  readonly inner?: readonly Raw[];
}
interface Place {
  readonly offset?: number;
  readonly tokLen?: number;
  readonly file?: string;
  readonly spellingLoc?: Place;
  readonly expansionLoc?: Place;
}

/** What a source file declares in namespace stopline, its headers' share included; each file is named from where we stand. */
export function treeOf(file: string, flags: readonly string[]): Node[] {
  const words = [...flags, "-fsyntax-only", "-Xclang", "-ast-dump=json", "-Xclang", "-ast-dump-filter", "-Xclang", "stopline", file];
  const text = execFileSync("clang++", words, { maxBuffer: 1 << 30, encoding: "utf8" });
  const documents = text.split(/^}\n/m).filter((part) => part.trim() !== "");
  return documents.map((document) => nodeOf(JSON.parse(`${document}}`) as Raw, { file: "" }));
}

// clang writes a file's name only where it differs from the last one that it wrote.
function nodeOf(raw: Raw, at: { file: string }): Node {
  const see = (place: Place | undefined): void => {
    if (place === undefined) return;
    see(place.spellingLoc);
    see(place.expansionLoc);
    if (place.file !== undefined) at.file = normalize(place.file);
  };
  see(raw["loc"] as Place | undefined);
  const range = raw["range"] as { begin: Place; end: Place } | undefined;
  see(range?.begin);
  const file = at.file;
  see(range?.end);
  const begin = range?.begin.offset;
  const end = range?.end.offset;
  const type = raw["type"] as { qualType: string; desugaredQualType?: string } | undefined;
  const string = (key: string): string => (typeof raw[key] === "string" || typeof raw[key] === "number" ? String(raw[key]) : "");
  return {
    id: string("id"),
    kind: string("kind"),
    name: string("name"),
    type: (type?.desugaredQualType ?? type?.qualType ?? "").replace(/^const /, ""),
    opcode: string("opcode"),
    cast: string("castKind"),
    value: string("value"),
    implicit: raw["isImplicit"] === true || raw["explicitlyDefaulted"] !== undefined,
    constant: raw["constexpr"] === true,
    hasVar: raw["hasVar"] === true || raw["hasInit"] === true,
    hasElse: raw["hasElse"] === true,
    refers: raw["referencedDecl"] as Node["refers"],
    file,
    begin: begin ?? -1,
    end: end === undefined ? -1 : end + (range?.end.tokLen ?? 0),
    written: begin !== undefined && end !== undefined,
    inner: (raw.inner ?? []).map((child) => nodeOf(child, at)),
  };
}
