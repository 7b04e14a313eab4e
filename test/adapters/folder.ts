import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** A temporary folder for a test, deleted when the test ends. */
export function ownFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "saoma-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
