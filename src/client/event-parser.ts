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
  let id = "";
  let retry: number | undefined;

  function read(block: string): StreamEvent[] {
    let type = "message";
    const data: string[] = [];
    for (const line of block.split(/\r\n|\r|\n/)) {
      const [, name, value = ""] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
      if (name === "event" && value) type = value;
      if (name === "data") data.push(value);
      if (name === "id" && !value.includes("\0")) id = value;
      if (name === "retry" && /^\d+$/.test(value)) retry = Number(value);
    }
    return data.length > 0 ? [{ type, data: data.join("\n"), id }] : [];
  }

  return {
    feed(text) {
      const blocks = (rest + text).split(/\r\n\r\n|\r\r|\n\n/);
      rest = blocks.pop() ?? "";
      return blocks.flatMap(read);
    },
    retry: () => retry,
  };
}
