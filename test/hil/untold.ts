import { type Play, playOf } from "./play.ts";
import type { Rig } from "./rig.ts";
import type { Weather } from "./scenario.ts";

/** The same rig, on which this weather is done as well and whoever watches has not been told: what dies of it has died by itself, as far as they know. */
export const untold = (rig: Rig, weather: readonly Weather[]): Rig => ({
  name: rig.name,
  play: (play, folder, see) => rig.play(withMore(play, weather), folder, see),
  close: () => rig.close(),
});

const withMore = ({ name, scenario, seed }: Play, weather: readonly Weather[]): Play =>
  playOf(name, { ...scenario, weather: [...scenario.weather, ...weather] }, seed);
