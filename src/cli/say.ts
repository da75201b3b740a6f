/**
 * Prints a line whatever it is made of. Names, causes and words come from units and brokers, and a terminal obeys some characters: whoever
 * can publish could clear a screen, or write over what another unit has said. One character stands for each, so columns stay columns.
 */
export const say = (line: string): void => console.log(shown(line));

/** Characters that a terminal obeys, as pictures of themselves where Unicode has one. */
export const shown = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that are meant
  text.replace(/[\x00-\x1f\x7f-\x9f]/g, (c) => {
    const code = c.charCodeAt(0);
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : code === 0x7f ? "␡" : "�";
  });

/** An object a line, for other programs: the same characters, escaped as JSON has it. */
export const sayJson = (value: unknown): void => console.log(json(value));

/** JSON.stringify leaves DEL and the C1 characters as they are. */
export const json = (value: unknown): string =>
  JSON.stringify(value).replace(/[\x7f-\x9f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
