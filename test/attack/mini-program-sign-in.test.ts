import { afterEach, expect, test } from "vitest";
import { freshCode, post, signInThere } from "../stage/mini-program-sign-in.ts";
import { insideWechat, openInWechat } from "../stage/oauth.ts";
import { setPhoneStage } from "../stage/phone.ts";
import { origin, type Stage, type StageOptions, setStage } from "../stage/stage.ts";
import { tally } from "./tally.ts";

// The mini-program's own sign-in: only WeChat's code counts, once, for its own mini-program and its applications.

let stage: Stage;
const { holds } = tally("a mini-program's own sign-in");

afterEach(() => stage.close());

const set = async (options: StageOptions = {}) => {
  stage = await setStage({ kind: "mini-program", ...options });
};

const call = (body: object, headers = {}) => post(stage, "/v1/sign-in/mini-program", body, headers);
const accounts = async () => (await stage.rows("select id from accounts")).length;
const sessions = async () => (await stage.rows("select id from sessions")).length;

test("a code that is replayed, made up or raced gives one session", async () => {
  await set();
  const { appid } = stage;
  const code = await freshCode(stage, "xiaoming");
  const raced = await Promise.all(Array.from({ length: 16 }, () => call({ appid, code })));
  holds(raced.filter(({ status }) => status === 200).length === 1, "raced 16 ways");
  holds((await call({ appid, code })).status === 410, "replayed");
  holds((await call({ appid, code: "0a1b2c3d4e" })).status === 410, "made up");
  for (const odd of ["", "a b", "\u0000", "x".repeat(513)])
    holds((await call({ appid, code: odd })).status === 400, `odd: ${JSON.stringify(odd.slice(0, 9))}`);
  expect([await accounts(), await sessions()]).toEqual([1, 1]);
});

test("a code of another account, or for another account, is refused", async () => {
  await set({ also: ["service"] });
  const foreign = stage.simulator.world().accounts.find(({ kind }) => kind === "service")?.appid ?? "";
  const code = await freshCode(stage, "xiaoming");
  holds((await call({ appid: foreign, code })).status === 400, "at a 服务号");
  holds((await call({ appid: "wx0000000000000000", code })).status === 400, "at an appid that nobody has");
  // WeChat knows the mini-program of a code, and does not exchange it for the secret of another one.
  holds((await call({ appid: stage.appid, code: `${code}x` })).status === 410, "a code with something behind it");
  holds((await call({ appid: stage.appid, code })).status === 200, "and it was not used up by those");
  const started = await post(stage, "/v1/attempts", { channel: "in-wechat" }, { ...insideWechat, origin });
  const page = await openInWechat(stage, "xiaohong", started.body.link ?? "", true);
  const oauth = new URL(page).searchParams.get("code") ?? "";
  expect(oauth).not.toBe("");
  holds((await call({ appid: stage.appid, code: oauth })).status === 410, "an OAuth code of the 服务号");
  expect(await accounts()).toBe(1);
});

test("an application without that mini-program, or without that channel, accepts no sign-in from it", async () => {
  const named = { name: "茶铺" };
  const world = await setStage({ kind: "mini-program", also: ["service"] });
  const { appid } = world;
  const service = world.simulator.world().accounts.find(({ kind }) => kind === "service")?.appid ?? "";
  await world.close();
  const applications = [
    { ...named, id: "shop", sources: [appid] },
    { ...named, id: "forum", sources: [service] },
    { ...named, id: "wiki", channels: ["official-account-qr" as const] },
  ];
  await set({ also: ["service"], options: { applications } });
  for (const application of ["forum", "wiki", "nobody"]) {
    const answer = await signInThere(stage, "xiaoming", { application });
    holds(answer.status === 400, application);
  }
  const code = await freshCode(stage, "xiaoming");
  for (const application of ["forum", "wiki"]) await call({ appid, code, application });
  holds((await call({ appid, code, application: "shop" })).status === 200, "their code is still good at their own");
  expect(await accounts()).toBe(1);
});

test("a person who is not listed, suspended, lost, or new where newcomers are refused is told so, and gets nothing", async () => {
  const operator = { actor: "operator" };
  await set({ application: { access: { groups: ["staff"] } } });
  const refused = await signInThere(stage, "xiaoming");
  holds(refused.status === 403 && refused.body.code === "not_admitted", "who is in no group");
  holds((await accounts()) === 0, "their account");
  await stage.close();
  await set({ application: { newcomers: "refuse" } });
  const unknown = await signInThere(stage, "xiaoming");
  holds(unknown.status === 403 && unknown.body.code === "newcomer_refused", "a newcomer");
  holds((await accounts()) === 0, "the newcomer's account");
  await stage.close();
  await set();
  const { body } = await signInThere(stage, "xiaoming");
  const id = body.account?.id ?? "";
  await stage.saoma.operator.suspend(id, operator);
  const suspended = await signInThere(stage, "xiaoming");
  holds(suspended.status === 403 && suspended.body.code === "account_suspended", "a suspended account");
});

test("a page of another origin signs nobody in with a code it was given", async () => {
  await set();
  const code = await freshCode(stage, "xiaoming");
  const answer = await call({ appid: stage.appid, code }, { origin: "https://elsewhere.saoma.test" });
  holds(answer.status === 403, "another origin");
  const cookie = await call({ appid: stage.appid, code, mode: "cookie" });
  holds(cookie.status === 400, "a cookie is not to be had");
  expect(await sessions()).toBe(0);
});

test("the first question is answered only with the claim, and another person's phone code is refused", async () => {
  stage = await setPhoneStage({ kind: "mini-program" });
  const asked = await signInThere(stage, "xiaoming");
  const path = `/v1/attempts/${asked.body.id}`;
  holds((await post(stage, `${path}/phone`, { phone: "13800138000" })).status === 403, "without the claim");
  holds(
    (await post(stage, `${path}/redeem`, {}, { authorization: `Claim ${asked.body.claim}` })).status === 409,
    "early",
  );
  await freshCode(stage, "xiaohong");
  const theirs = (await stage.simulator.control.miniProgram.phoneNumber("xiaohong", "allow")).code ?? "";
  const taken = await signInThere(stage, "xiaoming", { phoneCode: theirs });
  holds(taken.status === 410 && taken.body.code === "code_refused", "another person's phone");
  expect([await accounts(), await sessions()]).toEqual([0, 0]);
});

test("calls of one address are limited", async () => {
  await set({ options: { limits: { attemptsPerAddress: { times: 3, per: "1m" } } } as never });
  const answers = [];
  for (let times = 0; times < 5; times++) answers.push((await signInThere(stage, "xiaoming")).status);
  holds(answers.join() === "200,200,200,429,429", `a flood: ${answers.join()}`);
});
