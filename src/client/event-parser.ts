/** One event of a `text/event-stream`; what it does not say is undefined. */
export interface StreamEvent {
  readonly event: string | undefined;
  readonly data: string | undefined;
  readonly id: string | undefined;
  /** Milliseconds to wait before reconnecting. */
  readonly retry: string | undefined;
}

/**
 * Reads a stream of events (HTML Standard, section 9.2.6) as the service writes it: each field on one line. The answer
 * takes text, cut anywhere, and gives the events that it completes.
 */
export function createEventParser(): (text: string) => StreamEvent[] {
  let rest = "";
  return (text) => {
    const blocks = (rest + text).split(/\r\n\r\n|\r\r|\n\n/);
    rest = blocks.pop() ?? "";
    return blocks.map((block) => {
      const field = (name: string) => new RegExp(`^${name}: ?([^\r\n]*)`, "m").exec(block)?.[1];
      return { event: field("event"), data: field("data"), id: field("id"), retry: field("retry") };
    });
  };
}
