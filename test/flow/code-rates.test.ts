import { afterEach, expect, test } from "vitest";
import { randomInt } from "../../src/base/random.ts";
import { createSeededRandom } from "../../src/testing/index.ts";
import { createPhones } from "../race/phones.ts";
import { type Stage, setStage, start } from "../stage/stage.ts";

let stage: Stage;

afterEach(() => stage.close());

const live = 10_000;
const often = { times: 1_000_000, per: "1m" } as const;

async function codesOf(count: number): Promise<string[]> {
  const texts: string[] = [];
  for (let group = 0; group < count / 50; group++) {
    const started = await Promise.all(
      Array.from({ length: 50 }, () => start(stage.browser(), { claim: "header", channel: "official-account-code" })),
    );
    texts.push(...started.map(({ code }) => code?.text ?? ""));
  }
  return texts;
}

test(`of ${live} live codes no two are alike, and guesses hit as rarely as their lengths say`, {
  timeout: 120_000,
}, async () => {
  const limits = { attemptsPerAddress: often, attemptsPerAddressLong: often, pushesPerPerson: often };
  stage = await setStage({ kind: "subscription", options: { limits } });
  const texts = await codesOf(live);
  const codes = new Set(texts);
  expect(codes.size).toBe(live);
  const lengths = [6, 7, 8].map((length) => texts.filter((text) => text.length === length).length);
  expect(lengths.reduce((sum, one) => sum + one)).toBe(live);

  const random = createSeededRandom("guesses");
  const guess = (length: number) => String(randomInt(random, 10 ** length)).padStart(length, "0");
  const tries = 1_000_000;
  const rates = [6, 7, 8].map((length, at) => {
    let hits = 0;
    for (let n = 0; n < tries; n++) if (codes.has(guess(length))) hits++;
    const expected = (tries * (lengths[at] ?? 0)) / 10 ** length;
    expect(Math.abs(hits - expected), `${length} digits`).toBeLessThan(5 * Math.sqrt(expected) + 1);
    expect(expected / tries).toBeLessThanOrEqual(1.1e-4);
    return `${length} digits: ${lengths[at]} live, ${hits} hits (${expected.toFixed(0)} expected)`;
  });
  console.log(`${live} live codes, ${tries} guesses a length, seed "guesses": ${rates.join("; ")}`);

  const phones = createPhones(stage);
  const told: boolean[] = [];
  const right: boolean[] = [];
  for (let n = 0; n < 500; n++) {
    const text = n % 50 === 0 ? (texts[n] ?? "") : guess(8);
    told.push((await phones.type(`oGuesser${Math.floor(n / 5)}`, text)).includes("正在登录"));
    right.push(codes.has(text));
  }
  expect(told).toEqual(right);
});
