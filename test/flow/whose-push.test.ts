import { afterEach, expect, test } from "vitest";
import type { SessionView } from "../../src/wire/session.ts";
import { seal } from "../fuzz/seal.ts";
import type { Browser } from "../stage/browser.ts";
import { comeBack, scanAtWechat } from "../stage/oauth.ts";
import { origin, redeem, type Stage, setStage, start, whoIs } from "../stage/stage.ts";

let stage: Stage;

afterEach(() => stage.close());

type Person = SessionView["identity"];

/** xiaoming, signed in at the website by another source than the 服务号. */
async function atWebsite(): Promise<{ browser: Browser; person: Person; accountId: string }> {
  stage = await setStage({ also: ["website"] });
  const browser = stage.browser();
  const started = await start(browser, { channel: "open-platform" });
  await comeBack(browser, (await scanAtWechat(stage, "xiaoming", started)) ?? "");
  const { identity, account } = (await (await redeem(browser, started)).json()) as SessionView;
  expect(identity.appid).not.toBe(stage.appid);
  return { browser, person: identity, accountId: account.id };
}

/** A push of the 服务号, encrypted with its own keys, about a person of `appid`. */
async function push(event: string, appid: string, openId: string): Promise<number> {
  const account = stage.simulator.world().accounts.find((one) => one.appid === stage.appid);
  if (!account) throw new Error("there is no such account");
  const timestamp = String(Math.floor(stage.clock.now() / 1000));
  const common = `<ToUserName>${account.originalId}</ToUserName><FromUserName>${openId}</FromUserName>`;
  const type = `<CreateTime>${timestamp}</CreateTime><MsgType>event</MsgType><Event>${event}</Event>`;
  const plaintext = `<xml>${common}${type}<OpenID>${openId}</OpenID><AppID>${appid}</AppID></xml>`;
  const { query, body } = seal(account, "safe", plaintext, timestamp, "1514711492");
  const url = `${origin}/wechat/${stage.appid}/push?${new URLSearchParams({ ...query })}`;
  return (await stage.saoma.fetch(new Request(url, { method: "POST", body: Buffer.from(body) }))).status;
}

for (const event of ["user_authorization_cancellation", "user_authorization_revoke", "user_info_modified"]) {
  test(`${event} of one source says nothing of another source's people`, async () => {
    const { browser, person, accountId } = await atWebsite();
    const before = await stage.saoma.people.find({ id: accountId });
    const told: unknown[] = [];
    for (const name of ["erased", "authorization-revoked", "profile-changed"] as const)
      stage.saoma.on(name, (happened) => told.push(happened));
    expect(await push(event, person.appid, person.openid)).toBe(200);
    expect(told).toEqual([]);
    expect(await stage.saoma.people.find({ id: accountId })).toEqual(before);
    expect((await whoIs(browser))?.account.id).toBe(accountId);
  });
}
