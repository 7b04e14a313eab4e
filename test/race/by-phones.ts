import { createPhones } from "./phones.ts";
import { accountsOf, begin, count, inShort, kinds, one, type Race, unless } from "./round.ts";
import { ask, race, runners, type Track } from "./start-line.ts";

export const scanByMany: Race = async (track, round) => {
  const at = await begin(track, round);
  const heard = (await race((runner) => at.phones.scan(at.person(runner), at.scene))).map(inShort);
  const { openId: winner, version } = await at.row();
  return {
    heard,
    wrong: [
      ...one(heard.filter((word) => word === "asked").length, "people were asked"),
      ...unless(heard.filter((word) => word === "used").length === runners - 1, () => `the others heard ${heard}`),
      ...unless(winner === at.person(heard.indexOf("asked")), () => `${winner} is written down`),
      ...unless(version === 2, () => `version ${version}`),
    ],
  };
};

export const scanAgain: Race = async (track, round) => {
  const at = await begin(track, round);
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

export const confirm: Race = async (track, round) => {
  const at = await begin(track, round);
  await at.phones.scan(at.person(0), at.scene);
  const { prompt } = await at.row();
  const heard = await race((runner) =>
    runner % 2 === 0 ? at.phones.tap(at.person(0), prompt) : at.phones.type(at.person(0), "1"),
  );
  const { version } = await at.row();
  return {
    heard: heard.map(inShort),
    wrong: [
      ...unless(
        heard.every((reply) => inShort(reply) === "signed in"),
        () => `heard ${heard.map(inShort)}`,
      ),
      ...one(await accountsOf(track, round), "accounts of the person"),
      ...unless(version === 3, () => `version ${version}`),
    ],
  };
};

export const confirmByOthers: Race = async (track, round) => {
  const at = await begin(track, round);
  await at.phones.scan(at.person(7), at.scene);
  const { prompt } = await at.row();
  const heard = (await race((runner) => at.phones.tap(at.person(runner), prompt))).map(inShort);
  const { openId } = await at.row();
  return {
    heard,
    wrong: [
      ...unless(
        heard.every((word, runner) => (word === "signed in") === (runner === 7)),
        () => `heard ${heard}`,
      ),
      ...one(await accountsOf(track, round), "accounts"),
      ...unless(openId === at.person(7), () => `${openId} is written down`),
    ],
  };
};

/** Accounts that add one WeChat at once, each by a link of its own in that person's chat. */
export const linkByMany: Race = async (track, round) => {
  const guest = `oR${round}P99`;
  // Of one phone: messages of two would have the same ids, and be taken for repeats.
  const phones = createPhones(track.stage);
  const asking = await Promise.all(Array.from({ length: 8 }, (_, runner) => askToLink(track, round, runner, guest)));
  const heard = await Promise.all(asking.map(({ prompt }) => phones.tap(guest, prompt)));
  const linked = await count(track, "identities WHERE open_id = ? AND linked_by IS NOT NULL", guest);
  const counts = asking.map(({ id }) => count(track, "attempts WHERE id = ? AND status = 'granted'", id));
  const granted = (await Promise.all(counts)).filter((counted) => counted === 1);
  return {
    heard: heard.map((reply) => (reply.includes("已添加") ? "linked" : "conflict")),
    wrong: [
      ...one(heard.filter((reply) => reply.includes("已添加")).length, "accounts heard that they have it"),
      ...one(linked, "accounts have it"),
      ...one(granted.length, "attempts were granted"),
    ],
  };
};

async function askToLink(track: Track, round: number, runner: number, guest: string) {
  const at = await begin(track, round);
  await at.phones.scan(at.person(runner), at.scene);
  await at.phones.tap(at.person(runner), (await at.row()).prompt);
  await ask(at.browser, "POST", `/v1/attempts/${at.started.id}/redeem`);
  const { body } = await ask(at.browser, "POST", "/v1/attempts", { body: { purpose: "link" } });
  const id = body.id ?? "";
  const row = async () => (await track.rows("SELECT scene, prompt FROM attempts WHERE id = ?", id))[0] as never as Row;
  await at.phones.scan(guest, (await row()).scene);
  return { prompt: (await row()).prompt, id };
}

interface Row {
  readonly scene: string;
  readonly prompt: number;
}
