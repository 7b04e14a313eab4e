/** Prints the only line of a long-running command on standard output, for people and for programs that wait for it. */
export const announce = (command: string, url: string): void => console.log(`saoma ${command} ready on ${url}`);

/** An address that can be opened: a listener on all addresses is reached by loopback. */
export const openable = (host: string, port: number): string => {
  if (host === "0.0.0.0" || host === "::") return `http://127.0.0.1:${port}`;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
};
