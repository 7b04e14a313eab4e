import { expect, test } from "vitest";
import type { AttemptStatus } from "../../src/domain/attempt.ts";
import { stepsOf } from "../../src/domain/attempt-log.ts";

test.each<[AttemptStatus | undefined, AttemptStatus, readonly string[]]>([
  [undefined, "pending", ["shown"]],
  [undefined, "scanned", ["shown", "scanned", "asked"]],
  [undefined, "granted", ["shown", "scanned", "unasked"]],
  ["pending", "pending", []],
  ["pending", "scanned", ["scanned", "asked"]],
  ["scanned", "scanned", ["scanned", "asked"]],
  ["pending", "phone_required", ["scanned", "phone_asked"]],
  ["scanned", "phone_required", ["confirmed", "phone_asked"]],
  ["pending", "granted", ["scanned", "unasked"]],
  ["scanned", "granted", ["confirmed"]],
  ["phone_required", "granted", ["phone_bound"]],
  ["granted", "granted", []],
  ["granted", "redeemed", ["redeemed"]],
  ["pending", "expired", ["expired"]],
  ["scanned", "declined", ["declined"]],
  ["pending", "cancelled", ["cancelled"]],
])("from %s to %s an attempt went these steps: %j", (before, after, steps) => {
  expect(stepsOf(before, after)).toEqual(steps);
});
