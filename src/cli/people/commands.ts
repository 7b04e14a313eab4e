import { type Command, configured } from "../command.ts";

const someone = { name: "account", help: "its id, APPID:OPENID, or phone:NUMBER" } as const;

/** The commands about people and their accounts. */
export const peopleCommands: readonly Command[] = [
  {
    name: "identities report",
    summary: "list people who seem to have two accounts",
    details: [
      "WeChat gave a unionId that another account has already, or another one than before. Nothing was merged and",
      "nobody was locked out: each identity keeps its account. Ids of people are shortened.",
    ],
    options: configured,
    run: async (values) => (await import("../identities-report.ts")).run(values),
  },
  {
    name: "identities migrate",
    summary: "migrate openids after a 公众号迁移",
    details: [
      "FILE is CSV with the columns ori_openid and new_openid, as WeChat's changeopenid answers them. Each account gets",
      "its person's identity at the new source; the old one stays, and so do sessions. Where the new one is another",
      "account's already, both are listed and nothing is merged. Doing it again adds nothing.",
    ],
    options: {
      from: { value: "APPID", help: "the old account; it need not be configured" },
      to: { value: "APPID", help: "the new one" },
      file: { value: "FILE", help: "a CSV of old and new openids" },
      "dry-run": { help: "show what would be done, without writing anything" },
      ...configured,
    },
    run: async (values) => (await import("./migrate-openids.ts")).run(values),
  },
  {
    name: "import",
    summary: "import the users of an existing site",
    details: [
      "CSV with a head line, or one JSON object a line in a file whose name ends in .ndjson. Columns: id (yours, which the",
      "account keeps), name, phone, phoneSeenAt, unionid with platform, appid with openid, createdAt. A record is taken",
      "whole or not at all; each that is not is named by its line, and the exit is 1. Importing again creates no duplicates.",
    ],
    word: { name: "file", help: "the people, in UTF-8" },
    options: { "dry-run": { help: "show what would be done, without writing anything" }, ...configured },
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
      most: { value: "NUMBER", help: "how many accounts, up to 1000 (default 50)" },
      after: { value: "ID", help: "continue after this account" },
      json: { help: "print one JSON object a line" },
      ...configured,
    },
    run: async (values) => (await import("./account-list.ts")).run(values),
  },
  {
    name: "account show",
    summary: "show a person and what is stored about them",
    details: ["Phone and WeChat's ids are shortened."],
    word: someone,
    options: configured,
    run: async (values) => (await import("./account.ts")).show(values),
  },
  {
    name: "account export",
    summary: "export everything stored about a person, as JSON",
    details: ["Whole rows, by table. What proves who somebody is was never kept but as a hash, and reads [hash]."],
    word: someone,
    options: configured,
    run: async (values) => (await import("./account.ts")).exportFile(values),
  },
  {
    name: "account sign-out",
    summary: "sign a person out of every browser and device",
    details: [
      "At once, also of what they are signed in to by tokens: an access token is good for its ten minutes.",
      "Their browsers are strangers again: a scan asks before it signs them in.",
    ],
    word: someone,
    options: configured,
    run: async (values) => (await import("./account.ts")).signOut(values),
  },
  {
    name: "account suspend",
    summary: "suspend an account: nobody can sign in to it",
    details: [
      "Every way of signing in refuses its people, and says why. Their sessions and tokens end at once; an access token",
      "that a backend verifies by itself is good for its ten minutes.",
    ],
    word: someone,
    options: configured,
    run: async (values) => (await import("./suspend.ts")).suspend(values),
  },
  {
    name: "account unsuspend",
    summary: "lift the suspension of an account",
    word: someone,
    options: configured,
    run: async (values) => (await import("./suspend.ts")).unsuspend(values),
  },
  {
    name: "account lost",
    summary: "mark a person's WeChat as lost, or remove the mark",
    details: [
      "A lost WeChat cannot sign in, approve or object, and gets no notices; a person who uses it is told why.",
      "What it signed in ends at once. Marked from the console or the Admin API, it may still object to announced changes",
      "until it is marked here, too. Where the account has several, --wechat says which: account show names them.",
    ],
    word: someone,
    options: {
      wechat: { value: "ID", help: "the WeChat, by its id or as APPID:OPENID" },
      found: { help: "remove the mark" },
      ...configured,
    },
    run: async (values) => (await import("./lost.ts")).run(values),
  },
  {
    name: "account invite",
    summary: "create a one-time code that links a new WeChat to an account",
    details: [
      "For a person who has lost their only WeChat, or whom you imported. Send them the code in a way that reaches only them:",
      "a number that you have known for long, or in person. They open a sign-in page with <saoma-login invitation>, type the",
      "code, scan with the new WeChat, and type the pairing code that WeChat then shows. The code is valid for 24 hours and",
      "one use, and replaces an earlier one. The account's WeChats are told. A code from the console or the Admin API comes",
      "into force only after 24 hours, and the account's WeChats may cancel it until then.",
    ],
    word: someone,
    options: { cancel: { help: "cancel the invitation that is not used yet" }, ...configured },
    run: async (values) => (await import("./invite.ts")).run(values),
  },
  {
    name: "group add",
    summary: "put somebody into a group",
    details: [
      "They enter the applications whose `access` names the group. Who has never signed in is put in by the account that",
      "saoma import or the Admin API made for them.",
    ],
    word: someone,
    options: { group: { value: "NAME", help: "the group, which is there once somebody is in it" }, ...configured },
    run: async (values) => (await import("./groups.ts")).add(values),
  },
  {
    name: "group remove",
    summary: "take somebody out of a group",
    details: ["Their sessions at applications that are for none of their other groups end at once."],
    word: someone,
    options: { group: { value: "NAME", help: "the group" }, ...configured },
    run: async (values) => (await import("./groups.ts")).remove(values),
  },
  {
    name: "group list",
    summary: "list who is in a group",
    details: ["One account a line, by its id and its name."],
    options: { group: { value: "NAME", help: "the group" }, ...configured },
    run: async (values) => (await import("./groups.ts")).list(values),
  },
  {
    name: "account delete",
    summary: "delete an account and everything stored about its person",
    details: [
      "They are signed out everywhere at once. There is no way back but a backup. Without --yes it says what would go.",
    ],
    word: someone,
    options: { yes: { help: "do it" }, ...configured },
    run: async (values) => (await import("./account.ts")).erase(values),
  },
];
