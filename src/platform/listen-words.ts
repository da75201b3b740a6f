/** Why nobody can listen at an address, and what to do about it. */
const WHY: { readonly [code: string]: string } = {
  EADDRINUSE: "something else listens there already; end it, or choose another port",
  EADDRNOTAVAIL: "this computer has no such address; 127.0.0.1 is this computer alone, 0.0.0.0 all that it has",
  EACCES: "ports below 1024 are not everybody's; choose a higher one",
  ENOTFOUND: "the name has no address; is it spelled right?",
  EAI_AGAIN: "the name has no address; is it spelled right?",
};

/** "the broker cannot listen on 127.0.0.1:1883: something else listens there already; …" */
export function listenWords(who: string, host: string, port: number, { code = "", message }: NodeJS.ErrnoException): string {
  return `${who} cannot listen on ${host}:${port}: ${WHY[code] ?? message}`;
}
