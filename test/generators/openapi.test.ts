/** What third-party tools make of the API description: a linter, and the client of a generator. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { describeAdmin } from "../../src/admin/routes/description.ts";
import { describeApi } from "../../src/http/openapi.ts";
import type { StartedAttempt } from "../../src/wire/attempt.ts";
import type { SessionView } from "../../src/wire/session.ts";
import type { Tokens } from "../../src/wire/tokens.ts";
import { installPackages, packagesOf } from "../install-packages.ts";
import { origin, type Stage, setStage } from "../stage/stage.ts";

const folder = new URL("./", import.meta.url).pathname;
const what = "a linter and a generator for OpenAPI";
const source = JSON.stringify(describeApi(origin));

let stage: Stage;
let made: string;

beforeEach(async () => {
  stage = await setStage();
  mkdirSync(join(folder, ".saoma"), { recursive: true });
  made = mkdtempSync(join(folder, ".saoma", "client-"));
});

afterEach(async () => {
  rmSync(made, { recursive: true, force: true });
  await stage.close();
});

interface Redocly {
  createConfig(config: object): Promise<unknown>;
  lintFromString(linted: object): Promise<{ ruleId: string; message: string }[]>;
}

test.each([
  ["/v1", source],
  ["the Admin API", JSON.stringify(describeAdmin("https://admin.saoma.test"))],
])("Redocly's recommended rules find nothing in %s", async (_, source) => {
  const { createConfig, lintFromString } = packagesOf(folder, what)<Redocly>("@redocly/openapi-core");
  const config = await createConfig({ extends: ["recommended"] });
  const problems = await lintFromString({ source, absoluteRef: "/openapi.json", config });
  expect(problems.map(({ ruleId, message }) => `${ruleId}: ${message}`)).toEqual([]);
});

/** The client that hey-api's generator writes, and the generator's output. */
async function generate(): Promise<{ sdk: Sdk; client: Client; said: string }> {
  installPackages(folder, what);
  const input = join(made, "openapi.json");
  writeFileSync(input, source);
  const bin = join(folder, "node_modules", "@hey-api", "openapi-ts", "bin", "run.js");
  const output = join(made, "client");
  const run = spawnSync(process.execPath, [bin, "-i", input, "-o", output, "--no-log-file"], { encoding: "utf8" });
  const said = run.stdout + run.stderr;
  if (run.status !== 0) throw new Error(said);
  const sdk = (await import(/* @vite-ignore */ join(output, "sdk.gen.ts"))) as Sdk;
  const { client } = (await import(/* @vite-ignore */ join(output, "client.gen.ts"))) as { client: Client };
  return { sdk, client, said };
}

interface Client {
  setConfig(config: object): void;
}

interface Answer {
  readonly data?: unknown;
  readonly response: Response;
}

/** The generated client has types, but does not exist yet when this file is compiled. */
type Sdk = Readonly<Record<string, (options?: object) => Promise<Answer>>>;

test("the client that hey-api generates signs a device in without cookies", async () => {
  const { sdk, client, said } = await generate();
  expect(said).not.toMatch(/warn/i);
  const call = (name: string, options?: object): Promise<Answer> => (sdk[name] ?? raise(name))(options);
  const fetched = async <T>(name: string, options?: object): Promise<T> => (await call(name, options)).data as T;
  let proof: string | undefined;
  client.setConfig({
    baseUrl: origin,
    fetch: (request: Request) => stage.saoma.fetch(request),
    auth: ({ scheme }: { scheme?: string }) => (scheme === "bearer" ? proof : undefined),
  });

  const started = await fetched<StartedAttempt>("startAttempt", { body: { claim: "header" } });
  proof = started.claim;
  await stage.scan("xiaoming", started);
  await stage.tap("xiaoming", "是我，登录");
  const path = { id: started.id };
  expect((await call("getAttempt", { path })).data).toMatchObject({ status: "granted" });
  const redeemed = await fetched<Tokens & SessionView>("redeemAttempt", { path, body: { mode: "token" } });
  proof = redeemed.accessToken;
  expect((await call("getSession")).data).toMatchObject({ account: { id: redeemed.account.id } });
  const next = await fetched<Tokens>("refreshTokens", { body: { refreshToken: redeemed.refreshToken } });
  expect(next.accessToken).toEqual(expect.any(String));
  expect((await fetched<{ keys: object[] }>("getJwks")).keys).toHaveLength(1);
  expect((await call("getHealth")).data).toEqual({ status: "ok" });
  proof = "not a claim";
  expect((await call("getAttempt", { path })).response.status).toBe(404);
});

function raise(name: string): never {
  throw new Error(`the client has no ${name}`);
}
