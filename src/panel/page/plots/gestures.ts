interface Acts {
  /** A finger or the mouse is over it. */
  readonly touch: (x: number) => void;
  /** One that has gone near drags along by so many pixels. */
  readonly drag: (by: number) => void;
  /** Two fingers, or a pinch on a touchpad. */
  readonly pinch: (by: number, x: number) => void;
  readonly isNear: () => boolean;
}

/** What fingers do on a plot. Up and down stays the page's own: whoever scrolls past is not caught. */
export function gestures(on: HTMLElement, acts: Acts): void {
  const fingers = new Map<number, number>();
  const xOf = (event: { readonly clientX: number }): number => event.clientX - on.getBoundingClientRect().left;
  const apart = (): number => {
    const [a = 0, b = 0] = fingers.values();
    return Math.max(8, Math.abs(a - b));
  };
  on.addEventListener("pointerdown", (event) => {
    fingers.set(event.pointerId, xOf(event));
    if (fingers.size === 1) acts.touch(xOf(event));
  });
  on.addEventListener("pointermove", (event) => {
    const x = xOf(event);
    const was = fingers.get(event.pointerId);
    if (was === undefined) {
      if (event.pointerType === "mouse") acts.touch(x);
      return;
    }
    if (fingers.size === 2) {
      const before = apart();
      fingers.set(event.pointerId, x);
      const [a = 0, b = 0] = fingers.values();
      acts.pinch(before / apart(), (a + b) / 2);
      return;
    }
    fingers.set(event.pointerId, x);
    if (acts.isNear()) acts.drag(was - x);
    else acts.touch(x);
  });
  for (const name of ["pointerup", "pointercancel", "pointerleave"] as const) {
    on.addEventListener(name, (event) => fingers.delete(event.pointerId));
  }
  on.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      acts.pinch(2 ** (event.deltaY / 200), xOf(event));
    },
    { passive: false },
  );
}
