import { afterEach, expect, test } from "vitest";
import { codeFor, numberOf, setPhoneStage } from "../stage/phone.ts";
import { redeem, type Stage, setStage, start, whoIs } from "../stage/stage.ts";
import { openPage } from "./staged-page.ts";

// What a page asks if the account may not be the person's own: it is that of a linked WeChat, of an invitation, or of a
// phone number that the account had before.

let stage: Stage;

afterEach(() => stage.close());

const byCode = { channel: "official-account-code" } as const;

/** Xiaoming's account, to which Xiaohong's WeChat was linked. Returns its id. */
async function linked(): Promise<string> {
  stage = await setStage({ kind: "subscription" });
  for (const person of ["xiaoming", "xiaohong"]) await stage.simulator.control.follow(person, stage.appid);
  const owner = stage.browser();
  for (const body of [{}, { purpose: "prove" }]) {
    const started = await start(owner, body);
    await stage.say("xiaoming", started.code?.text ?? "");
    await stage.say("xiaoming", "1");
    expect((await redeem(owner, started)).status).toBe(200);
  }
  const link = await start(owner, { purpose: "link" });
  await stage.say("xiaohong", link.code?.text ?? "");
  const body = { pairingCode: stage.pairingCode(link) };
  expect((await owner.request("POST", `/v1/attempts/${link.id}/redeem`, { body })).status).toBe(200);
  return (await whoIs(owner))?.account.id ?? "";
}

/** A page into which Xiaohong types the code of the chat. */
async function typedIn() {
  const page = openPage(stage, byCode);
  await page.last("pending");
  const code = /[2-9A-Z]{4}-[2-9A-Z]{4}/.exec((await stage.say("xiaohong", "登录")).text)?.[0] ?? "";
  await page.signIn.enterCode(code);
  return { ...page, asked: await page.last("pairing") };
}

test("a linked WeChat's first sign-in is asked whether the account is theirs, and `disown` leaves it", async () => {
  const id = await linked();
  const { signIn, last, asked } = await typedIn();
  expect(asked).toMatchObject({ pairing: "agree", account: { id }, addedAt: expect.stringMatching(/^2026-05-01/) });
  await signIn.disown();
  const { account } = await last("signed-in");
  expect(account.isNew).toBe(true);
  expect(account.id).not.toBe(id);
});

test("`pair` without a code says that it is", async () => {
  const id = await linked();
  const { signIn, last } = await typedIn();
  await signIn.pair();
  expect((await last("signed-in")).account).toMatchObject({ id, isNew: false });
});

test("before anything is asked, `disown` does nothing", async () => {
  stage = await setStage();
  const { signIn, last } = openPage(stage);
  const shown = await last("pending");
  await signIn.disown().catch(() => {});
  expect(signIn.state()).toEqual(shown);
});

test("an invitation is typed in, a wrong one told, and the WeChat that answers comes to its account", async () => {
  stage = await setStage();
  await stage.saoma.people.import([{ id: "member-1", name: "老会员", phone: "+8613800138001" }], { dryRun: false });
  const { code = "" } = (await stage.saoma.operator.invite("member-1", { actor: "operator" })) ?? {};
  const { signIn, last, states } = openPage(stage);
  const { qr, invited } = await last("pending");
  expect(invited).toBeUndefined();
  await expect(signIn.enterInvitation("ABCD-EFGH-JKLM")).rejects.toMatchObject({ code: "wrong_invitation" });
  await signIn.enterInvitation(code);
  await expect.poll(() => states.at(-1)).toMatchObject({ kind: "pending", invited: true });
  await stage.simulator.control.scan("xiaohong", { image: qr?.image ?? "" });
  await stage.simulator.control.follow("xiaohong", stage.appid);
  await last("pairing");
  await signIn.pair(/\d{6}/.exec(stage.lastMessage("xiaohong").text)?.[0] ?? "");
  expect((await last("signed-in")).account).toMatchObject({ id: "member-1" });
});

/** A page on which a newcomer types the number of Xiaoming, which an account has already, and its SMS code. */
async function withOthersNumber(options?: { readonly newOwner: boolean }) {
  const { signIn, last } = openPage(stage);
  const { qr } = await last("pending");
  await stage.simulator.control.scan("xiaohong", { image: qr?.image ?? "" });
  await stage.simulator.control.follow("xiaohong", stage.appid);
  await last("pairing");
  await signIn.pair(/\d{6}/.exec(stage.lastMessage("xiaohong").text)?.[0] ?? "");
  await last("phone");
  await signIn.sendPhone(numberOf(stage, "xiaoming"));
  await signIn.enterOtp(await codeFor(stage, "xiaoming"), options);
  return last;
}

const importOwner = () =>
  stage.saoma.people.import([{ id: "old-1", name: "机主", phone: "+8613800138001" }], { dryRun: false });

test("a number of another account's is a conflict", async () => {
  stage = await setPhoneStage();
  await importOwner();
  expect(await (await withOthersNumber())("declined")).toMatchObject({ reason: "conflict" });
});

test("and with `newOwner` the number's new owner gets an account of their own", async () => {
  stage = await setPhoneStage();
  await importOwner();
  const { account } = await (await withOthersNumber({ newOwner: true }))("signed-in");
  expect(account).toMatchObject({ phone: "138****8001", isNew: true });
});
