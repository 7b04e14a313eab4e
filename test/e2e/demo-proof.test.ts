import { expect, onTestFinished, test } from "vitest";
import { type Clock, systemClock } from "../../src/base/clock.ts";
import { openDevHouse } from "../../src/cli/dev-environment.ts";
import { bundleForBrowser } from "../../tools/browser.ts";
import { folderWith } from "../cli/saoma.ts";
import { launchChromium } from "./browser.ts";

test("however long ago the user signed in, their WeChat approves first, and another one is added", async () => {
  await bundleForBrowser();
  let later = 0;
  const clock: Clock = { now: () => systemClock.now() + later, after: systemClock.after };
  await using house = await openDevHouse({
    host: "127.0.0.1",
    servicePort: 0,
    simulatorPort: 0,
    folder: folderWith(),
    runtime: { clock },
    world: { clock },
  });
  const chromium = await launchChromium();
  onTestFinished(() => chromium.close());
  const page = await chromium.newPage({ locale: "zh-CN", viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(20_000);
  const phone = page.frameLocator("aside.phone iframe");
  const press = (name: string) => phone.getByRole("button", { name, exact: true }).last().click();
  await page.goto(house.origin);
  await page.locator("saoma-login [part=qr]").waitFor();
  await page.getByTestId("phone").click();
  await phone.getByRole("dialog").getByRole("button", { name: "关注" }).click();
  await press("是我，登录");
  await page.getByTestId("wechats").getByText("这次用它登录").waitFor();

  later = 11 * 60_000;
  const panel = page.getByTestId("linking");
  await page.getByTestId("add-wechat").click();
  await panel.getByText("先确认是你本人").waitFor();
  await panel.getByRole("img").waitFor();
  await page.getByTestId("phone").click();
  await press("是我，确认");
  await panel.getByText("添加一个微信").waitFor();
  await panel.getByText("用要添加的微信扫一扫").waitFor();
  await page.getByTestId("phone").click();
  await phone.getByRole("dialog").getByRole("button", { name: "关注" }).click();
  const told = await phone.locator(".say.account .bubble", { hasText: "配对码" }).last().textContent();
  await panel.getByLabel("配对码").fill(/\d{6}/.exec(told ?? "")?.[0] ?? "");
  await panel.getByRole("button", { name: "添加", exact: true }).click();
  await page.getByText("添加好了").waitFor();
  expect(await page.getByTestId("wechats").getByRole("listitem").count()).toBe(2);
}, 90_000);
