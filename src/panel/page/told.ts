/** What the unit tells the page. */

export type { WalkState } from "../../commissioning/guide.ts";
export type { Indication, LinkLive, Live } from "../../traffic/live.ts";
export type { Sentence } from "../chinese/said.ts";
export type { DrawnSite } from "../drawn.ts";
export type { Certificate, Machine } from "../machine.ts";
