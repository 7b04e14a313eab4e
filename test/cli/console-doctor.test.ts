import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { freePort } from "./project.ts";
import { running, saoma } from "./saoma.ts";
import { configured, optionsWith, simulated } from "./simulated.ts";

/** Opens a link from the command line, then requests the WeChat page in the same browser. */
async function visit(cwd: string) {
  const { stdout } = await saoma(["console", "link"], { cwd });
  const { origin, searchParams } = new URL(stdout.trim());
  const post = (path: string, form: Record<string, string>, cookie = "") =>
    fetch(`${origin}/console/${path}`, {
      method: "POST",
      redirect: "manual",
      headers: { origin, cookie },
      body: new URLSearchParams(form),
    });
  const entered = await post("enter", { code: searchParams.get("code") ?? "" });
  const cookie = entered.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  return {
    check: () => post("wechat/doctor", {}, cookie),
    async page(language: string): Promise<string> {
      return (await fetch(`${origin}/console/wechat`, { headers: { cookie, "accept-language": language } })).text();
    },
  };
}

test("in the console of saoma serve the doctor examines the service, each page in its own language", async () => {
  const [port, admin] = [await freePort(), await freePort()];
  const { source, patch } = await simulated();
  const origin = `http://127.0.0.1:${port}`;
  const cwd = configured(optionsWith([source], { origin, admin: { listen: `127.0.0.1:${admin}` } }));
  // The process speaks Chinese. An English page contains none of it.
  const { stop } = await running(["serve", "--port", String(port), "--lang", "zh"], { cwd });
  await patch({ secret: "f".repeat(32) });
  const { check, page } = await visit(cwd);
  expect((await check()).status).toBe(303);
  await expect
    .poll(() => page("en"), { timeout: 30_000, interval: 200 })
    .toMatch(/[1-9]\d* broken, \d+ to look at, \d+ good/);
  const english = await page("en");
  expect(english).toMatch(/and its AppSecret do not fit\. WeChat says \d+: the AppSecret is wrong\./);
  expect(english).toContain("safe mode");
  const doctor = (text: string) => /<section id="doctor">([\s\S]*?)<\/section>/.exec(text)?.[1] ?? "";
  // WeChat's names for its own settings are in brackets.
  expect(doctor(english).replaceAll(/\([^)]*\)/g, "")).not.toMatch(/\p{Script=Han}/u);
  const chinese = doctor(await page("zh"));
  expect(chinese).toMatch(/和它的 AppSecret 对不上。微信回答 \d+：AppSecret 不对。/);
  expect(chinese).toMatch(/[1-9]\d* 个问题，\d+ 个要看看/);
  expect((await stop()).code).toBe(0);
});

test("what cannot be examined is said on the page: a configuration that does not run any more", async () => {
  const [port, admin] = [await freePort(), await freePort()];
  const { source } = await simulated();
  const listen = { admin: { listen: `127.0.0.1:${admin}` } };
  const cwd = configured(optionsWith([source], { origin: `http://127.0.0.1:${port}`, ...listen }));
  const { stop } = await running(["serve", "--port", String(port)], { cwd });
  const { check, page } = await visit(cwd);
  writeFileSync(`${cwd}/saoma.config.mjs`, "export default {");
  await check();
  await expect.poll(() => page("en"), { timeout: 30_000, interval: 200 }).toMatch(/1 broken, 0 to look at, 0 good/);
  expect(await page("en")).toMatch(/In the configuration, \S+saoma\.config\.mjs cannot be run/);
  expect((await stop()).code).toBe(0);
});
