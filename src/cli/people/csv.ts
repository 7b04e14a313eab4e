import { CommandError } from "../failure.ts";
import { say } from "../say.ts";

/** A record of a file, with the line it begins on. */
export interface Line<T> {
  readonly line: number;
  readonly value: T;
}

/**
 * Parses CSV (RFC 4180) from chunks of any size. A quoted field may contain commas, quotes and line ends. Empty lines
 * are skipped.
 *
 * @throws {CommandError} that names the line, if quotes do not match.
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

/** The position of the next character: outside quotes, inside, or directly after a closing quote. */
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
      // Two quotes inside quotes are one quote character.
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
    /** The last record, if the file does not end with a line end. */
    end(): Line<string[]> | undefined {
      if (place === "inside") throw new CommandError(say`line ${begun}: a quoted field does not end`);
      return endRecord();
    },
  };
}

/** The characters without a byte order mark, with all line ends as `\n`. */
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
