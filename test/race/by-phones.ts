import { ask, concurrency, type RaceRun, race } from "./harness.ts";
import { createPhones, type Phones } from "./phones.ts";
import { accountsOf, begin, count, inShort, kinds, one, type Race, unless } from "./round.ts";

export const scanByMany: Race = async (run, round) => {
  const at = await begin(run, round);
  const heard = (await race((runner) => at.phones.scan(at.person(runner), at.scene))).map(inShort);
  const { openId: winner, version } = await at.row();
  return {
    heard,
    wrong: [
      ...one(heard.filter((word) => word === "asked").length, "people were asked"),
      ...unless(heard.filter((word) => word === "used").length === concurrency - 1, () => `the others heard ${heard}`),
      ...unless(winner === at.person(heard.indexOf("asked")), () => `${winner} is written down`),
      ...unless(version === 2, () => `version ${version}`),
    ],
  };
};

export const scanAgain: Race = async (run, round) => {
  const at = await begin(run, round);
  const replies = await race((runner) =>
    at.phones.scan(at.person(0), at.scene, runner % 2 === 0 ? undefined : 1_700_000_000 + runner),
  );
  const { version } = await at.row();
  return {
    heard: replies.map(inShort),
    wrong: [
      ...one(kinds(replies), "replies to one person's scans"),
      ...unless(version === 2, () => `version ${version}`),
    ],
  };
};

export const confirm: Race = async (run, round) => {
  const at = await begin(run, round);
  await at.phones.scan(at.person(0), at.scene);
  const { prompt } = await at.row();
  const heard = await race((runner) =>
    runner % 2 === 0 ? at.phones.tap(at.person(0), prompt) : at.phones.type(at.person(0), "1"),
  );
  const { version } = await at.row();
  await ask(at.browser, "POST", `/v1/attempts/${at.started.id}/redeem`);
  return {
    heard: heard.map(inShort),
    wrong: [
      ...unless(
        heard.every((reply) => inShort(reply) === "signed in"),
        () => `heard ${heard.map(inShort)}`,
      ),
      ...one(await accountsOf(run, round), "accounts of the person"),
      ...unless(version === 3, () => `version ${version}`),
    ],
  };
};

export const confirmByOthers: Race = async (run, round) => {
  const at = await begin(run, round);
  await at.phones.scan(at.person(7), at.scene);
  const { prompt } = await at.row();
  const heard = (await race((runner) => at.phones.tap(at.person(runner), prompt))).map(inShort);
  const { openId } = await at.row();
  await ask(at.browser, "POST", `/v1/attempts/${at.started.id}/redeem`);
  return {
    heard,
    wrong: [
      ...unless(
        heard.every((word, runner) => (word === "signed in") === (runner === 7)),
        () => `heard ${heard}`,
      ),
      ...one(await accountsOf(run, round), "accounts"),
      ...unless(openId === at.person(7), () => `${openId} is written down`),
    ],
  };
};

/** Several accounts add the same WeChat at once, each by its own attempt and its own pairing code. */
export const linkByMany: Race = async (run, round) => {
  const guest = `oR${round}P99`;
  // From one phone: messages of two phones would have the same ids, and be taken for repeated deliveries.
  const phones = createPhones(run.stage);
  const asking = [];
  for (let runner = 0; runner < 8; runner++) asking.push(await askToLink(run, round, runner, { guest, phones }));
  const heard = await Promise.all(
    asking.map(async ({ browser, id, pairingCode }) => {
      const answer = await ask(browser, "POST", `/v1/attempts/${id}/redeem`, { body: { pairingCode } });
      return answer.said;
    }),
  );
  const linked = await count(run, "identities WHERE open_id = ? AND linked_by IS NOT NULL", guest);
  const counts = asking.map(({ id }) => count(run, "attempts WHERE id = ? AND status = 'redeemed'", id));
  const redeemed = (await Promise.all(counts)).filter((counted) => counted === 1);
  const conflicts = asking.map(({ id }) => count(run, "attempts WHERE id = ? AND reason = 'conflict'", id));
  const declined = (await Promise.all(conflicts)).filter((counted) => counted === 1);
  return {
    heard,
    wrong: [
      ...one(heard.filter((said) => said === "200").length, "accounts heard that they have it"),
      ...unless(
        heard.every((said) => said === "200" || said === "410 attempt_ended"),
        () => `heard ${heard}`,
      ),
      ...one(linked, "accounts have it"),
      ...one(redeemed.length, "attempts were redeemed"),
      ...unless(declined.length === asking.length - 1, () => `${declined.length} heard of the conflict`),
    ],
  };
};

async function askToLink(
  run: RaceRun,
  round: number,
  runner: number,
  { guest, phones }: { readonly guest: string; readonly phones: Phones },
) {
  const at = await begin(run, round);
  const rowOf = async (id: string) =>
    (await run.rows("SELECT scene, prompt FROM attempts WHERE id = ?", id))[0] as never as Row;
  const start = async (body: object) => (await ask(at.browser, "POST", "/v1/attempts", { body })).body.id ?? "";
  const answer = async (id: string) => {
    await at.phones.scan(at.person(runner), (await rowOf(id)).scene);
    await at.phones.tap(at.person(runner), (await rowOf(id)).prompt);
    await ask(at.browser, "POST", `/v1/attempts/${id}/redeem`);
  };
  await answer(at.started.id);
  await answer(await start({ purpose: "prove" }));
  const id = await start({ purpose: "link" });
  const told = await phones.scan(guest, (await rowOf(id)).scene);
  return { browser: at.browser, id, pairingCode: /配对码[^0-9]*(\d{6})/.exec(told)?.[1] ?? "" };
}

interface Row {
  readonly scene: string;
  readonly prompt: number;
}
