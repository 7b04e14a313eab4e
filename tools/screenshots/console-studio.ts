// Starts a service with an operator's listener and lets people use it for a day, for pictures of the console.
import { setTimeout } from "node:timers/promises";
import type { Browser, Page } from "playwright-core";
import { checkConfig } from "../../src/cli/doctor/check-config.ts";
import { checkWechat } from "../../src/cli/doctor/check-wechat.ts";
import { type Finding, worded } from "../../src/cli/doctor/findings.ts";
import { createHttpExchange } from "../../src/cli/doctor/http-exchange.ts";
import { createSay } from "../../src/cli/say.ts";
import type { Doctor } from "../../src/ports/doctor.ts";
import { parseConfig } from "../../src/server/config/parse.ts";
import { createSeededRandom, type FakeClock } from "../../src/testing/index.ts";
import { type AdminStage, setAdminStage } from "../../test/admin/operator.ts";
import { liveDay, visit } from "./shop-day.ts";
import { type Setting, settled, toWebp } from "./studio.ts";

/** A service after a day's sign-ins, and a browser that is in its console. */
export interface ConsoleStudio extends AsyncDisposable {
  readonly page: Page;
  readonly stage: AdminStage;
  /** The account of the person whom the pictures show. */
  readonly account: string;
  /** Opens a page of the console. */
  open(path: string): Promise<void>;
  picture(): Promise<Buffer>;
}

const minute = 60_000;
const hour = 60 * minute;
const week = 7 * 24 * hour;

/** A Thursday in Beijing, at half past ten. */
const then = Date.parse("2026-10-15T02:30:00Z");

const plenty = { times: 1_000_000, per: "1d" };

const cast = {
  "zh-CN": { name: "陈梅", source: "一叶茶铺", other: "周末手记" },
  en: { name: "Chen Mei", source: "Tea House", other: "Weekend Notes" },
} as const;

export async function openConsoleStudio(browser: Browser, setting: Setting): Promise<ConsoleStudio> {
  await using building = new AsyncDisposableStack();
  const { source, other } = cast[setting.language];
  const doctor: Doctor = () => examine(stage);
  const stage: AdminStage = await setAdminStage(
    {},
    {
      now: then - week - 24 * hour - 3 * minute,
      also: ["subscription"],
      source: { name: source },
      doctor,
      wechatFetch: slowly(() => stage.clock),
      options: {
        applications: [
          { id: "shop", name: source, default: true },
          { id: "office", name: source, access: { groups: ["staff"] } },
        ],
        trustedProxies: ["127.0.0.1"],
        limits: { attemptsPerAddress: plenty, attemptsPerAddressLong: plenty, pushesPerPerson: plenty },
      },
    },
  );
  building.defer(() => stage.close());
  await liveWeek(stage);
  await troubles(stage, other);
  const account = await meet(stage, setting.language);
  const { width, height, language, scheme } = setting;
  const context = await browser.newContext({
    viewport: { width, height },
    locale: language === "en" ? "en-US" : language,
    colorScheme: scheme,
    reducedMotion: "reduce",
    deviceScaleFactor: 1,
  });
  building.defer(() => context.close());
  const page = await context.newPage();
  const at = `http://127.0.0.1:${stage.listener.port}/console`;
  const code = await stage.saoma.operator.console.link("anna", "write", { actor: "command line" });
  await page.goto(`${at}/enter?code=${code}`);
  await page.getByRole("button").click();
  await page.getByRole("navigation").waitFor();
  const built = building.move();
  return {
    page,
    stage,
    account,
    open: async (path) => {
      await page.goto(at + path);
    },
    picture: async () => {
      await settled(page);
      return toWebp(browser, await page.screenshot({ animations: "disabled" }));
    },
    [Symbol.asyncDispose]: () => built.disposeAsync(),
  };
}

/** WeChat answers after a while. */
const slowly =
  (clock: () => FakeClock) =>
  (usual: typeof fetch): typeof fetch =>
  async (...request) => {
    clock().set(clock().now() + 83);
    return usual(...request);
  };

/** What the doctor is to find: a new AppSecret that nobody told the service, and other software that fetches tokens. */
async function troubles({ simulator, appid, options }: AdminStage, other: string): Promise<void> {
  const { control } = simulator;
  control.patchSettings({ dns: { [new URL(options.origin).hostname]: ["203.0.113.20"] } });
  const subscription = options.sources.find(({ kind }) => kind === "subscription")?.appid ?? "";
  await control.patchAccount(subscription, { name: other, secret: "f".repeat(32) });
  const query = `grant_type=client_credential&appid=${appid}&secret=${String(options.sources[0]?.secret)}`;
  for (let time = 0; time < 3; time++)
    await simulator.fetch(new Request(`https://wechat.saoma.test/cgi-bin/token?${query}`));
}

/** Two days, a week apart; nobody signs in between them. */
async function liveWeek(stage: AdminStage): Promise<void> {
  await liveDay(stage, 0.85);
  await settle(stage);
  stage.clock.set(then - 24 * hour - 3 * minute);
  await liveDay(stage, 1);
  await settle(stage);
  stage.clock.set(then - 3 * minute);
}

/** Time goes on until nobody is waited for any more: the sweeps run beside the clock. */
async function settle(stage: AdminStage): Promise<void> {
  for (let waiting = 1; waiting > 0; ) {
    await stage.clock.advance(minute);
    await setTimeout(10);
    const [row] = await stage.rows("select count(*) as count from attempts where status in ('pending', 'scanned')");
    waiting = Number(row?.count);
  }
}

/** The person of the pictures: an account with a few sign-ins, and one that failed. */
async function meet(stage: AdminStage, language: Setting["language"]): Promise<string> {
  const id = "1024";
  const { name } = cast[language];
  const { openIds = {} } = stage.simulator.world().people.find((one) => one.name === "xiaohong") ?? {};
  const person = { appid: stage.appid, openId: openIds[stage.appid] ?? "" };
  await stage.saoma.people.import([{ id, name, person }], { dryRun: false });
  await visit(stage, { person: "xiaohong", language });
  await stage.clock.advance(20 * 1000);
  await visit(stage, { person: "xiaohong", browser: "mac", language });
  await stage.clock.advance(40 * 1000);
  await visit(stage, { person: "xiaohong", application: "office", fate: "refused", language });
  // The log of an attempt is written a second later.
  await stage.clock.advance(2_000);
  await setTimeout(50);
  return id;
}

/** What `saoma doctor` checks of the configuration and at WeChat. The service has no address that others can reach. */
async function* examine(stage: AdminStage) {
  const context = {
    config: parseConfig(stage.options),
    clock: stage.clock,
    random: createSeededRandom("doctor"),
    fetch: ((input, init) => stage.simulator.fetch(new Request(input, init))) as typeof fetch,
    exchange: createHttpExchange(1_000),
  };
  yield checkConfig(context, "").map(inWords);
  for (const source of context.config.sources) yield (await checkWechat(context, source)).map(inWords);
}

const inWords = (finding: Finding) => ({
  level: finding.level,
  words: (language: "zh-CN" | "en") => worded(finding, createSay(language)),
});
