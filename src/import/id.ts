/** A traffic light's id in the net, as a unit may be called. */
export const idOf = (tls: string): string =>
  (
    tls
      .replace(/[^A-Za-z0-9-]+/g, "-")
      .replace(/^-+|-+$/g, "")
      .slice(0, 32) || "IMPORTED"
  ).replace(/-+$/, "");
