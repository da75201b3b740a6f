/** What the unit says of who we are. */
export interface Login {
  readonly role: "open" | "viewer" | "technician";
  /** The technician's; "" for others. */
  readonly name: string;
  /** Whether it asks for a code at all. */
  readonly login: boolean;
  /** Whether there are technicians' sessions here. */
  readonly technicians: boolean;
}

/** Sends a value to the unit as it wants to have it. */
export const send = (path: string, value: unknown): Promise<Response> =>
  fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(value) });

export const login = async (): Promise<Login> => (await fetch("session")).json();

/** Takes the code that the label or the terminal has put behind the #, and takes it out of the address: a history would keep it. Null for none. */
export function codeInAddress(): string | null {
  const code = new URLSearchParams(location.hash.slice(1)).get("code");
  if (code !== null) history.replaceState(null, "", location.pathname + location.search);
  return code;
}

/** Whether the unit lets us look, perhaps by the code in the address. */
export async function admitted(): Promise<boolean> {
  const code = codeInAddress();
  if ((await login()).role !== "open") return true;
  return code !== null && (await send("login", { code })).ok;
}
