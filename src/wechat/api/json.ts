/**
 * Parses WeChat's JSON; undefined if the text is not JSON. Whole numbers beyond 2^53 become strings of digits. Control
 * characters, which WeChat does not escape in names, become spaces.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(controls, " "), keepDigits);
  } catch {
    // The parser's own error would quote the text, which may contain a token.
    return undefined;
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern is about control characters.
const controls = /[\u0000-\u001f]/g;

function keepDigits(_: string, value: unknown, context?: { source?: string }): unknown {
  const rounded = typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value);
  return rounded && /^-?\d+$/.test(context?.source ?? "") ? context?.source : value;
}
