import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";

// Whoever follows a push through the code reads each of these files: a new one is seen in review.
// Three of them write the log of attempts.
test("a scan push runs through at most 67 files", () => {
  const output = execFileSync(process.execPath, ["tools/push-path.ts"], { encoding: "utf8" });
  const files = Number(/^(\d+) files, /m.exec(output)?.[1]);
  expect(files).toBeGreaterThan(30);
  expect(files).toBeLessThanOrEqual(67);
});
