import { afterEach, beforeEach, expect, test } from "vitest";
import type { Browser } from "../stage/browser.ts";
import { look, redeem, type Stage, setStage, start, whoIs } from "../stage/stage.ts";
import { tally } from "./tally.ts";

// The six flaws of sign-ins by QR that "QRLChecker" (USENIX Security 2025) found, each tried against a sign-in.

let stage: Stage;
const { holds } = tally("QRLChecker's six");

beforeEach(async () => {
  stage = await setStage({ options: { limits: { attemptsPerAddress: { times: 1_000, per: "1m" } } } });
});

afterEach(() => stage.close());

const statusOf = async (response: Promise<Response>): Promise<number> => (await response).status;

/** An attempt that its person has confirmed. */
async function granted(browser: Browser) {
  const started = await start(browser);
  await stage.scan("xiaoming", started);
  await stage.say("xiaoming", "1");
  expect((await look(browser, started)).status).toBe("granted");
  return started;
}

test("F1: the id of an attempt, its scene and its QR fetch nothing in another browser", async () => {
  const owner = stage.browser();
  const started = await granted(owner);
  const scene = /\/q\/(.+)$/.exec(started.qr?.content ?? "")?.[1] ?? "";
  for (const id of [started.id, scene, started.qr?.content ?? ""]) {
    const path = `/v1/attempts/${encodeURIComponent(id)}`;
    const claims = { none: {}, id: { authorization: `Claim ${id}` }, bearer: { authorization: `Bearer ${id}` } };
    for (const [kind, headers] of Object.entries(claims)) {
      const thief = stage.browser();
      const bytes = async (at: string) => (await thief.request("GET", at, { headers })).text();
      holds((await bytes(path)) === (await bytes("/v1/attempts/never-was-one")), `look at ${id} with ${kind}`);
      const fetched = thief.request("POST", `${path}/redeem`, { body: {}, headers });
      holds((await statusOf(fetched)) === 404, `redeem ${id} with ${kind}`);
    }
  }
  holds((await statusOf(redeem(owner, started))) === 200, "its own browser");
});

test("F2: a QR that was used, cancelled or has expired signs nobody in again", async () => {
  const owner = stage.browser();
  const used = await granted(owner);
  await redeem(owner, used);
  await whoIs(owner);
  holds((await statusOf(redeem(owner, used))) === 409, "redeemed again after its first use");
  await stage.scan("afei", used);
  holds((await look(owner, used)).status === "redeemed", "scanned again after it was used");

  const cancelled = await start(owner);
  await owner.request("DELETE", `/v1/attempts/${cancelled.id}`);
  await stage.scan("xiaohong", cancelled).catch(() => {});
  holds((await look(owner, cancelled)).status === "cancelled", "scanned after it was cancelled");

  const expired = await start(owner);
  await stage.clock.advance(136_000);
  await stage.scan("xiaohong", expired).catch(() => {});
  holds((await look(owner, expired)).status === "expired", "scanned after its time");
});

test("F3: ids, scenes and claims are drawn from at least 100 bits, and none comes twice", async () => {
  const drawn = { id: new Set<string>(), content: new Set<string>(), claim: new Set<string>() };
  const count = 100;
  for (let n = 0; n < count; n++) {
    const started = await start(stage.browser(), { claim: "header" });
    drawn.id.add(started.id);
    drawn.content.add(started.qr?.content ?? "");
    drawn.claim.add(started.claim ?? "");
  }
  for (const [what, all] of Object.entries(drawn)) holds(all.size === count, `${count} times a new ${what}`);
  for (const id of drawn.id) holds(/^[\w-]{22,}$/.test(id), `an id of 128 bits: ${id}`);
  for (const claim of drawn.claim) holds(/^[\w-]{43}$/.test(claim), "a claim of 256 bits");
});

test("F4: nothing that a client says of the attempt is believed", async () => {
  const fields = [
    "id",
    "scene",
    "status",
    "openid",
    "openId",
    "account",
    "accountId",
    "claimHash",
    "expiresAt",
    "code",
  ];
  for (const field of [...fields, "appid", "unionid", "number", "sessionId"]) {
    const browser = stage.browser();
    const body = { [field]: "chosen-by-the-client" };
    holds((await statusOf(browser.request("POST", "/v1/attempts", { body }))) === 400, `start with ${field}`);
  }
});

test("F5: nothing but WeChat's signed push says who scanned or confirmed", async () => {
  const browser = stage.browser();
  const started = await start(browser);
  for (const field of ["openid", "account", "status", "token", "sub", "unionid"]) {
    const body = { [field]: "somebody" };
    const fetched = browser.request("POST", `/v1/attempts/${started.id}/redeem`, { body });
    holds([400, 409].includes(await statusOf(fetched)), `redeem with ${field}`);
  }
  for (const query of ["", "?openid=o1", "?signature=&timestamp=&nonce=", "?msg_signature=x&timestamp=1&nonce=1"]) {
    const forged = `<xml><FromUserName>o1</FromUserName><Event>SCAN</Event></xml>`;
    const url = `https://login.saoma.test/wechat/${stage.appid}/push${query}`;
    const answer = await stage.saoma.fetch(new Request(url, { method: "POST", body: forged }));
    holds(answer.status === 403 && (await answer.text()) === "", `a push with ${query || "nothing"}`);
  }
  holds((await look(browser, started)).status === "pending", "it still waits");
});

test("F6: the page of a stranger hears nothing of who scanned", async () => {
  const strangers = stage.browser();
  const started = await start(strangers);
  await stage.scan("xiaoming", started);
  const told = JSON.stringify(await look(strangers, started));
  const { openIds, displayName } = stage.simulator.world().people.find(({ name }) => name === "xiaoming") ?? {};
  for (const secret of [openIds?.[stage.appid] ?? "?", displayName ?? "?", `"account":`, "avatar", "openid"]) {
    holds(!told.includes(secret), `the page hears ${secret}`);
  }
});
