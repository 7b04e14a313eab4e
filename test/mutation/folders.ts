/** Code that is mutated, and the tests that must fail then. */
export interface Room {
  /** Globs, separated by commas. */
  readonly mutate: string;
  /** Globs, separated by spaces. */
  readonly tests: string;
  /** Tests through the whole service, run as one file (`login-flows.ts`). None may mock a module: the others would get the mock. */
  readonly flows?: readonly string[];
  /** The share of the mutants that the bounded form tries, 0 to 1: what fits into its time. */
  readonly share: number;
}

/** The folders of `login`, each with the flows that pass through it and few others. */
const foldersOfLogin = {
  accounts: "flow/linking flow/people flow/not-mine flow/restore flow/phone attack/taken-back attack/invitation",
  channels:
    "flow/auto flow/in-wechat flow/official-account-qr flow/official-account-code flow/mini-program flow/refused",
  "mini-program": "flow/mini-program flow/mini-program-sign-in attack/mini-program-sign-in attack/mini-program-number",
  notices: "flow/notices flow/not-mine attack/lost-wechat",
  oauth: "flow/in-wechat flow/open-platform flow/wechat-profile",
  openid: "flow/openid flow/openid-sso flow/openid-logout flow/openid-refresh attack/openid",
  operator:
    "attack/operator attack/lost-wechat attack/suspension attack/access attack/invitation attack/invitation-wait flow/webhooks",
  phone: "flow/bind-phone flow/sms-limits flow/phone",
  push: "flow/chat flow/handler flow/official-account-code flow/not-mine flow/website-push flow/typed-by-people",
  sessions: "flow/sessions flow/tokens flow/after-sign-in flow/terms attack/at-the-redeem attack/invitation",
  start: "flow/attempt flow/linking attack/terms flow/auto",
  steps: "flow/attempt-log flow/ended-line flow/clock-put-back",
  transition: "flow/undo flow/confirm-number flow/attempt flow/first-sign-in flow/union flow/linking attack/unasked",
  watch: "flow/known-browser attack/known-browsers flow/attempt",
  webhooks: "flow/webhooks",
  "wechat-server": "flow/wechat-server attack/wechat-server",
} as const;

const testsOfLogin = "test/login/**/*.test.ts test/flow/qr-reserve.test.ts test/mutation/login-flows.ts";

const ofFolder = ([folder, flows]: readonly [string, string]): readonly [string, Room] => [
  `login/${folder}`,
  {
    mutate: `src/login/${folder}/**/*.ts`,
    tests: testsOfLogin,
    flows: flows.split(" "),
    share: 1,
  },
];

/** The short flows. With all of them, first a run of minutes, then hundreds of tests of seconds for one survivor. */
const shortFlows = [
  "chat",
  "undo",
  "known-browser",
  "sessions",
  "handler",
  "notices",
  "union",
  "confirm-number",
  "first-sign-in",
  "bind-phone",
  "sms-limits",
  "people",
  "not-mine",
  "older-and-younger",
  "tokens",
  "website-push",
  "official-account-code",
  "official-account-qr",
  "in-wechat",
  "mini-program",
  "whose-answer",
  "whose-push",
  "clock-put-back",
];

/** The files of `login` that decide who is signed in and have tests on a store in memory, which are fast. */
const guards = {
  accounts: ["enter-invitation"],
  oauth: ["callback"],
  phone: ["phone-required", "verify-otp"],
  sessions: ["own-sessions", "redeem"],
  start: ["find-reusable"],
  transition: [
    "access",
    "decline-open",
    "find-session",
    "first-sign-in",
    "grant",
    "grant-link",
    "pair",
    "remove-wechat",
    "requesting-session",
    "require-approval",
    "sign-out",
    "single-sign-on",
    "still-valid",
    "undo",
  ],
} as const;

const testsOfGuards = [
  "find-reusable",
  "requesting-session",
  "grants",
  "own-sessions",
  "pair",
  "removal",
  "otp",
  "callback",
  "approvals",
  "redeem",
];

const filesOf = ([folder, names]: readonly [string, readonly string[]]): readonly string[] =>
  names.map((name) => `src/login/${folder}/${name}.ts`);

/** Tried if the command names no room. */
export const usual = ["push", "domain", "guards", "login"];

export const rooms: Readonly<Record<string, Room>> = {
  push: { mutate: "src/wechat/push/**/*.ts", tests: "test/wechat/push/**/*.test.ts", share: 0.2 },
  // Only with its unit tests: code that only the flows run counts as not tried.
  domain: { mutate: "src/domain/**/*.ts", tests: "test/domain/**/*.test.ts", share: 0.4 },
  guards: {
    mutate: Object.entries(guards).flatMap(filesOf).join(","),
    tests: `test/login/{${testsOfGuards.join(",")}}.test.ts`,
    share: 0.15,
  },
  login: {
    mutate: "src/login/**/*.ts",
    tests: testsOfLogin,
    flows: shortFlows.map((flow) => `flow/${flow}`),
    share: 0.01,
  },
  ...Object.fromEntries(Object.entries(foldersOfLogin).map(ofFolder)),
};
