/**
 * Runs before all else and needs none of it. Where a part of the page did not come (the unit's link was just starting anew) the page is loaded
 * again, once the unit answers: before, a browser's own error would stand in its place, and that tries nothing.
 *
 * "partial" says that something did not come. Its detail, if it has one, says whether that is still wanted: who has gone on to another view is
 * not loaded again while he types. Where it is prevented the page has been loaded again for that already, and a person decides.
 * "opened" says that a view stands.
 */
{
  const LOOK_MS = 2_000;
  /** So often an address is loaded again before a view has opened there: what has not come then does not come by itself. */
  const TIMES = 2;
  const KEY = "loaded-again";

  /** A view's; the code of a label is kept nowhere. */
  const address = (): string => (location.hash.startsWith("#/") ? location.hash : "#/");
  const kept = keeping();
  function keeping(): Storage | null {
    try {
      return sessionStorage;
    } catch {
      return null;
    }
  }
  function times(): number {
    // A browser that keeps nothing would go on for ever.
    if (kept === null) return TIMES;
    const [count, at] = (kept.getItem(KEY) ?? "").split(" ");
    return at === address() ? Number(count) : 0;
  }

  let wanted: (() => boolean)[] = [];
  async function whole(still: () => boolean): Promise<void> {
    if (wanted.push(still) > 1) return;
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      const answer = await fetch("main.ts", { method: "HEAD" }).catch(() => null);
      wanted = wanted.filter((each) => each());
      if (wanted.length === 0) return;
      if (!answer?.ok) continue;
      kept?.setItem(KEY, `${times() + 1} ${address()}`);
      return location.reload();
    }
  }

  let left = false;
  addEventListener("hashchange", () => {
    left = true;
  });
  addEventListener("partial", (event) => {
    if (times() >= TIMES) event.preventDefault();
    else void whole((event instanceof CustomEvent && event.detail) || (() => !left));
  });
  addEventListener("opened", () => {
    if (!wanted.some((each) => each()) && times() > 0) kept?.removeItem(KEY);
  });
  // A script or a style sheet that did not come says so of itself alone; what imports one says it by hand, and so does a view.
  addEventListener(
    "error",
    ({ target }) => target instanceof HTMLElement && !("view" in target.dataset) && dispatchEvent(new Event("partial")),
    true,
  );
}
