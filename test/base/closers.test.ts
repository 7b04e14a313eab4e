import { expect, test } from "vitest";
import { createClosers } from "../../src/base/closers.ts";

test("what was opened is closed in the opposite order, once", () => {
  const said: string[] = [];
  const closers = createClosers();
  closers.defer(() => said.push("first"));
  closers.use({ [Symbol.dispose]: () => void said.push("second") });
  closers.dispose();
  closers.dispose();
  expect(said).toEqual(["second", "first"]);
});

test("one that fails keeps none from being closed, and the first error comes out", () => {
  const said: string[] = [];
  const closers = createClosers();
  closers.defer(() => said.push("closed"));
  closers.defer(() => {
    throw new Error("late");
  });
  closers.defer(() => {
    throw new Error("early");
  });
  expect(() => closers.dispose()).toThrow("early");
  expect(said).toEqual(["closed"]);
});

test("what takes its time is awaited, one after the other", async () => {
  const said: string[] = [];
  const closers = createClosers();
  closers.defer(async () => void said.push("service"));
  closers.defer(async () => {
    await Promise.resolve();
    said.push("listener");
    throw new Error("no such listener");
  });
  await expect(closers.disposeAsync()).rejects.toThrow("no such listener");
  expect(said).toEqual(["listener", "service"]);
});
