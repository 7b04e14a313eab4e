import { once } from "node:events";
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect } from "node:net";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Duplex } from "node:stream";
import { onTestFinished } from "vitest";
import { type Clock, systemClock } from "../../src/base/clock.ts";
import { type Random, systemRandom } from "../../src/base/random.ts";
import { type WordedFinding, worded } from "../../src/cli/doctor/findings.ts";
import { createHttpExchange } from "../../src/cli/doctor/http-exchange.ts";
import { runChecks } from "../../src/cli/doctor/run-checks.ts";
import { createSay } from "../../src/cli/say.ts";
import type { SaomaOptions } from "../../src/server/config/config.ts";
import { parseConfig } from "../../src/server/config/parse.ts";
import { createLog } from "../../src/server/log.ts";
import { createSaoma } from "../../src/server/saoma.ts";
import type { SelfMade } from "./certificate.ts";
import { folderWith } from "./saoma.ts";
import { optionsWith, type Simulated, simulated } from "./simulated.ts";

/** The proxy in front of the service. Each option replaces a part of a correctly configured proxy. */
export interface Front {
  /** Responds in place of the service; returns undefined to pass the request on. */
  answer?: (request: IncomingMessage, response: ServerResponse) => true | undefined;
  /** Changes the body of a request. */
  body?: (body: Buffer) => Buffer;
  /** Changes the headers of a request. */
  headers?: (headers: IncomingMessage["headers"]) => IncomingMessage["headers"];
  /** Changes the body of a response. */
  answered?: (body: Buffer, request: IncomingMessage) => Buffer;
  /** Whether it passes upgrades on; default yes. */
  upgrades?: boolean;
  /** Headers that are set on every response. */
  set?: Readonly<Record<string, string>>;
}

/** A service behind a proxy for the doctor to check; tests break parts of it first. */
export interface DoctorFixture extends Simulated {
  readonly origin: string;
  readonly folder: string;
  readonly front: Front;
  /** The configuration that the service runs with. Changing it simulates a service that was not restarted. */
  service: Record<string, unknown>;
  /** The configuration that the doctor reads. */
  read: Record<string, unknown>;
  /** The service's clock. */
  clock: Clock;
  /** The doctor's clock, in milliseconds. */
  timeoutMs: number;
  random: Random;
  /** Opens another address, whose proxy forwards to the service, too. */
  openBeside(): Promise<string>;
  /** Starts the service, for tests in which it must run before the doctor. */
  open(): Promise<void>;
  /** Runs the doctor. Returns its findings in English or another language. */
  runDoctor(language?: "en" | "zh-CN"): Promise<WordedFinding[]>;
  /** The number of rows of each table in the service's database. */
  rows(): Readonly<Record<string, unknown>>;
}

export interface FixtureOptions {
  readonly kind?: Parameters<typeof simulated>[0];
  readonly tls?: SelfMade;
  /** The host name in the origin; default `127.0.0.1`. */
  readonly host?: string;
}

export async function createDoctorFixture({
  kind,
  tls,
  host = "127.0.0.1",
}: FixtureOptions = {}): Promise<DoctorFixture> {
  const wechat = await simulated(kind);
  const front: Front = {};
  const inner = await listening(createServer());
  const handler = (request: IncomingMessage, response: ServerResponse) => pass(front, inner.port, request, response);
  const outer = await listening(tls ? createTlsServer(tls, handler) : createServer(handler));
  outer.server.on("upgrade", (from: IncomingMessage, socket: Duplex) => tunnel(front, inner.port, from, socket));
  const origin = `${tls ? "https" : "http"}://${host}:${outer.port}`;
  const folder = folderWith();
  const options = optionsWith([wechat.source], {
    origin,
    database: { path: join(folder, "saoma.db") },
    ...(tls ? { trustedProxies: ["127.0.0.1"] } : {}),
  });
  let isOpen = false;
  const fixture: DoctorFixture = {
    ...wechat,
    origin,
    folder,
    front,
    service: structuredClone(options),
    read: structuredClone(options),
    clock: systemClock,
    timeoutMs: 5_000,
    random: systemRandom,
    async openBeside() {
      const { port } = await listening(createServer(handler));
      return `http://127.0.0.1:${port}`;
    },
    async open() {
      if (isOpen) return;
      isOpen = true;
      const saoma = createSaoma(fixture.service as unknown as SaomaOptions, {
        log: createLog({ level: "silent" }),
        clock: fixture.clock,
      });
      onTestFinished(() => saoma.close());
      await saoma.ready();
      inner.server.on("request", saoma.node);
      saoma.attach(inner.server);
    },
    async runDoctor(language = "en") {
      await fixture.open();
      const findings: WordedFinding[] = [];
      const say = createSay(language);
      const config = parseConfig(fixture.read, {});
      const exchange = createHttpExchange(fixture.timeoutMs);
      const deps = { config, clock: systemClock, random: fixture.random, fetch, exchange, resolve };
      for await (const progress of runChecks(deps, join(folder, ".env"))) {
        if ("findings" in progress) findings.push(...progress.findings.map((finding) => worded(finding, say)));
      }
      return findings;
    },
    rows: () => countRows(join(folder, "saoma.db")),
  };
  return fixture;
}

/** Resolves every name to this machine, like a name in an operator's private network. */
const resolve = async () => [{ address: "127.0.0.1", family: 4 }];

function countRows(path: string): Readonly<Record<string, unknown>> {
  using database = new DatabaseSync(path, { readOnly: true });
  const tables = database.prepare("select name from sqlite_schema where type = 'table'").all();
  const count = (name: unknown) => database.prepare(`select count(*) as rows from "${name}"`).get()?.rows;
  return Object.fromEntries(tables.map(({ name }) => [String(name), count(name)]));
}

async function listening(server: Server): Promise<{ server: Server; port: number }> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { server, port: (server.address() as AddressInfo).port };
}

/** Forwards a WebSocket's handshake, and then all data. */
function tunnel(front: Front, port: number, from: IncomingMessage, socket: Duplex): void {
  if (front.upgrades === false) return void socket.end("HTTP/1.1 400 Bad Request\r\n\r\n");
  const headers = Object.entries(from.headers).map(([name, value]) => `${name}: ${value}`);
  const onward = connect(port, "127.0.0.1", () => {
    onward.write([`GET ${from.url} HTTP/1.1`, ...headers, "", ""].join("\r\n"));
    onward.pipe(socket).pipe(onward);
  });
  onward.on("error", () => socket.destroy());
  socket.on("error", () => onward.destroy());
}

async function whole(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

async function pass(front: Front, port: number, from: IncomingMessage, to: ServerResponse): Promise<void> {
  if (front.answer?.(from, to)) return;
  const body = await whole(from);
  const sent = front.body?.(body) ?? body;
  const before = from.headers["x-forwarded-for"];
  const appended = { ...from.headers, "x-forwarded-for": before ? `${before}, 198.51.100.7` : "198.51.100.7" };
  const headers = { ...(front.headers?.(from.headers) ?? appended), "content-length": String(sent.length) };
  const onward = request({ port, host: "127.0.0.1", method: from.method, path: from.url, headers, agent: false });
  onward.on("response", async (response) => {
    const answer = await whole(response);
    const changed = front.answered?.(answer, from) ?? answer;
    const { "transfer-encoding": _, ...headers } = response.headers;
    to.writeHead(response.statusCode ?? 500, {
      ...headers,
      ...front.set,
      "content-length": String(changed.length),
    }).end(changed);
  });
  onward.on("error", () => to.writeHead(502).end());
  onward.end(sent);
}
