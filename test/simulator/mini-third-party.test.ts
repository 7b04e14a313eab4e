import { expect, test } from "vitest";
import { codeOf, refusal } from "./calls.ts";
import { post, stage } from "./world.ts";

/** Two 小程序 of one world. `ask` calls WeChat as the second one. */
async function neighbours() {
  const world = (await stage()).sim.control.saveWorld();
  const first = world.accounts.find(({ kind }) => kind === "mini-program");
  if (first === undefined) throw new Error("no mini-program");
  const second = { ...first, appid: "wx00000000000000aa", originalId: "gh_00000000000a", secret: "a".repeat(32) };
  const s = await stage({ world: { ...world, accounts: [...world.accounts, second] } });
  const tokenOf = async ({ appid, secret }: { appid: string; secret: string }) => {
    const query = { grant_type: "client_credential", appid, secret };
    return String((await s.call(`/cgi-bin/token?${new URLSearchParams(query)}`)).access_token);
  };
  const as = async (account: typeof first, path: string, body: object) =>
    s.call(`${path}?access_token=${await tokenOf(account)}`, post(body));
  return { ...s, first, second, as };
}

test("a code of wx.login is for its own 小程序, and still good when a stranger has tried it", async () => {
  const s = await neighbours();
  await s.sim.control.miniProgram.open("xiaoming", s.first.appid);
  const { code: js_code = "" } = await s.sim.control.miniProgram.login("xiaoming");
  const exchange = ({ appid, secret }: typeof s.first) =>
    s.call(`/sns/jscode2session?${new URLSearchParams({ appid, secret, js_code, grant_type: "authorization_code" })}`);
  expect(refusal(await exchange(s.second))).toEqual([40029, "invalid code"]);
  expect(await codeOf(exchange(s.first))).toBe(0);
});

test("a link is visible to its own 小程序 only, and each has its own visits", async () => {
  const s = await neighbours();
  s.sim.control.patchSettings({ linkVisitsPerDay: 1 });
  const { url_link } = await s.as(s.first, "/wxa/generate_urllink", {});
  const query = { url_link };
  expect(refusal(await s.as(s.second, "/wxa/query_urllink", query))).toEqual([85403, "not found"]);
  expect(await s.as(s.first, "/wxa/query_urllink", query)).toMatchObject({ url_link_info: { appid: s.first.appid } });
  await s.sim.control.scan("afei", { content: String(url_link) });
  expect(await codeOf(s.as(s.second, "/wxa/generate_urllink", {}))).toBe(0);
});
