import { CommandError } from "../failure.ts";

/** A record of a file, with the line it begins on. */
export interface Line<T> {
  readonly line: number;
  readonly value: T;
}

/** Records of CSV (RFC 4180) from text in pieces of any size; a quoted field may hold commas, quotes and line ends. */
export async function* readCsv(pieces: AsyncIterable<string>): AsyncGenerator<Line<string[]>> {
  let [fields, field, quoted, closed, begun, line, at] = [[] as string[], "", false, false, 1, 1, false];
  const endField = () => {
    fields.push(field);
    [field, closed] = ["", false];
  };
  for await (const character of charactersOf(pieces)) {
    if (character === "\n") line++;
    if (quoted) {
      if (character !== '"') field += character;
      else [quoted, closed] = [false, true];
      continue;
    }
    if (character === '"' && closed) [field, quoted, closed] = [`${field}"`, true, false];
    else if (character === '"' && field === "") quoted = true;
    else if (character === ",") endField();
    else if (character === "\n") {
      endField();
      if (at) yield { line: begun, value: fields };
      [fields, begun, at] = [[], line, false];
      continue;
    } else if (closed || character === '"')
      throw new CommandError(`line ${line}: a quoted field has something outside of its quotes`);
    else field += character;
    at = true;
  }
  if (quoted) throw new CommandError(`line ${begun}: a quoted field does not end`);
  endField();
  if (at) yield { line: begun, value: fields };
}

/** Without a byte order mark, and with one kind of line end. */
async function* charactersOf(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let first = true;
  let before = "";
  for await (const piece of pieces) {
    for (const character of piece) {
      const isMark = first && character === "\ufeff";
      first = false;
      if (before === "\r" && character !== "\n") yield "\n";
      before = character;
      if (!isMark && character !== "\r") yield character;
    }
  }
  if (before === "\r") yield "\n";
}
