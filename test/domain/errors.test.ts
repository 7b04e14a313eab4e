import { expect, test } from "vitest";
import { errors, SaomaError } from "../../src/domain/errors.ts";

test("an error's message is that of its code, unless it has its own", () => {
  const cause = new Error("the reason");
  const error = new SaomaError("wrong_otp", { cause, detail: "for the log", retryAfter: 3 });
  expect(error).toMatchObject({ name: "SaomaError", code: "wrong_otp", detail: "for the log", retryAfter: 3 });
  expect(error.message).toBe(errors.wrong_otp.message);
  expect(error.cause).toBe(cause);
  expect(new SaomaError("wrong_otp", { message: "Another SMS is on its way." }).message).toBe(
    "Another SMS is on its way.",
  );
});
