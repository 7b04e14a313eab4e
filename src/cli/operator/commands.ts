import { type Command, configured } from "../command.ts";

/** The commands about the operator's listener, its keys, webhooks and audit log. */
export const operatorCommands: readonly Command[] = [
  {
    name: "audit",
    summary: "print the audit log, one JSON object a line",
    details: [
      "The oldest first: who, what, before, after, when. Nothing is ever taken out of it but deleted people: their lines",
      "stay, without saying whom they were about.",
    ],
    options: { ...configured, after: { value: "SEQ", help: "only lines after this seq" } },
    run: async (values) => (await import("./audit.ts")).run(values),
  },
  {
    name: "attempt show",
    summary: "show what happened to one sign-in, step by step",
    details: [
      "Its steps, WeChat's pushes about it with our replies, and calls to WeChat with errcode and rid. The id is `attempt` in",
      "the log. Kept for 30 days (`attemptLog.keep`); of a service that runs, the last second may be missing.",
    ],
    word: { name: "attempt", help: "its id" },
    options: configured,
    run: async (values) => (await import("./attempt.ts")).run(values),
  },
  {
    name: "webhook list",
    summary: "list the webhooks, what waits for each, and which letters are dead",
    options: configured,
    run: async (values) => (await import("./webhook.ts")).listWebhooks(values),
  },
  {
    name: "webhook resend",
    summary: "send a webhook's letter again",
    details: [
      "One that is dead, or that was delivered in the last seven days. It comes out of order, and its body says so",
      "(outOfOrder). Later letters of its account that it holds back go on once it is taken.",
    ],
    word: { name: "letter", help: "its id, as webhook list and webhook-id have it" },
    options: configured,
    run: async (values) => (await import("./webhook.ts")).resend(values),
  },
  {
    name: "console link",
    summary: "create a one-time link that signs you in to the console",
    details: [
      "The console is on the operator's listener: the service has to run with `admin`. The link is good once, for ten minutes,",
      "and the session for eight hours. Deleting, suspending, inviting and ending sessions need a proof of the last",
      "five minutes.",
    ],
    options: {
      ...configured,
      name: { value: "NAME", help: "your name in the audit log (default operator)" },
      right: { value: "RIGHT", help: "read, or write to change things too (default write)" },
    },
    run: async (values) => (await import("./console.ts")).link(values),
  },
  {
    name: "console list",
    summary: "list who is signed in to the console",
    details: ["Lists sessions, and links that have not been opened yet. Pass the name in brackets to console end."],
    options: configured,
    run: async (values) => (await import("./console.ts")).listSessions(values),
  },
  {
    name: "console end",
    summary: "sign an administrator out of the console",
    details: [
      "Ends the console sessions of this name, and its links that have not been opened. To keep out an administrator who signs",
      "in by WeChat, take them out of admin.administrators, too.",
    ],
    word: { name: "name", help: "the name, as console list shows it in brackets" },
    options: configured,
    run: async (values) => (await import("./console.ts")).endSessions(values),
  },
  {
    name: "admin-key add",
    summary: "create a key for the operator's listener",
    details: ["Prints it, this once; the database keeps its hash. It counts at once, for a service that runs, too."],
    word: { name: "label", help: "its name in the audit log, such as prometheus" },
    options: {
      ...configured,
      right: {
        value: "RIGHT",
        help: "read, write to change things too, or token for access tokens alone (default read)",
      },
    },
    run: async (values) => (await import("./admin-key.ts")).add(values),
  },
  {
    name: "admin-key list",
    summary: "list the operator's keys with their rights",
    options: configured,
    run: async (values) => (await import("./admin-key.ts")).list(values),
  },
  {
    name: "admin-key end",
    summary: "revoke a key of the operator's listener",
    details: ["At once, for a service that runs, too. Its label stays taken, because the audit has it."],
    word: { name: "label", help: "the key's label" },
    options: configured,
    run: async (values) => (await import("./admin-key.ts")).end(values),
  },
];
