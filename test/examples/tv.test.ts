import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import { folderWith, running } from "../cli/saoma.ts";

const dev = async () => {
  const env = { SAOMA_PORT: "0", SAOMA_SIMULATOR_PORT: "0", SAOMA_DATA: folderWith() };
  const { url } = await running(["dev"], { env });
  const page = await (await fetch(url)).text();
  return { url, simulator: new URL(/data-testid="phone"[^>]* href="([^"#]+)/.exec(page)?.[1] ?? "").origin };
};

/** The lines that a child process prints, one by one. */
function linesOf(child: ChildProcess) {
  onTestFinished(() => void child.kill());
  let seen = "";
  let wake = () => {};
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    seen += text;
    wake();
  });
  return async (pattern: RegExp): Promise<string> => {
    for (;;) {
      const found = pattern.exec(seen)?.[1];
      if (found !== undefined) return found;
      if (child.exitCode !== null) throw new Error(`it ended before ${pattern}: ${seen}`);
      const more = Promise.withResolvers<void>();
      wake = more.resolve;
      await Promise.race([once(child, "exit"), more.promise]);
    }
  };
}

const example = (path: string): string => new URL(`../../examples/${path}`, import.meta.url).pathname;

async function act(simulator: string, what: string, body: object): Promise<{ appid: string; outcome: string }> {
  const headers = { "content-type": "application/json" };
  const init = { method: "POST", headers, body: JSON.stringify(body) };
  const response = await fetch(`${simulator}/_sim/people/xiaoming/${what}`, init);
  return (await response.json()) as { appid: string; outcome: string };
}

async function signInTv() {
  const { url, simulator } = await dev();
  const tv = linesOf(spawn(process.execPath, [example("tv/tv.ts"), url], { stdio: ["ignore", "pipe", "inherit"] }));
  const content = await tv(/Scan this with WeChat: (\S+)\n/);
  const { appid, outcome } = await act(simulator, "scan", { content });
  expect(outcome).toBe("follow-sheet");
  await act(simulator, "follow", { appid });
  await tv(/(Confirm on your phone)/);
  await act(simulator, "send", { appid, text: "1" });
  await tv(/Signed in as (.+)\.\n/);
  return { url, accessToken: await tv(/Access token: (\S+)\n/) };
}

test("a TV shows a QR, is signed in without a cookie, and refreshes its tokens", async () => {
  const { url, accessToken } = await signInTv();
  const headers = { authorization: `Bearer ${accessToken}` };
  expect((await fetch(`${url}/v1/session`, { headers })).status).toBe(200);
});

test("a backend in Python believes its access token by the published keys, and no other", async () => {
  const { url, accessToken } = await signInTv();
  const script = example("backend-python/backend.py");
  const backend = linesOf(
    spawn("/usr/bin/python3", [script, url, "demo", "0"], { stdio: ["ignore", "pipe", "inherit"] }),
  );
  const address = await backend(/ready on (\S+)\n/);
  const ask = (token: string) => fetch(address, { headers: { authorization: `Bearer ${token}` } });
  const told = await ask(accessToken);
  expect([told.status, await told.json()]).toEqual([200, { account: expect.any(String), session: expect.any(String) }]);
  const [header, payload = "", signature] = accessToken.split(".");
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString()) as object;
  const forged = Buffer.from(JSON.stringify({ ...claims, sub: "somebody-else" })).toString("base64url");
  for (const token of [`${header}.${forged}.${signature}`, "x.y.z", ""]) expect((await ask(token)).status).toBe(401);
});
