import { expect, test } from "vitest";
import { createDisposableStack } from "../../src/base/disposable-stack.ts";

test("resources are closed in the opposite order of their opening, once", () => {
  const said: string[] = [];
  const stack = createDisposableStack();
  stack.defer(() => said.push("first"));
  stack.use({ [Symbol.dispose]: () => void said.push("second") });
  stack.dispose();
  stack.dispose();
  expect(said).toEqual(["second", "first"]);
});

test("one that fails keeps none from being closed, and the first error comes out", () => {
  const said: string[] = [];
  const stack = createDisposableStack();
  stack.defer(() => said.push("closed"));
  stack.defer(() => {
    throw new Error("late");
  });
  stack.defer(() => {
    throw new Error("early");
  });
  expect(() => stack.dispose()).toThrow("early");
  expect(said).toEqual(["closed"]);
});

test("what takes its time is awaited, one after the other", async () => {
  const said: string[] = [];
  const stack = createDisposableStack();
  stack.defer(async () => void said.push("service"));
  stack.defer(async () => {
    await Promise.resolve();
    said.push("listener");
    throw new Error("no such listener");
  });
  await expect(stack.disposeAsync()).rejects.toThrow("no such listener");
  expect(said).toEqual(["listener", "service"]);
});
