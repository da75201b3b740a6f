import type { ProgramPhase } from "../../../../src/import/net.ts";
import { isGreen, type Light } from "../lights.ts";
import { type Controller, quoted, type World } from "../world.ts";
import { shipped } from "./shipped.ts";

/** The shortest and longest green of a phase for which the net has none. */
const [LEAST_S, MOST_S] = [5, 50];
/** How far delay-based control sees, in metres. At its usual 100 SUMO 1.15 fails where lanes are shorter. */
const SEES = `  <param key="detectorRange" value="40"/>`;

/**
 * Whether a phase of a program is a green of its own: nobody is yellow, somebody goes, and it is not the end of the one before, in which those on
 * foot have stopped and the others go on.
 */
export function isStage(phases: readonly ProgramPhase[], p: number): boolean {
  const { state } = phases[p]!;
  if (/[yYu]/.test(state) || ![...state].some(isGreen)) return false;
  const before = phases[(p + phases.length - 1) % phases.length]!.state;
  if (/[yYu]/.test(before)) return true;
  const within = [...state].every((letter, place) => !isGreen(letter) || isGreen(before[place]));
  return !within || state === before;
}

/** SUMO's own kinds of actuation, over the shipped phases. */
export function program(world: World, type: "actuated" | "delay_based"): Controller {
  return { ...shipped(), additional: world.lights.map((light) => logic(light, type)) };
}

function logic({ tls, program: { phases } }: Light, type: string): string {
  const lines = phases.map((phase, p) => {
    const { duration_s, state, least_s, most_s } = phase;
    const times = isStage(phases, p) ? ` minDur=${quoted(least_s ?? LEAST_S)} maxDur=${quoted(most_s ?? MOST_S)}` : "";
    return `  <phase duration=${quoted(duration_s)} state=${quoted(state)}${times}/>`;
  });
  if (type === "delay_based") lines.unshift(SEES);
  return [`<tlLogic id=${quoted(tls)} type=${quoted(type)} programID="bench" offset="0">`, ...lines, "</tlLogic>"].join("\n");
}
