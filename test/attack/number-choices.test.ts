import { createHash, createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { Secret } from "../../src/base/secret.ts";
import { newNumber, numberChoices } from "../../src/domain/number.ts";
import { createSeededRandom } from "../../src/testing/index.ts";

/** The ways in which the values may be joined. */
const joins = [" ", "", ":", "\0", "|"];

const guess = (bytes: Buffer, number: number): readonly number[] => {
  const others = new Set<number>();
  for (let at = 1; others.size < 2; at++) {
    const other = 10 + (((bytes[at % bytes.length] ?? 0) + at) % 90);
    if (other !== number) others.add(other);
  }
  return [...others].toSpliced((bytes[0] ?? 0) % 3, 0, number);
};

// An attacker who sees the three numbers and their links knows the prompt. If a function of public values generated the
// two wrong numbers, it would show which number is right. So no such function may reproduce the list.
test.each(["sha256", "sha1", "sha512", "md5", "hmac sha256"])(
  "no %s of public values tells the right one of three numbers",
  (name) => {
    const random = createSeededRandom(`numbers ${name}`);
    const key = new Secret("kT3vQ9xW1nB7sL5pZ8cR2mJ6hF4dG0yA");
    const digest = (text: string) =>
      (name.startsWith("hmac") ? createHmac("sha256", "") : createHash(name)).update(text).digest();
    const trials = 3_000;
    let right = 0;
    for (let prompt = 4; prompt <= 4 * trials; prompt += 4) {
      const number = newNumber(random);
      const choices = numberChoices(key, prompt, number);
      const isMade = (one: number) =>
        joins.some((by) => guess(digest(["number", prompt, one].join(by)), one).join() === choices.join());
      const picked = choices.find(isMade) ?? choices[0];
      if (picked === number) right++;
    }
    // A third, within five standard deviations.
    expect(Math.abs(right / trials - 1 / 3)).toBeLessThan(5 * Math.sqrt(2 / 9 / trials));
  },
);

test("with another secret the same prompt lists other numbers", () => {
  const [one, other] = [new Secret("kT3vQ9xW1nB7sL5pZ8cR2mJ6hF4dG0yA"), new Secret("aT3vQ9xW1nB7sL5pZ8cR2mJ6hF4dG0yB")];
  const prompts = Array.from({ length: 300 }, (_, at) => 4 * (at + 1));
  const same = prompts.filter(
    (prompt) => numberChoices(one, prompt, 47).join() === numberChoices(other, prompt, 47).join(),
  );
  expect(same.length).toBeLessThan(10);
});
