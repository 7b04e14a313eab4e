import { afterEach, expect, test } from "vitest";
import { eventXml, openIdOf, sendSealed } from "../stage/sealed-push.ts";
import { redeem, type Stage, setStage, start, whoIs } from "../stage/stage.ts";

let stage: Stage;

afterEach(() => stage.close());

/** WeChat's own events about all people come from this one sender. */
const platform = "oPlatformSender0123456789abc";

/** A person who is signed in. Returns the account's id. */
async function signIn(person: string): Promise<string> {
  const browser = stage.browser();
  const started = await start(browser);
  await stage.scan(person, started);
  await stage.tap(person, "是我，登录");
  await redeem(browser, started);
  return (await whoIs(browser))?.account.id ?? "";
}

test("three accounts that were given up in one second are erased, though one sender tells of all", async () => {
  stage = await setStage();
  const people = ["xiaoming", "xiaohong", "afei"];
  const accounts = [];
  for (const person of people) accounts.push(await signIn(person));
  const erased: string[] = [];
  stage.saoma.on("erased", ({ accountId }) => erased.push(accountId));
  for (const person of people) {
    const fields = { OpenID: openIdOf(stage, person), AppID: stage.appid };
    const told = eventXml(stage, platform, "user_authorization_cancellation", fields);
    for (const nonce of ["1", "2"])
      expect(await sendSealed(stage, told, { nonce })).toEqual({ status: 200, said: "success" });
  }
  expect(erased).toEqual(accounts);
});

const twins: [string, Record<string, string>, Record<string, string>][] = [
  ["TEMPLATESENDJOBFINISH", { MsgID: "31", Status: "success" }, { MsgID: "32", Status: "success" }],
  ["wxa_media_check", { trace_id: "a" }, { trace_id: "b" }],
  ["VIEW", { EventKey: "https://a.test", MenuId: "1" }, { EventKey: "https://a.test", MenuId: "2" }],
];

for (const [event, one, other] of twins) {
  test(`two ${event} of one second are two, and each delivered again is one`, async () => {
    stage = await setStage();
    const heard: string[] = [];
    stage.saoma.on("message", ({ push }) => void heard.push(push.key));
    for (const fields of [one, other, one, other]) await sendSealed(stage, eventXml(stage, platform, event, fields));
    expect(heard).toHaveLength(2);
    expect(new Set(heard).size).toBe(2);
  });
}

for (const event of ["wxa_media_check", "subscribe_msg_sent_event", "LOCATION"]) {
  test(`${event}: a hundred in a minute all arrive, and none is answered with words`, async () => {
    stage = await setStage();
    let heard = 0;
    stage.saoma.on("message", () => void heard++);
    const answers = new Set<string>();
    for (let trace = 0; trace < 100; trace++) {
      const told = eventXml(stage, platform, event, { trace_id: String(trace) });
      answers.add((await sendSealed(stage, told)).said);
    }
    expect({ heard, answers: [...answers] }).toEqual({ heard: 100, answers: ["success"] });
  });
}

for (const event of ["CLICK", "VIEW", "scancode_waitmsg"]) {
  test(`${event} is the person's own doing, and can be too often`, async () => {
    stage = await setStage({ options: { limits: { pushesPerPerson: { times: 2, per: "1m" } } } });
    const press = (key: string) =>
      sendSealed(stage, eventXml(stage, openIdOf(stage, "xiaoming"), event, { EventKey: key }));
    expect((await press("1")).said).toBe("success");
    expect((await press("2")).said).toBe("success");
    expect((await press("3")).said).toContain("太频繁");
  });
}
