import { SaxesParser } from "saxes";
import { ACCURACY_M, type Fix, PER_DILUTION_M } from "./fix.ts";

/** Track points of a GPX file (1.0 and 1.1) with a time, in their order. Throws an Error in words for what is no XML. */
export function fixesInGpx(text: string): readonly Fix[] {
  const fixes: Fix[] = [];
  let point: { readonly [name: string]: string } | null = null;
  let [said, words]: [Map<string, string>, string] = [new Map(), ""];
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw new Error(`it is no GPX: ${error.message}`);
  });
  parser.on("opentag", ({ name, attributes }) => {
    words = "";
    if (name !== "trkpt") return;
    [point, said] = [attributes as { readonly [name: string]: string }, new Map()];
  });
  parser.on("text", (more) => {
    words += more;
  });
  parser.on("closetag", ({ name }) => {
    // Garmin and others put speed and course into extensions, under a prefix of their own.
    if (point !== null && name !== "trkpt") said.set(name.slice(name.indexOf(":") + 1), words.trim());
    words = "";
    if (name !== "trkpt" || point === null) return;
    const fix = fixOf(point, said);
    if (fix !== null) fixes.push(fix);
    point = null;
  });
  parser.write(text).close();
  return fixes;
}

function fixOf(point: { readonly [name: string]: string }, said: ReadonlyMap<string, string>): Fix | null {
  const number = (text: string | undefined): number | null =>
    text === undefined || text === "" || !Number.isFinite(Number(text)) ? null : Number(text);
  const at_ms = Date.parse(said.get("time") ?? "");
  const [latitude, longitude] = [number(point["lat"]), number(point["lon"])];
  if (!Number.isFinite(at_ms) || latitude === null || longitude === null) return null;
  const hdop = number(said.get("hdop"));
  const accuracy_m = hdop === null ? ACCURACY_M : Math.max(1, hdop * PER_DILUTION_M);
  return { at_ms, latitude, longitude, accuracy_m, speed_ms: number(said.get("speed")), heading_deg: number(said.get("course")) };
}
