import { ours } from "./ours/controller.ts";
import { maxPressure } from "./peers/max-pressure.ts";
import { nema } from "./peers/nema.ts";
import { program } from "./peers/program.ts";
import { shipped } from "./peers/shipped.ts";
import type { Controller, World } from "./world.ts";

type Making = (world: World) => Controller;

/** Those that look with what a cabinet has. The names behind are patterns of an imported site. */
const OURS = {
  "our-actuated": (world) => ours(world, "actuated"),
  "our-max-pressure": (world) => ours(world, "max-pressure"),
  adaptive: (world) => ours(world, "adaptive"),
} as const satisfies { readonly [name: string]: Making };

/** Who can control a run, by name. */
export const CONTROLLERS = {
  shipped,
  "sumo-actuated": (world) => program(world, "actuated"),
  "sumo-delay-based": (world) => program(world, "delay_based"),
  "sumo-nema": nema,
  "max-pressure-10": (world) => maxPressure(world, 10),
  "max-pressure-20": (world) => maxPressure(world, 20),
  fixed: (world) => ours(world, "fixed"),
  ...OURS,
} as const satisfies { readonly [name: string]: Making };

export type ControllerName = keyof typeof CONTROLLERS;

/** Whether it is another controller with other detection. */
export const detects = (name: ControllerName): boolean => name in OURS;
