import { afterEach, expect, test } from "vitest";
import type { SmsMessage, SmsSender } from "../../src/ports/sms.ts";
import type { SaomaOptions } from "../../src/server/config/config.ts";
import { bind, numberOf, setPhoneStage } from "../stage/phone.ts";
import { problem, type Stage, start } from "../stage/stage.ts";

let stage: Stage;
let sent: SmsMessage[] = [];

afterEach(() => stage.close());

const recorder = (): SmsSender => ({ send: async (message) => void sent.push(message) });

type SmsOptions = NonNullable<SaomaOptions["sms"]>;

const plenty = { times: 1_000_000, per: "1d" };
const open: SmsOptions["limits"] = {
  perPhone: plenty,
  perPhoneLong: plenty,
  perRange: plenty,
  perPerson: plenty,
  perAddress: plenty,
};

/** A service with high limits, except for those given. */
async function set(limits: SmsOptions["limits"] = {}, sms: Partial<SmsOptions> = {}): Promise<void> {
  sent = [];
  const options = { limits: { pushesPerPerson: plenty, attemptsPerAddress: plenty, attemptsPerAddressLong: plenty } };
  stage = await setPhoneStage({ options, smsSender: recorder }, { ...sms, limits: { ...open, ...limits } });
}

/** A newcomer's new attempt requests an SMS. Returns the result. */
async function ask(phone: string, person = "xiaoming", browser = stage.browser()): Promise<string> {
  const started = await start(browser);
  await stage.scan(person, started);
  const answer = await bind(browser, started, { phone });
  return answer.ok ? "sent" : problem(answer);
}

const limited = "429 rate_limited";

test("of 64 who ask for an SMS of one attempt at once, one is sent, and the next after a minute", async () => {
  await set();
  const browser = stage.browser();
  const started = await start(browser);
  await stage.scan("xiaoming", started);
  const again = async () => (await bind(browser, started, { phone: numberOf(stage, "xiaoming") })).status;
  const said = await Promise.all(Array.from({ length: 64 }, again));
  expect(said.filter((status) => status === 200)).toHaveLength(1);
  expect(sent).toHaveLength(1);
  await stage.clock.advance(59_999);
  expect(await again()).toBe(429);
  await stage.clock.advance(1);
  expect(await again()).toBe(200);
  expect(new Set(sent.map(({ id }) => id)).size).toBe(2);
});

test("an attempt has five SMS", async () => {
  await set();
  const browser = stage.browser();
  const started = await start(browser);
  await stage.scan("xiaoming", started);
  for (let count = 1; count <= 6; count++) {
    const answer = await bind(browser, started, { phone: "13800138001" });
    expect(answer.status).toBe(count <= 5 ? 200 : 429);
    await stage.clock.advance(60_000);
  }
});

test("a phone has so many in an hour and so many in a day, whoever asks", async () => {
  await set({ perPhone: { times: 2, per: "1h" }, perPhoneLong: { times: 3, per: "1d" } });
  const people = ["xiaoming", "xiaohong", "afei"];
  const said = [];
  for (const person of people) said.push(await ask("13800138001", person));
  expect(said).toEqual(["sent", "sent", limited]);
  expect(await ask("13800138009")).toBe("sent");
  await stage.clock.advance(3_600_000);
  expect([await ask("13800138001"), await ask("13800138001")]).toEqual(["sent", limited]);
});

test("a number written with the 0 of calls inside of its country is the same one", async () => {
  await set({ perPhone: { times: 1, per: "1h" } }, { prices: { "44": 0.01, "225": 0.01 } });
  expect(await ask("+44 7911 123456")).toBe("sent");
  expect(await ask("+44 0 7911 123456")).toBe(limited);
  expect(await ask("+44 000 7911 123456")).toBe(limited);
  // In this country the 0 belongs to the number.
  expect(await ask("+225 07 12 34 56 78")).toBe("sent");
  expect(sent.at(-1)?.to).toBe("+2250712345678");
});

test("numbers in a row have so many together", async () => {
  await set({ perRange: { times: 3, per: "1h" } });
  const said = [];
  for (const end of ["0001", "0002", "0003", "0004"]) said.push(await ask(`1380013${end}`));
  expect(said).toEqual(["sent", "sent", "sent", limited]);
  expect(await ask("13800140001")).toBe("sent");
});

test("a person has so many, whatever the numbers and browsers", async () => {
  await set({ perPerson: { times: 2, per: "1d" } });
  const said = [];
  for (const phone of ["13800138001", "13900138002", "13700138003"]) said.push(await ask(phone));
  expect(said).toEqual(["sent", "sent", limited]);
  expect(await ask("13600138004", "xiaohong")).toBe("sent");
});

test("an address has so many, whoever asks from there", async () => {
  await set({ perAddress: { times: 2, per: "1h" } });
  const said = [];
  for (const person of ["xiaoming", "xiaohong", "afei"]) said.push(await ask(numberOf(stage, person), person));
  expect(said).toEqual(["sent", "sent", limited]);
});

test("what was counted is not forgotten by a restart", async () => {
  await set({ perPhone: { times: 1, per: "1h" } });
  expect(await ask("13800138001")).toBe("sent");
  await stage.restart();
  expect(await ask("13800138001")).toBe(limited);
});

test("a narrow limit that refuses uses up nothing of a wide one", async () => {
  await set({ perPhone: { times: 1, per: "1h" }, perRange: { times: 2, per: "1h" } });
  const said = [];
  for (const end of ["0001", "0001", "0001", "0002"]) said.push(await ask(`1380013${end}`));
  expect(said).toEqual(["sent", limited, limited, "sent"]);
});

test("a bot with new people and numbers for every SMS spends no more than the day's cap, failed SMS and restarts included", async () => {
  let count = 0;
  sent = [];
  const flaky: SmsSender = {
    async send(message) {
      sent.push(message);
      if (++count % 3 === 0) throw new Error("down");
    },
  };
  const options = { limits: { pushesPerPerson: plenty, attemptsPerAddress: plenty, attemptsPerAddressLong: plenty } };
  const sms = { prices: { "86": 0.045, "852": 0.4 }, dailyCap: 1, limits: open };
  stage = await setPhoneStage({ options, smsSender: () => flaky }, sms);
  const said: string[] = [];
  for (let round = 0; round < 4; round++) {
    for (let bot = 0; bot < 4; bot++) await stage.simulator.control.addPerson({ name: `bot-${round}-${bot}` });
    const phone = (bot: number) => (bot === 3 ? `+85251${round}34567` : `1${3 + bot}${round}0013${round}${bot}00`);
    const asking = Array.from({ length: 4 }, async (_, bot) => {
      const all = [];
      for (let again = 0; again < 3; again++) all.push(await ask(phone(bot), `bot-${round}-${bot}`));
      return all;
    });
    said.push(...(await Promise.all(asking)).flat());
    await stage.restart();
  }
  const spent = sent.reduce((sum, { to }) => sum + (to.startsWith("+852") ? 4_000 : 450), 0);
  expect(spent).toBeGreaterThan(9_000);
  expect(spent).toBeLessThanOrEqual(10_000);
  expect(said).toContain("503 sms_unavailable");
  expect(stage.lines.some((line) => line.includes("today's budget for SMS is spent"))).toBe(true);
  const before = sent.length;
  await stage.clock.advance(86_400_000);
  await ask("13800138001", "afei");
  expect(sent.length).toBe(before + 1);
});
