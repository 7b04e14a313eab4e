import { expect, test } from "vitest";
import { isSigned, sign } from "../../../src/wechat/push/signature.ts";
import { official } from "../vectors.ts";

const timestamp = "1714036504";

const isTaken = (nonce: string): boolean =>
  isSigned(official.token, sign(official.token, timestamp, nonce, "text"), { timestamp, nonce }, "text");

test.each(["", "1", "486452656", "aZ09_-", "n".repeat(32), "n".repeat(33), "n".repeat(63)])(
  "the nonce %s is taken with its signature",
  (nonce) => {
    expect(isTaken(nonce)).toBe(true);
  },
);

test.each(["n".repeat(64), "n".repeat(65), "n".repeat(96), "a+b", "a/b", "a=", "+a", "a b", "a\n", "\na", "随机"])(
  "the nonce %j is not valid, whoever signed it",
  (nonce) => expect(isTaken(nonce)).toBe(false),
);
