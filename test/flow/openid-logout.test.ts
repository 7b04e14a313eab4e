import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createRemoteJWKSet, decodeJwt, jwtVerify } from "jose";
import { afterEach, expect, onTestFinished, test } from "vitest";
import { advanceUntil } from "../stage/advance-until.ts";
import { callback, type OpenIdStage, secret, setOpenIdStage } from "../stage/openid.ts";
import { begin, finish, signInAt } from "../stage/openid-client.ts";

let stage: OpenIdStage;

afterEach(() => stage.close());

interface Receiver {
  readonly url: string;
  readonly tokens: readonly string[];
  /** How it answers from now on. */
  status: number;
  /** Every path that was requested. */
  readonly asked: readonly string[];
}

/** A client's server, which gets the logout tokens. */
async function receive(): Promise<Receiver> {
  const tokens: string[] = [];
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += String(part);
    asked.push(request.url ?? "");
    const token = new URLSearchParams(body).get("logout_token");
    if (token !== null) tokens.push(token);
    response.writeHead(receiver.status, { location: "/elsewhere" }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/logout`,
    tokens,
    asked,
    status: 200,
  };
  return receiver;
}

const told = async (backchannelLogout: string, more: object = {}) => {
  stage = await setOpenIdStage({ backchannelLogout, allowPrivate: true, ...more });
  return signInAt(stage);
};

/** Advances the service's clock, with pauses for real requests. */
async function wait(seconds: number, enough: () => boolean = () => true): Promise<void> {
  for (let second = 0; second < seconds; second++) await stage.stage.clock.advance(1_000);
  await expect.poll(enough, { timeout: 10_000, interval: 10 }).toBe(true);
}

const signOut = ({ browser }: Awaited<ReturnType<typeof told>>) =>
  browser.go(`${stage.issuer}/v1/session?application=shop`, {
    method: "DELETE",
    headers: { origin: stage.issuer },
  });

const people = () => stage.stage.saoma;

test.each<[string, (signedIn: Awaited<ReturnType<typeof told>>) => Promise<unknown>]>([
  ["a sign-out", signOut],
  ['"not me" in the chat', () => stage.stage.tap("xiaoming", "不是我")],
  ["a suspension", ({ tokens }) => people().operator.suspend(tokens.claims()?.sub ?? "", { actor: "operator" })],
  ["deleting the account", ({ tokens }) => people().people.erase(tokens.claims()?.sub ?? "")],
  [
    "the client's own sign-out",
    ({ browser, tokens }) =>
      browser.go(`${stage.issuer}/oidc/logout?${new URLSearchParams({ id_token_hint: tokens.id_token ?? "" })}`),
  ],
])("by %s the client's server gets a logout token with the session's own sid within a second", async (_how, end) => {
  const client = await receive();
  const signedIn = await told(client.url);
  await wait(3);
  expect(client.tokens).toEqual([]);
  await end(signedIn);
  await wait(1, () => client.tokens.length === 1);
  const keys = createRemoteJWKSet(new URL(`${stage.issuer}/.well-known/jwks.json`));
  const { payload } = await jwtVerify(client.tokens[0] ?? "", keys, {
    issuer: stage.issuer,
    audience: "shop",
    typ: "logout+jwt",
    algorithms: ["RS256"],
    currentDate: new Date(stage.stage.clock.now()),
  });
  expect(payload).toMatchObject({
    sid: signedIn.tokens.claims()?.sid,
    events: { "http://schemas.openid.net/event/backchannel-logout": {} },
    jti: expect.any(String),
  });
  expect(payload).not.toHaveProperty("nonce");
  // A client that knows the person ends all of the person's sessions.
  expect(payload).not.toHaveProperty("sub");
  await wait(120);
  expect(client.tokens).toHaveLength(1);
});

test.each<[string, (signedIn: Awaited<ReturnType<typeof told>>) => Promise<unknown>]>([
  ["a sign-out", signOut],
  ["deleting the account", ({ tokens }) => people().people.erase(tokens.claims()?.sub ?? "")],
])("by %s a client that asks for it gets the sub of the session, too", async (_how, end) => {
  const client = await receive();
  const signedIn = await told(client.url, { backchannelLogoutSub: true });
  await end(signedIn);
  await wait(1, () => client.tokens.length === 1);
  const claims = signedIn.tokens.claims();
  expect(decodeJwt(client.tokens[0] ?? "")).toMatchObject({ sid: claims?.sid, sub: claims?.sub, aud: "shop" });
});

test("who unfollows is signed out at the client, where the operator wants that", async () => {
  const client = await receive();
  stage = await setOpenIdStage({ backchannelLogout: client.url, allowPrivate: true }, {}, Date.now(), {
    unfollow: "sign-out",
  });
  await signInAt(stage);
  await stage.stage.simulator.control.unfollow("xiaoming", stage.stage.appid);
  await wait(1, () => client.tokens.length === 1);
});

test("a client that refuses it gets it again, at longer and longer intervals, until it accepts", async () => {
  const client = await receive();
  client.status = 503;
  const signedIn = await told(client.url);
  await signOut(signedIn);
  await wait(1, () => client.tokens.length === 1);
  await wait(6, () => client.tokens.length === 2);
  await wait(10);
  expect(client.tokens).toHaveLength(2);
  await wait(21, () => client.tokens.length === 3);
  client.status = 204;
  await wait(121, () => client.tokens.length === 4);
  await wait(300);
  expect(client.tokens).toHaveLength(4);
  expect(new Set(client.tokens).size).toBe(4);
});

test("unsent logout tokens survive a restart, and a client that never answers is given up after a day", async () => {
  const client = await receive();
  client.status = 500;
  const signedIn = await told(client.url);
  await signOut(signedIn);
  await stage.stage.restart();
  const refusals = () => stage.stage.lines.filter((line) => line.includes("did not take a logout"));
  // The previous instance may have been sending it. Its claim ends after half a minute.
  await advanceUntil(stage.stage.clock, () => refusals().length >= 1);
  const isOver = () => refusals().some((line) => line.includes("it is given up"));
  for (let hours = 0; hours < 30 && !isOver(); hours++) {
    const before = refusals().length;
    stage.stage.clock.set(stage.stage.clock.now() + 3_600_000);
    await advanceUntil(stage.stage.clock, () => refusals().length > before);
  }
  expect(isOver()).toBe(true);
  await wait(1);
  expect(await stage.stage.rows("select * from client_logouts")).toEqual([]);
});

test("a client that hangs, with thousands of ends to be told, holds up no other", async () => {
  const client = await receive();
  const hanging = createServer(() => {});
  await new Promise<void>((resolve) => hanging.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    hanging.closeAllConnections();
    hanging.close();
  });
  const named = { name: "青禾", confirm: "never" as const };
  const told = (backchannelLogout: string) => ({ redirectUris: [callback], backchannelLogout, allowPrivate: true });
  const applications = [
    { ...named, id: "shop", openid: { ...told(client.url), secret } },
    {
      ...named,
      id: "hangs",
      openid: { ...told(`http://127.0.0.1:${(hanging.address() as AddressInfo).port}/`), secret: `${secret}2` },
    },
  ];
  stage = await setOpenIdStage({}, { applications });
  const signedIn = await signInAt(stage);
  await stage.stage.rows(`with recursive n(i) as (select 1 union all select i + 1 from n where i < 3000)
    insert into client_logouts (session_id, application_id, ended_at, tries, next_at)
    select 'ended' || i, 'hangs', ${stage.stage.clock.now()}, 0, 0 from n`);
  await wait(2);
  await signOut(signedIn);
  await wait(1, () => client.tokens.length === 1);
});

test("no redirect is followed", async () => {
  const client = await receive();
  client.status = 307;
  await signOut(await told(client.url));
  await wait(1, () => client.asked.length === 1);
  await wait(1, () => stage.stage.lines.some((line) => line.includes("it answered 307")));
  expect(client.asked).toEqual(["/logout"]);
});

test("a new sign-in in the same browser ends the previous session, and not the new one", async () => {
  const client = await receive();
  const { site, browser, tokens } = await told(client.url);
  const begun = await begin(site, { prompt: "login" });
  const page = await browser.go(begun.url.href);
  const again = await finish(site, begun, (await browser.signIn("xiaoming", page.url)).url);
  expect(again.claims()?.sid).not.toBe(tokens.claims()?.sid);
  await wait(1, () => client.tokens.length === 1);
  expect(decodeJwt(client.tokens[0] ?? "").sid).toBe(tokens.claims()?.sid);
  await wait(60);
  expect(client.tokens).toHaveLength(1);
});
