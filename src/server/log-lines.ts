import { type DestinationStream, destination } from "pino";

/** Where lines are gathered. */
export interface LogLines extends DestinationStream {
  /** Writes what was gathered. */
  flush(): void;
}

/**
 * Standard error. The lines of one turn of the event loop go out by one write at its end, because a write of its own
 * would be a tenth of what a push costs. Only what kills the process in the middle of a turn takes lines along: its
 * own end, whether by `exit` or by an error that nobody caught, does not.
 */
export function standardError(to: DestinationStream = destination({ fd: 2, sync: true })): LogLines {
  let gathered = "";

  function flush(): void {
    if (gathered === "") return;
    const lines = gathered;
    gathered = "";
    process.off("exit", flush);
    to.write(lines);
  }

  return {
    flush,
    write(line) {
      if (gathered === "") {
        process.once("exit", flush);
        setImmediate(flush);
      }
      gathered += line;
    },
  };
}
