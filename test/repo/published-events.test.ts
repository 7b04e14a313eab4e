import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const root = new URL("../../src/login/", import.meta.url).pathname;

// A published event that is not recorded in its transaction reaches no webhook. These files record their events themselves.
test("effects with events are published by transactAndPublish, and by the push path that records them", () => {
  const publishing = globSync("**/*.ts", { cwd: root }).filter((path) =>
    /[^.\w]publish\(/.test(readFileSync(root + path, "utf8")),
  );
  expect(publishing.sort()).toEqual([
    "push/call-handler.ts",
    "push/handle-push.ts",
    "transition/effect.ts",
    "transition/transact.ts",
  ]);
});
