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

/** Outside of the layers: each imports exactly these folders. */
const standalone: Readonly<Record<string, readonly string[]>> = {
  client: ["wire"],
  // For the sign-in libraries of other people's sites: it brings nothing along.
  connect: [],
  widget: ["client"],
  simulator: ["base"],
  testing: ["ports", "domain", "wechat", "base"],
  // The script of the page that WeChat sends browsers back to.
  "http/browser": [],
  // The demo page's script shows the widget; it runs in the browser, so it imports nothing of the server.
  // Of the demo, only types.
  "demo/browser": ["client", "widget", "demo"],
  // Of the simulator's other folders, only types: see heavyForBrowser.
  "simulator/page/browser": ["simulator"],
  // The root of the package only passes on what its callers name.
  "index.ts": ["server", "http", "login", "domain", "ports", "wechat", "wire", "base"],
};

/**
 * Third-party packages and those of Node's own modules that reach outside the process, by folder. A dependency
 * is chosen once per folder, and listed here.
 */
const dependencies: Readonly<Record<string, readonly string[]>> = {
  wechat: ["zod"],
  wire: ["zod"],
  login: ["jose"],
  adapters: [],
  "adapters/sql": ["kysely"],
  // A server of the operator's choice is resolved and pinned by ourselves.
  "adapters/outgoing": ["node:dns", "node:http", "node:https", "node:net"],
  // The driver is loaded by name, where it is configured.
  "adapters/postgres": ["kysely", "node:timers"],
  // The driver is loaded by name, where it is configured.
  "adapters/redis": [],
  "adapters/sqlite": ["kysely", "node:sqlite", "node:fs"],
  http: ["hono", "zod", "qr"],
  // Loaded where an application is a client, and nowhere else.
  oidc: ["hono", "jose", "oidc-provider"],
  // What the operator sees and does, on a listener of its own.
  admin: ["hono", "zod", "prom-client", "node:net"],
  // Where the syntax of the operator's file is wrong, only another Node tells.
  "server/config": ["zod", "node:child_process", "node:fs", "node:net"],
  server: ["@hono/node-server", "ws", "zod", "pino", "node:fs", "node:http", "node:net"],
  cli: ["node:fs", "node:http", "node:net"],
  // The demo site of `saoma dev`.
  demo: ["node:fs", "node:http"],
  // What is asked at a terminal, beautifully.
  "cli/prompt": ["@clack/prompts"],
  // A program beside the simulator, in a network of its own.
  "cli/simulator-run": ["node:child_process", "node:dns", "node:fs", "node:net", "node:tls"],
  // The console has it run in a thread of its own.
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

/** The two files that are for pages of a framework: what else runs in a browser brings nothing along. */
const frameworks: Readonly<Record<string, readonly string[]>> = {
  "widget/react.ts": ["react"],
  "widget/vue.ts": ["vue"],
};

/** Node's modules that open files, sockets, processes or databases; the rest of `node:` is free below the browser. */
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

/** Run in a browser: no `node:` at all, and the browser's own time, timers and network. */
const browserFolders = ["client", "widget", "http/browser", "simulator/page/browser", "demo/browser"];

/** Where the process meets the machine: the clock, randomness, network and environment come from here. */
const machineFolders = ["server", "demo", "cli"];

/** The files that wrap the machine's own time and randomness, and the simulator's own ways out. */
const machineFiles = ["base/clock.ts", "base/random.ts", "simulator/serve.ts", "simulator/client.ts"];

export const within = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

/** The entry of `table` for the longest folder that `path` (below `src/`) lies in. */
function nearest<T>(table: Readonly<Record<string, T>>, path: string): T | undefined {
  const folders = Object.keys(table).filter((folder) => within(path, folder));
  const longest = folders.sort((a, b) => b.length - a.length)[0];
  return longest === undefined ? undefined : table[longest];
}

const topOf = (path: string): string => path.split("/")[0] ?? path;

/** What a file may import from, as folders; undefined where no layer has its folder. */
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

/** Whether a layer, or a package beside them, has this file's folder. */
export const isListed = (path: string): boolean => allowedFolders(path) !== undefined;

export const inBrowser = (path: string): boolean => browserFolders.some((folder) => within(path, folder));

/** Whether the file at `path` may import the package or Node module `name`. */
export function mayUse(path: string, name: string): boolean {
  if (inBrowser(path)) return (frameworks[path] ?? []).includes(name);
  if (name.startsWith("node:") && !reachingOut.has(name)) return true;
  return (nearest(dependencies, path) ?? []).includes(name);
}

/** Whether the file at `path` may read the machine's time, randomness, network and environment by itself. */
export const mayTouchMachine = (path: string): boolean =>
  inBrowser(path) || machineFiles.includes(path) || machineFolders.some((folder) => within(path, folder));

/** Every import that is allowed besides those of lower layers, and every dependency, each with the folder it is for. */
export const allowances = (): [folder: string, allowed: string][] =>
  [extraImports, standalone, dependencies].flatMap((table) =>
    Object.entries(table).flatMap(([folder, allowed]) => allowed.map((one): [string, string] => [folder, one])),
  );
