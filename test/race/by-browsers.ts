import { whoIs } from "../stage/stage.ts";
import { ask, race } from "./harness.ts";
import { begin, count, inShort, kinds, one, type Race, sessionsOf, unless } from "./round.ts";

export const redeem: Race = async (run, round) => {
  const at = await begin(run, round);
  await at.phones.scan(at.person(0), at.scene);
  await at.phones.tap(at.person(0), (await at.row()).prompt);
  const answers = await race(() => ask(at.browser, "POST", `/v1/attempts/${at.started.id}/redeem`));
  const used = await whoIs(at.browser);
  const late = await race(() => ask(at.browser, "POST", `/v1/attempts/${at.started.id}/redeem`));
  return {
    heard: [...answers, ...late].map(({ said }) => said),
    wrong: [
      ...unless(
        answers.every(({ said }) => said === "200"),
        () => "a redeem in time was refused",
      ),
      ...one(kinds(answers.map(({ body }) => body.session?.id)), "sessions were told of"),
      ...one(await sessionsOf(run, at), "sessions in the database"),
      ...unless(used !== undefined, () => "the session was not good"),
      ...unless(
        late.every(({ said }) => said === "409 already_redeemed"),
        () => "handed out after its use",
      ),
    ],
  };
};

/** In every other round the redeems are sent first, so that each side wins sometimes. */
export const undo: Race = async (run, round) => {
  const at = await begin(run, round);
  await at.phones.scan(at.person(0), at.scene);
  await at.phones.tap(at.person(0), (await at.row()).prompt);
  const heard = await race(async (runner) => {
    if (runner % 2 === 0) return (await ask(at.browser, "POST", `/v1/attempts/${at.started.id}/redeem`)).said;
    for (let turns = round % 2 === 0 ? 40 : 0; turns > 0; turns--) await Promise.resolve();
    return inShort(await at.phones.type(at.person(0), "2"));
  });
  const live = await count(run, "sessions WHERE attempt_id = ? AND ended_at IS NULL", at.started.id);
  const known = await count(run, "known_browsers JOIN identities USING (account_id) WHERE open_id = ?", at.person(0));
  const { status } = await at.row();
  return {
    heard,
    wrong: [
      ...unless(live === 0, () => `${live} sessions live after "not me"`),
      ...unless(known === 0, () => 'the browser is known after "not me"'),
      ...unless(["declined", "redeemed"].includes(status), () => status),
    ],
  };
};

export const startOnce: Race = async (run, round) => {
  const at = await begin(run, round);
  await ask(at.browser, "DELETE", `/v1/attempts/${at.started.id}`);
  const answers = await race(() => ask(at.browser, "POST", "/v1/attempts"));
  const hash = "browser_hash = (SELECT browser_hash FROM attempts WHERE id = ?)";
  return {
    heard: answers.map(({ said }) => said),
    wrong: [
      ...one(kinds(answers.map(({ body }) => body.id)), "attempts were told of"),
      ...one(
        await count(run, `attempts WHERE status = 'pending' AND ${hash}`, at.started.id),
        "pending attempts in the database",
      ),
    ],
  };
};
