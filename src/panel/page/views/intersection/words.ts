import { words } from "../../language.ts";
import type { DrawnSite, Indication } from "../../told.ts";

const { red, yellow, green } = words.picture.letters;

/** The letter that stands beside every colour. */
export const LETTERS: { readonly [I in Indication]: string } = {
  dark: "",
  red,
  yellow,
  green,
  "flashing-red": red,
  "flashing-yellow": yellow,
  "flashing-green": green,
};

const ARROWS: { readonly [M in DrawnSite["phases"][number]["movement"]]: string } = {
  left: "←",
  through: "↑",
  right: "→",
  all: "↑",
  pedestrian: "",
};

export const arrowOf = (movement: DrawnSite["phases"][number]["movement"]): string => ARROWS[movement];
