import { afterEach, expect, test } from "vitest";
import { problem, type StageOptions } from "../stage/stage.ts";
import { type AdminStage, firstKey, setAdminStage } from "./operator.ts";

let stage: AdminStage;
let key: string | undefined;

afterEach(() => stage.close());

/** All calls to WeChat, by path. */
async function set(options: StageOptions = {}): Promise<string[]> {
  const calls: string[] = [];
  const wechatFetch: StageOptions["wechatFetch"] = (usual) => (input, init) => {
    calls.push(new URL(String(input instanceof Request ? input.url : input)).pathname);
    return usual(input, init);
  };
  stage = await setAdminStage({}, { also: ["mini-program", "website"], wechatFetch, ...options });
  key = await stage.saoma.operator.addKey("shop", "token", { actor: "test" });
  return calls;
}

const of = (what: string, appid = stage.appid) => `/admin/v1/sources/${appid}/${what}`;

async function got(path: string): Promise<Record<string, string>> {
  const response = await stage.ask(path, { key });
  expect([response.status, response.headers.get("cache-control")]).toEqual([200, "no-store"]);
  return (await response.json()) as Record<string, string>;
}

test("other services get the one stable token, which works at WeChat, and is fetched once for all who ask", async () => {
  const calls = await set();
  const [one, other] = await Promise.all([got(of("access-token")), got(of("access-token"))]);
  expect(one).toEqual(other);
  expect(Date.parse(one.expiresAt ?? "")).toBeGreaterThan(stage.clock.now() + 300_000);
  const asked = new Request(`https://wechat.saoma.test/cgi-bin/getcallbackip?access_token=${one.accessToken}`);
  expect(await (await stage.simulator.fetch(asked)).json()).toHaveProperty("ip_list");
  expect(calls.filter((path) => path === "/cgi-bin/stable_token")).toHaveLength(1);
  expect(stage.lines.join("\n")).toContain('gave a token to another service {"key":"shop"');
  expect(stage.lines.join("\n")).not.toContain(one.accessToken);
});

test("a token that WeChat refused is read again once, and not forced", async () => {
  const bodies: string[] = [];
  await set({
    wechatFetch: (usual) => async (input, init) => {
      if (String(input).includes("stable_token")) bodies.push(String(init?.body));
      return usual(input, init);
    },
  });
  const { accessToken } = await got(of("access-token"));
  const refused = () => stage.ask(of("access-token"), { method: "POST", key, body: { refused: accessToken } });
  for (let time = 0; time < 3; time++) expect((await refused()).status).toBe(200);
  expect(bodies.map((body) => JSON.parse(body).force_refresh)).toEqual([false, false]);
  expect((await stage.ask(of("access-token"), { method: "POST", key, body: { refused: "another" } })).status).toBe(200);
  expect(bodies).toHaveLength(2);
});

test("a page's address is signed so that WeChat takes it, by one ticket for all", async () => {
  const calls = await set();
  await stage.simulator.control.patchAccount(stage.appid, { callbackDomains: ["shop.example.com"] });
  const url = "https://shop.example.com/a?b=1#c";
  const config = await got(of(`jsapi-config?url=${encodeURIComponent(url)}`));
  const { ticket = "" } = await got(of("jsapi-ticket"));
  expect(ticket).not.toBe("");
  const asked = new URLSearchParams({ ...config, url });
  const verdict = await stage.simulator.fetch(new Request(`https://wechat.saoma.test/connect/jssdk?${asked}`));
  expect(await verdict.text()).toContain("config:ok");
  expect(calls.filter((path) => path === "/cgi-bin/ticket/getticket")).toHaveLength(1);
});

test("a key for tokens does nothing else, and no other key but the first one gets them", async () => {
  await set();
  for (const path of ["/admin/v1/accounts", "/admin/v1/audit", "/admin/v1/webhooks"]) {
    expect(await problem(await stage.ask(path, { key }))).toBe("403 key_may_not");
  }
  for (const right of ["read", "write"] as const) {
    const other = await stage.saoma.operator.addKey(right, right, { actor: "test" });
    expect(await problem(await stage.ask(of("access-token"), { key: other }))).toBe("403 key_may_not");
  }
  expect((await stage.ask(of("access-token"), { key: firstKey })).status).toBe(200);
});

test("an account without a token, or with the classic one that other programs end, is refused", async () => {
  await set({ source: { tokens: "classic" } });
  expect(await problem(await stage.ask(of("access-token"), { key }))).toBe("409 classic_token");
  expect(await problem(await stage.ask(of("jsapi-ticket"), { key }))).toBe("409 classic_token");
  const appidOf = (kind: string) => stage.simulator.world().accounts.find((one) => one.kind === kind)?.appid;
  expect(await problem(await stage.ask(of("access-token", appidOf("website")), { key }))).toBe("404 source_not_found");
  expect(await problem(await stage.ask(of("jsapi-ticket", appidOf("mini-program")), { key }))).toBe(
    "404 source_not_found",
  );
  expect((await stage.ask(of("access-token", appidOf("mini-program")), { key })).status).toBe(200);
});

test("if WeChat returns no token, the response says so", async () => {
  await set({
    wechatFetch: (usual) => async (input, init) =>
      String(input).includes("stable_token") ? new Response("<html>", { status: 502 }) : usual(input, init),
  });
  expect(await problem(await stage.ask(of("access-token"), { key }))).toBe("503 wechat_unavailable");
});
