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

/** The one line of a long-running command on standard output, for people and for programs that wait for it. */
export const announce = (command: string, url: string): void => console.log(`saoma ${command} ready on ${url}`);

/** The address one can open: a listener on every address is reached on this machine by loopback. */
export const openable = (host: string, port: number): string => {
  if (host === "0.0.0.0" || host === "::") return `http://127.0.0.1:${port}`;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
};
