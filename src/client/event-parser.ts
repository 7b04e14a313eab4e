/** One event of a `text/event-stream`; what it does not say is absent. */
export interface StreamEvent {
  readonly event?: string;
  readonly data?: string;
  readonly id?: string;
  /** Milliseconds to wait before reconnecting. */
  readonly retry?: string;
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
      const fields = block.matchAll(/^(event|data|id|retry): ?([^\r\n]*)/gm);
      return Object.fromEntries([...fields].map(([, name, value]) => [name, value]));
    });
  };
}
