import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { bundleSource } from "../../tools/browser.ts";

test("the widget that the service serves is at most 16,000 bytes, gzipped, and brings no schema along", async () => {
  const bundle = await bundleSource("src/widget/define.ts");
  expect(gzipSync(bundle, { level: 9 }).length).toBeLessThanOrEqual(16_000);
  expect(bundle).not.toContain("Zod");
});
