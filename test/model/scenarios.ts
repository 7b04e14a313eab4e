import type { Act } from "./acts.ts";
import type { Scenario } from "./scenario.ts";

const one = { browsers: 1, attempts: 1, people: 1, messages: 3, deliveries: 2 } as const;
const two = { browsers: 2, attempts: 2, people: 2, messages: 4, deliveries: 2 } as const;
const ask = { confirm: "new-browser", newcomers: "create" } as const;

/** A person is signed in by their WeChat, and has approved with it that another one is added. */
const scan = (person: number, attempt: number): Act => ({
  do: "say",
  words: { kind: "scan", person, attempt, copy: 0 },
});
const signedIn: readonly Act[] = [
  { do: "start", browser: 0, application: 0 },
  scan(0, 0),
  { do: "redeem", browser: 0, attempt: 0, how: "answered" },
];
const approved: readonly Act[] = [
  ...signedIn,
  { do: "start", browser: 0, application: 0, purpose: "prove" },
  scan(0, 1),
  { do: "say", words: { kind: "tap", person: 0, attempt: 1, says: "yes" } },
  { do: "fetch", browser: 0, attempt: 1, how: "answered" },
];
const linked: readonly Act[] = [
  ...approved,
  { do: "start", browser: 0, application: 0, purpose: "link" },
  scan(2, 2),
  { do: "pair", attempt: 2, code: "right" },
  { do: "fetch", browser: 0, attempt: 2, how: "answered" },
];
const boundPhone: readonly Act[] = [
  { do: "start", browser: 0, application: 0 },
  scan(0, 0),
  { do: "pair", attempt: 0, code: "right" },
  { do: "text", browser: 0, attempt: 0 },
  { do: "enter", browser: 0, attempt: 0, code: "right" },
  { do: "redeem", browser: 0, attempt: 0, how: "answered" },
];
const link = {
  ...ask,
  ...one,
  confirm: "never",
  people: 3,
  messages: 6,
  deliveries: 1,
  calm: true,
  linking: true,
} as const;

/** Small worlds, each with one kind of trouble, in the order in which they are searched for a bug. */
export const small: readonly Scenario[] = [
  { name: "one person", ...ask, ...one },
  { name: "always asked", ...ask, ...one, confirm: "always" },
  { name: "power cuts", ...ask, ...one, messages: 2, crashes: true, reorder: true },
  { name: "hints", ...ask, ...one, hints: true, reorder: true },
  { name: "plaintext", ...ask, ...one, plain: true, foreign: true },
  { name: "limits", ...ask, ...one, limit: 2 },
  { name: "unfollow", ...ask, ...one, unfollow: true },
  { name: "newcomers refused", ...ask, ...one, newcomers: "refuse" },
  { name: "newcomers bind a phone", ...ask, ...one, newcomers: "bind-phone" },
  {
    name: "two newcomers, one phone",
    ...ask,
    ...two,
    deliveries: 1,
    confirm: "never",
    newcomers: "bind-phone",
    calm: true,
    messages: 2,
  },
  { name: "two people", ...ask, ...one, people: 2 },
  { name: "two applications", ...ask, ...one, attempts: 2, twoApplications: true },
  {
    name: "two applications, of which one asks nobody",
    ...ask,
    ...one,
    attempts: 2,
    deliveries: 1,
    calm: true,
    twoApplications: true,
    mixed: true,
  },
  { name: "two attempts", ...ask, ...one, attempts: 2, messages: 4 },
  { name: "one browser, twice", ...ask, ...one, attempts: 2, messages: 4, deliveries: 1, calm: true },
  {
    name: "two members, one browser",
    ...ask,
    ...one,
    attempts: 2,
    people: 2,
    members: true,
    deliveries: 1,
    calm: true,
  },
  {
    name: "one browser, twice, always asked",
    ...ask,
    ...one,
    confirm: "always",
    attempts: 2,
    deliveries: 1,
    calm: true,
  },
  { name: "a link is asked for", ...link, attempts: 2, prelude: signedIn },
  { name: "a link is approved", ...link, attempts: 3, prelude: approved },
  { name: "one approval, two links", ...link, people: 4, attempts: 4, prelude: linked },
  {
    name: "the phone is an account's already",
    ...ask,
    ...two,
    deliveries: 1,
    confirm: "never",
    newcomers: "bind-phone",
    calm: true,
    prelude: boundPhone,
  },
  {
    name: "a stranger scans the page of a newcomer with a phone",
    ...ask,
    ...one,
    people: 2,
    confirm: "never",
    newcomers: "bind-phone",
  },
  { name: "two of all", ...ask, ...two },
];

/** Worlds with all acts at once, one for each policy. */
export const large: readonly Scenario[] = (["new-browser", "always", "never"] as const).map((confirm) => ({
  name: `everything, confirm: ${confirm}`,
  ...ask,
  ...two,
  confirm,
  messages: 5,
  deliveries: 3,
  reorder: true,
  crashes: true,
  hints: true,
  plain: true,
  foreign: true,
  unfollow: true,
}));
