/** The layers of `src/`, from the bottom: a folder imports from lower layers only. */
const layers: readonly (readonly string[])[] = [
  ["base"],
  ["domain", "ports", "wechat", "wire"],
  ["login", "adapters"],
  ["http", "oidc"],
  ["admin"],
  ["server"],
  ["demo"],
  ["cli"],
];

/** What these folders may import besides the layers below them. */
const extraImports: Readonly<Record<string, readonly string[]>> = {
  ports: ["domain"],
  cli: ["simulator"],
  // The same cookies and headers.
  oidc: ["http"],
};

/** Outside the layers: each folder imports exactly these folders. */
const standalone: Readonly<Record<string, readonly string[]>> = {
  client: ["wire"],
  // It is for the sign-in libraries of third-party sites, and brings no other code along.
  connect: [],
  widget: ["client"],
  simulator: ["base"],
  testing: ["ports", "domain", "wechat", "base"],
  // The script of the page to which WeChat redirects browsers.
  "http/browser": [],
  // The demo page's script shows the widget. It runs in the browser, so it imports nothing of the server.
  // Only types of the demo.
  "demo/browser": ["client", "widget", "demo"],
  // Only types of the simulator's other folders: see heavyForBrowser.
  "simulator/page/browser": ["simulator"],
  // The root of the package only re-exports what its users name.
  "index.ts": ["server", "http", "login", "domain", "ports", "wechat", "wire", "base"],
};

/**
 * Third-party packages, and those of Node's own modules that reach outside the process, by folder. A dependency
 * is chosen once for a folder, and listed here.
 */
const dependencies: Readonly<Record<string, readonly string[]>> = {
  wechat: ["zod"],
  wire: ["zod"],
  login: ["jose"],
  adapters: [],
  "adapters/sql": ["kysely"],
  // The name of a server that the operator chose is resolved here, and the connection goes to that address.
  "adapters/outgoing": ["node:dns", "node:http", "node:https", "node:net"],
  // The driver is imported by name if it is configured.
  "adapters/postgres": ["kysely", "node:timers"],
  // The driver is imported by name if it is configured.
  "adapters/redis": [],
  "adapters/sqlite": ["kysely", "node:sqlite", "node:fs"],
  http: ["hono", "zod", "qr"],
  // It is loaded if an application is a client, and nowhere else.
  oidc: ["hono", "jose", "oidc-provider"],
  // The operator's pages and API, on their own listener.
  admin: ["hono", "zod", "prom-client", "node:net"],
  // Only another Node reports where the syntax of the operator's file is wrong.
  "server/config": ["zod", "node:child_process", "node:fs", "node:net"],
  server: ["@hono/node-server", "ws", "zod", "pino", "node:fs", "node:http", "node:net"],
  cli: ["node:fs", "node:http", "node:net"],
  // The demo site of `saoma dev`.
  demo: ["node:fs", "node:http"],
  // Questions at a terminal.
  "cli/prompt": ["@clack/prompts"],
  // A separate program beside the simulator, in its own network.
  "cli/simulator-run": ["node:child_process", "node:dns", "node:fs", "node:net", "node:tls"],
  // The console runs it in its own thread.
  "cli/doctor": ["node:fs", "node:http", "node:https", "node:net", "node:tls", "node:worker_threads"],
  simulator: [
    "hono",
    "@hono/node-server",
    "zod",
    "qr",
    "fast-png",
    "jpeg-js",
    "node:fs",
    "node:http",
    "node:https",
    "node:net",
  ],
};

/** The two files for pages with a framework. Other browser code brings no dependency along. */
const frameworks: Readonly<Record<string, readonly string[]>> = {
  "widget/react.ts": ["react"],
  "widget/vue.ts": ["vue"],
};

/** Node's modules that open files, sockets, processes or databases. Below the browser, the rest of `node:` is allowed. */
const reachingOut: ReadonlySet<string> = new Set([
  "node:child_process",
  "node:cluster",
  "node:dgram",
  "node:dns",
  "node:fs",
  "node:http",
  "node:http2",
  "node:https",
  "node:net",
  "node:process",
  "node:sqlite",
  "node:timers",
  "node:tls",
  "node:worker_threads",
]);

/** Folders that run in a browser: without any `node:` module, and with the browser's own time, timers and network. */
const browserFolders = ["client", "widget", "http/browser", "simulator/page/browser", "demo/browser"];

/** The files where the process meets the machine: clock, randomness, network and environment come from here. */
const machineFolders = ["server", "demo", "cli"];

/** The files that wrap the machine's own time and randomness, and the simulator's own network access. */
const machineFiles = ["base/clock.ts", "base/random.ts", "simulator/serve.ts", "simulator/client.ts"];

export const within = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

/** The entry of `table` for the longest folder that contains `path` (below `src/`). */
function nearest<T>(table: Readonly<Record<string, T>>, path: string): T | undefined {
  const folders = Object.keys(table).filter((folder) => within(path, folder));
  const longest = folders.sort((a, b) => b.length - a.length)[0];
  return longest === undefined ? undefined : table[longest];
}

const topOf = (path: string): string => path.split("/")[0] ?? path;

/** The folders that a file may import from; undefined if no layer has its folder. */
function allowedFolders(path: string): readonly string[] | undefined {
  const allowed = nearest(standalone, path);
  if (allowed) return allowed;
  const folder = topOf(path);
  const layer = layers.findIndex((folders) => folders.includes(folder));
  return layer < 0 ? undefined : [...layers.slice(0, layer).flat(), ...(extraImports[folder] ?? [])];
}

/** Whether the file at `path` may import the one at `target`, both below `src/`. */
export function mayImport(path: string, target: string): boolean {
  const own = Object.keys(standalone).find((allowed) => allowed.includes("/") && within(path, allowed)) ?? topOf(path);
  if (within(target, own)) return true;
  return (allowedFolders(path) ?? []).some((folder) => within(target, folder));
}

/** Whether a layer, or a package beside the layers, has this file's folder. */
export const isListed = (path: string): boolean => allowedFolders(path) !== undefined;

export const inBrowser = (path: string): boolean => browserFolders.some((folder) => within(path, folder));

/** Whether the file at `path` may import the package or Node module `name`. */
export function mayUse(path: string, name: string): boolean {
  if (inBrowser(path)) return (frameworks[path] ?? []).includes(name);
  if (name.startsWith("node:") && !reachingOut.has(name)) return true;
  return (nearest(dependencies, path) ?? []).includes(name);
}

/** Whether the file at `path` may read the machine's time, randomness, network and environment itself. */
export const mayTouchMachine = (path: string): boolean =>
  inBrowser(path) || machineFiles.includes(path) || machineFolders.some((folder) => within(path, folder));

/** Every allowed import besides those of lower layers, and every dependency, each with the folder that it is for. */
export const allowances = (): [folder: string, allowed: string][] =>
  [extraImports, standalone, dependencies].flatMap((table) =>
    Object.entries(table).flatMap(([folder, allowed]) => allowed.map((one): [string, string] => [folder, one])),
  );
