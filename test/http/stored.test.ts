import { afterEach, beforeEach, expect, test } from "vitest";
import { redeem, type Stage, setStage, start } from "../stage/stage.ts";

let stage: Stage;

beforeEach(async () => {
  stage = await setStage({ application: { confirm: "never" } });
});
afterEach(() => stage.close());

const json = async (response: Response) => (await response.json()) as Record<string, string>;

test("a thief of the database finds no cookie, claim or refresh token in it", async () => {
  const browser = stage.browser();
  const attempt = await start(browser);
  await stage.scan("xiaoming", attempt);
  expect((await redeem(browser, attempt)).status).toBe(200);
  const television = stage.browser();
  const byClaim = await start(television, { claim: "header" });
  await stage.scan("xiaohong", byClaim);
  const headers = { authorization: `Claim ${byClaim.claim}` };
  const body = { mode: "token" };
  const tokens = await json(await television.request("POST", `/v1/attempts/${byClaim.id}/redeem`, { headers, body }));
  const secrets = [...browser.cookies.values(), byClaim.claim, tokens.refreshToken, tokens.accessToken];
  expect(secrets).toHaveLength(5);
  const stored = await stage.stored();
  expect(stored).toContain(attempt.id);
  expect(secrets.filter((secret) => secret === undefined || stored.includes(secret))).toEqual([]);
});
