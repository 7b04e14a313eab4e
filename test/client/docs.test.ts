import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test, vi } from "vitest";
import type * as Client from "../../src/client/index.ts";
import * as client from "../../src/client/index.ts";
import { folderWith } from "../cli/saoma.ts";
import { startScriptedService } from "./scripted-service.ts";

const page = readFileSync("docs/client.md", "utf8");

test("the page's example runs from the QR to whose account it is", async () => {
  const service = await startScriptedService();
  onTestFinished(() => service.close());
  const [, example = ""] = /```ts\n([^`]+)```/.exec(page) ?? [];
  const lines: unknown[][] = [];
  vi.spyOn(console, "log").mockImplementation((...line) => void lines.push(line));
  onTestFinished(() => void vi.restoreAllMocks());
  const file = `${folderWith()}/example.mjs`;
  const library = pathToFileURL("src/client/index.ts").href;
  writeFileSync(
    file,
    example.replace("https://login.example.com", service.url).replace('"saoma/client"', JSON.stringify(library)),
  );
  await import(/* @vite-ignore */ file);
  await vi.waitFor(() => expect(service.watching()).toBe(1), { timeout: 10_000 });
  service.move({ status: "scanned" });
  await vi.waitFor(() => expect(lines).toHaveLength(2), { timeout: 10_000 });
  service.move({ status: "granted", ask: true, account: { id: "ac_1", name: "安静的海鸥", avatar: "data:," } });
  await vi.waitFor(() => expect(lines).toHaveLength(3), { timeout: 10_000 });
  expect(lines).toEqual([
    ["scan", expect.stringContaining("http://weixin.qq.com/q/")],
    ["confirm on your phone"],
    ["hello", "安静的海鸥"],
  ]);
});

test("every method of a sign-in is in the table, and no other", () => {
  const signIn: Client.SignIn = client.createSignIn(client.createClient(), () => {});
  const table = page.slice(page.indexOf("| method |")).split("\n\n")[0] ?? "";
  const named = [...table.matchAll(/^\| `(\w+)\(/gm)].map(([, name]) => name);
  expect(named.toSorted()).toEqual(Object.keys(signIn).toSorted());
});
