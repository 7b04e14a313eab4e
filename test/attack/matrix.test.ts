import { DatabaseSync } from "node:sqlite";
import { afterEach, expect, test } from "vitest";
import type { AttemptView, StartedAttempt } from "../../src/wire/attempt.ts";
import type { Browser } from "../stage/browser.ts";
import { codeFor, numberOf, setPhoneStage } from "../stage/phone.ts";
import { look, redeem, type Stage, setStage, whoIs } from "../stage/stage.ts";
import { tally } from "./tally.ts";
import { typedCode, type Way, ways } from "./ways.ts";

// Each way × purpose × whose WeChat answers first × the end of the attempt: what each person gets.

/** The owner's WeChat, another WeChat of the owner, and a stranger's. */
const [own, second, stranger] = ["xiaoming", "xiaohong", "afei"];
const purposes = ["sign-in", "link", "prove", "phone"] as const;
const firsts = { "the owner first": [true, false], "a stranger first": [false, true], "both at once": [true, true] };
const ends = ["redeemed", "cancelled", "expired"] as const;

type Purpose = (typeof purposes)[number];

let stage: Stage;
const { holdsAll } = tally("the matrix of ways");

afterEach(() => stage.close());

async function begin(way: Way, purpose: Purpose): Promise<Browser> {
  const options = { kind: way.kind, application: { channels: [way.channel as "in-wechat"] } };
  stage = await (purpose === "phone" ? setPhoneStage(options) : setStage(options));
  const page = stage.browser();
  if (purpose === "link" || purpose === "prove") await through(way, page, "sign-in", own);
  return page;
}

const ask = (way: Way, page: Browser, purpose: Purpose): Promise<Response> =>
  page.request("POST", "/v1/attempts", {
    body: { channel: way.channel, ...(purpose === "phone" ? {} : { purpose }) },
    headers: way.headers ?? {},
  });

/** One person, who has both page and phone, goes through the whole attempt. */
async function through(way: Way, page: Browser, purpose: Purpose, person: string): Promise<void> {
  const response = await ask(way, page, purpose);
  // A way that cannot do this is refused at the start.
  if (!response.ok) return;
  const started = (await response.json()) as StartedAttempt;
  await way.answer(stage, person, started, page);
  await goOn(way, page, started, person);
  await redeem(page, started);
}

/** What the owner of the page does: types what their own WeChat was told, agrees to that WeChat only, and types their phone. */
async function goOn(way: Way, page: Browser, started: StartedAttempt, person: string): Promise<void> {
  const view = await look(page, started);
  const path = `/v1/attempts/${started.id}`;
  if (view.pairing === "code") {
    const pairingCode = (await way.told(stage, person, started)) ?? "000000";
    await page.request("POST", `${path}/pair`, { body: { pairingCode } });
  }
  // Inside WeChat the page has returned on the owner's own phone, and WeChat may return no name.
  if (view.pairing === "agree" && (way.channel === "in-wechat" || isMeant(view, person)))
    await page.request("POST", `${path}/pair`, { body: { agreed: true } });
  if (view.status !== "phone_required") return;
  const sent = await page.request("POST", `${path}/phone`, { body: { phone: numberOf(stage, own) } });
  if (sent.ok) await page.request("POST", `${path}/phone`, { body: { otp: await codeFor(stage, own) } });
}

/** The page shows the name of the person who answered. Its owner knows their own name. */
function isMeant({ account }: AttemptView, person: string): boolean {
  const { displayName } = stage.simulator.world().people.find(({ name }) => name === person) ?? {};
  return account?.name === displayName;
}

interface Row {
  readonly account: string;
  readonly phone: string | null;
  readonly openId: string;
}

/** Accounts with the people whose WeChats open them. */
function accounts(): Map<string, { phone: string | null; people: string[] }> {
  const { path } = stage.options.database as { path: string };
  const db = new DatabaseSync(path, { readOnly: true });
  const rows = db
    .prepare(
      "select a.id as account, a.phone, i.open_id as openId from accounts a left join identities i on i.account_id = a.id",
    )
    .all() as unknown as Row[];
  db.close();
  const all = new Map<string, { phone: string | null; people: string[] }>();
  for (const { account, phone, openId } of rows) {
    const { name = "" } = stage.simulator.world().people.find(({ openIds }) => openIds[stage.appid] === openId) ?? {};
    all.set(account, { phone, people: [...(all.get(account)?.people ?? []), name].toSorted() });
  }
  return all;
}

const isOwners = (person: string): boolean => person !== stranger;

for (const [name, way] of Object.entries({ ...ways, ...typedCode })) {
  for (const purpose of purposes) {
    test(`${name}, ${purpose}: nobody gets another person's account, whoever answers first and however it ends`, async () => {
      for (const [who, [ownerAnswers, strangerAnswers]] of Object.entries(firsts)) {
        for (const end of ends) {
          await holdsAll(async () => {
            await history(way, purpose, {
              ownerAnswers: ownerAnswers ?? false,
              strangerAnswers: strangerAnswers ?? false,
              end,
            });
            check(`${who}, ${end}`, { purpose, end, isOwnerFirst: ownerAnswers && !strangerAnswers, way });
          });
          await stage.close();
        }
      }
      stage = await setStage();
    });
  }
}

interface History {
  readonly ownerAnswers: boolean;
  readonly strangerAnswers: boolean;
  readonly end: (typeof ends)[number];
}

async function history(way: Way, purpose: Purpose, { ownerAnswers, strangerAnswers, end }: History): Promise<void> {
  const page = await begin(way, purpose);
  if (purpose === "link") await through(way, page, "prove", own);
  const response = await ask(way, page, purpose);
  if (!response.ok) return;
  const started = (await response.json()) as StartedAttempt;
  const meant = purpose === "link" ? second : own;
  const answering = [...(ownerAnswers ? [meant] : []), ...(strangerAnswers ? [stranger] : [])];
  await Promise.all(answering.map((person) => way.answer(stage, person, started, page).catch(() => {})));
  await goOn(way, page, started, meant);
  if (end === "cancelled") await page.request("DELETE", `/v1/attempts/${started.id}`);
  if (end === "expired") await stage.clock.advance(3_600_000);
  await redeem(page, started);
  if (end !== "expired") await whoIs(page);
}

function check(
  what: string,
  { purpose, end, isOwnerFirst, way }: { purpose: Purpose; end: string; isOwnerFirst: boolean | undefined; way: Way },
): void {
  const all = [...accounts().values()];
  for (const { phone, people } of all) {
    const hasOwner = people.some(isOwners);
    expect(
      people.every((one) => isOwners(one) === hasOwner),
      `${what}: ${people} open one account`,
    ).toBe(true);
    if (phone !== null) expect(people, `${what}: ${phone}`).toEqual([own]);
  }
  const before = purpose === "link" || purpose === "prove" ? 1 : 0;
  if (end !== "redeemed") {
    expect(all.length, `${what}: what was not fetched left nothing`).toBe(before);
    expect(all.flatMap(({ people }) => people)).toEqual(before ? [own] : []);
  }
  if (end !== "redeemed" || !isOwnerFirst) return;
  const links = purpose === "link" && way.channel !== "open-platform" && !way.signsInOnly;
  expect(
    all.map(({ people }) => people),
    `${what}: the owner has what was asked for`,
  ).toEqual([links ? [second, own] : [own]]);
  if (purpose === "phone") expect(all[0]?.phone).not.toBeNull();
}
