import { afterEach, expect, test } from "vitest";
import type { Browser } from "../stage/browser.ts";
import {
  approve,
  changes,
  deleteAccount,
  identities,
  link,
  ownId,
  pass,
  remove,
  signedIn,
  stopChange,
} from "../stage/linking.ts";
import { problem, type Stage, setStage, start, whoIs } from "../stage/stage.ts";
import { tally } from "./tally.ts";

let stage: Stage;

afterEach(() => stage.close());

const { holds } = tally("older and younger");
const day = 86_400_000;

/** xiaoming's account, to which the attacker xiaohong has been added. afei is a stranger. */
async function intruded() {
  stage = await setStage({ application: { confirm: "always" } });
  const owner = await signedIn(stage, "xiaoming");
  await pass(stage, day);
  await link(owner, "xiaohong", "xiaoming");
  const intruder = await signedIn(stage, "xiaohong");
  await pass(stage, day);
  return { owner, intruder, ownersId: await ownId(owner), intrudersId: await ownId(intruder) };
}

const count = async (browser: Browser): Promise<number> => (await identities(browser)).identities.length;

test("an intruder neither removes the owner's WeChat nor deletes the account before its people could say no", async () => {
  const { owner, intruder, ownersId } = await intruded();
  holds((await remove(intruder, ownersId, "xiaohong")).status === 202, "the owner's WeChat removed at once");
  holds((await deleteAccount(intruder, "xiaohong")).status === 202, "the account deleted at once");
  holds((await count(owner)) === 2, "the owner is still there");
  await expect.poll(() => stage.lastMessage("xiaoming").text).toContain("申请注销你的账号");
  const kinds = (await whoIs(owner))?.notices?.map(({ kind }) => kind) ?? [];
  holds(kinds.includes("deletion_announced") && kinds.includes("removal_announced"), "unheard of on the owner's page");
  for (let hours = 0; hours < 6; hours++) await pass(stage, day);
  holds((await count(owner)) === 2, "done on the sixth day");
  await stage.say("xiaoming", "反对");
  await pass(stage, 8 * day);
  holds((await count(owner)) === 2, "done although the owner said no");
});

test("asking again and again does not wear the owner's no out", async () => {
  const { owner, intruder, ownersId } = await intruded();
  for (let round = 0; round < 3; round++) {
    await remove(intruder, ownersId, "xiaohong");
    const again = await remove(intruder, ownersId, "xiaohong");
    holds((await problem(again)) === "409 change_announced", `announced twice, round ${round}`);
    await pass(stage, 6 * day);
    const [change] = await changes(owner);
    holds((await stopChange(owner, change?.id ?? "")).status === 200, `the owner's no, round ${round}`);
    await pass(stage, 2 * day);
    holds((await count(owner)) === 2, `after the no, round ${round}`);
  }
});

test("an intruder stops nothing that the owner announced, and takes nothing back", async () => {
  const { owner, intruder } = await intruded();
  await deleteAccount(owner, "xiaoming");
  const [change] = await changes(owner);
  holds((await problem(await stopChange(intruder, change?.id ?? ""))) === "403 younger_identity", "by the page");
  await stage.say("xiaohong", "反对");
  holds((await changes(owner)).length === 1, "by the chat");
  await stage.say("xiaohong", "非本人");
  holds((await count(owner)) === 2, "“not mine” of the one that came");
  await stage.say("afei", "反对").catch(() => {});
  holds((await changes(owner)).length === 1, "by a stranger's chat");
});

test("another account's person, page or session announces and stops nothing", async () => {
  const { owner, ownersId } = await intruded();
  const stranger = await signedIn(stage, "afei");
  await deleteAccount(owner, "xiaoming");
  const [change] = await changes(owner);
  holds((await problem(await stopChange(stranger, change?.id ?? ""))) === "404 change_not_found", "another account's");
  holds((await problem(await stopChange(stranger, "made-up"))) === "404 change_not_found", "a made-up one");
  const nobody = stage.browser();
  holds((await problem(await stopChange(nobody, change?.id ?? ""))) === "401 not_signed_in", "nobody's page");
  holds((await problem(await nobody.request("DELETE", "/v1/account"))) === "401 not_signed_in", "nobody's deletion");
  const foreign = { headers: { origin: "https://evil.test" } };
  const path = `/v1/account/changes/${change?.id}`;
  holds((await problem(await owner.request("DELETE", path, foreign))) === "403 origin_not_allowed", "a foreign page");
  holds(
    (await problem(await owner.request("DELETE", "/v1/account", foreign))) === "403 origin_not_allowed",
    "a foreign page's deletion",
  );
  const gone = await remove(stranger, ownersId, "afei");
  holds((await problem(gone)) === "404 identity_not_found", "another account's WeChat");
});

test("a session is no proof: each change needs a WeChat's yes to this very thing, once", async () => {
  const { owner, intruder, ownersId, intrudersId } = await intruded();
  const refused = async (browser: Browser, path: string) =>
    (await problem(await browser.request("DELETE", path))) === "403 fresh_proof_needed";
  holds(await refused(owner, "/v1/account"), "a deletion by a session");
  holds(await refused(owner, `/v1/account/identities/${intrudersId}`), "a removal by a session");
  await approve(owner, "xiaoming", { for: "remove", identity: intrudersId });
  holds(await refused(owner, "/v1/account"), "a deletion by the yes to a removal");
  holds(await refused(owner, `/v1/account/identities/${ownersId}`), "another removal by it");
  holds(await refused(intruder, `/v1/account/identities/${intrudersId}`), "by another session");
  await approve(owner, "xiaoming", { for: "delete" });
  await owner.request("DELETE", "/v1/account");
  const [change] = await changes(owner);
  await stopChange(owner, change?.id ?? "");
  holds(await refused(owner, "/v1/account"), "a yes used twice");
});

test("“not mine” leaves the intruder nothing: no session, no WeChat, no announcement, no way back", async () => {
  const { intruder, ownersId, intrudersId } = await intruded();
  await link(intruder, "afei", "xiaohong");
  const accomplice = await signedIn(stage, "afei");
  await remove(intruder, ownersId, "xiaohong");
  const running = await start(intruder, { purpose: "prove", for: "delete" });
  await stage.scan("xiaohong", running);
  await stage.say("xiaoming", "非本人");
  await stage.say("xiaoming", "非本人");
  holds((await whoIs(intruder)) === undefined, "the intruder's session");
  holds((await whoIs(accomplice)) === undefined, "the session of whom it brought along");
  const owner = await signedIn(stage, "xiaoming");
  holds((await count(owner)) === 1, "the WeChats that came");
  holds((await changes(owner)).length === 0, "what they announced");
  holds((await identities(owner)).removed.length === 0, "what could be had back");
  await stage.say("xiaohong", "1");
  const redeemed = await intruder.request("POST", `/v1/attempts/${running.id}/redeem`, { body: {} });
  holds(redeemed.status === 410, "what was under way");
  const back = await owner.request("POST", `/v1/account/identities/${intrudersId}/restore`);
  holds(back.status !== 200, "having it back");
});

test("an intruder that removes its own WeChat and adds it again is no older for it", async () => {
  const { owner, intruder } = await intruded();
  await link(intruder, "afei", "xiaohong");
  const accomplice = await signedIn(stage, "afei");
  const id = await ownId(accomplice);
  await remove(intruder, id, "xiaohong");
  await approve(intruder, "xiaohong", { for: "restore", identity: id });
  await intruder.request("POST", `/v1/account/identities/${id}/restore`);
  const again = await signedIn(stage, "afei");
  await deleteAccount(owner, "xiaoming");
  const [change] = await changes(again);
  holds(change !== undefined && change.no === undefined, "a restored WeChat that is older than it was");
  holds((await problem(await stopChange(again, change?.id ?? ""))) === "403 younger_identity", "its objection");
});
