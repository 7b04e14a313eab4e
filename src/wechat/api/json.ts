/**
 * Reads WeChat's JSON; undefined for what is none. Whole numbers past 2^53 come as the digits they are, in a string,
 * and control characters, which WeChat leaves bare in people's names, as spaces.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(controls, " "), keepDigits);
  } catch {
    // The parser's own error would quote the text, and with it perhaps a token.
    return undefined;
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it is about.
const controls = /[\u0000-\u001f]/g;

function keepDigits(_: string, value: unknown, context?: { source?: string }): unknown {
  const rounded = typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value);
  return rounded && /^-?\d+$/.test(context?.source ?? "") ? context?.source : value;
}
