import type { Scenario } from "./scenario.ts";

const one = { browsers: 1, attempts: 1, people: 1, messages: 3, deliveries: 2 } as const;
const two = { browsers: 2, attempts: 2, people: 2, messages: 4, deliveries: 2 } as const;
const ask = { confirm: "new-browser", newcomers: "create" } as const;

/** Small worlds, each with one thing that may go wrong, in the order in which a bug is looked for. */
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
  { name: "two of all", ...ask, ...two },
];

/** Everything at once, under each policy. */
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
