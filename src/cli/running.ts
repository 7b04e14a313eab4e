/** The one line of a long-running command on standard output, for people and for programs that wait for it. */
export const announce = (command: string, url: string): void => console.log(`saoma ${command} ready on ${url}`);

/** The address one can open: a listener on every address is reached on this machine by loopback. */
export const openable = (host: string, port: number): string => {
  if (host === "0.0.0.0" || host === "::") return `http://127.0.0.1:${port}`;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
};
