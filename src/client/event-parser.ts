/** One event of a `text/event-stream`. Fields that the event does not have are absent. */
export interface StreamEvent {
  readonly event?: string;
  readonly data?: string;
  readonly id?: string;
  /** Milliseconds to wait before reconnecting. */
  readonly retry?: string;
}

/**
 * Makes a parser for event streams (HTML Standard, section 9.2.6) as the service writes them: each field on one line.
 * Call the returned function with each chunk of text, wherever it was cut; it returns the events that are complete now.
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
