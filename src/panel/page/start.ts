/**
 * Runs before all else and needs none of it. Where a part of the page did not come (the unit's link was just starting anew) the page is loaded
 * again, once the unit answers: before, a browser's own error would stand in its place, and that tries nothing.
 */
{
  const LOOK_MS = 2_000;
  let looks = false;
  const whole = async (): Promise<void> => {
    if (looks) return;
    looks = true;
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      const answer = await fetch("main.ts", { method: "HEAD" }).catch(() => null);
      if (answer?.ok) return location.reload();
    }
  };
  // A script or a style sheet that did not come says so of itself alone; what imports one says it by hand.
  addEventListener("error", ({ target }) => target instanceof HTMLElement && void whole(), true);
  addEventListener("partial", () => void whole());
}
