import { identityId } from "../../../src/domain/account.ts";
import { SaomaError } from "../../../src/domain/errors.ts";
import { hashSessionToken, type Session } from "../../../src/domain/session.ts";
import { announce } from "../../../src/login/accounts/announce.ts";
import { noRows, type Rows } from "../rows.ts";
import { appids, applicationIds, openIds, sessionLifetime, sources } from "../scenario.ts";
import { modelKey, pushOf, type Service } from "../service.ts";

/** How long an announced change waits, in milliseconds; see `createService`. */
export const wait = sessionLifetime;

const begin = Date.UTC(2026, 4, 1, 6, 5);
const hour = 3_600_000;
export const accountId = "account";
/** The account is person 0's. Its page added person 1 a day ago and person 2 an hour ago. */
const linkedAt = [undefined, begin - 24 * hour, begin - hour] as const;
export const people = [0, 1, 2] as const;
export type Member = (typeof people)[number];

const who = (person: Member) => ({ appid: appids[0], openId: openIds[person] });
export const ageOf = (person: Member): number => linkedAt[person] ?? 0;

export type Act =
  | { readonly do: "announce"; readonly by: Member; readonly what: "delete" | "phone" }
  | { readonly do: "remove"; readonly by: Member; readonly target: Member }
  | { readonly do: "stop"; readonly by: Member }
  | { readonly do: "object"; readonly by: Member }
  | { readonly do: "not mine"; readonly by: Member }
  | { readonly do: "wait" }
  | { readonly do: "sweep" };

export interface State {
  readonly now: number;
  readonly rows: Rows;
  /** The number of acts so far. It seeds the random ids of an act. */
  readonly step: number;
  /** The changes to which an entitled identity has objected. */
  readonly refused: readonly string[];
  /** When each change was announced, and the kinds of notices that were ever sent about it. */
  readonly announced: Readonly<Record<string, number>>;
  readonly made: readonly string[];
}

const session = (person: Member): Session => ({
  id: `session ${person}`,
  accountId,
  applicationId: applicationIds[0],
  attemptId: `attempt ${person}`,
  channel: "official-account-qr",
  ...who(person),
  newcomer: false,
  tokenHash: hashSessionToken(`token ${person}`),
  createdAt: begin,
  firstUsedAt: begin,
  expiresAt: Number.MAX_SAFE_INTEGER,
});

const arrival = (person: 1 | 2) => ({
  id: `arrival ${person}`,
  accountId,
  kind: "identity_added" as const,
  at: ageOf(person),
  about: who(person),
  by: who(0),
  // The page that added it no longer exists.
  sessionId: `page ${person}`,
});

export const initial: State = {
  now: begin,
  step: 0,
  refused: [],
  announced: {},
  made: [],
  rows: {
    ...noRows,
    accounts: [{ id: accountId, name: "A", phone: "+8613800138000", createdAt: begin }],
    identities: people.map((person) => {
      const at = linkedAt[person];
      return { ...who(person), accountId, ...(at === undefined ? {} : { linkedAt: at }) };
    }),
    sessions: people.map(session),
    notices: [arrival(1), arrival(2)],
  },
};

/** All acts that are possible in this state. */
export const acts: readonly Act[] = [
  ...people.flatMap((by): Act[] => [
    { do: "announce", by, what: "delete" },
    { do: "announce", by, what: "phone" },
    ...people.filter((target) => target !== by).map((target): Act => ({ do: "remove", by, target })),
    { do: "stop", by },
    { do: "object", by },
    { do: "not mine", by },
  ]),
  { do: "wait" },
  { do: "sweep" },
];

/** An act and the states around it. `answer` is an error code; "" if the act succeeded. */
export interface Step {
  readonly act: Act;
  readonly before: State;
  readonly after: State;
  readonly answer: string;
}

export const openChanges = ({ rows }: State) => rows.changes.filter(({ endedAt }) => endedAt === undefined);
export const has = ({ rows }: State, person: Member): boolean =>
  rows.identities.some(({ openId }) => openId === openIds[person]);

/** Performs the act by the real `login/`. */
export async function happen(service: Service, before: State, act: Act): Promise<Step> {
  const { world } = service;
  Object.assign(world, { rows: before.rows, now: before.now, crashes: false, inside: false });
  world.seed = { id: before.step * 8, number: 0 };
  let answer = "";
  try {
    await perform(service, before, act);
  } catch (error) {
    if (!(error instanceof SaomaError)) throw error;
    answer = error.code;
  }
  return { act, before, answer, after: nextState(before, act, answer, world.rows) };
}

async function perform(service: Service, before: State, act: Act): Promise<void> {
  const { login } = service;
  if (act.do === "wait") return;
  if (act.do === "sweep") return void (await login.carryOutDue());
  return doAs(service, before, act);
}

async function doAs(service: Service, before: State, act: Extract<Act, { by: Member }>): Promise<void> {
  const { login, setup } = service;
  const proof = { cookie: `token ${act.by}` };
  if (act.do === "object" || act.do === "not mine") return say(service, before, act.by, act.do);
  if (act.do === "stop") return void (await login.stopChange(proof, openChanges(before).at(-1)?.id ?? ""));
  if (act.do === "remove") {
    const id = identityId(modelKey, who(act.target));
    approve(service, act.by, "remove", id);
    return void (await login.removeIdentity(proof, id));
  }
  if (act.what === "delete") {
    approve(service, act.by, "delete", "");
    return void (await login.deleteAccount(proof));
  }
  await setup.store.transact(async (stores) => {
    const by = await stores.accounts.identity(appids[0], openIds[act.by]);
    const asking = await stores.sessions.get(`session ${act.by}`);
    if (by && asking && asking.endedAt === undefined)
      await announce(setup, stores, { action: "phone", phone: `+861380013800${act.by + 1}`, by, session: asking });
  });
}

async function say({ login }: Service, { step }: State, by: Member, word: string): Promise<void> {
  const source = sources.get(appids[0]);
  if (!source) throw new Error("there is no such source");
  await login.receive({ source, push: pushOf(openIds[by], `word ${step}`, { content: word }) });
}

/** Stores an approval of this act by a WeChat of the account. A removed WeChat cannot approve. */
function approve({ world }: Service, by: Member, action: "remove" | "delete", target: string): void {
  const approval = { attemptId: `proof ${by} ${world.now}`, sessionId: `session ${by}`, accountId, action, target };
  const given = { ...approval, ...who(by), approvedAt: world.now, isUsed: false };
  world.rows = { ...world.rows, approvals: [...world.rows.approvals, given] };
}

const results: ReadonlySet<string> = new Set(["identity_removed", "phone_changed"]);

function nextState(before: State, act: Act, answer: string, rows: Rows): State {
  const now = before.now + (act.do === "wait" ? wait / 2 : 0);
  const fresh = rows.changes.filter(({ id }) => before.announced[id] === undefined);
  const announced = { ...before.announced, ...Object.fromEntries(fresh.map(({ id }) => [id, before.now])) };
  const made = rows.notices
    .filter(({ id, kind }) => results.has(kind) && before.rows.notices.every((one) => one.id !== id))
    .flatMap(({ changeId }) => (changeId === undefined ? [] : [changeId]));
  return {
    now,
    // Without the counter equal histories lead to equal states.
    rows: { ...rows, approvals: [], answers: {} },
    step: before.step + 1,
    refused: [...before.refused, ...refusedBy(before, act, answer)],
    announced,
    made: [...before.made, ...made],
  };
}

/** The changes that an act objects to: those that its identity announced, or may stop because it is as old. */
function refusedBy(before: State, act: Act, answer: string): string[] {
  if ((act.do !== "stop" && act.do !== "object") || answer !== "" || !has(before, act.by)) return [];
  const meant = act.do === "stop" ? openChanges(before).slice(-1) : openChanges(before);
  return meant.filter((change) => maySayNo(act.by, change)).map(({ id }) => id);
}

export const maySayNo = (person: Member, { by }: { readonly by: { readonly openId: string } }): boolean =>
  ageOf(person) <= ageOf(openIds.indexOf(by.openId as (typeof openIds)[number]) as Member);
