import { afterEach, expect, test } from "vitest";
import type { DeliveryEntry } from "../../src/simulator/index.ts";
import { decrypt } from "../../src/simulator/push/crypto.ts";
import type { StartedAttempt } from "../../src/wire/attempt.ts";
import type { Browser } from "../stage/browser.ts";
import { look, redeem, type Stage, setStage, start, whoIs } from "../stage/stage.ts";

let stage: Stage;

afterEach(() => stage.close());

const modes = ["safe", "plain"] as const;

/** The service's events, by name. */
function listen(): string[] {
  const told: string[] = [];
  for (const name of ["followed", "scanned", "newcomer", "declined", "signed-in"] as const) {
    stage.saoma.on(name, () => told.push(name));
  }
  return told;
}

/** The different replies in these responses, in plain text. */
function replies(answers: readonly string[]): string[] {
  const account = stage.simulator.world().accounts.find(({ appid }) => appid === stage.appid);
  const plain = answers.map((answer) => {
    const encrypted = /<Encrypt><!\[CDATA\[(.*?)\]\]>/.exec(answer)?.[1];
    return encrypted === undefined ? answer : decrypt(account?.aesKey ?? "", stage.appid, encrypted);
  });
  return [...new Set(plain)];
}

/** From now on each push arrives `times` times at once, byte for byte. Returns the responses to the last push. */
function multiply(times: number): () => readonly string[] {
  const { saoma } = stage;
  let answers: string[] = [];
  const fetch: typeof saoma.fetch = async (request, env) => {
    if (request.method !== "POST" || !new URL(request.url).pathname.startsWith("/wechat/")) {
      return saoma.fetch(request, env);
    }
    const copies = Array.from({ length: times }, () => request.clone());
    const responses = await Promise.all(copies.map((copy) => saoma.fetch(copy, env)));
    expect(responses.map(({ status }) => status)).toEqual(Array(times).fill(200));
    answers = await Promise.all(responses.map((response) => response.text()));
    return new Response(answers.at(-1) ?? "");
  };
  stage.saoma = { ...saoma, fetch };
  return () => answers;
}

test("a push above the limit gets the same reply again, and has no later effect", async () => {
  stage = await setStage({ options: { limits: { pushesPerPerson: { times: 1, per: "1m" } } } });
  const browser = stage.browser();
  const started = await start(browser);
  await stage.scan("xiaoming", started);
  const { saoma } = stage;
  const late: Request[] = [];
  const fetch: typeof saoma.fetch = (request, env) => {
    late.push(request.clone());
    return saoma.fetch(request, env);
  };
  stage.saoma = { ...saoma, fetch };
  expect((await stage.tap("xiaoming", "是我，登录")).text).toContain("太频繁");
  await stage.clock.advance(60_000);
  const [again] = await Promise.all(late.map(async (push) => (await saoma.fetch(push)).text()));
  expect(replies([again ?? ""])).toEqual([expect.stringContaining("太频繁")]);
  expect(await look(browser, started)).toMatchObject({ status: "scanned" });
});

async function finish(browser: Browser, started: StartedAttempt): Promise<void> {
  expect(await look(browser, started)).toMatchObject({ status: "granted" });
  expect((await redeem(browser, started)).status).toBe(200);
  expect(await whoIs(browser)).toMatchObject({ account: { isNew: true } });
}

for (const mode of modes) {
  test(`pushes delivered three times at once have one effect and one reply (${mode} mode)`, async () => {
    stage = await setStage({ mode });
    const told = listen();
    const browser = stage.browser();
    const started = await start(browser);
    stage.simulator.control.faults.add({ on: "push", kind: "duplicate", times: 2 });
    await stage.scan("xiaoming", started);
    await stage.tap("xiaoming", "是我，登录");

    const pushes = stage.simulator.control.log().entries.filter((entry) => entry.kind === "push");
    expect(pushes.map(({ deliveries }) => deliveries.map(({ status }) => status))).toEqual([
      [200, 200, 200],
      [200, 200, 200],
    ]);
    const answersTo = (deliveries: DeliveryEntry[]) => deliveries.map(({ answer = "" }) => answer);
    for (const { deliveries } of pushes) expect(replies(answersTo(deliveries))).toHaveLength(1);
    await finish(browser, started);
    expect(told).toEqual(["followed", "scanned", "newcomer", "signed-in"]);
  });

  test(`64 deliveries of a push at once have one effect and one reply (${mode} mode)`, async () => {
    // 64 deliveries use up the person's minute, and still each must get the same reply. The tap comes a minute later.
    stage = await setStage({ mode });
    const told = listen();
    const browser = stage.browser();
    const started = await start(browser);
    const answers = multiply(64);
    await stage.scan("xiaoming", started);
    expect(replies(answers())).toEqual([expect.stringContaining("正在登录")]);
    await stage.clock.advance(60_000);
    await stage.tap("xiaoming", "是我，登录");
    expect(replies(answers())).toEqual([expect.stringContaining("你已登录")]);
    await finish(browser, started);
    expect(told).toEqual(["followed", "scanned", "newcomer", "signed-in"]);
  });

  test(`a push delivered again, even after a restart and the sign-in, has its first reply and no effect (${mode} mode)`, async () => {
    stage = await setStage({ mode });
    const { saoma } = stage;
    const late: Request[] = [];
    stage.saoma = {
      ...saoma,
      fetch(request, env) {
        if (request.url.includes("/wechat/")) late.push(request.clone());
        return saoma.fetch(request, env);
      },
    };
    const browser = stage.browser();
    const started = await start(browser);
    await stage.scan("xiaoming", started);
    const prompt = stage.lastMessage("xiaoming").text;
    await stage.tap("xiaoming", "是我，登录");
    await finish(browser, started);
    await stage.restart();
    const told = listen();
    const answers = await Promise.all(late.map(async (push) => (await stage.saoma.fetch(push)).text()));
    const [first, second, ...others] = replies(answers);
    expect(first).toContain(prompt.split("\n")[0]);
    expect(second).toContain("你已登录");
    expect(others).toEqual([]);
    expect(told).toEqual([]);
    expect(await look(browser, started)).toMatchObject({ status: "redeemed" });
  });
}
