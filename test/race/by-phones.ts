import { accountsOf, begin, inShort, kinds, one, type Race, unless } from "./round.ts";
import { race, runners } from "./start-line.ts";

export const scanByMany: Race = async (track, round) => {
  const at = await begin(track, round);
  const heard = (await race((runner) => at.phones.scan(at.person(runner), at.scene))).map(inShort);
  const winner = at.row().openId;
  return {
    heard,
    wrong: [
      ...one(heard.filter((word) => word === "asked").length, "people were asked"),
      ...unless(heard.filter((word) => word === "used").length === runners - 1, () => `the others heard ${heard}`),
      ...unless(winner === at.person(heard.indexOf("asked")), () => `${winner} is written down`),
      ...unless(at.row().version === 2, () => `version ${at.row().version}`),
    ],
  };
};

export const scanAgain: Race = async (track, round) => {
  const at = await begin(track, round);
  const replies = await race((runner) =>
    at.phones.scan(at.person(0), at.scene, runner % 2 === 0 ? undefined : 1_700_000_000 + runner),
  );
  return {
    heard: replies.map(inShort),
    wrong: [
      ...one(kinds(replies), "replies to one person's scans"),
      ...unless(at.row().version === 2, () => `version ${at.row().version}`),
    ],
  };
};

export const confirm: Race = async (track, round) => {
  const at = await begin(track, round);
  await at.phones.scan(at.person(0), at.scene);
  const { prompt } = at.row();
  const heard = await race((runner) =>
    runner % 2 === 0 ? at.phones.tap(at.person(0), prompt) : at.phones.type(at.person(0), "1"),
  );
  return {
    heard: heard.map(inShort),
    wrong: [
      ...unless(
        heard.every((reply) => inShort(reply) === "signed in"),
        () => `heard ${heard.map(inShort)}`,
      ),
      ...one(accountsOf(track, round), "accounts of the person"),
      ...unless(at.row().version === 3, () => `version ${at.row().version}`),
    ],
  };
};

export const confirmByOthers: Race = async (track, round) => {
  const at = await begin(track, round);
  await at.phones.scan(at.person(7), at.scene);
  const { prompt } = at.row();
  const heard = (await race((runner) => at.phones.tap(at.person(runner), prompt))).map(inShort);
  return {
    heard,
    wrong: [
      ...unless(
        heard.every((word, runner) => (word === "signed in") === (runner === 7)),
        () => `heard ${heard}`,
      ),
      ...one(accountsOf(track, round), "accounts"),
      ...unless(at.row().openId === at.person(7), () => `${at.row().openId} is written down`),
    ],
  };
};
