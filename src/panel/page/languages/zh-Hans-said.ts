/** What the unit says in English, and its Chinese. */
export const SAID: readonly (readonly [english: string, chinese: string])[] = [];

export const said = (text: string): string => text;
