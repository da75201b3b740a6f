import { isGreen, type Light } from "./lights.ts";

/** A green link is `g` where the net has it give way to another that is green now, or still clears in yellow. */
export function givingWay({ yields }: Light, letters: readonly string[]): string {
  const goes = letters.map((letter) => isGreen(letter) || letter === "y");
  return letters
    .map((letter, a) => {
      if (!isGreen(letter)) return letter;
      return letters.some((_, b) => goes[b] && yields[a]![b] === 1) ? "g" : "G";
    })
    .join("");
}
