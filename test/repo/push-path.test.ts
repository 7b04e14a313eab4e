import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";

// To follow a push through the code is to read each of these files, so a new one shall be seen in review.
// CONTRIBUTING.md walks through them.
test("a scan push runs through at most 62 files", () => {
  const output = execFileSync(process.execPath, ["tools/push-path.ts"], { encoding: "utf8" });
  const files = Number(/^(\d+) files, /m.exec(output)?.[1]);
  expect(files).toBeGreaterThan(30);
  expect(files).toBeLessThanOrEqual(62);
});
