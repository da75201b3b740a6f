/** The arguments of a command that takes none. */
export const isNothing = (args: unknown): boolean =>
  typeof args === "object" && args !== null && !Array.isArray(args) && Object.keys(args).length === 0;
