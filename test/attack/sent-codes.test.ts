import { afterEach, expect, test } from "vitest";
import { createPhones } from "../race/phones.ts";
import { type Stage, setStage, start } from "../stage/stage.ts";

let stage: Stage;

afterEach(() => stage.close());

const often = { times: 100_000, per: "1m" } as const;
const limits = { attemptsPerAddress: often, attemptsPerAddressLong: often, pushesPerPerson: often };
const set = async () => {
  stage = await setStage({ kind: "subscription", options: { limits } });
  for (const person of ["xiaoming", "xiaohong", "afei"]) await stage.simulator.control.follow(person, stage.appid);
};

const code = async (): Promise<string> => (await start(stage.browser())).code?.text ?? "";

const beside = (right: string, n: number) =>
  String((Number(right) + n) % 10 ** right.length).padStart(right.length, "0");

/** The number of wrong codes that the service checked before it replied "too many". */
async function lookedAt(right: string, from: number, count: number): Promise<number> {
  let looked = 0;
  for (let n = from; n < from + count; n++) {
    if ((await stage.say("afei", beside(right, n))).text.includes("没有找到")) looked++;
  }
  return looked;
}

test("four wrong codes, one's own live code, four wrong ones, again and again: five wrong ones are looked at", async () => {
  await set();
  const victim = await code();
  let looked = 0;
  for (let round = 0; round < 10; round++) {
    looked += await lookedAt(victim, 1 + 4 * round, 4);
    await stage.say("afei", await code());
  }
  expect(looked).toBe(5);
});

test("neither one's own code sent again nor another person's used code gives tries back", async () => {
  await set();
  const victim = await code();
  const own = await code();
  await stage.say("afei", own);
  let looked = 0;
  for (let round = 0; round < 5; round++) {
    looked += await lookedAt(victim, 1 + 2 * round, 2);
    await stage.say("afei", own);
  }
  expect(looked).toBeLessThanOrEqual(5);
});

test("another person's used code counts as a wrong one, and costs a try", async () => {
  await set();
  const victim = await code();
  const used = await code();
  await stage.say("xiaohong", used);
  for (let tries = 0; tries < 5; tries++) await stage.say("afei", used);
  expect(await lookedAt(victim, 1, 3)).toBe(0);
});

test("a hundred guessers make new codes longer, and the operator is warned; nobody is refused because of them", async () => {
  await set();
  const phones = createPhones(stage);
  const victim = await code();
  expect(victim).toHaveLength(6);
  for (let n = 1; n <= 100; n++) await phones.type(`oGuesser${Math.floor(n / 5)}`, beside(victim, n));
  expect(await code()).toHaveLength(6);
  const told = () => stage.lines.filter((line) => line.includes("login codes are probably being guessed"));
  expect(told()).toHaveLength(0);
  for (let n = 101; n <= 110; n++) await phones.type(`oGuesser${Math.floor(n / 5)}`, beside(victim, n));
  expect(await code()).toHaveLength(7);
  expect(told()).toHaveLength(1);
  for (const person of ["xiaoming", "xiaohong"]) {
    expect((await stage.say(person, await code())).text).toContain("正在登录");
  }
  await stage.restart();
  expect(await code()).toHaveLength(7);
  await stage.clock.advance(600_000);
  expect(await code()).toHaveLength(6);
});
