import type { Link, Net, Program } from "../../../src/import/net.ts";
import { pathsOf } from "../../../src/import/paths.ts";
import { Refusal } from "../../../src/import/refusal.ts";

/** One traffic light of the net: its links, the program that it was shipped with, and whose paths meet. Matrices are by place in the states. */
export interface Light {
  readonly tls: string;
  readonly program: Program;
  readonly links: readonly Link[];
  /** How many letters a state has. */
  readonly places: number;
  /** [a][b]: their paths meet. */
  readonly foes: readonly Uint8Array[];
  /** [a][b]: a gives way to b where both are green: the net has it so, and the shipped program does not let both go with the right of way (G). */
  readonly yields: readonly Uint8Array[];
  /** [a][b]: the shipped program has both green at once. */
  readonly together: readonly Uint8Array[];
}

export const isGreen = (letter: string | undefined): boolean => letter === "G" || letter === "g";

export function lightsOf(net: Net): readonly Light[] {
  const names = [...new Set(net.programs.map(({ tls }) => tls))];
  return names.flatMap((tls) => {
    const program = net.programs.find((each) => each.tls === tls)!;
    const links = net.links.filter((link) => link.tls === tls);
    const places = program.phases[0]?.state.length ?? 0;
    return links.length === 0 || places === 0 ? [] : [lightOf(net, tls, program, links, places)];
  });
}

function lightOf(net: Net, tls: string, program: Program, links: readonly Link[], places: number): Light {
  const paths = pathsOf(net);
  const matrix = () => Array.from({ length: places }, () => new Uint8Array(places));
  const [foes, yields, together] = [matrix(), matrix(), matrix()];
  for (const a of links) {
    for (const b of links) {
      if (a.index === b.index) continue;
      foes[a.index]![b.index]! |= Number(known(() => paths.meet(a, b)));
      const both = program.phases.some(({ state }) => state[a.index] === "G" && state[b.index] === "G");
      yields[a.index]![b.index]! |= Number(!both && known(() => paths.yields(a, b)));
      together[a.index]![b.index] = Number(program.phases.some(({ state }) => isGreen(state[a.index]) && isGreen(state[b.index])));
    }
  }
  return { tls, program, links, places, foes, yields, together };
}

/** A net without the insides of junctions says nothing of who meets whom: the import refuses it, and the shipped plan runs all the same. */
function known(says: () => boolean): boolean {
  try {
    return says();
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
