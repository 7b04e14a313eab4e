// Measures login codes: generating them and looking up messages, with few and many live codes.
import { createHash } from "node:crypto";
import { join } from "node:path";
import { openSqliteStore } from "../src/adapters/sqlite/store.ts";
import { systemClock } from "../src/base/clock.ts";
import type { Attempt } from "../src/domain/attempt.ts";
import type { Log } from "../src/ports/log.ts";
import { createSaoma, type Saoma } from "../src/server/saoma.ts";
import { inFolder } from "./measure/folder.ts";
import { median } from "./measure/median.ts";
import type { Ratios } from "./measure/ratios.ts";
import { figure, ratio, table } from "./measure/table.ts";
import type { Options } from "./options.ts";

const origin = "https://login.saoma.test";
const account = { appid: "wx00000000000000c0", token: "benchtoken20260101" };
const atOnce = 64;

/** Measures generating codes and looking up messages with few and many live codes: the cost should be the same. */
export async function codes({ rounds, quick }: Options): Promise<Ratios> {
  const levels = quick ? [10, 1_000] : [10, 1_000, 100_000];
  const times = quick ? 256 : 1_024;
  return inFolder(async (folder) => {
    const services: Saoma[] = [];
    for (const live of levels) services.push(await serviceBeside(join(folder, `${live}.db`), live));
    const drawn = levels.map((): number[] => []);
    const read = levels.map((): number[] => []);
    for (let round = 0; round < rounds; round++) {
      for (const [index, saoma] of services.entries()) {
        drawn[index]?.push(await perSecond(times, () => draw(saoma)));
        read[index]?.push(await perSecond(times, () => say(saoma)));
      }
    }
    for (const saoma of services) await saoma.close();
    const rows = levels.map((live, index) => [
      live.toLocaleString("en"),
      ...besideFirst(drawn, index),
      ...besideFirst(read, index),
    ]);
    const head = ["live codes", "shown/s", "of 10 live", "wrong ones answered/s", "of 10 live"];
    console.log(`\nIn process, ${atOnce} at once, each durable\n${table(head, rows)}`);
    return Object.fromEntries(
      levels.slice(1).flatMap((live, index) => [
        [`codes shown beside ${live} live, of 10`, ratioToFirst(drawn, index + 1)],
        [`wrong codes answered beside ${live} live, of 10`, ratioToFirst(read, index + 1)],
      ]),
    );
  });
}

/** The median, and the median of the ratios of each round to the first level. */
const besideFirst = (figures: readonly (readonly number[])[], index: number): string[] => [
  figure(median(figures[index] ?? [])),
  ratio(ratioToFirst(figures, index)),
];

const ratioToFirst = (figures: readonly (readonly number[])[], index: number): number =>
  median((figures[index] ?? []).map((value, round) => value / (figures[0]?.[round] ?? Number.NaN)));

async function serviceBeside(path: string, live: number): Promise<Saoma> {
  const store = await openSqliteStore({ path, clock: systemClock });
  const all = Array.from({ length: live }, (_, index) => pendingWithCode(index));
  await Promise.all(all.map((attempt) => store.transact(({ attempts }) => attempts.insert(attempt))));
  await store.close();
  const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };
  const options = {
    origin,
    secret: "qW7eR2tY9uI4oP1aS6dF3gH8jK5lZ0xC",
    database: { path },
    sources: [{ kind: "subscription" as const, name: "bench", mode: "plain" as const, ...account }],
    applications: [{ id: "bench", name: "bench" }],
  };
  const saoma = createSaoma(options, { log: silent });
  await saoma.ready();
  return saoma;
}

/** An attempt with a code that lives for an hour, so that none expires during the measurement. */
function pendingWithCode(index: number): Attempt {
  const now = systemClock.now();
  const name = String(index).padStart(22, "0");
  return {
    id: name,
    scene: name,
    applicationId: "bench",
    channel: "official-account-code",
    appid: account.appid,
    purpose: "sign-in",
    claimHash: name,
    browserName: "",
    language: "zh-CN",
    content: "",
    status: "pending",
    version: 1,
    createdAt: now,
    expiresAt: now + 3_600_000,
    codeHash: `hash ${name}`,
    codeDraw: 1,
    codeLength: 8,
  };
}

let callers = 0;

/** Starts an attempt with a code, from a new address, as one address may start only some a minute. */
async function draw(saoma: Saoma): Promise<void> {
  const body = JSON.stringify({ channel: "official-account-code", claim: "header" });
  const headers = { "content-type": "application/json" };
  const request = new Request(`${origin}/v1/attempts`, { method: "POST", headers, body });
  const n = callers++;
  const address = `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`;
  await expectStatus(201, saoma.fetch(request, { address }));
}

let said = 0;

/** Sends a message in the form of a code, from a new person. */
async function say(saoma: Saoma): Promise<void> {
  const nonce = String(++said);
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHash("sha1").update([account.token, timestamp, nonce].sort().join("")).digest("hex");
  const query = new URLSearchParams({ signature, timestamp, nonce });
  const fields = {
    ToUserName: "gh_0123456789ab",
    FromUserName: `oBench${nonce}`,
    MsgType: "text",
    Content: "00000000",
  };
  const texts = Object.entries(fields).map(([name, text]) => `<${name}><![CDATA[${text}]]></${name}>`);
  const body = `<xml>${texts.join("")}<CreateTime>${timestamp}</CreateTime><MsgId>${nonce}</MsgId></xml>`;
  const url = `${origin}/wechat/${account.appid}/push?${query}`;
  await expectStatus(200, saoma.fetch(new Request(url, { method: "POST", body })));
}

async function expectStatus(status: number, answer: Promise<Response>): Promise<void> {
  const response = await answer;
  if (response.status !== status) throw new Error(`${response.status} ${await response.text()}`);
  await response.body?.cancel();
}

async function perSecond(times: number, act: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  let left = times;
  const lane = async () => {
    while (left-- > 0) await act();
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return (times / (performance.now() - begun)) * 1000;
}
