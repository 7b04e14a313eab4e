import { afterEach, beforeEach, expect, test } from "vitest";
import type { Browser } from "../stage/browser.ts";
import { origin, problem, type Stage, setStage, start } from "../stage/stage.ts";

let stage: Stage;

const shop = "https://shop.saoma.test";
const admin = "https://admin.saoma.test";

beforeEach(async () => {
  const applications = [
    { id: "shop", name: "茶铺", origins: [shop], confirm: "never" as const },
    { id: "admin", name: "后台", origins: [admin], newcomers: "refuse" as const },
  ];
  stage = await setStage({ options: { applications } });
});

afterEach(() => stage.close());

const from = (page: string) => ({ headers: { origin: page } });

async function signIn(browser: Browser) {
  const started = await start(browser, { application: "shop" });
  await stage.scan("xiaoming", started);
  return started;
}

test("a page of another application cannot read an attempt, cancel it or fetch its result", async () => {
  const browser = stage.browser();
  const { id } = await signIn(browser);
  const attempt = `/v1/attempts/${id}`;
  for (const [method, path] of [
    ["GET", attempt],
    ["GET", `${attempt}/events`],
  ] as const) {
    expect(await problem(await browser.request(method, path, from(admin)))).toBe("404 attempt_not_found");
  }
  for (const [method, path] of [
    ["POST", `${attempt}/redeem`],
    ["POST", `${attempt}/refresh`],
    ["DELETE", attempt],
  ] as const) {
    expect(await problem(await browser.request(method, path, from(admin)))).toBe("404 attempt_not_found");
  }
  expect((await browser.request("POST", `${attempt}/redeem`, from(shop))).status).toBe(200);
});

test("a session belongs to one application: another application's page does not see it", async () => {
  const browser = stage.browser();
  const { id } = await signIn(browser);
  await browser.request("POST", `/v1/attempts/${id}/redeem`, { body: {}, ...from(shop) });
  const own = await browser.request("GET", "/v1/session", from(shop));
  expect(await own.json()).toMatchObject({ session: { application: "shop" } });
  expect(await problem(await browser.request("GET", "/v1/session", from(admin)))).toBe("401 not_signed_in");
  expect((await browser.request("GET", "/v1/session?application=shop")).status).toBe(200);
  expect((await browser.request("GET", "/v1/session?application=admin")).status).toBe(401);
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const request = new Request(origin, { headers: { cookie } });
  expect(await stage.saoma.session(request, { application: "shop" })).toBeDefined();
  expect(await stage.saoma.session(request, { application: "admin" })).toBeUndefined();
});

test("an attempt names its application where there are several", async () => {
  const response = await stage.browser().request("POST", "/v1/attempts", { body: {} });
  expect(await problem(response)).toBe("400 invalid_request");
});

test("where several applications have a default, that one is meant, and only its own pages may say nothing", async () => {
  await stage.close();
  const applications = [
    { id: "shop", name: "茶铺", origins: [shop] },
    { id: "admin", name: "后台", origins: [admin], default: true as const },
  ];
  stage = await setStage({ options: { applications } });
  const browser = stage.browser();
  expect((await browser.request("POST", "/v1/attempts", { body: {}, ...from(admin) })).status).toBe(201);
  const other = await browser.request("POST", "/v1/attempts", { body: {}, ...from(shop) });
  expect(await problem(other)).toBe("403 origin_not_allowed");
});
