import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";

// Following a push through the code means reading each of these files: a new one is seen in review.
// CONTRIBUTING.md walks through them.
test("a scan push runs through at most 62 files", () => {
  const output = execFileSync(process.execPath, ["tools/push-path.ts"], { encoding: "utf8" });
  const files = Number(/^(\d+) files, /m.exec(output)?.[1]);
  expect(files).toBeGreaterThan(30);
  expect(files).toBeLessThanOrEqual(62);
});
