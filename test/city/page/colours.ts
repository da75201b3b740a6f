/** The stylesheet's colours, for the canvas. */
const NAMES = [
  "ground",
  "block",
  "water",
  "park",
  "road",
  "kerb",
  "paint",
  "text",
  "quiet",
  "car",
  "queue",
  "own",
  "ghost",
  "red",
  "yellow",
  "green",
  "preparing",
  "recovering",
  "card",
] as const;

export type Colours = { readonly [name in (typeof NAMES)[number]]: string };

export function coloursNow(): Colours {
  const style = getComputedStyle(document.documentElement);
  const probe = document.createElement("i");
  document.body.append(probe);
  const of = (name: string): string => {
    probe.style.color = style.getPropertyValue(`--${name}`);
    return getComputedStyle(probe).color;
  };
  const colours = Object.fromEntries(NAMES.map((name) => [name, of(name)])) as Colours;
  probe.remove();
  return colours;
}
