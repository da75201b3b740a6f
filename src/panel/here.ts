/** Hosts on this machine: what listens there nobody else reaches, what calls there is a bench's. */
export const isHere = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|::1)$/i.test(host);
