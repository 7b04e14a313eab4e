import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { delimiter, dirname } from "node:path";
import { onTestFinished } from "vitest";
import { type Simulator, serveSimulator } from "../../src/simulator/index.ts";
import { folderWith } from "../cli/saoma.ts";

/** A running site of `examples/`, beside a simulator. */
export interface Site {
  readonly url: string;
  readonly simulator: Simulator;
  /** Sends requests like one browser: with its cookies, and without following redirects. */
  request(method: string, path: string, body?: object): Promise<Response>;
  cookie(): string;
  /** The path of its database. */
  readonly database: string;
  /** Stops it as a deploy or Ctrl-C does. Returns its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** How a site is started, and what it prints once it can serve. */
interface Start {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly ready: RegExp;
}

const examples = new URL("../../examples/", import.meta.url).pathname;

const startOf = (name: string): Start =>
  name === "next"
    ? { command: "sh", args: ["-c", nextStart()], cwd: `${examples}next`, ready: /Ready in/ }
    : { command: process.execPath, args: [`${name}/server.ts`], cwd: examples, ready: / ready on / };

/** The command that `npm start` runs there. It runs in the shell's own process, which then gets the signals. */
const nextStart = (): string =>
  JSON.parse(readFileSync(`${examples}next/package.json`, "utf8")).scripts.start.replace(
    "next start",
    "exec next start",
  );

/** `prepare` gets the simulator's address and the site's port before the site starts. */
export async function runSite(name: string, prepare = (_wechat: string, _port: number): void => {}): Promise<Site> {
  const { url: wechat, simulator, close } = await serveSimulator({ port: 0, host: "127.0.0.1" });
  onTestFinished(close);
  const port = await freePort();
  prepare(wechat, port);
  const database = `${folderWith()}/saoma.db`;
  const env = {
    PATH: [`${examples}next/node_modules/.bin`, dirname(process.execPath), process.env.PATH].join(delimiter),
    PORT: String(port),
    SAOMA_SIMULATOR: wechat,
    DATABASE: database,
    SAOMA_SECRET: "mR8qT2xV6zB1nC5kL9pW3sD7fG4hJ0aE",
    NEXT_TELEMETRY_DISABLED: "1",
  };
  const { command, args, cwd, ready } = startOf(name);
  const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  await printed(child, ready);
  const url = `http://127.0.0.1:${port}`;
  return { url, simulator, database, ...browserOf(url), stop: (signal) => stop(child, signal) };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address ? address.port : 0;
}

async function printed(child: ChildProcess, pattern: RegExp): Promise<void> {
  let seen = "";
  const printing = Promise.withResolvers<void>();
  const note = (text: string) => {
    seen += text;
    if (pattern.test(seen)) printing.resolve();
  };
  child.stdout?.setEncoding("utf8").on("data", note);
  child.stderr?.setEncoding("utf8").on("data", note);
  child.once("exit", (code) => printing.reject(new Error(`exit ${code} before it was ready: ${seen}`)));
  return printing.promise;
}

async function stop(child: ChildProcess, signal: NodeJS.Signals = "SIGTERM"): Promise<number | null> {
  const exit = once(child, "exit");
  child.kill(signal);
  return (await exit)[0] as number | null;
}

function browserOf(url: string): Pick<Site, "request" | "cookie"> {
  const cookies = new Map<string, string>();
  const cookie = () => [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  return {
    cookie,
    async request(method, path, body) {
      const headers = { origin: url, cookie: cookie(), "content-type": "application/json" };
      const init = body ? { method, headers, body: JSON.stringify(body) } : { method, headers };
      const response = await fetch(url + path, { ...init, redirect: "manual" });
      for (const line of response.headers.getSetCookie()) {
        const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        cookies.set(name, value);
      }
      return response;
    },
  };
}
