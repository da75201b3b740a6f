import { language } from "./language.ts";

/** Asks the unit for what no frame tells; null while it does not answer, or not this page. */
export async function ask<T>(path: string): Promise<T | null> {
  try {
    const answer = await fetch(path, { headers: { "accept-language": language } });
    // Whoever is not let in any more is asked for the code, whichever part of the page has found out.
    if (answer.status === 401) dispatchEvent(new Event("shut"));
    return answer.ok ? ((await answer.json()) as T) : null;
  } catch {
    return null;
  }
}

/** Asks again and again between `begin` and `end`, the first time at once. What comes after `end` is nobody's. */
export function asking<T>(path: string, every_ms: number, told: (value: T | null) => void): { begin(): void; end(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let turn = 0;
  const once = async (mine: number): Promise<void> => {
    const value = await ask<T>(path);
    if (mine !== turn) return;
    told(value);
    timer = setTimeout(() => void once(mine), every_ms);
  };
  return {
    begin: () => void once(++turn),
    end: () => {
      turn++;
      clearTimeout(timer);
    },
  };
}
