import { DatabaseSync } from "node:sqlite";
import { afterEach, expect, test } from "vitest";
import { serveBackend } from "../stage/backend.ts";
import { isSkippedOnPostgres } from "../stage/on-postgres.ts";
import { eventXml, openIdOf, sendSealed, sendText } from "../stage/sealed-push.ts";
import { look, type Stage, type StageOptions, setStage, start } from "../stage/stage.ts";
import { type Handler, type Message, withCoWechat, withWechat } from "../third-party/servers.ts";

let stage: Stage;

afterEach(() => stage.close());

type Relay = Partial<NonNullable<NonNullable<StageOptions["source"]>["relay"]>>;

/** Sets a service that relays to the backend at `url`. */
async function before(url: string, relay: Relay = {}, { source, ...more }: StageOptions = {}): Promise<void> {
  stage = await setStage({ ...more, source: { ...source, relay: { url, allowPrivate: true, ...relay } } });
}

type Answer = (respond: (status: number, body?: string) => void) => void;

/** A backend that responds as `answer` says. */
const plainBackend = (answer: Answer) =>
  serveBackend((_, response) => answer((status, body = "") => response.writeHead(status).end(body)));

/** The modes that an SDK's server is tested in. */
const modes = ["plain", "compatible", "safe"] as const;
const servers = [
  ["co-wechat", withCoWechat],
  ["wechat", withWechat],
] as const;

/** A backend made with an SDK, with the keys of the simulator's 服务号, and a service that relays to it. */
async function beforeSdk(
  server: (typeof servers)[number][1],
  mode: (typeof modes)[number],
  handle: Handler,
  relay: Relay = {},
) {
  let listener: ReturnType<typeof withWechat> | ReturnType<typeof withCoWechat> | undefined;
  const backend = await serveBackend((request, response) => listener?.(request, response));
  await before(backend.url, relay, { mode });
  const account = stage.simulator.world().accounts.find(({ appid }) => appid === stage.appid);
  listener = server({ appid: stage.appid, token: stage.token, encodingAESKey: account?.aesKey ?? "" }, handle);
  return backend;
}

const event = (name: string, fields: Record<string, string> = {}, nonce = "1") =>
  sendSealed(stage, eventXml(stage, openIdOf(stage, "xiaoming"), name, fields), { nonce });

const say = (text: string, nonce = "1", msgId = "7") => sendText(stage, "xiaoming", text, { nonce, msgId });

const chat = () => stage.simulator.control.chat("xiaoming", stage.appid).map(({ text }) => text);

test.each(servers.flatMap(([name, server]) => modes.map((mode) => [name, mode, server] as const)))(
  "a backend by %s in %s mode gets what WeChat sent, byte for byte, and its reply reaches the person",
  async (_name, mode, server) => {
    const seen: Message[] = [];
    const backend = await beforeSdk(server, mode, (message) => {
      seen.push(message);
      return message.MsgType === "event" ? "欢迎" : `收到 ${message.Content}`;
    });
    await stage.simulator.control.follow("xiaoming", stage.appid);
    await stage.simulator.control.send("xiaoming", stage.appid, "a<b>&]] 😀");
    expect(chat()).toEqual(["欢迎", "a<b>&]] 😀", "收到 a<b>&]] 😀"]);
    expect(seen.map(({ MsgType, Event, Content }) => [MsgType, Event ?? Content])).toEqual([
      ["event", "subscribe"],
      ["text", "a<b>&]] 😀"],
    ]);
    const sent = stage.pushes.map(({ url, init }) => {
      const contentType = new Headers(init.headers).get("content-type") ?? undefined;
      return { url: `/wx?tenant=7&${new URL(url).search.slice(1)}`, body: String(init.body), contentType };
    });
    expect(backend.got).toEqual(sent);
  },
);

test.each(servers)("a sign-in is none of the backend's business, unless it gets all: %s", async (_name, server) => {
  for (const [only, events] of [
    ["not-ours", []],
    ["all", ["subscribe"]],
  ] as const) {
    const seen: (string | undefined)[] = [];
    const handle: Handler = ({ Event }) => {
      seen.push(Event);
      return "别扫";
    };
    await beforeSdk(server, "safe", handle, { only });
    const browser = stage.browser();
    const started = await start(browser);
    await stage.scan("xiaoming", started);
    expect(await look(browser, started)).toMatchObject({ status: "scanned" });
    expect(stage.lastMessage("xiaoming").text).not.toContain("别扫");
    await expect.poll(() => seen).toEqual(events);
    if (only === "not-ours") await stage.close();
  }
});

test("an empty reply and success say nothing: neither Saoma's greeting nor its other words", async () => {
  let said = "";
  const backend = await plainBackend((respond) => respond(200, said));
  await before(backend.url, {}, { source: { replies: { other: { type: "text", text: "稍后" } } } });
  expect(await event("subscribe", { EventKey: "" })).toEqual({ status: 200, said: "success" });
  said = "success";
  expect(await say("在吗")).toEqual({ status: 200, said: "success" });
  expect(backend.got).toHaveLength(2);
});

test("keywords come before the backend, and so does a handler's reply", async () => {
  const backend = await plainBackend((respond) => respond(200));
  const keywords = [{ words: ["营业时间"], reply: { type: "text" as const, text: "九点到六点" } }];
  await before(backend.url, {}, { source: { replies: { keywords } } });
  stage.saoma.on("message", ({ push }) => (push.content === "人工" ? { type: "text", text: "请稍等" } : undefined));
  expect((await say("营业时间", "1", "1")).said).toContain("九点到六点");
  expect((await say("人工", "2", "2")).said).toContain("请稍等");
  expect(backend.got).toEqual([]);
  await say("别的", "3", "3");
  expect(backend.got).toHaveLength(1);
});

test("with all, a keyword's message is told once, and the keyword's reply wins", async () => {
  const backend = await plainBackend((respond) => respond(200));
  const keywords = [{ words: ["营业时间"], reply: { type: "text" as const, text: "九点到六点" } }];
  await before(backend.url, { only: "all" }, { source: { replies: { keywords } } });
  for (const nonce of ["1", "2", "3"]) expect((await say("营业时间", nonce)).said).toContain("九点到六点");
  await expect.poll(() => backend.got.length).toBe(1);
});

test("a push that is delivered again gets the first one's reply, and the backend is asked once", async () => {
  let times = 0;
  const backend = await beforeSdk(withWechat, "safe", () => `第 ${++times} 次`);
  const said = [];
  for (const nonce of ["1", "2", "3"]) said.push((await say("你好", nonce)).said);
  expect(new Set(said.map((one) => /第 \d 次/.exec(one)?.[0]))).toEqual(new Set(["第 1 次"]));
  await stage.restart();
  expect((await say("你好", "4")).said).toContain("第 1 次");
  expect(backend.got).toHaveLength(1);
});

test("WeChat's next delivery joins a call that takes longer than WeChat waits", async () => {
  const reply = Promise.withResolvers<string>();
  const backend = await beforeSdk(withWechat, "safe", () => reply.promise, { timeout: "14s" });
  const first = say("你好", "1");
  await expect.poll(() => backend.got.length).toBe(1);
  await stage.clock.advance(4_500);
  await stage.clock.advance(5_500);
  expect((await first).status).toBe(503);
  const second = say("你好", "2");
  reply.resolve("久等了");
  expect((await second).said).toContain("久等了");
  expect(backend.got).toHaveLength(1);
});

test("a backend that is away at 4.5 s is replaced by the configured reply; five times, and it is spared for 10 s", async () => {
  const held: (() => void)[] = [];
  const backend = await plainBackend((respond) => void held.push(() => respond(200)));
  await before(backend.url, {}, { source: { replies: { other: { type: "text", text: "系统升级中" } } } });
  for (let time = 1; time <= 5; time++) {
    const answer = say("你好", `${time}`, `${time}`);
    await expect.poll(() => backend.got.length).toBe(time);
    await stage.clock.advance(4_500);
    expect((await answer).said).toContain("系统升级中");
  }
  expect(stage.lines.filter((line) => line.includes("no answer within 4500 ms"))).toHaveLength(5);
  expect((await say("你好", "6", "6")).said).toContain("系统升级中");
  expect(backend.got).toHaveLength(5);
  await stage.clock.advance(10_000);
  const tried = say("你好", "7", "7");
  await expect.poll(() => backend.got.length).toBe(6);
  expect((await say("你好", "8", "8")).said).toContain("系统升级中");
  held.at(-1)?.();
  expect(await tried).toEqual({ status: 200, said: "success" });
  const well = say("你好", "9", "9");
  await expect.poll(() => backend.got.length).toBe(7);
  held.at(-1)?.();
  expect((await well).said).toBe("success");
});

const holdsLock = "the test holds SQLite's lock; what PostgreSQL does when it is away is in test/fault";

test.skipIf(isSkippedOnPostgres(holdsLock))(
  "where the database is away when the reply comes, the backend is not asked again",
  async () => {
    let respond = () => {};
    const backend = await plainBackend((answer) => {
      respond = () => answer(200);
    });
    await before(backend.url);
    const answer = say("你好");
    await expect.poll(() => backend.got.length).toBe(1);
    using other = new DatabaseSync(stage.options.database?.path ?? "");
    other.exec("begin immediate");
    respond();
    await expect.poll(() => stage.lines.join(), { timeout: 20_000 }).toContain("a push could not be processed");
    other.exec("rollback");
    let said: string | undefined;
    void answer.then((given) => {
      said = given.said;
    });
    await expect.poll(() => stage.clock.advance(200).then(() => said), { timeout: 20_000 }).toBe("success");
    expect(backend.got).toHaveLength(1);
  },
);

const refused: Readonly<Record<string, readonly [status: number, body: string, logged: string]>> = {
  "a page": [200, "<!DOCTYPE html><html>login</html>", "unencrypted"],
  "XML that is no reply": [200, "<xml><a>1</a></xml>", "unencrypted"],
  "a reply that is not encrypted": [200, "<xml><MsgType>text</MsgType><Content>hi</Content></xml>", "unencrypted"],
  "another's signature": [
    200,
    "<xml><Encrypt>QUJD</Encrypt><MsgSignature>0</MsgSignature><TimeStamp>1</TimeStamp><Nonce>1</Nonce></xml>",
    "signature",
  ],
  "another status of success": [201, "success", "HTTP 201"],
  "no content": [204, "", "HTTP 204"],
  "not found": [404, "success", "HTTP 404"],
  "an error": [500, "", "it answered 500"],
  "more than 64 KiB": [200, "a".repeat(65_537), "it answered more than 65536 bytes"],
};

test.each(Object.entries(refused))("what WeChat would not take is not passed on: %s", async (_what, answer) => {
  const [status, body, logged] = answer;
  const backend = await plainBackend((respond) => respond(status, body));
  await before(backend.url, {}, { source: { replies: { other: { type: "text", text: "稍后再说" } } } });
  expect((await say("你好")).said).toContain("稍后再说");
  expect(backend.got).toHaveLength(1);
  const lines = stage.lines.filter((line) => /a backend('s reply| gave)/.test(line));
  expect(lines).toEqual([expect.stringContaining(logged)]);
});

test.each([301, 302, 303, 307, 308])("a redirect by %i is not followed", async (status) => {
  const other = await plainBackend((respond) => respond(200, "success"));
  const backend = await serveBackend((_, response) => response.writeHead(status, { location: other.url }).end());
  await before(backend.url, {}, { source: { replies: { other: { type: "text", text: "稍后再说" } } } });
  expect((await say("你好")).said).toContain("稍后再说");
  expect([backend.got.length, other.got.length]).toEqual([1, 0]);
  expect(stage.lines.filter((line) => line.includes(`HTTP ${status}`))).toHaveLength(1);
});
