import { expect, test } from "vitest";
import type { Attempt } from "../../src/domain/attempt.ts";
import { claimOn, hashClaim } from "../../src/domain/claim.ts";
import { sceneOfState } from "../../src/domain/oauth-state.ts";
import type { LoginContext, Source } from "../../src/login/context.ts";
import { createHandleCallback } from "../../src/login/oauth/callback.ts";
import { createSeededRandom } from "../../src/testing/index.ts";
import { sampleAttempt } from "../../src/testing/store/samples.ts";
import { WechatError, WechatUnreachable } from "../../src/wechat/index.ts";
import { add, contextOf, openMemory } from "./memory.ts";

const own = { browserSecret: "of this browser" };
const cameBack = { appid: "wx1", state: "state", code: "code", ...own };
const policy = { confirm: "always", confirmBy: "tap", newcomers: "create", phoneMatch: "link" } as const;
const shop = { id: "shop", name: "Tea", policy: { ...policy, rememberBrowser: "until-sign-out" } as const };
const grant = { openId: "o-new", snapshot: false, scopes: ["snsapi_login"], accessToken: "token" };

/** A service with one attempt, and a WeChat that answers with `exchange` and `profile`. */
async function service(change: Partial<Attempt> = {}, parts: Partial<LoginContext> = {}) {
  const { store } = await openMemory();
  const attempt = sampleAttempt("a", {
    channel: "open-platform",
    claimHash: hashClaim(claimOn("a", own)),
    scene: sceneOfState("state"),
    ...change,
  });
  await add(store, { attempts: [attempt] });
  const asked: string[] = [];
  const warned: string[] = [];
  const wechat = {
    exchange: async (): Promise<object> => grant,
    profile: async (): Promise<object> => ({ openId: "o-new", nickname: "Tea", unionId: "u" }),
  };
  const oauth = {
    exchange(code: string) {
      asked.push(code);
      return wechat.exchange();
    },
    profile() {
      asked.push("profile");
      return wechat.profile();
    },
  };
  const limited: unknown[] = [];
  const limits: LoginContext["limits"] = {
    async hit(...hit) {
      limited.push(hit);
      return { allowed: true };
    },
  };
  const setup = contextOf(
    {
      store,
      random: createSeededRandom("callback"),
      sources: new Map([["wx1", { appid: "wx1", name: "Tea", api: { oauth } } as unknown as Source]]),
      hints: { publish() {}, subscribe: () => () => {} },
      events: { on: () => () => {}, emit() {} },
      limits,
      log: { debug() {}, info() {}, warn: (_, message) => void warned.push(message), error() {} },
      ...parts,
    },
    [shop],
  );
  return { store, setup, wechat, asked, limited, warned, handle: createHandleCallback(setup) };
}

const statusOf = async ({ store }: Pick<LoginContext, "store">) => (await store.read.attempt("a"))?.status;

test("the person of a code is granted, without a question", async () => {
  const { store, handle, asked, limited } = await service();
  const result = await handle(cameBack);
  expect(result).toMatchObject({ outcome: "granted", attempt: { status: "granted", openId: "o-new", newcomer: true } });
  expect(await statusOf({ store })).toBe("granted");
  expect(asked).toEqual(["code", "profile"]);
  expect(limited).toEqual([["oauth:a", { times: 10, per: 600_000 }]]);
});

test.each([
  ["another state", {}, { state: "other" }],
  ["another source", {}, { appid: "wx2" }],
  ["another browser", {}, { browserSecret: "of another" }],
  ["no browser", {}, { browserSecret: "" }],
  ["a channel without a redirect", { channel: "official-account-qr" }, {}],
] as const)("%s is told nothing, and WeChat is not asked", async (_, change, other) => {
  const { store, handle, asked } = await service(change);
  await expect(handle({ ...cameBack, ...other })).rejects.toMatchObject({ code: "attempt_not_found" });
  expect(asked).toEqual([]);
  expect(await statusOf({ store })).toBe("pending");
});

const person = { openId: "o-new", accountId: "account", version: 2 };

test.each([
  ["granted", { ...person, status: "granted" }, { outcome: "granted" }],
  ["redeemed", { ...person, status: "redeemed" }, { outcome: "granted" }],
  ["phone_required", { ...person, status: "phone_required" }, { outcome: "phone_required" }],
  ["declined", { ...person, status: "declined", reason: "conflict" }, { outcome: "declined", reason: "conflict" }],
  ["declined without a reason", { ...person, status: "declined" }, { outcome: "declined", reason: "by_person" }],
] as const)("an attempt that is %s already says so, and no code is used for it", async (_, change, result) => {
  const { handle, asked } = await service(change);
  expect(await handle(cameBack)).toMatchObject({ ...result, attempt: { id: "a" } });
  expect(asked).toEqual([]);
});

test.each([
  ["cancelled", { status: "cancelled" }],
  ["past its deadline", { expiresAt: -1_000_000 }],
  ["of an application that is not configured", { applicationId: "gone" }],
] as const)("an attempt that is %s has ended, and no code is used for it", async (_, change) => {
  const { handle, asked } = await service(change);
  await expect(handle(cameBack)).rejects.toMatchObject({ code: "attempt_ended" });
  expect(asked).toEqual([]);
});

test("an attempt of a source that is not configured has ended", async () => {
  const { handle, asked } = await service({}, { sources: new Map() });
  await expect(handle(cameBack)).rejects.toMatchObject({ code: "attempt_ended" });
  expect(asked).toEqual([]);
});

test("too many codes are refused before WeChat is asked, with the time to wait in whole seconds", async () => {
  const { handle, asked } = await service({}, { limits: { hit: async () => ({ allowed: false, retryAfter: 1_001 }) } });
  await expect(handle(cameBack)).rejects.toMatchObject({ code: "rate_limited", retryAfter: 2 });
  expect(asked).toEqual([]);
});

test("one code that comes twice at once is exchanged once; another code is another exchange", async () => {
  const { handle, asked } = await service();
  const results = await Promise.allSettled([handle(cameBack), handle(cameBack), handle({ ...cameBack, code: "two" })]);
  expect(asked.filter((one) => one !== "profile")).toEqual(["code", "two"]);
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "fulfilled"]);
});

test("a snapshot page signs nobody in, and the attempt stays pending", async () => {
  const { store, handle, wechat, asked } = await service();
  wechat.exchange = async () => ({ ...grant, snapshot: true, virtualOpenId: "o-virtual" });
  expect(await handle(cameBack)).toEqual({ outcome: "snapshot" });
  expect(await statusOf({ store })).toBe("pending");
  expect(asked).toEqual(["code"]);
});

/** Another instance changes the attempt while this one waits for WeChat, which then refuses. */
async function whileElsewhere(change: Partial<Attempt>, failure: Error) {
  const { store, handle, wechat } = await service();
  wechat.exchange = async () => {
    await store.transact(async ({ attempts }) => {
      const before = await attempts.get("a");
      if (before) await attempts.replace(before, { ...before, version: 2, ...change });
    });
    throw failure;
  };
  return handle(cameBack);
}

const used = new WechatError("/sns/oauth2/access_token", 40163, "code been used");
const granted = { ...person, status: "granted" } as const;

test("a code that another instance has used for this attempt just now has its result", async () => {
  expect(await whileElsewhere(granted, used)).toMatchObject({ outcome: "granted" });
});

test("a code that WeChat refuses is refused while the attempt waits", async () => {
  await expect(whileElsewhere({}, used)).rejects.toMatchObject({ code: "code_refused" });
});

test("if WeChat does not answer, the callback fails, whatever the attempt's state", async () => {
  const away = new WechatUnreachable("/sns/oauth2/access_token", "timeout", "late");
  await expect(whileElsewhere(granted, away)).rejects.toMatchObject({ code: "channel_unavailable" });
});

test("an attempt that another person has scanned meanwhile is not this person's", async () => {
  const { store, handle, wechat } = await service();
  wechat.exchange = async () => {
    await store.transact(async ({ attempts }) => {
      const before = await attempts.get("a");
      const scanned = { status: "scanned", openId: "o-other", version: 2 } as const;
      if (before) await attempts.replace(before, { ...before, ...scanned });
    });
    return grant;
  };
  await expect(handle(cameBack)).rejects.toMatchObject({ code: "attempt_ended" });
  expect(await store.read.attempt("a")).toMatchObject({ openId: "o-other", status: "scanned" });
});

test("an attempt that was erased meanwhile is not found", async () => {
  const { handle, setup, wechat } = await service();
  wechat.exchange = async () => {
    Object.assign(setup, { store: (await openMemory()).store });
    return grant;
  };
  await expect(handle(cameBack)).rejects.toMatchObject({ code: "attempt_not_found" });
});

const profileOf = async (change: object, profile?: () => Promise<object>) => {
  const { store, handle, wechat, asked, warned } = await service();
  wechat.exchange = async () => ({ ...grant, ...change });
  if (profile) wechat.profile = profile;
  await handle(cameBack);
  return { told: (await store.read.attempt("a")) as Attempt, asked, warned, store };
};

test("name and picture are asked for only where the person allowed them", async () => {
  expect((await profileOf({ scopes: ["snsapi_base"] })).asked).toEqual(["code"]);
  for (const scope of ["snsapi_userinfo", "snsapi_login"])
    expect((await profileOf({ scopes: [scope] })).asked).toEqual(["code", "profile"]);
});

test("a sign-in does not fail without name and picture", async () => {
  const { told, warned } = await profileOf({}, () => Promise.reject(new Error("no")));
  expect(told.status).toBe("granted");
  expect(warned).toEqual(["WeChat gave no profile"]);
});
