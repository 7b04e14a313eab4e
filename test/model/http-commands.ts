import fc from "fast-check";
import { expect } from "vitest";
import { type Act, act } from "./http-act.ts";
import { cancel, look, redeem, refresh, signOut, start, who } from "./http-browsers.ts";
import { scan, tap, type } from "./http-phones.ts";

const wait = (seconds: number): Act =>
  act(`wait ${seconds} s`, async (expected, { stage }) => {
    expected.now += seconds * 1000;
    await stage.clock.advance(seconds * 1000);
  });

/** The same push again, byte for byte: it was processed already, or is too old. */
const again = (back: number): Act =>
  act(`deliver ${back} again`, async (expected, { stage }) => {
    const push = stage.pushes.at(-1 - back);
    if (!push) return;
    const response = await stage.saoma.fetch(new Request(push.url, push.init));
    const sentAt = Number(new URL(push.url).searchParams.get("timestamp")) * 1000;
    expect(response.status).toBe(Math.abs(expected.now - sentAt) <= 300_000 ? 200 : 403);
  });

const restart = act("restart", async (_, { stage }) => stage.restart());

/** Commands in their usual order. If commands were drawn singly, hardly any run would reach a sign-in. */
const inOrder = (...steps: readonly Act[]): Act =>
  act(steps.join(", "), async (expected, real) => {
    for (const step of steps) if (step.check(expected)) await step.run(expected, real);
  });

const confirmed = (browser: number, person: string): Act =>
  inOrder(start(browser), scan(person, 0), tap(person, "yes", 0));

const signedIn = (browser: number, person: string): Act => inOrder(confirmed(browser, person), redeem(browser, 0));

const [browser, person] = [fc.constantFrom(0, 1), fc.constantFrom("xiaoming", "xiaohong")];
const back = fc.constantFrom(0, 0, 0, 1);
const says = fc.constantFrom("yes" as const, "yes" as const, "no" as const);

export const acts = [
  fc.tuple(browser, person).map((of) => confirmed(...of)),
  fc.tuple(browser, person).map((of) => signedIn(...of)),
  fc.tuple(browser, person).map((of) => signedIn(...of)),
  browser.map(start),
  browser.map(start),
  fc.tuple(person, back).map((of) => scan(...of)),
  fc.tuple(person, back).map((of) => scan(...of)),
  fc.tuple(person, says, back).map((of) => tap(...of)),
  fc.tuple(person, says, back).map((of) => tap(...of)),
  fc.tuple(person, says).map((of) => type(...of)),
  fc.tuple(browser, back).map((of) => redeem(...of)),
  fc.tuple(browser, back).map((of) => redeem(...of)),
  fc.tuple(browser, back).map((of) => look(...of)),
  fc.tuple(browser, back).map((of) => refresh(...of)),
  fc.tuple(browser, back).map((of) => cancel(...of)),
  browser.map(who),
  browser.map(signOut),
  back.map(again),
  fc.constantFrom(1, 10, 55, 60, 119, 130, 240).map(wait),
  fc.constant(restart),
];
