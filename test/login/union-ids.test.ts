import { expect, test } from "vitest";
import type { Source } from "../../src/login/context.ts";
import { createUnionIdLookup } from "../../src/login/transition/union-id-lookup.ts";
import { createFakeClock } from "../../src/testing/index.ts";
import { WechatUnreachable } from "../../src/wechat/index.ts";

type Ask = NonNullable<Source["userInfo"]>;

/** A WeChat that answers `userInfo` by this function. `asked` are the openids, `said` the operator's warnings. */
function set(userInfo: Ask) {
  const clock = createFakeClock();
  const [asked, said]: [string[], string[]] = [[], []];
  const log = { debug() {}, info() {}, warn: (_: object, text: string) => void said.push(text), error() {} };
  const ids = createUnionIdLookup({ clock, log });
  const userInfoOf: Ask = (openId) => {
    asked.push(openId);
    return userInfo(openId);
  };
  const source = { appid: "wx1", name: "青禾", userInfo: userInfoOf } as Source;
  return { clock, asked, said, ask: (openId: string) => ids.ask({ source, openId }) };
}

test("no more than a hundred people are asked for at once, and the others go on without", async () => {
  const answer = Promise.withResolvers<void>();
  const { ask, asked, said } = set(async (openId) => {
    await answer.promise;
    return { following: false, openId, unionId: `u-${openId}` };
  });
  const all = Array.from({ length: 101 }, (_, index) => ask(`o${index}`));
  const again = ask("o7");
  expect(await all[100]).toEqual({});
  answer.resolve();
  expect(await Promise.all([all[0], all[99], again])).toEqual([
    { unionId: "u-o0" },
    { unionId: "u-o99" },
    { unionId: "u-o7" },
  ]);
  expect(asked).toHaveLength(100);
  expect(said).toEqual([expect.stringContaining("more than 100")]);
});

test("an answer that comes too late is there the next time", async () => {
  const answer = Promise.withResolvers<void>();
  const { ask, asked, clock } = set(async (openId) => {
    await answer.promise;
    return { following: false, openId, unionId: "u" };
  });
  const late = ask("o");
  await clock.advance(1_500);
  expect(await late).toEqual({});
  answer.resolve();
  await clock.advance(0);
  expect(await ask("o")).toEqual({ unionId: "u" });
  expect(asked).toHaveLength(1);
});

test("a person who does not follow is looked up again after ten minutes, without a warning", async () => {
  const { ask, asked, said, clock } = set(async (openId) => ({ following: false, openId }));
  for (const wait of [0, 599_999, 1]) {
    await clock.advance(wait);
    expect(await ask("o")).toEqual({});
  }
  expect([asked.length, said]).toEqual([2, []]);
});

test("of many people who cannot be asked for the operator hears once an hour", async () => {
  const { ask, said, clock } = set(() =>
    Promise.reject(new WechatUnreachable("/cgi-bin/user/info", "connection", "x")),
  );
  for (let person = 0; person < 5; person++) await ask(`o${person}`);
  expect(said).toHaveLength(1);
  await clock.advance(3_600_000);
  await ask("o");
  expect(said).toHaveLength(2);
});

test("only ten thousand people are remembered, those who were asked for last", async () => {
  const { ask, asked } = set(async (openId) => ({ following: false, openId }));
  for (let person = 0; person <= 10_000; person++) await ask(`o${person}`);
  await ask("o10000");
  await ask("o1");
  expect(asked).toHaveLength(10_001);
  await ask("o0");
  expect(asked).toHaveLength(10_002);
});
