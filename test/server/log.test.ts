import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { Secret } from "../../src/base/secret.ts";
import { SaomaError } from "../../src/domain/errors.ts";
import { createLog, type LogLevel } from "../../src/server/log.ts";
import { standardError } from "../../src/server/log-lines.ts";

function logged(fields: Record<string, unknown>, message = "a step", level: LogLevel = "debug"): string {
  const lines: string[] = [];
  createLog({ level, to: { write: (line) => void lines.push(line) } }).info(fields, message);
  return lines.join("");
}

test("a line is one JSON object with time, level and message", () => {
  expect(JSON.parse(logged({ attempt: "a1" }))).toEqual({
    level: "info",
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    attempt: "a1",
    msg: "a step",
  });
});

test("lines below the level are not written", () => {
  expect(logged({}, "a step", "warn")).toBe("");
});

const canary = "canary-7f3a";

test.each([
  ["a Secret", { key: new Secret(canary) }],
  ["a Secret deep inside", { source: { keys: [{ value: new Secret(canary) }] } }],
  ["a field called secret", { appSecret: canary }],
  ["a token", { body: { access_token: canary } }],
  ["a header", { headers: { authorization: canary, cookie: canary, "set-cookie": canary } }],
  ["an address of WeChat's", { url: `https://api.weixin.qq.com/x?appid=wx1&access_token=${canary}` }],
  ["an error's message", { err: new Error(`GET /cgi-bin/token?secret=${canary}&appid=wx1 failed`) }],
  ["an error's cause", { err: new Error("failed", { cause: new Error(`/x?access_token=${canary}`) }) }],
  ["an error's own field", { err: Object.assign(new Error("failed"), { token: canary }) }],
])("%s is not logged", (_, fields) => {
  const line = logged(fields);
  expect(line).toContain("[secret]");
  expect(line).not.toContain(canary);
});

test("a message loses the secrets of its addresses too", () => {
  expect(logged({}, `asked /x?access_token=${canary}`)).not.toContain(canary);
});

test("people are masked", () => {
  const line = logged({ openId: "oABCDE0123456789abcdefghijkl", phone: "13800138000" });
  expect(line).toContain("oABCDE…ijkl");
  expect(line).not.toContain("0123456789");
  expect(line).not.toContain("13800138000");
});

test("a short id is masked, too, and a masked one is not masked again", () => {
  const line = logged({ openid: "oABCDE…ijkl", unionid: "1003", phone: "138****8000", openId: "+8613800138000" });
  expect(JSON.parse(line)).toMatchObject({
    openid: "oABCDE…ijkl",
    unionid: "10…",
    phone: "138****8000",
    openId: "+8…",
  });
});

test("an error is logged with its code, its detail and its cause", () => {
  const err = new SaomaError("internal", { detail: "the disk is full", cause: new Error("ENOSPC") });
  expect(JSON.parse(logged({ err })).err).toMatchObject({
    type: "SaomaError",
    code: "internal",
    detail: "the disk is full",
    stack: expect.stringContaining("log.test.ts"),
    cause: { message: "ENOSPC" },
  });
});

test("something endless is cut", () => {
  const endless: Record<string, unknown> = {};
  endless.self = endless;
  expect(logged(endless)).toContain("[deep]");
});

test("the lines of a turn go out together at its end, those before an error at once", async () => {
  const writes: string[] = [];
  const lines = standardError({ write: (text) => void writes.push(text) });
  const log = createLog({ to: lines });
  for (const step of ["one", "two", "three"]) log.info({}, step);
  expect(writes).toEqual([]);
  await new Promise((resolve) => setImmediate(resolve));
  expect(writes.map((text) => text.trim().split("\n").length)).toEqual([3]);
  log.info({}, "before");
  log.error({}, "it broke");
  expect(writes[1]?.match(/"msg":"[^"]+"/g)).toEqual(['"msg":"before"', '"msg":"it broke"']);
  expect(process.listeners("exit")).not.toContain(lines.flush);
});

test.each([
  ["exit", "process.exit(0)"],
  ["an error that nobody catches", "throw new Error('nobody')"],
])("a process that ends by %s has written its lines", (_, end) => {
  const log = new URL("../../src/server/log.ts", import.meta.url).href;
  const script = `import { createLog } from "${log}"; createLog().info({}, "the last words"); ${end}`;
  const { stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", script], { encoding: "utf8" });
  expect(stderr).toContain('"msg":"the last words"');
});
