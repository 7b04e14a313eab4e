import { type DestinationStream, destination } from "pino";

/** Collects lines before they are written. */
export interface LogLines extends DestinationStream {
  /** Writes the collected lines. */
  flush(): void;
}

/**
 * Standard error. The lines of one tick of the event loop are written at its end by one write, because single writes
 * would be a tenth of a push's cost. Lines of the current tick are lost only if the process is killed (SIGKILL, power
 * loss); `exit` and uncaught exceptions flush them.
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
