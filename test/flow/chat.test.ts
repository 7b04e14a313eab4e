import { afterEach, expect, test } from "vitest";
import { SaomaError } from "../../src/domain/errors.ts";
import type { OnMessage } from "../../src/login/context.ts";
import { look, redeem, type Stage, type StageOptions, setStage, start, whoIs } from "../stage/stage.ts";

let stage: Stage;

afterEach(() => stage.close());

const set = async (options?: StageOptions) => {
  stage = await setStage(options);
};

async function signIn(person: string) {
  const browser = stage.browser();
  const started = await start(browser);
  await stage.scan(person, started);
  await stage.tap(person, "是我，登录");
  await redeem(browser, started);
  return browser;
}

test("a plain follow is greeted", async () => {
  await set();
  await stage.simulator.control.follow("xiaoming", stage.appid);
  expect(stage.lastMessage("xiaoming").text).toContain("欢迎关注「青禾」");
});

test("a plain follow gets the configured reply, news included", async () => {
  const article = { title: "春茶上市", url: "https://shop.saoma.test/spring" };
  await set({ source: { replies: { follow: { type: "news", articles: [article] } } } });
  await stage.simulator.control.follow("xiaoming", stage.appid);
  expect(stage.lastMessage("xiaoming")).toMatchObject({ from: "account", type: "news" });
});

test("keywords are answered, then the general reply, else nothing is said", async () => {
  await set({
    mode: "plain",
    source: {
      replies: {
        keywords: [
          { words: ["营业时间", "HOURS"], reply: { type: "text", text: "每天九点到六点" } },
          { words: ["退货"], match: "contains", reply: { type: "human-service" } },
        ],
      },
    },
  });
  await stage.simulator.control.follow("xiaoming", stage.appid);
  expect((await stage.say("xiaoming", "hours")).text).toBe("每天九点到六点");
  const before = stage.lastMessage("xiaoming").id;
  expect((await stage.say("xiaoming", "你好")).id).toBe(before);
  await stage.simulator.control.send("xiaoming", stage.appid, "我想退货");
  expect(JSON.stringify(stage.simulator.control.log().entries.at(-1))).toContain("transfer_customer_service");
});

test("a handler takes the messages that are not ours, and only those", async () => {
  await set();
  const heard: string[] = [];
  const handler: OnMessage = ({ push }) => {
    heard.push(push.content ?? push.event ?? "");
    return push.content === "ping" ? { type: "text", text: "pong" } : undefined;
  };
  stage.saoma.on("message", handler);
  await signIn("xiaoming");
  expect((await stage.say("xiaoming", "ping")).text).toBe("pong");
  await stage.simulator.control.menu("xiaoming", stage.appid, "ORDERS");
  expect(heard).toEqual(["ping", "CLICK"]);
});

test("a message that has to be tried again counts once", async () => {
  await set({ options: { limits: { pushesPerPerson: { times: 2, per: "1m" } } } });
  await stage.simulator.control.follow("xiaoming", stage.appid);
  let tries = 0;
  stage.saoma.on("message", () => {
    tries++;
    if (tries === 1) throw new SaomaError("store_unavailable");
    return { type: "text", text: "pong" };
  });
  const said = stage.say("xiaoming", "ping");
  await expect.poll(() => tries).toBe(1);
  await stage.clock.advance(200);
  expect((await said).text).toBe("pong");
});

test("an unfollow keeps sessions if the policy says so, and following again finds the account", async () => {
  await set();
  const browser = await signIn("xiaoming");
  const before = await whoIs(browser);
  await stage.simulator.control.unfollow("xiaoming", stage.appid);
  expect(await whoIs(browser)).toEqual(before);
  await stage.clock.advance(1000);
  const again = await start(browser);
  await stage.scan("xiaoming", again);
  const { account } = (await (await redeem(browser, again)).json()) as { account: { id: string; isNew: boolean } };
  expect(account).toMatchObject({ id: before?.account.id, isNew: false });
});

test("an unfollow signs out everywhere where the policy says that", async () => {
  await set({ source: { unfollow: "sign-out" } });
  const browser = await signIn("xiaoming");
  const ended: number[] = [];
  stage.saoma.on("unfollowed", ({ sessionsEnded }) => ended.push(sessionsEnded));
  await stage.simulator.control.unfollow("xiaoming", stage.appid);
  expect(await whoIs(browser)).toBeUndefined();
  expect(ended).toEqual([1]);
});

test("a person who sends too much is asked to wait, and others are not", async () => {
  await set({ options: { limits: { pushesPerPerson: { times: 2, per: "1m" } } } });
  await stage.simulator.control.follow("xiaoming", stage.appid);
  await stage.say("xiaoming", "1");
  expect((await stage.say("xiaoming", "1")).text).toContain("太频繁");
  await stage.simulator.control.follow("xiaohong", stage.appid);
  expect(stage.lastMessage("xiaohong").text).toContain("欢迎关注");
});

test("a message that is no sign-in, delivered again, has the reply that it had", async () => {
  const replies = { other: { type: "text", text: "收到" } } as const;
  await set({ mode: "plain", source: { replies }, options: { limits: { pushesPerPerson: { times: 2, per: "1m" } } } });
  await stage.simulator.control.follow("xiaoming", stage.appid);
  expect((await stage.say("xiaoming", "几点开门？")).text).toBe("收到");
  const first = stage.pushes.at(-1);
  expect((await stage.say("xiaoming", "几点关门？")).text).toContain("太频繁");
  const again = await stage.saoma.fetch(new Request(first?.url ?? "", first?.init as RequestInit));
  expect(await again.text()).toContain("收到");
});

test("a message whose reply is awaited is not one too many when it is delivered again", async () => {
  await set({ mode: "plain", options: { limits: { pushesPerPerson: { times: 2, per: "1m" } } } });
  await stage.simulator.control.follow("xiaoming", stage.appid);
  const reply = Promise.withResolvers<{ type: "text"; text: string }>();
  const heard: string[] = [];
  stage.saoma.on("message", ({ push }) => {
    heard.push(push.key);
    return reply.promise;
  });
  const said = stage.say("xiaoming", "几点开门？");
  await expect.poll(() => heard.length).toBe(1);
  const first = stage.pushes.at(-1);
  const again = stage.saoma.fetch(new Request(first?.url ?? "", first?.init as RequestInit));
  // The repeated delivery is processed until it waits for the first one's reply.
  for (let turn = 0; turn < 100; turn++) await new Promise(setImmediate);
  reply.resolve({ type: "text", text: "九点" });
  expect((await said).text).toBe("九点");
  expect(await (await again).text()).toContain("九点");
  expect(heard).toHaveLength(1);
});

test("texts follow the browser's language, or the application's, and can be replaced", async () => {
  await set({ application: { texts: { en: { ask: "{site} wants you: {yes} / {no}" } } } });
  const browser = stage.browser();
  const response = await browser.request("POST", "/v1/attempts", { headers: { "accept-language": "en-GB,zh;q=0.5" } });
  await stage.scan("xiaoming", (await response.json()) as Awaited<ReturnType<typeof start>>);
  expect(stage.lastMessage("xiaoming").text).toContain("青禾茶铺 wants you: Yes, it's me / Not me");
});

test("an answer to a deleted prompt gets the reply that it has ended", async () => {
  await set();
  const browser = stage.browser();
  const started = await start(browser);
  await stage.scan("xiaoming", started);
  stage.clock.set(stage.clock.now() + 26 * 3_600_000);
  const isThere = async () => (await browser.request("GET", `/v1/attempts/${started.id}`)).status !== 404;
  while (await isThere()) await stage.clock.advance(60_000);
  expect((await stage.tap("xiaoming", "是我，登录")).text).toContain("已经失效");
  const { content = "" } = started.qr ?? {};
  expect(content).toContain("weixin.qq.com/q/");
});

test("a typed digit long after the attempt is a message like any other", async () => {
  await set({ source: { replies: { other: { type: "text", text: "收到" } } } });
  const browser = await signIn("xiaoming");
  await browser.request("DELETE", "/v1/session");
  await stage.clock.advance(11 * 60_000);
  expect((await stage.say("xiaoming", "2")).text).toBe("收到");
  expect((await stage.say("xiaoming", "1")).text).toBe("收到");
});

test("a phone that cannot reach the service shows that it is out of order, and scanning again works", async () => {
  await set();
  const browser = stage.browser();
  const started = await start(browser);
  stage.simulator.control.faults.add({ on: "push", kind: "garbage", times: 1 });
  await stage.scan("xiaoming", started);
  expect(stage.lastMessage("xiaoming")).toMatchObject({ from: "system" });
  stage.simulator.control.faults.clear();
  await stage.clock.advance(1000);
  await stage.scan("xiaoming", started);
  expect(await look(browser, started)).toMatchObject({ status: "scanned" });
});
