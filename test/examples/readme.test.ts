import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { blocksOf, read } from "../repo/pages.ts";
import { prepareExamples } from "./install.ts";
import { runSite } from "./site.ts";

beforeAll(prepareExamples, 600_000);

/** The page's code block that begins with this text. */
const blockWith = (page: string, beginning: string): string =>
  blocksOf(read(page)).find(({ code }) => code.startsWith(beginning))?.code ?? "";

const app = blockWith("README.md", "import express");

test("the README mounts Saoma in an Express app in ten lines", () => {
  expect(
    app
      .trim()
      .split("\n")
      .filter((line) => line !== "").length,
  ).toBeLessThanOrEqual(10);
  expect(blockWith("docs/quick-start/simulator.md", "import express")).toBe(app);
});

// The two files as a reader has them, except that the ports are free ones.
test("the README's Express app, with the simulator in WeChat's place, signs a person in", async () => {
  const folder = new URL("../../examples/readme-app/", import.meta.url);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const site = await runSite("readme-app", (wechat, port) => {
    const config = blockWith("docs/quick-start/simulator.md", "import { defineConfig");
    const here = (text: string) =>
      text
        .replace("http://127.0.0.1:7090", wechat)
        .replace("http://127.0.0.1:3000", `http://127.0.0.1:${port}`)
        .replace('"saoma.db"', '":memory:"');
    writeFileSync(new URL("saoma.config.mts", folder), here(config));
    const ready = `app.listen(${port}, () => console.log("app ready on ${port}"))`;
    writeFileSync(new URL("server.ts", folder), app.replace("app.listen(3000)", ready));
  });
  expect(await (await site.request("GET", "/")).text()).toContain("<saoma-login");
  expect((await site.request("GET", "/saoma-login.js")).status).toBe(200);
  expect(await (await site.request("GET", "/.well-known/jwks.json")).json()).toHaveProperty("keys");
  expect(await (await site.request("GET", "/orders")).text()).toBe("Sign in first.");
  const attempt = (await (await site.request("POST", "/v1/attempts", {})).json()) as {
    id: string;
    qr: { image: string };
  };
  const { appid = "" } = await site.simulator.control.scan("xiaoming", { image: attempt.qr.image });
  await site.simulator.control.follow("xiaoming", appid);
  await site.simulator.control.send("xiaoming", appid, "1");
  expect((await site.request("POST", `/v1/attempts/${attempt.id}/redeem`, {})).status).toBe(200);
  expect(await (await site.request("GET", "/orders")).json()).toMatchObject({ isNew: true });
});
