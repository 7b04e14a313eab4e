import { expect, test } from "vitest";
import { createMiniCodes } from "../../src/simulator/api/mini-program/minicodes.ts";
import { createRefusedCalls } from "../../src/simulator/api/quota/request-ids.ts";
import { createMedia } from "../../src/simulator/push/media.ts";
import { createSeededRandom } from "../../src/testing/index.ts";
import { asker, codeOf, openIdOf } from "./calls.ts";
import { stage } from "./world.ts";

async function crowd(size: number) {
  const base = (await stage()).sim.control.saveWorld();
  const appid = base.accounts[0]?.appid ?? "";
  const people = Array.from({ length: size }, (_, n) => ({ name: `p${n}`, displayName: `P${n}`, follows: [appid] }));
  return { ...(await stage({ world: { ...base, people } })), appid };
}

test("three hundred people write five times each, and get five messages back each", async () => {
  const s = await crowd(300);
  const { post } = await asker(s);
  for (let round = 0; round < 5; round++)
    await Promise.all(Array.from({ length: 300 }, (_, n) => s.sim.control.send(`p${n}`, s.appid, `m${round}`)));
  expect(s.service.got).toHaveLength(1500);
  const touser = openIdOf(s, "p299");
  const send = () => codeOf(post("/cgi-bin/message/custom/send", { touser, msgtype: "text", text: { content: "a" } }));
  expect([await send(), s.sim.control.chat("p299", s.appid).length]).toEqual([0, 6]);
  expect(s.sim.control.log().entries.length).toBeLessThanOrEqual(1000);
});

test("refused calls, codes and media are remembered in numbers that do not grow", () => {
  const rids = createRefusedCalls();
  const refusal = { path: "/", appid: "wx", at: 0, ms: 0, query: "", body: "", answer: "", ip: "" };
  for (let n = 0; n <= 2000; n++) rids.add({ ...refusal, rid: String(n) });
  expect([rids.get("0"), rids.get("1")?.rid]).toEqual([undefined, "1"]);

  const media = createMedia(createSeededRandom(1));
  const ids = Array.from({ length: 10_001 }, () => media.sent(undefined));
  expect([media.isKnown(ids[0] ?? ""), media.isKnown(ids[1] ?? "")]).toEqual([false, true]);

  const codes = createMiniCodes();
  const code = (n: number) =>
    codes.create({ appid: "wx", look: "round", path: "", scene: String(n), envVersion: "release" });
  const first = code(0);
  for (let n = 1; n <= 200_000; n++) code(n);
  expect([codes.byUrl(first.url), codes.counted("wx")]).toEqual([undefined, 0]);
});

test("with one seed the same acts give the same bytes", async () => {
  const bytes = async () => {
    const s = await stage();
    const { appid } = s.account("service");
    await s.sim.control.follow("xiaoming", appid);
    for (const type of ["image", "voice", "video"] as const) await s.sim.control.send("xiaoming", appid, { type });
    const { post } = await asker(s);
    const button = [{ type: "view", name: "a", url: "https://a.test/" }];
    await post("/cgi-bin/menu/create", { button });
    await s.sim.control.menu("xiaoming", appid, { index: [0] });
    const shop = await asker(s, "mini-program");
    const link = await shop.post("/wxa/generate_urllink", {});
    return JSON.stringify([s.service.got.map(({ url, body }) => [url.href, body]), link, await post("/no", {})]);
  };
  expect(await bytes()).toBe(await bytes());
});

test("a fault spoils any of WeChat's calls", async () => {
  const s = await stage();
  for (const on of ["/wxa/getwxacodeunlimit", "/sns/jscode2session", "/cgi-bin/message/custom/send"]) {
    s.sim.control.faults.add({ on, kind: "errcode", errcode: -1, times: 1 });
    const answer = await s.call(on, { method: "POST", body: "{}" });
    expect(answer.errcode).toBe(-1);
    expect(answer.errmsg).toMatch(on.startsWith("/sns") ? /^system error, rid: / : /^system error rid: /);
  }
});
