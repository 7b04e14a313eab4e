import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { afterEach, expect, test } from "vitest";
import { callback, type OpenIdStage, secret, setOpenIdStage } from "../stage/openid.ts";

let stage: OpenIdStage;

afterEach(() => stage.close());

const script = new URL("authlib_client.py", import.meta.url).pathname;

// The library that Flask and Django sites sign in with, as Debian packages it.
test.each([
  ["client_secret_basic", "placeholder"],
  ["client_secret_post", "placeholder"],
  ["client_secret_basic", "none"],
] as const)("Authlib signs in, unmodified, by %s, with e-mail: %s", async (method, email) => {
  stage = await setOpenIdStage({ email });
  const python = spawn("/usr/bin/python3", [script, stage.issuer, "shop", secret, callback, method, email], {
    // The page is on http, which is allowed on this machine only.
    env: { ...process.env, AUTHLIB_INSECURE_TRANSPORT: "1" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface(python.stdout)[Symbol.asyncIterator]();
  const next = async () => JSON.parse((await lines.next()).value ?? "{}") as Record<string, Record<string, string>>;
  const { url } = (await next()) as unknown as { url: string };
  const browser = stage.browser();
  const back = await browser.signIn("xiaoming", (await browser.go(url)).url);
  python.stdin.end(`${back.url}\n`);
  const { claims, told } = await next();
  expect(claims).toMatchObject({ iss: stage.issuer, aud: "shop" });
  expect(claims?.email ?? "none").toMatch(email === "none" ? /^none$/ : /@wechat\.invalid$/);
  expect(told).toMatchObject({ sub: claims?.sub, name: claims?.name });
  if (python.exitCode === null) await once(python, "exit");
  expect(python.exitCode).toBe(0);
});
