/** What says nothing of the file: the next try may go well. */
const PASSING = /^SQLITE_(BUSY|CANTOPEN|NOMEM|FULL|LOCKED|INTERRUPT)/;

/** null if it fails as a broken file does. */
export function attempt<T>(read: () => T): T | null {
  try {
    return read() ?? null;
  } catch (error) {
    if (PASSING.test(String((error as { code?: unknown }).code))) throw error;
    return null;
  }
}
