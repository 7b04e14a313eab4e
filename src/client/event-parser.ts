/** One event of a `text/event-stream`. */
export interface StreamEvent {
  readonly type: string;
  readonly data: string;
  /** The last id given, in this event or an earlier one. */
  readonly id: string;
}

export interface EventParser {
  /** The events that `text` completes. It may be cut anywhere, and is without a byte order mark. */
  feed(text: string): StreamEvent[];
  /** Milliseconds to wait before reconnecting, where the stream said so. */
  retry(): number | undefined;
}

/** Reads a stream of events: HTML Standard, section 9.2.6. */
export function createEventParser(): EventParser {
  let rest = "";
  let type = "";
  let data: string[] = [];
  let id = "";
  let retry: number | undefined;

  function field(name: string, value: string): void {
    if (name === "event") type = value;
    else if (name === "data") data.push(value);
    else if (name === "id" && !value.includes("\0")) id = value;
    else if (name === "retry" && /^\d+$/.test(value)) retry = Number(value);
  }

  function dispatch(): StreamEvent[] {
    const event = { type: type || "message", data: data.join("\n"), id };
    const said = data.length > 0;
    type = "";
    data = [];
    return said ? [event] : [];
  }

  function line(text: string): StreamEvent[] {
    if (text === "") return dispatch();
    const [, name = "", value = ""] = /^([^:]*):? ?(.*)$/s.exec(text) ?? [];
    field(name, value);
    return [];
  }

  return {
    feed(text) {
      // A carriage return at the very end may be half of a CRLF: it waits for what follows.
      const lines = (rest + text).split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop() ?? "";
      return lines.flatMap(line);
    },
    retry: () => retry,
  };
}
