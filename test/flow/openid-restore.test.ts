// Clients of the OpenID provider after a restored backup.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createRemoteJWKSet, type JWTPayload, jwtVerify } from "jose";
import * as client from "openid-client";
import { afterEach, expect, onTestFinished, test } from "vitest";
import { backupSqlite } from "../../src/adapters/sqlite/backup.ts";
import { restoreSqlite } from "../../src/adapters/sqlite/restore.ts";
import { invalidateAfterRestore } from "../../src/login/accounts/end-restored.ts";
import { parseDatabase } from "../../src/server/config/parse.ts";
import { ownFolder } from "../adapters/folder.ts";
import { advanceUntil } from "../stage/advance-until.ts";
import { type OpenIdStage, setOpenIdStage } from "../stage/openid.ts";
import { begin, signInAt } from "../stage/openid-client.ts";
import { withStoreBeside } from "../stage/store-beside.ts";

let stage: OpenIdStage;

afterEach(() => stage.close());

/** A client's server, which keeps the logout tokens that it receives. */
async function receive() {
  const tokens: string[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += String(part);
    tokens.push(new URLSearchParams(body).get("logout_token") ?? "");
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { tokens, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

/** What `saoma backup` and `saoma restore` do. PostgreSQL's own tool has restored a PostgreSQL. */
async function backedUp(): Promise<() => Promise<unknown>> {
  const { options, clock } = stage.stage;
  const database = parseDatabase(options);
  if (!("path" in database)) return () => withStoreBeside(stage.stage, invalidateAfterRestore);
  const { path } = database;
  const from = join(ownFolder(), "backup.db");
  backupSqlite({ path, to: from, force: false });
  return () => restoreSqlite({ path, from, clock, agree: async () => {}, prepare: invalidateAfterRestore });
}

test("after a restore all sessions of the backup have ended, and their clients get logout tokens, also those told before", async () => {
  const { tokens: told, url } = await receive();
  stage = await setOpenIdStage({ backchannelLogout: url, allowPrivate: true, refresh: true });
  const ming = await signInAt(stage, "xiaoming");
  const hong = await signInAt(stage, "xiaohong", ming.site);
  const begun = await begin(ming.site);
  const unused = await ming.browser.go(begun.url.href);
  const restore = await backedUp();
  await hong.browser.go(`${stage.issuer}/v1/session?application=shop`, {
    method: "DELETE",
    headers: { origin: stage.issuer },
  });
  await advanceUntil(stage.stage.clock, () => told.length === 1);
  await stage.stage.saoma.close();
  await restore();
  const before = told.length;
  await stage.stage.restart();

  const { clock } = stage.stage;
  const sids = [ming, hong].map(({ tokens }) => String(tokens.claims()?.sid));
  // A PostgreSQL that was not restored from scratch knows that one client has already been told.
  const expected = stage.stage.options.database?.url === undefined ? sids : sids.slice(0, 1);
  await advanceUntil(stage.stage.clock, () => told.length === before + expected.length);
  const keys = createRemoteJWKSet(new URL(`${stage.issuer}/.well-known/jwks.json`));
  const payloads: JWTPayload[] = [];
  for (const token of told.slice(before)) {
    const checks = { issuer: stage.issuer, audience: "shop", typ: "logout+jwt", currentDate: new Date(clock.now()) };
    payloads.push((await jwtVerify(token, keys, checks)).payload);
  }
  expect(payloads.map(({ sid }) => String(sid)).toSorted()).toEqual(expected.toSorted());

  for (const { browser, tokens } of [ming, hong]) {
    await expect(client.fetchUserInfo(ming.site, tokens.access_token, client.skipSubjectCheck)).rejects.toThrow();
    await expect(client.refreshTokenGrant(ming.site, tokens.refresh_token ?? "")).rejects.toMatchObject({
      error: "invalid_grant",
    });
    const silent = await browser.go((await begin(ming.site, { prompt: "none" })).url.href);
    expect(silent.url).toContain("error=login_required");
  }
  const traded = client.authorizationCodeGrant(ming.site, new URL(unused.url), begun.checks);
  await expect(traded).rejects.toMatchObject({ error: "invalid_grant" });

  // A person who signs in again gets their account, and no further logout.
  const again = await signInAt(stage, "xiaoming");
  expect(again.tokens.claims()?.sub).toBe(ming.tokens.claims()?.sub);
  const count = told.length;
  for (let second = 0; second < 120; second++) await clock.advance(1_000);
  expect(told).toHaveLength(count);
  expect(await stage.stage.rows("select session_id from client_logouts")).toEqual([]);
});
