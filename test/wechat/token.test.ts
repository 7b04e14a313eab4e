import { expect, test } from "vitest";
import { Secret } from "../../src/base/secret.ts";
import { createFakeClock, type FakeClock } from "../../src/testing/clock.ts";
import { createMemoryTokenStore, createTokenKeeper, type TokenLease } from "../../src/wechat/index.ts";
import {
  appid,
  appSecret,
  createKeptTokens,
  createScriptedWechat,
  type KeptTokens,
  type ScriptedWechat,
} from "./scripted-wechat.ts";

const path = "/cgi-bin/stable_token";
const minute = 60_000;

test("a token is requested as documented, in normal mode, and kept with its expiry", async () => {
  const { keeper, wechat, store, clock } = setUp();
  expect(await keeper.token()).toBe("token-1");
  expect(wechat.asked).toEqual([
    {
      method: "POST",
      origin: "https://wechat.example",
      path,
      query: {},
      body: { grant_type: "client_credential", appid, secret: appSecret, force_refresh: false },
      redirect: "manual",
    },
  ]);
  expect(store.kept.get(appid)).toEqual({ value: "token-1", expiresAt: clock.now() + 120 * minute });
});

test("64 callers at once make one call", async () => {
  const { keeper, wechat } = setUp();
  const tokens = await Promise.all(Array.from({ length: 64 }, () => keeper.token()));
  expect(new Set(tokens)).toEqual(new Set(["token-1"]));
  expect(wechat.count(path)).toBe(1);
});

test("a token serves until its last 5 minutes without another call", async () => {
  const { keeper, wechat, clock } = setUp();
  await keeper.token();
  await clock.advance(115 * minute);
  expect(await keeper.token()).toBe("token-1");
  expect(wechat.count(path)).toBe(1);
});

test("in its last 5 minutes it still serves while one call renews it behind", async () => {
  const { keeper, wechat, clock, store } = setUp();
  await keeper.token();
  await clock.advance(116 * minute);
  const tokens = await Promise.all(Array.from({ length: 64 }, () => keeper.token()));
  expect(new Set(tokens)).toEqual(new Set(["token-1"]));
  await clock.advance(0);
  expect(wechat.count(path)).toBe(2);
  expect(await keeper.token()).toBe("token-2");
  expect(store.kept.get(appid)?.value).toBe("token-2");
});

test("a renewal that fails while the token is valid throws nothing, and is retried after a second", async () => {
  const { keeper, wechat, clock, down } = setUp();
  await keeper.token();
  await clock.advance(116 * minute);
  down.on = true;
  for (let n = 0; n < 8; n++) {
    expect(await keeper.token()).toBe("token-1");
    await clock.advance(0);
  }
  expect(wechat.count(path)).toBe(2);
  down.on = false;
  await clock.advance(1000);
  await keeper.token();
  await clock.advance(0);
  expect(await keeper.token()).toBe("token-2");
});

test("an expired token is not served", async () => {
  const { keeper, clock } = setUp();
  await keeper.token();
  await clock.advance(120 * minute);
  expect(await keeper.token()).toBe("token-2");
});

test("after a failure all hear its error for a second, and one call is made", async () => {
  const { keeper, wechat, clock, down } = setUp();
  down.on = true;
  const first = await keeper.token().catch((error: unknown) => error);
  expect(first).toMatchObject({ name: "WechatError", errcode: -1 });
  const others = await Promise.allSettled(Array.from({ length: 64 }, () => keeper.token()));
  expect(others.every((other) => other.status === "rejected" && other.reason === first)).toBe(true);
  expect(wechat.count(path)).toBe(1);
  down.on = false;
  await clock.advance(1000);
  expect(await keeper.token()).toBe("token-1");
});

test("after a restart the kept token serves without a call", async () => {
  const first = setUp();
  await first.keeper.token();
  const { keeper, wechat } = setUp(first);
  expect(await keeper.token()).toBe("token-1");
  expect(wechat.count(path)).toBe(1);
});

test("after a restart an expired token is not taken up", async () => {
  const first = setUp();
  await first.keeper.token();
  await first.clock.advance(120 * minute);
  expect(await setUp(first).keeper.token()).toBe("token-2");
});

test("a token that another instance renewed is taken up without a call", async () => {
  const first = setUp();
  await first.keeper.token();
  await first.clock.advance(116 * minute);
  first.store.kept.set(appid, { value: "theirs", expiresAt: first.clock.now() + 120 * minute });
  await first.keeper.token();
  await first.clock.advance(0);
  expect(await first.keeper.token()).toBe("theirs");
  expect(first.wechat.count(path)).toBe(1);
});

test("a rejected token is forgotten, also where it is kept, and one call gets another", async () => {
  const { keeper, wechat, store } = setUp();
  const value = await keeper.token();
  await keeper.rejected(value);
  expect(store.kept.get(appid)?.value).toBe(value);
  const tokens = await Promise.all(Array.from({ length: 64 }, () => keeper.token()));
  expect(new Set(tokens)).toEqual(new Set(["token-2"]));
  expect(wechat.count(path)).toBe(2);
});

test("rejecting a token that was replaced meanwhile forgets nothing", async () => {
  const { keeper, wechat } = setUp();
  const value = await keeper.token();
  await keeper.rejected(value);
  await keeper.token();
  await keeper.rejected(value);
  expect(await keeper.token()).toBe("token-2");
  expect(wechat.count(path)).toBe(2);
});

test("a late rejection of an older token does not bring back the one rejected since", async () => {
  const { keeper } = setUp();
  await keeper.token();
  await keeper.rejected("token-1");
  await keeper.token();
  await keeper.rejected("token-2");
  await keeper.rejected("token-1");
  expect(await keeper.token()).toBe("token-3");
});

test("a token with nearly no life left is renewed once a second at most", async () => {
  const { keeper, wechat, clock } = setUp({}, 60);
  for (let n = 0; n < 8; n++) {
    await keeper.token();
    await clock.advance(0);
  }
  expect(wechat.count(path)).toBe(1);
});

test("a classic token is requested as documented, and kept", async () => {
  const { keeper, wechat, store } = setUp({ tokens: "classic" });
  expect(await keeper.token()).toBe("token-1");
  expect(wechat.asked).toMatchObject([
    {
      method: "GET",
      path: "/cgi-bin/token",
      query: { grant_type: "client_credential", appid, secret: appSecret },
      body: undefined,
    },
  ]);
  expect(store.kept.get(appid)?.value).toBe("token-1");
});

test("of 8 processes with a lease one gets the token and the others find it", async () => {
  const first = setUp({ tokens: "classic", lease: createLease() });
  const others = Array.from({ length: 7 }, () => setUp(first));
  const tokens = await Promise.all([first, ...others].map(({ keeper }) => keeper.token()));
  expect(new Set(tokens)).toEqual(new Set(["token-1"]));
  expect(first.wechat.count("/cgi-bin/token")).toBe(1);
});

test("a lease's holder that fails lets the next one try", async () => {
  const first = setUp({ lease: createLease() });
  first.down.on = true;
  const failed = first.keeper.token().catch((error) => error);
  const second = setUp(first).keeper.token();
  expect(await failed).toMatchObject({ errcode: -1 });
  await expect(second).rejects.toMatchObject({ errcode: -1 });
  expect(first.wechat.count(path)).toBe(2);
});

test("a token that was refused is replaced once for all who share the lease", async () => {
  const first = setUp({ lease: createLease() });
  const second = setUp(first);
  const keepers = [first.keeper, second.keeper];
  for (const keeper of keepers) await keeper.rejected(await keeper.token());
  expect(await Promise.all(keepers.map((keeper) => keeper.token()))).toEqual(["token-2", "token-2"]);
  expect(first.wechat.count(path)).toBe(2);
});

test("a token is kept in this process where nothing else is said", async () => {
  const store = createMemoryTokenStore();
  await store.save(appid, { value: "kept", expiresAt: 1 });
  expect(await store.load(appid)).toEqual({ value: "kept", expiresAt: 1 });
  expect(await store.load("wx0000000000000001")).toBeUndefined();
});

/** Runs its work one after the other, like a lease that processes share. */
function createLease(): TokenLease {
  let last: Promise<unknown> = Promise.resolve();
  return {
    hold(_, work) {
      const mine = last.then(work, work);
      last = mine.catch(() => {});
      return mine;
    },
  };
}

interface World {
  clock: FakeClock;
  store: KeptTokens;
  wechat: ScriptedWechat;
  down: { on: boolean };
  lease: TokenLease;
  tokens: "stable" | "classic";
}

/** A keeper of tokens with its world. With another keeper's world, it is the keeper of a process that starts later. */
function setUp(before: Partial<World> = {}, lifeSeconds = 7200) {
  const {
    clock = createFakeClock(),
    store = createKeptTokens(),
    down = { on: false },
    lease,
    tokens = "stable",
  } = before;
  let issued = 0;
  const stableToken = () =>
    down.on
      ? { errcode: -1, errmsg: "system error rid: 6aac005a-00000001-00000002" }
      : { access_token: `token-${++issued}`, expires_in: lifeSeconds };
  const { wechat = createScriptedWechat({ [path]: stableToken, "/cgi-bin/token": stableToken }) } = before;
  const origin = "https://wechat.example";
  const given = { clock, store, tokens, ...(lease ? { lease } : {}) };
  const deps = { fetch: wechat.fetch, ...given, origin, appid, secret: new Secret(appSecret) };
  return { keeper: createTokenKeeper(deps), wechat, down, ...given };
}
