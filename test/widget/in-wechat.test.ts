import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { deviceOf } from "../../src/domain/device.ts";
import { isWechat } from "../../src/widget/in-wechat.ts";

const agents = readFileSync(new URL("../domain/user-agents.tsv", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map((line) => line.split("\t")[2] ?? "");

// The user agent of 私有部署的企业微信 may not contain `wxwork`.
const local =
  "Mozilla/5.0 (Linux; Android 16; wv) Chrome/138.0 Mobile Safari/537.36 wwlocal/3.2.200 MicroMessenger/7.0.1";

test("the element takes for WeChat what the service does, and no 企业微信", () => {
  expect(agents.filter(isWechat).length).toBeGreaterThan(3);
  for (const agent of [...agents, local])
    expect([agent, isWechat(agent)]).toEqual([agent, deviceOf(agent) === "wechat"]);
  expect(isWechat(local)).toBe(false);
});
