/**
 * A second signal within this time, in milliseconds, is the same Ctrl-C: the terminal signals npm and this process, and
 * npm passes its signal on.
 */
const sameRequest = 1_000;

/** Resolves at SIGTERM or Ctrl-C. A second one ends the process at once, with its streams and its database open. */
export function askedToStop(): Promise<void> {
  return new Promise((resolve) => {
    let first: number | undefined;
    const signals = ["SIGTERM", "SIGINT"] as const;
    function onSignal(signal: NodeJS.Signals): void {
      first ??= performance.now();
      resolve();
      if (performance.now() - first < sameRequest) return;
      for (const one of signals) process.off(one, onSignal);
      process.kill(process.pid, signal);
    }
    for (const signal of signals) process.on(signal, onSignal);
  });
}
