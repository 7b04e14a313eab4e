import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { systemRandom } from "../../src/base/random.ts";
import { Secret } from "../../src/base/secret.ts";
import { createRelay } from "../../src/server/relay.ts";
import { createFakeClock } from "../../src/testing/index.ts";

test("a push whose time was over before it was passed on does not count against the backend", async () => {
  let asked = 0;
  const server = createServer((_, response) => {
    asked++;
    response.end("success");
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const clock = createFakeClock();
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const config = { url, only: "all", timeout: 4_500, allowPrivate: true } as unknown as Parameters<
    typeof createRelay
  >[1];
  const quiet = () => {};
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  const keys = { appid: "wx1", token: new Secret("t"), mode: "plain" } as const;
  const relay = createRelay(keys, config, { clock, random: systemRandom, log });
  const at = (arrivedAt: number) => ({ query: "", body: Buffer.from("<xml/>"), arrivedAt });
  for (let n = 0; n < 6; n++) expect(await relay.ask(at(clock.now() - 5_000))).toBe("away");
  expect(asked).toBe(0);
  expect(await relay.ask(at(clock.now()))).toBeUndefined();
  expect(asked).toBe(1);
});
