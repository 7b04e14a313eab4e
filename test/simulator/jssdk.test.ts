import { createHash } from "node:crypto";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { bundleSource } from "../../tools/browser.ts";
import { asker, codeOf } from "./calls.ts";
import { stage } from "./world.ts";

const url = "http://127.0.0.1/shop?a=1&b=茶";
const noncestr = "Wm3WZYTPz0wzccnW";
const timestamp = 1_414_587_457;

async function signer() {
  const s = await stage();
  const asked = await asker(s);
  const { appid } = s.account("service");
  const ticket = async (type = "jsapi") =>
    s.call(`/cgi-bin/ticket/getticket?access_token=${asked.accessToken}&type=${type}`);
  const sign = (jsapi_ticket: unknown, of = url) =>
    createHash("sha1")
      .update(`jsapi_ticket=${jsapi_ticket}&noncestr=${noncestr}&timestamp=${timestamp}&url=${of}`)
      .digest("hex");
  const query = (more: Record<string, string>) =>
    new URLSearchParams({ appId: appid, timestamp: String(timestamp), nonceStr: noncestr, url, ...more });
  const config = async (more: Record<string, string>) => (await s.call(`/connect/jssdk/config?${query(more)}`)).errMsg;
  return { ...s, ...asked, appid, ticket, sign, query, config };
}

test("a ticket is the same for two hours, one of a type", async () => {
  const s = await signer();
  const first = await s.ticket();
  expect(first).toEqual({ errcode: 0, errmsg: "ok", ticket: expect.any(String), expires_in: 7200 });
  await s.clock.advance(3_600_000);
  expect(await s.ticket()).toMatchObject({ ticket: first.ticket, expires_in: 3600 });
  expect((await s.ticket("wx_card")).ticket).not.toBe(first.ticket);
  expect(await codeOf(s.ticket("jsapi_ticket"))).toBe(40097);
  const mini = await asker(s, "mini-program");
  expect(await codeOf(mini.get("/cgi-bin/ticket/getticket", { type: "jsapi" }))).toBe(48001);
});

test("a page that is signed rightly is configured, whatever follows its #", async () => {
  const s = await signer();
  const { ticket } = await s.ticket();
  expect(await s.config({ signature: s.sign(ticket) })).toBe("config:ok");
  expect(await s.config({ signature: s.sign(ticket), url: `${url}#/cart` })).toBe("config:ok");
  const entry = s.sim.control.log().entries.findLast(({ kind }) => kind === "call");
  expect(entry).toMatchObject({ check: { joined: expect.stringContaining(`&timestamp=${timestamp}&url=${url}`) } });
});

test.each([
  ["another address", { url: "http://127.0.0.1/shop?a=2" }, "config:invalid signature"],
  ["another time", { timestamp: "1" }, "config:invalid signature"],
  ["a page elsewhere", { url: "https://evil.test/" }, "config:invalid url domain"],
  ["an account that is none", { appId: "wx0000000000000000" }, "config:invalid appid"],
])("%s is refused", async (_, more, errMsg) => {
  const s = await signer();
  const { ticket } = await s.ticket();
  expect(await s.config({ signature: s.sign(ticket), ...more })).toBe(errMsg);
});

test("a ticket that is over signs nothing", async () => {
  const s = await signer();
  const { ticket } = await s.ticket();
  await s.clock.advance(7_200_000);
  expect(await s.config({ signature: s.sign(ticket) })).toBe("config:invalid signature");
});

test("a page on the phone shows its result, step by step", async () => {
  const s = await signer();
  const { ticket } = await s.ticket();
  const open = (signature: string) =>
    s.sim.control.open("xiaoming", { url: `https://open.weixin.qq.com/connect/jssdk?${s.query({ signature })}` });
  expect(await open(s.sign(ticket))).toMatchObject({ outcome: "page", title: "config:ok" });
  const wrong = await open("0".repeat(40));
  expect(wrong.title).toBe("config:invalid signature");
  expect(wrong.text).toContain(`jsapi_ticket=${ticket}`);
  expect(wrong.text).toContain(s.sign(ticket));
});

test("jweixin.js asks the simulator, and tells the page", async () => {
  const s = await signer();
  const { ticket } = await s.ticket();
  const source = await bundleSource("src/simulator/page/browser/jweixin.ts");
  const seen: unknown[] = [];
  const browser = {
    document: { currentScript: { src: "http://127.0.0.1/open/js/jweixin-1.6.0.js" } },
    location: { href: `${url}#top` },
    fetch: (address: string) => s.sim.fetch(new Request(address), { ip: "127.0.0.1" }),
    URL,
    URLSearchParams,
    seen,
  };
  const page = `wx.config({ appId: "${s.appid}", timestamp: ${timestamp}, nonceStr: "${noncestr}",
    signature: "${s.sign(ticket)}", jsApiList: ["scanQRCode"] });
    wx.ready(() => wx.scanQRCode({ success: (result) => seen.push(result.errMsg) }));
    wx.error((result) => seen.push(result.errMsg));`;
  runInNewContext(`(()=>{${source}})();${page}`, browser);
  await expect.poll(() => seen).toEqual(["scanQRCode:ok"]);
  seen.length = 0;
  runInNewContext(`(()=>{${source}})();${page.replace(String(timestamp), "2")}`, { ...browser });
  await expect.poll(() => seen).toEqual(["config:invalid signature"]);
});
