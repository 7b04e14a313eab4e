import { expect, test } from "vitest";
import { openSqliteStore } from "../../src/adapters/sqlite/store.ts";
import type { Attempt, Channel } from "../../src/domain/attempt.ts";
import { hashMiniProgramToken } from "../../src/domain/mini-program.ts";
import type { Application, LoginContext } from "../../src/login/context.ts";
import { decide } from "../../src/login/mini-program/decide.ts";
import type { Decision } from "../../src/login/mini-program/decide-event.ts";
import { describeDecision } from "../../src/login/mini-program/describe-attempt.ts";
import { createFakeClock } from "../../src/testing/index.ts";

const scene = "scene-of-22-characters";
const call = { appid: "wx1", token: "bearer", address: undefined };
const application: Pick<Application, "id" | "name" | "policy"> = {
  id: "shop",
  name: "Tea",
  policy: {
    confirm: "never",
    confirmBy: "tap",
    newcomers: "create",
    phoneMatch: "link",
    rememberBrowser: "until-sign-out",
  },
};

/** What a decision needs: a database with one pending attempt, and one bearer. */
async function setWith(channel: Channel): Promise<LoginContext> {
  const store = await openSqliteStore({ path: ":memory:", clock: createFakeClock(1_000) });
  const attempt: Attempt = {
    id: "attempt",
    applicationId: "shop",
    channel,
    appid: "wx1",
    purpose: "sign-in",
    scene,
    content: "",
    claimHash: "claim",
    browserHash: "browser",
    browserName: "",
    language: "en",
    status: "pending",
    version: 1,
    createdAt: 1_000,
    expiresAt: 300_000,
  };
  await store.transact(async ({ attempts, miniProgramSessions }) => {
    await attempts.insert(attempt);
    await miniProgramSessions.insert({
      tokenHash: hashMiniProgramToken("bearer"),
      appid: "wx1",
      openId: "person",
      expiresAt: 300_000,
    });
  });
  const needed: Partial<LoginContext> = {
    store,
    sources: new Map(),
    applications: new Map([["shop", application as Application]]),
    hints: { publish() {}, subscribe: () => () => {} },
    events: { on: () => () => {}, emit() {} },
    limits: { hit: async () => ({ allowed: true }) },
  };
  const limit = { pushesPerPerson: { times: 1, per: 1 } };
  return { ...needed, limit } as LoginContext;
}

test("a decision is taken on an attempt of this channel", async () => {
  const setup = await setWith("mini-program");
  expect((await decide(setup, call, scene, "scan")).attempt.status).toBe("scanned");
  await setup.store.close();
});

test("a browser whose sign-in was declined is a stranger again", async () => {
  const setup = await setWith("mini-program");
  const known = { browserHash: "browser", accountId: "account", applicationId: "shop" };
  const knows = () => setup.store.transact(({ browsers }) => browsers.knows(known, 1, 2));
  await setup.store.transact(async ({ accounts, browsers }) => {
    const fresh = { id: "account", name: "somebody", createdAt: 1 };
    await accounts.findOrCreate({ appid: "wx1", openId: "person" }, fresh);
    await browsers.remember(known, 1, 1);
  });
  await decide(setup, call, scene, "scan");
  expect(await knows()).toBe(true);
  await decide(setup, call, scene, "decline");
  expect(await knows()).toBe(false);
  await setup.store.close();
});

// The appid once was an account of another kind, so the attempt that it answers has another purpose.
test("an attempt of another channel is not found", async () => {
  const setup = await setWith("official-account-qr");
  await expect(describeDecision(setup, call, scene)).rejects.toMatchObject({ code: "attempt_not_found" });
  for (const decision of ["scan", "confirm", "decline"] satisfies Decision[])
    await expect(decide(setup, call, scene, decision)).rejects.toMatchObject({ code: "attempt_not_found" });
  expect((await setup.store.read.attempt("attempt"))?.status).toBe("pending");
  await setup.store.close();
});
