import { afterEach, expect, test } from "vitest";
import { visitConsole } from "./console-visit.ts";
import { type AdminStage, firstKey, setAdminStage } from "./operator.ts";

let stage: AdminStage;

afterEach(() => stage.close());

const secret = "q7Wm2Zt9Kx4Lp8Rn5Vb3Yc6Hd1Jf0GsA";
const next = "B8xN3vTq6Mz1Kw9Rp4Ly7Hc2Jd5Fg0Ss";

const openid = { redirectUris: ["https://shop.example/callback"], logoutUris: ["https://shop.example/bye"] };

test("an application is shown with its configuration, and never with its secrets", async () => {
  const client = { ...openid, secret, backchannelLogout: "https://shop.example/ended", refresh: true };
  stage = await setAdminStage({}, { application: { access: { groups: ["staff"] }, openid: client } });
  const { text } = await (await visitConsole(stage, "read"))("/applications");
  for (const said of ["shop", "青禾茶铺", "staff", stage.appid, ...openid.redirectUris, client.backchannelLogout])
    expect(text).toContain(said);
  expect(text).toContain("One: SAOMA_SHOP_CLIENT_SECRET, or the option");
  expect(text).toContain("set SAOMA_SHOP_CLIENT_SECRET to the new one and the old one");
  expect(text).not.toContain(secret);
  expect(text).not.toMatch(/[0-9a-f]{64}/);
});

test("the screen says that a client with two secrets is changing them, and that one without a secret needs PKCE", async () => {
  stage = await setAdminStage({}, { application: { openid: { ...openid, secret: `${next} ${secret}` } } });
  const { text } = await (await visitConsole(stage))("/applications");
  expect(text).toContain("Being changed: two are good.");
  expect(text).toContain("take the old one out of SAOMA_SHOP_CLIENT_SECRET");
  await stage.close();
  stage = await setAdminStage({}, { application: { openid } });
  expect((await (await visitConsole(stage))("/applications")).text).toContain("of which PKCE is asked");
});

test("names cannot run code in the page; nobody sees it without a session, and no form reaches it", async () => {
  const name = `<img src=x onerror=alert(1)>`;
  stage = await setAdminStage({}, { application: { name } });
  const ask = await visitConsole(stage);
  const { text } = await ask("/applications");
  expect(text).toContain("&lt;img src=x onerror=alert(1)&gt;");
  expect(text).not.toContain("<img");
  expect((await ask("/applications", { headers: { cookie: "" } })).status).toBe(401);
  expect((await ask("/applications", { form: {} })).status).toBe(404);
  expect((await ask("/applications", { form: {}, headers: { origin: "https://evil.test" } })).status).toBe(403);
  expect((await stage.ask("/console/applications", { key: firstKey })).status).toBe(401);
  expect((await stage.browser().request("GET", "/console/applications")).status).toBe(404);
});
