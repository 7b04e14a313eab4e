import { type Command, configured } from "../command.ts";

const someone = { name: "account", help: "its id, APPID:OPENID, or phone:NUMBER" } as const;

/** What `saoma` does to people and their accounts. */
export const peopleCommands: readonly Command[] = [
  {
    name: "identities report",
    summary: "list people who seem to have two accounts",
    details: [
      "WeChat gave a unionId that another account has already, or another one than before. Nothing was merged and",
      "nobody was kept out: each identity goes on with the account it had. People's ids are shortened.",
    ],
    options: configured,
    run: async (values) => (await import("../identities-report.ts")).run(values),
  },
  {
    name: "identities migrate",
    summary: "give people the openids that they have at an account that took another one's place (公众号迁移)",
    details: [
      "FILE is CSV with the columns ori_openid and new_openid, as WeChat's changeopenid answers them. Each account gets",
      "its person's identity at the new source; the old one stays, and so do sessions. Where the new one is another",
      "account's already, both are listed and nothing is merged. Doing it again adds nothing.",
    ],
    options: {
      from: { value: "APPID", help: "the old account, which need not be configured any more" },
      to: { value: "APPID", help: "the new one" },
      file: { value: "FILE", help: "which openid became which" },
      "dry-run": { help: "say what would be done, and write nothing" },
      ...configured,
    },
    run: async (values) => (await import("./migrate-openids.ts")).run(values),
  },
  {
    name: "import",
    summary: "bring the people of an existing site along",
    details: [
      "CSV with a head line, or one JSON object a line in a file whose name ends in .ndjson. Columns: id (yours, which the",
      "account keeps), name, phone, unionid with platform, appid with openid, createdAt. A record is taken whole or not at",
      "all; each that is not is named by its line, and the exit is 1. Doing it again doubles nobody.",
    ],
    word: { name: "file", help: "the people, in UTF-8" },
    options: { "dry-run": { help: "say what would be done, and write nothing" }, ...configured },
    run: async (values) => (await import("./import.ts")).run(values),
  },
  {
    name: "account list",
    summary: "list accounts, the newest first",
    details: [
      "Each with its id, its name, its phone (shortened), since when it is there and when somebody was signed in to it",
      "last. Where there are more, the last line says how to go on.",
    ],
    options: {
      most: { value: "NUMBER", help: "how many, up to 1000 (default 50)" },
      after: { value: "ID", help: "go on after this account" },
      json: { help: "print one JSON object a line" },
      ...configured,
    },
    run: async (values) => (await import("./account-list.ts")).run(values),
  },
  {
    name: "account show",
    summary: "say who somebody is, and what is kept about them",
    details: ["Phone and WeChat's ids are shortened."],
    word: someone,
    options: configured,
    run: async (values) => (await import("./account.ts")).show(values),
  },
  {
    name: "account export",
    summary: "print everything that is kept about somebody, as JSON",
    details: ["Whole rows, by table. What proves who somebody is was never kept but as a hash, and reads [hash]."],
    word: someone,
    options: configured,
    run: async (values) => (await import("./account.ts")).exportFile(values),
  },
  {
    name: "account sign-out",
    summary: "sign somebody out of every browser and device",
    details: [
      "At once, also of what they are signed in to by tokens: an access token is good for its ten minutes.",
      "Their browsers are strangers again: a scan asks before it signs them in.",
    ],
    word: someone,
    options: configured,
    run: async (values) => (await import("./account.ts")).signOut(values),
  },
  {
    name: "account lost",
    summary: "mark a WeChat of somebody's as lost, or found again",
    details: [
      "A lost WeChat signs nobody in, approves and objects to nothing, and is told nothing; whoever uses it is told why.",
      "What it signed in ends at once. Where the account has several, --wechat says which: account show names them.",
    ],
    word: someone,
    options: {
      wechat: { value: "ID", help: "which one, by its id or as APPID:OPENID" },
      found: { help: "take the mark back" },
      ...configured,
    },
    run: async (values) => (await import("./lost.ts")).run(values),
  },
  {
    name: "account invite",
    summary: "make a one-time code by which somebody comes to their account with a new WeChat",
    details: [
      "For somebody whose only WeChat is gone, or whom you brought along. Give it to them by a way on which you know them.",
      "They type it into a sign-in page that has <saoma-login invitation>, answer that page with the new WeChat, and type",
      "the pairing code that it shows. Good for 24 hours, once, in the place of the one before. The account's WeChats are told.",
    ],
    word: someone,
    options: configured,
    run: async (values) => (await import("./invite.ts")).run(values),
  },
  {
    name: "account delete",
    summary: "delete somebody's account and everything that is kept about them",
    details: [
      "They are signed out everywhere at once. There is no way back but a backup. Without --yes it says what would go.",
    ],
    word: someone,
    options: { yes: { help: "do it" }, ...configured },
    run: async (values) => (await import("./account.ts")).erase(values),
  },
];
