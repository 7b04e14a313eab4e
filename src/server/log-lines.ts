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
export function standardError(): LogLines {
  const gathered = destination({ fd: 2, sync: true, minLength: enough });
  let isWaiting = false;

  function flush(): void {
    if (!isWaiting) return;
    isWaiting = false;
    process.off("exit", flush);
    gathered.flushSync();
  }

  return {
    flush,
    write(line) {
      gathered.write(line);
      if (isWaiting) return;
      isWaiting = true;
      process.once("exit", flush);
      setImmediate(flush);
    },
  };
}

/** More characters than that do not wait for the end of the turn. */
const enough = 8 * 1024;
