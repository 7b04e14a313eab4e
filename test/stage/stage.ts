import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSimulatorSender } from "../../src/adapters/sms/simulator.ts";
import type { Doctor } from "../../src/ports/doctor.ts";
import type { Log } from "../../src/ports/log.ts";
import type { SmsSender } from "../../src/ports/sms.ts";
import type { SaomaOptions } from "../../src/server/config/config.ts";
import { createSaoma, type Saoma } from "../../src/server/saoma.ts";
import { createSimulator, type Message, type Send, type Simulator } from "../../src/simulator/index.ts";
import { createFakeClock, createSeededRandom, type FakeClock } from "../../src/testing/index.ts";
import type { AttemptView, StartedAttempt } from "../../src/wire/attempt.ts";
import type { SessionView } from "../../src/wire/session.ts";
import { type Browser, createBrowser } from "./browser.ts";
import { writeMigratedDatabase } from "./migrated-database.ts";
import { databaseRows, giveBack, onPostgres, patientClock, stageDatabase, storedIn } from "./on-postgres.ts";

export const origin = "https://login.saoma.test";

export type SourceOptions = SaomaOptions["sources"][number];
export type ApplicationOptions = SaomaOptions["applications"][number];

type Kind = "service" | "subscription" | "test" | "mini-program" | "website";

export interface StageOptions {
  readonly kind?: Kind;
  /** Further sources of the service, all bound to one Open Platform account. */
  readonly also?: readonly Kind[];
  readonly mode?: "safe" | "compatible" | "plain";
  readonly source?: Partial<SourceOptions>;
  readonly application?: Partial<ApplicationOptions>;
  readonly options?: Partial<SaomaOptions>;
  /** The clock's time at the beginning. Some libraries use the machine's clock, and need its time here. */
  readonly now?: number;
  /** Wraps the `fetch` with which the service calls WeChat. */
  readonly wechatFetch?: (usual: typeof fetch) => typeof fetch;
  /** The doctor that the console runs. */
  readonly doctor?: Doctor;
  /** Wraps the sender of SMS. */
  readonly smsSender?: (usual: SmsSender) => SmsSender;
}

/** The service, a simulated WeChat and people with phones, in one process, on one fake clock. */
export interface Stage {
  readonly clock: FakeClock;
  readonly simulator: Simulator;
  readonly appid: string;
  readonly token: string;
  readonly lines: readonly string[];
  /** The service's options. */
  readonly options: SaomaOptions;
  /** Every push that the simulator has sent, as a request. */
  readonly pushes: readonly { readonly url: string; readonly init: RequestInit }[];
  saoma: Saoma;
  /** The whole content of the database as text; of SQLite, its files on the disk. */
  stored(): Promise<string>;
  /** Queries the database without the service. `?` is the placeholder of each value. */
  rows(sql: string, ...values: (string | number | null)[]): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Opens another browser. */
  browser(): Browser;
  /** Stops the service as a deploy does, and starts it again on the same database. */
  restart(): Promise<void>;
  /** Starts another instance on the same database. Browsers and WeChat reach it from now on. */
  restartBeside(): Promise<void>;
  /** A person scans the QR, and follows the account if WeChat asks for that. */
  scan(person: string, started: StartedAttempt): Promise<void>;
  /** The last message that the account sent to the person. */
  lastMessage(person: string): Message;
  /** Taps the link with this label in the last message that has it. */
  tap(person: string, label: string): Promise<Message>;
  say(person: string, text: string): Promise<Message>;
  /** The pairing code that the chat sent to the person who scanned last. */
  pairingCode(started: { readonly id: string }): string;
  close(): Promise<void>;
}

export async function setStage(stageOptions: StageOptions = {}): Promise<Stage> {
  const { kind = "service", mode = "safe" } = stageOptions;
  const folder = mkdtempSync(join(tmpdir(), "saoma-stage-"));
  const now = stageOptions.now ?? Date.UTC(2026, 4, 1, 6, 5);
  const clock = onPostgres ? await patientClock(now) : createFakeClock(now);
  const database = onPostgres ? await stageDatabase() : { path: join(folder, "saoma.db") };
  if ("path" in database) await writeMigratedDatabase(database.path);
  const random = createSeededRandom("stage");
  const lines: string[] = [];
  const scanners = new Map<string, string>();
  const pushes: { url: string; init: RequestInit }[] = [];
  const deliver: Send = (url, init) => {
    pushes.push({ url, init });
    return stage.saoma.fetch(new Request(url, init));
  };
  const simulator = createSimulator({ clock, random, fetch: deliver });
  const account = simulator.world().accounts.find((one) => one.kind === kind);
  if (!account) throw new Error(`the default world has no account of kind ${kind}`);
  const { appid } = account;
  await simulator.control.patchAccount(appid, { pushUrl: `${origin}/wechat/${appid}/push`, mode });
  const callbackDomains = [new URL(origin).hostname];
  for (const { appid } of simulator.world().accounts) await simulator.control.patchAccount(appid, { callbackDomains });
  const published = simulator.world().accounts.filter((one) => one.kind === "mini-program");
  for (const { appid } of published) await simulator.control.patchAccount(appid, { pages: ["pages/login/login"] });
  const besides = simulator.world().accounts.filter((one) => stageOptions.also?.some((other) => other === one.kind));
  const options = optionsFor(account, database, { ...stageOptions, kind, mode }, besides);
  const usual: typeof fetch = (input, init) => simulator.fetch(new Request(input, init));
  const wechat = stageOptions.wechatFetch?.(usual) ?? usual;
  const inboxes = createSimulatorSender({ url: "http://127.0.0.1", fetch: wechat });
  const smsSender = stageOptions.smsSender?.(inboxes) ?? inboxes;
  const doctor = stageOptions.doctor === undefined ? {} : { doctor: stageOptions.doctor };
  const open = () => createSaoma(options, { clock, random, fetch: wechat, log: logInto(lines), smsSender, ...doctor });
  const last = (person: string): Message => {
    const message = simulator.control.chat(person, appid).findLast(({ from }) => from !== "person");
    if (!message) throw new Error(`${person} has no message`);
    return message;
  };
  const stage: Stage = {
    clock,
    simulator,
    appid,
    token: account.token,
    lines,
    options,
    pushes,
    saoma: open(),
    lastMessage: last,
    browser() {
      const browser = createBrowser({ fetch: (request, env) => stage.saoma.fetch(request, env) }, origin);
      stages.set(browser, stage);
      return browser;
    },
    pairingCode(started) {
      const people = scanners.has(started.id) ? [scanners.get(started.id) ?? ""] : ["xiaoming", "xiaohong", "afei"];
      for (const person of people) {
        const told = simulator.control.chat(person, appid).findLast(({ from }) => from !== "person")?.text ?? "";
        const code = /(?:配对码|[Pp]airing code)[^0-9]*(\d{6})/.exec(told)?.[1];
        if (code) return code;
      }
      throw new Error("no message has a pairing code");
    },
    stored: () => storedIn(options.database ?? database, folder),
    rows: (sql, ...values) => databaseRows(options.database ?? database, sql, values),
    async restart() {
      await stage.saoma.close();
      stage.saoma = open();
    },
    async restartBeside() {
      stage.saoma = open();
      await stage.saoma.ready();
    },
    async scan(person, started) {
      const { outcome } = await simulator.control.scan(person, { image: started.qr?.image ?? "" });
      scanners.set(started.id, person);
      if (outcome === "follow-sheet") await simulator.control.follow(person, appid);
    },
    async tap(person, label) {
      // A notice may have been sent after the question.
      const chat = simulator.control.chat(person, appid);
      const message = chat.findLast(({ from, links }) => from !== "person" && links.some(({ text }) => text === label));
      if (!message) throw new Error(`no link says "${label}" in: ${last(person).text}`);
      const link = message.links.findIndex(({ text }) => text === label);
      await simulator.control.tap(person, appid, message.id, link);
      return last(person);
    },
    async say(person, text) {
      await simulator.control.send(person, appid, text);
      return last(person);
    },
    async close() {
      await stage.saoma.close();
      giveBack(database);
      rmSync(folder, { recursive: true });
    },
  };
  await stage.saoma.ready();
  return stage;
}

type Account = ReturnType<Simulator["world"]>["accounts"][number];

/** The origin of the simulated WeChat. */
export const wechat = "https://wechat.saoma.test";

function optionsFor(
  account: Account,
  database: NonNullable<SaomaOptions["database"]>,
  stage: StageOptions,
  besides: readonly Account[] = [],
): SaomaOptions {
  const { appid, secret, token, aesKey } = account;
  const pushes = {
    mode: stage.mode ?? "safe",
    token,
    ...(stage.mode === "plain" ? {} : { aesKey }),
  };
  const source = {
    kind: stage.kind ?? "service",
    appid,
    secret,
    name: "青禾",
    ...(stage.kind === "website" ? {} : pushes),
    ...(stage.also ? { platform: "yiye" } : {}),
    origins: { api: wechat, mp: wechat, open: wechat },
    ...stage.source,
  };
  const application = { id: "shop", name: "青禾茶铺", ...stage.application };
  const secretOfService = "kT3vQ9xW1nB7sL5pZ8cR2mJ6hF4dG0yA-stage";
  return {
    origin,
    secret: secretOfService,
    database,
    sources: [source, ...besides.map(besideOf)],
    applications: [application],
    ...stage.options,
  };
}

function besideOf({ kind, appid, secret, token, aesKey, name }: Account): SourceOptions {
  const origins = { api: wechat, mp: wechat, open: wechat };
  const pushes = kind === "website" ? {} : { token, aesKey };
  return { kind: kind as Kind, appid, secret, name, platform: "yiye", origins, ...pushes };
}

const logInto = (lines: string[]): Log => {
  const write: Log["info"] = (fields, message) => {
    const error = fields.err instanceof Error ? { err: String(fields.err) } : {};
    lines.push(`${message} ${JSON.stringify({ ...fields, ...error })}`);
  };
  return { debug: write, info: write, warn: write, error: write };
};

const stages = new WeakMap<Browser, Stage>();

/** The stage that a browser belongs to. */
export function stageOf(browser: Browser): Stage {
  const stage = stages.get(browser);
  if (!stage) throw new Error("this browser belongs to no stage");
  return stage;
}

/** Pairs a page with the WeChat that scanned: types the pairing code from the chat. */
export const pair = (browser: Browser, started: { readonly id: string }, code?: string): Promise<Response> =>
  browser.request("POST", `/v1/attempts/${started.id}/pair`, {
    body: { pairingCode: code ?? stageOf(browser).pairingCode(started) },
  });

/** Starts an attempt as the widget does. */
export async function start(browser: Browser, body: Record<string, unknown> = {}): Promise<StartedAttempt> {
  const response = await browser.request("POST", "/v1/attempts", { body });
  if (!response.ok) throw new Error(`start: ${response.status} ${await response.text()}`);
  return (await response.json()) as StartedAttempt;
}

export async function look(browser: Browser, { id }: { id: string }): Promise<AttemptView> {
  const response = await browser.request("GET", `/v1/attempts/${id}`);
  if (!response.ok) throw new Error(`look: ${response.status} ${await response.text()}`);
  return (await response.json()) as AttemptView;
}

export const redeem = (browser: Browser, { id }: { id: string }): Promise<Response> =>
  browser.request("POST", `/v1/attempts/${id}/redeem`, { body: {} });

export async function whoIs(browser: Browser): Promise<SessionView | undefined> {
  const response = await browser.request("GET", "/v1/session");
  return response.status === 401 ? undefined : ((await response.json()) as SessionView);
}

/** The code of a problem, with its status. */
export async function problem(response: Response): Promise<string> {
  const { code } = (await response.json()) as { code?: string };
  return `${response.status} ${code}`;
}
