import { expect, test } from "vitest";
import { verifyEcho } from "../../../src/wechat/index.ts";
import { isSigned, sign } from "../../../src/wechat/push/signature.ts";
import { official } from "../vectors.ts";

const echo = {
  signature: "f464b24fc39322e44b38aa78f5edd27bd1441696",
  timestamp: "1714036504",
  nonce: "1514711492",
  echostr: "4375120948345356249",
};

test.each(["plain", "compatible", "safe"] as const)("the documented echo is answered in %s mode", (mode) => {
  expect(verifyEcho({ ...official, mode }, echo)).toBe("4375120948345356249");
});

test("the documented plaintext POST has the documented signature (C)", () => {
  expect(sign(official.token, "1714037059", "486452656")).toBe("899cf89e464efb63f54ddac96b0a0a235f53aa78");
});

test.each(["signature", "timestamp", "nonce"] as const)(
  "an echo with any character of its %s changed is not answered",
  (name) => {
    for (let at = 0; at < echo[name].length; at++) {
      const changed = echo[name].slice(0, at) + (echo[name][at] === "0" ? "1" : "0") + echo[name].slice(at + 1);
      expect(verifyEcho(official, { ...echo, [name]: changed })).toBeUndefined();
    }
  },
);

test.each(["signature", "timestamp", "nonce"] as const)("an echo without a %s is not answered", (name) => {
  const { [name]: _, ...rest } = echo;
  expect(verifyEcho(official, rest)).toBeUndefined();
});

test("a signature in capitals, with a suffix or empty is invalid", () => {
  for (const signature of [echo.signature.toUpperCase(), `${echo.signature}0`, echo.signature.slice(1), ""]) {
    expect(isSigned(official.token, signature, echo)).toBe(false);
  }
});
