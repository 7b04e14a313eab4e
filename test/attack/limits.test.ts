import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import type { SaomaOptions } from "../../src/server/config/config.ts";
import { appidOf } from "../../src/simulator/world/identity.ts";
import { setAdminStage } from "../admin/operator.ts";
import { createBrowser } from "../stage/browser.ts";
import { call } from "../stage/mini-program.ts";
import { callback, setOpenIdStage } from "../stage/openid.ts";
import { bind, numberOf, setPhoneStage } from "../stage/phone.ts";
import { origin, type Stage, type StageOptions, setStage, start } from "../stage/stage.ts";

// A limit by address counts the address's network, in every spelling of the address, also if the address is unknown.

let stage: Stage;
let close = async () => {};
/** Where a service on a port of its own listens. */
let issuer = "";

afterEach(async () => {
  await close();
  close = async () => {};
});

async function set(opening: Promise<Stage>): Promise<void> {
  stage = await opening;
  close = stage.close;
}

/** The addresses of each entry belong to one client. */
const clients: Readonly<Record<string, (n: number) => string>> = {
  "one /64 in different spellings": (n) =>
    [`2001:db8::${n}`, `2001:0DB8:0:0::${n}`, `2001:0db8:0000:0000:ffff::${n}`, `2001:db8:0:0:${n}::%eth0`][n % 4] ??
    "",
  "one IPv4 address in different spellings": (n) =>
    ["192.0.2.7", "::ffff:192.0.2.7", "::FFFF:c000:207", "0:0:0:0:0:ffff:192.0.2.7"][n % 4] ?? "",
  "no address": () => "",
};

const stranger = "2001:db8:0:1::1";
const plenty = { times: 1_000_000, per: "1h" } as const;
const limitsOf = (limits: SaomaOptions["limits"]) => ({
  limits: { attemptsPerAddress: plenty, attemptsPerAddressLong: plenty, pushesPerPerson: plenty, ...limits },
});

const browserAt = (address: string) =>
  createBrowser({ fetch: (request, env) => stage.saoma.fetch(request, env) }, origin, address);

const begin = async (address: string) =>
  (await browserAt(address).request("POST", "/v1/attempts", { body: { claim: "header" } })).status;

interface Walk {
  /** The source file that counts the calls. */
  readonly file: string;
  readonly open: () => Promise<Stage>;
  /** Performs the limited action once from this address. */
  readonly act: (address: string, n: number) => Promise<number>;
  readonly times: number;
}

const three = { times: 3, per: "1h" } as const;
const withLimits = (limits: SaomaOptions["limits"], options: StageOptions = {}) =>
  setStage({ ...options, options: limitsOf(limits) });

const walks: Readonly<Record<string, Walk>> = {
  "new attempts": {
    file: "login/start/start.ts",
    open: () => withLimits({ attemptsPerAddress: three }),
    act: begin,
    times: 3,
  },
  "new attempts over a longer time": {
    file: "login/start/start.ts",
    open: () => withLimits({ attemptsPerAddressLong: three }),
    act: begin,
    times: 3,
  },
  "guesses of the chat's codes": {
    file: "login/push/typed-code.ts",
    open: () => withLimits({}, { kind: "subscription" }),
    async act(address) {
      const browser = browserAt(address);
      const { id } = await start(browser);
      const { status } = await browser.request("POST", `/v1/attempts/${id}/code`, { body: { text: "ABCD-EFGH" } });
      return status === 422 ? 200 : status;
    },
    times: 20,
  },
  SMS: {
    file: "login/phone/sms-limits.ts",
    open: () => {
      const others = { perPhone: plenty, perPhoneLong: plenty, perRange: plenty, perPerson: plenty };
      return setPhoneStage({ options: limitsOf({}) }, { limits: { ...others, perAddress: three } });
    },
    async act(address, n) {
      const person = ["xiaoming", "xiaohong", "afei"][n % 3] ?? "";
      const opener = stage.browser();
      const started = await start(opener);
      await stage.scan(person, started);
      const seen = await bind(opener, started, { phone: "no number" });
      expect(seen.status).toBe(422);
      const asking = browserAt(address);
      for (const [name, value] of opener.cookies) asking.cookies.set(name, value);
      const body = { phone: numberOf(stage, person) };
      return (await asking.request("POST", `/v1/attempts/${started.id}/phone`, { body })).status;
    },
    times: 3,
  },
  "logins to the mini-program": {
    file: "login/mini-program/session.ts",
    open: () => withLimits({ attemptsPerAddress: three }, { kind: "mini-program" }),
    async act(address) {
      const { status } = await call(stage, "POST", `${stage.appid}/login`, { body: { code: "none" }, address });
      return status === 429 ? 429 : 200;
    },
    times: 3,
  },
  "calls of the mini-program": {
    file: "login/mini-program/session.ts",
    open: () => withLimits({}, { kind: "mini-program" }),
    async act(address) {
      const { status } = await call(stage, "GET", `${stage.appid}/attempts/none`, { address });
      return status === 429 ? 429 : 200;
    },
    times: 1_200,
  },
  "places to wait": {
    file: "http/connection-limiter.ts",
    open: () => withLimits({ waitingPerAddress: 3 }),
    async act(address) {
      const browser = browserAt(address);
      const { id } = await start(browser);
      return (await browser.request("GET", `/v1/attempts/${id}/events`)).status;
    },
    times: 3,
  },
  "calls in wechat-server's protocol": {
    file: "login/wechat-server/authorize.ts",
    open: () => {
      const wechatServer = { source: appidOf("subscription"), token: "5f3c9a1e7b2d4086af51c3e97d2b6048" };
      return withLimits({}, { kind: "subscription", application: { wechatServer } });
    },
    async act(address) {
      const request = new Request(`${origin}/compat/wechat-server/shop/api/wechat/user?code=1`);
      return (await stage.saoma.fetch(request, { address })).status;
    },
    times: 180,
  },
  "guesses of invitations": {
    file: "login/accounts/enter-invitation.ts",
    open: () => withLimits({}),
    async act(address) {
      const browser = browserAt(address);
      const { id } = await start(browser);
      const body = { code: "K7QM-2XZT-9FPA" };
      const { status } = await browser.request("POST", `/v1/attempts/${id}/invitation`, { body });
      return status === 422 ? 200 : status;
    },
    times: 20,
  },
  "authorizations of a client": {
    file: "login/openid/records.ts",
    async open() {
      const limits = limitsOf({ attemptsPerAddress: three });
      const opened = await setOpenIdStage({}, { ...limits, trustedProxies: ["127.0.0.1"] });
      issuer = opened.issuer;
      return { ...opened.stage, close: opened.close };
    },
    async act(address) {
      const query = new URLSearchParams({
        client_id: "shop",
        response_type: "code",
        scope: "openid",
        redirect_uri: callback,
        code_challenge_method: "S256",
        code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
      });
      const headers = address === "" ? {} : { "x-forwarded-for": address };
      const { status } = await fetch(`${issuer}/oidc/authorize?${query}`, { redirect: "manual", headers });
      return status === 303 ? 200 : status;
    },
    times: 3,
  },
  "sign-ins to the console": {
    file: "login/operator/console-by-wechat.ts",
    async open() {
      const options = { ...limitsOf({}), trustedProxies: ["127.0.0.1"] };
      const opened = await setAdminStage({ administrators: [{ account: "anna-1", name: "anna" }] }, { options });
      issuer = `http://127.0.0.1:${opened.listener.port}`;
      return opened;
    },
    async act(address) {
      const headers = { origin: issuer, ...(address === "" ? {} : { "x-forwarded-for": address }) };
      const { status } = await fetch(`${issuer}/console/sign-in`, { method: "POST", redirect: "manual", headers });
      return status === 303 ? 200 : status;
    },
    times: 20,
  },
  "refused pushes that are written down": {
    file: "http/refused-pushes.ts",
    open: () => withLimits({}),
    async act(address) {
      const written = () => stage.lines.filter((line) => line.startsWith("a push was refused")).length;
      const before = written();
      await stage.saoma.fetch(new Request(`${origin}/wechat/${stage.appid}/push`, { method: "POST" }), { address });
      return written() > before ? 200 : 429;
    },
    times: 20,
  },
};

const cases = Object.keys(walks).flatMap((what) => Object.keys(clients).map((who) => [what, who] as const));

test.each(cases)("%s: %s counts as one", async (what, who) => {
  const walk = walks[what];
  const addressOf = clients[who];
  if (!walk || !addressOf) throw new Error("no such case");
  await set(walk.open());
  for (let n = 0; n < walk.times; n++) expect(await walk.act(addressOf(n), n)).toBeLessThan(300);
  for (let n = 0; n < 4; n++) expect(await walk.act(addressOf(n), n)).toBe(429);
  expect(await walk.act(stranger, 0)).toBeLessThan(300);
});

test("every place of the code that counts by address is walked", () => {
  const counting = readdirSync("src", { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".ts") && file !== join("base", "ip-network.ts") && /networkOf\(/.test(read(file)),
  );
  expect(counting.toSorted()).toEqual([...new Set(Object.values(walks).map(({ file }) => file))].toSorted());
});

const read = (file: string) => readFileSync(join("src", file), "utf8");

test("a service that is mounted without addresses logs a warning, once; one with addresses logs none", async () => {
  await set(setStage({ options: limitsOf({ attemptsPerAddress: three }) }));
  const warned = () => stage.lines.filter((line) => line.includes("without an address"));
  await begin("192.0.2.1");
  expect(warned()).toEqual([]);
  const bare = () =>
    stage.saoma.fetch(
      new Request(`${origin}/v1/attempts`, {
        method: "POST",
        headers: { origin, "content-type": "application/json" },
        body: "{}",
      }),
    );
  const statuses = [];
  for (let n = 0; n < 200; n++) statuses.push((await bare()).status);
  expect(statuses.filter((status) => status === 201)).toHaveLength(3);
  expect(warned()).toHaveLength(1);
  expect(warned()[0]).toContain("saoma.fetch(request, { address })");
});

test("the example for a server of the Fetch kind passes the address that its proxy saw", () => {
  const example = readFileSync("examples/next/saoma.ts", "utf8");
  expect(example).toMatch(/fetch\(request, \{ address: addressOf\(request\) \}\)/);
  expect(example).toContain("x-forwarded-for");
});
