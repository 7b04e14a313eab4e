import { expect, test } from "vitest";
import { afterConfirm, afterScan, type Policy, policyFor } from "../../src/domain/policy.ts";

const policy: Policy = {
  confirm: "new-browser",
  confirmBy: "tap",
  newcomers: "create",
  phoneMatch: "link",
  rememberBrowser: "until-sign-out",
};

type Confirm = Policy["confirm"];
type Newcomers = Policy["newcomers"];

const known = { newcomer: false, knownBrowser: true };
const elsewhere = { newcomer: false, knownBrowser: false };
const newcomer = { newcomer: true, knownBrowser: false };
/** Another person's newcomer in a known browser: the browser must not count as known for them. */
const newcomerInKnown = { newcomer: true, knownBrowser: true };

test.each<[Confirm, string, string]>([
  ["new-browser", "grant", "ask"],
  ["always", "ask", "ask"],
  ["never", "grant", "grant"],
])("with confirm `%s` a known browser gives %s, and another %s", (confirm, inKnown, inOther) => {
  expect(afterScan({ ...policy, confirm }, known)).toBe(inKnown);
  expect(afterScan({ ...policy, confirm }, elsewhere)).toBe(inOther);
});

test.each<[Newcomers, Confirm, string, string]>([
  ["create", "never", "grant", "grant"],
  ["create", "new-browser", "ask", "grant"],
  ["create", "always", "ask", "ask"],
  ["bind-phone", "never", "phone", "phone"],
  ["bind-phone", "new-browser", "ask", "phone"],
  ["bind-phone", "always", "ask", "ask"],
  ["refuse", "never", "refuse", "refuse"],
  ["refuse", "new-browser", "refuse", "refuse"],
  ["refuse", "always", "refuse", "refuse"],
])(
  "with newcomers `%s` and confirm `%s` a newcomer's scan gives %s, and in a known browser %s",
  (newcomers, confirm, inOther, inKnown) => {
    expect(afterScan({ ...policy, newcomers, confirm }, newcomer)).toBe(inOther);
    expect(afterScan({ ...policy, newcomers, confirm }, newcomerInKnown)).toBe(inKnown);
  },
);

test.each<Newcomers>(["create", "bind-phone", "refuse"])(
  "with newcomers `%s` whoever has an account is asked for no phone and not refused",
  (newcomers) => {
    expect(afterScan({ ...policy, newcomers }, known)).toBe("grant");
    expect(afterScan({ ...policy, newcomers }, elsewhere)).toBe("ask");
    expect(afterConfirm({ newcomers }, known)).toBe("grant");
  },
);

test("a confirm grants, except for a newcomer who has to bind a phone", () => {
  expect(afterConfirm({ newcomers: "bind-phone" }, newcomer)).toBe("phone");
  expect(afterConfirm({ newcomers: "create" }, newcomer)).toBe("grant");
  expect(afterConfirm({ newcomers: "refuse" }, newcomer)).toBe("grant");
});

const strict: Policy = {
  confirm: "never",
  confirmBy: "number",
  newcomers: "refuse",
  phoneMatch: "conflict",
  rememberBrowser: "never",
};

test("an attempt to sign in has the application's policy as it is", () => {
  expect(policyFor({ purpose: "sign-in" }, strict)).toEqual(strict);
});

test.each([
  ["prove", "always", "ask"],
  ["link", "never", "grant"],
] as const)("whoever answers an attempt to %s is asked %s, whatever the application asks", (purpose, confirm, next) => {
  expect(policyFor({ purpose }, strict)).toEqual({ ...strict, confirm, newcomers: "create", asksPhone: false });
  expect(policyFor({ purpose }, policy)).toEqual({ ...policy, confirm, asksPhone: false });
  expect(afterScan(policyFor({ purpose }, strict), newcomer)).toBe(next);
});

test("who approves that the account's phone is changed shows the new one, newcomer or not", () => {
  const changing = policyFor({ purpose: "prove", approves: "phone" }, strict);
  expect([afterScan(changing, known), afterConfirm(changing, known)]).toEqual(["ask", "phone"]);
  expect(afterConfirm(policyFor({ purpose: "prove", approves: "delete" }, strict), known)).toBe("grant");
});

test("an attempt by an invitation is asked like a link, whatever it was begun for", () => {
  const asked = policyFor({ purpose: "prove", approves: "phone", invitation: "hash" }, policy);
  expect(asked).toMatchObject({ confirm: "never", newcomers: "create", asksPhone: false });
});
