import { createHash } from "node:crypto";
import { afterEach, expect, test } from "vitest";
import { origin, type Stage, type StageOptions, setStage } from "../stage/stage.ts";

let stage: Stage;

afterEach(() => stage.close());

/** What the WeChat console sends when its server settings are saved. A parameter that is undefined is left out. */
function echoQuery(token: string, changed: Readonly<Record<string, string | undefined>> = {}): string {
  const [timestamp, nonce] = [String(Math.floor(stage.clock.now() / 1000)), "nonce1"];
  const signature = createHash("sha1").update([token, timestamp, nonce].sort().join("")).digest("hex");
  const query = { signature, timestamp, nonce, echostr: "4711", ...changed };
  return new URLSearchParams(
    Object.entries(query).filter(([, value]) => value !== undefined) as [string, string][],
  ).toString();
}

const check = (query: string, appid = stage.appid, address = "198.51.100.9") =>
  stage.saoma.fetch(new Request(`${origin}/wechat/${appid}/push?${query}`), { address });

const refusals = () => stage.lines.filter((line) => line.startsWith("a check of the server URL was refused"));

const on = async (options: StageOptions = {}) => {
  stage = await setStage(options);
};

test("a check that holds is answered, and no line", async () => {
  await on();
  expect(await (await check(echoQuery(stage.token))).text()).toBe("4711");
  expect(refusals()).toEqual([]);
});

test("a refused check is an empty 403, and a line with its cause and request", async () => {
  await on();
  const response = await check(echoQuery("another-token"));
  expect([response.status, await response.text()]).toEqual([403, ""]);
  const [line = ""] = refusals();
  expect(line).toContain("the Token in WeChat's console is another one");
  const fields = { appid: stage.appid, cause: "signature", requestId: response.headers.get("x-request-id") };
  expect(JSON.parse(line.slice(line.indexOf("{")))).toEqual(fields);
});

test.each([
  ["no echostr", "incomplete", () => check(echoQuery(stage.token, { echostr: undefined }))],
  ["no query, as a person opens it", "incomplete", () => check("")],
  ["an appid of nobody's", "unknown_appid", () => check(echoQuery(stage.token), "wx0000000000000000")],
] as const)("%s is refused as %s", async (_, cause, ask) => {
  await on();
  expect((await ask()).status).toBe(403);
  expect(refusals()).toHaveLength(1);
  expect(refusals()[0]).toContain(`"cause":"${cause}"`);
});

test("a check from beside the IP list is refused as address", async () => {
  await on({ source: { ipList: ["203.0.113.0/24"] } });
  expect((await check(echoQuery(stage.token))).status).toBe(403);
  expect(refusals()[0]).toContain(`"cause":"address"`);
});

test("a source without a server URL says so", async () => {
  await on({ also: ["website"] });
  const website = stage.options.sources.find(({ kind }) => kind === "website")?.appid ?? "";
  expect((await check(echoQuery("any"), website)).status).toBe(403);
  expect(refusals()[0]).toContain(`"cause":"no_token"`);
});

test("what a stranger writes where the appid belongs is not in the log", async () => {
  await on();
  await check("", "%1b%5b2J-canary");
  expect(refusals().join()).not.toContain("canary");
});
