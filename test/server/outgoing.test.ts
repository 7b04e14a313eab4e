import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { createPosts } from "../../src/server/outgoing.ts";
import { createFakeClock } from "../../src/testing/index.ts";

test("a name with a private address gets no request, unless its operator allows it", async () => {
  let asked = 0;
  const server = createServer((_request, response) => {
    asked++;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const url = new URL(`http://app.example.com:${(server.address() as AddressInfo).port}/`);
  const resolve = async () => [{ address: "127.0.0.1", family: 4 }];
  const postTo = createPosts({ clock: createFakeClock(), resolve });
  await expect(postTo({ allowPrivate: false })(url, {}, "")).rejects.toThrow("127.0.0.1 is a private address");
  expect(asked).toBe(0);
  expect(await postTo({ allowPrivate: true })(url, {}, "")).toBe(200);
  expect(asked).toBe(1);
});
