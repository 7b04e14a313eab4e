import { CommandError } from "../failure.ts";
import { say } from "../say.ts";

/** A record of a file, with the line it begins on. */
export interface Line<T> {
  readonly line: number;
  readonly value: T;
}

/**
 * Records of CSV (RFC 4180) from text in pieces of any size; a quoted field may hold commas, quotes and line ends. Empty
 * lines are no records.
 *
 * @throws {CommandError} that names the line, where quotes are torn.
 */
export async function* readCsv(pieces: AsyncIterable<string>): AsyncGenerator<Line<string[]>> {
  const reader = createReader();
  for await (const character of charactersOf(pieces)) {
    const record = reader.take(character);
    if (record) yield record;
  }
  const last = reader.end();
  if (last) yield last;
}

/** Where the next character stands: outside of quotes, inside, or right behind closing ones. */
type Place = "outside" | "inside" | "behind";

function createReader() {
  let place: Place = "outside";
  let [fields, field, isEmpty] = [[] as string[], "", true];
  let [line, begun] = [1, 1];

  function endField(): void {
    fields.push(field);
    [field, place] = ["", "outside"];
  }

  function endRecord(): Line<string[]> | undefined {
    endField();
    const record = isEmpty ? undefined : { line: begun, value: fields };
    [fields, begun, isEmpty] = [[], line, true];
    return record;
  }

  function takeOutside(character: string): void {
    if (character === ",") endField();
    else if (character === '"' && (place === "behind" || field === "")) {
      // Two quotes inside of quotes are one.
      if (place === "behind") field += character;
      place = "inside";
    } else if (character === '"' || place === "behind")
      throw new CommandError(say`line ${line}: a quoted field has something outside of its quotes`);
    else field += character;
  }

  return {
    /** The record that ends with this character. */
    take(character: string): Line<string[]> | undefined {
      if (character === "\n") line++;
      if (character === "\n" && place !== "inside") return endRecord();
      isEmpty = false;
      if (place !== "inside") takeOutside(character);
      else if (character === '"') place = "behind";
      else field += character;
      return undefined;
    },
    /** The last record, where the file does not end with a line end. */
    end(): Line<string[]> | undefined {
      if (place === "inside") throw new CommandError(say`line ${begun}: a quoted field does not end`);
      return endRecord();
    },
  };
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
