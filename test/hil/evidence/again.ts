/** The one line that plays it again. */
export const commandOf = (rig: string, name: string, seed: number): string => `make hil RIG=${rig} ONLY=${name} SEED=${seed}`;
