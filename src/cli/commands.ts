import { type Command, configured, listening } from "./command.ts";

const ofAccount = {
  source: { value: "APPID", help: "the account, where the configuration has several" },
} as const;

const someone = { name: "account", help: "its id, APPID:OPENID, or phone:NUMBER" } as const;

/**
 * What `saoma` can do. Each is loaded when it is asked for: the simulator need not wait for the service's parts, nor
 * `--help` for any.
 */
export const commands: readonly Command[] = [
  {
    name: "dev",
    summary: "run simulator, service and a demo site together, with nothing to configure",
    details: [
      "Listens on 7080, the simulator on 7090, or on the next free ports. In the environment, SAOMA_PORT and",
      "SAOMA_SIMULATOR_PORT ask for a port by number, SAOMA_DATA names the folder of the database (default .saoma).",
    ],
    options: listening(7080),
    run: async (values) => (await import("./dev.ts")).run(values),
  },
  {
    name: "simulator",
    summary: "run a WeChat that behaves, with phones to hold in the browser",
    details: ["Speaks WeChat's own paths, for any SDK in any language; open its address to hold the phones."],
    options: {
      world: { value: "FILE", help: "accounts and people, as JSON (default: one account of each kind, three people)" },
      ...listening(7090),
    },
    run: async (values) => (await import("./simulator.ts")).run(values),
  },
  {
    name: "simulator run",
    summary: "run a program that takes the simulator for WeChat, with nothing of it changed",
    details: [
      "WeChat's hosts lead the program to a simulator behind TLS, with a certificate that is made for this run and that the",
      "program is told to trust. On Linux it runs in a network of its own, so that nothing can reach the real WeChat, and",
      "nothing else either: name the ports of its own that you want to open from here. Where there is no such network, it",
      "says which lines /etc/hosts needs. The phones are on 7090 or the next free port, as `saoma simulator` has them.",
    ],
    options: {
      world: { value: "FILE", help: "accounts and people, as JSON (default: one account of each kind, three people)" },
      port: { value: "PORT", help: "where the phones are; 0 for any free one (default 7090 or the next)" },
      forward: { value: "PORTS", help: "ports of the program that are reached from here, with commas" },
    },
    rest: { name: "program", help: "the program and its arguments, as in python app.py" },
    run: async (values, rest) => (await import("./simulator-run.ts")).run(values, rest),
  },
  {
    name: "init",
    summary: "write a configuration for one WeChat account, and say what its console wants",
    details: [
      "Asks at a terminal; each answer can be given as an option instead. Writes saoma.config.mts, .env with new",
      "secrets (mode 0600) and .gitignore, and then says what to put into WeChat's console, with the exact values.",
      "What is there already stays, unless --force says otherwise.",
    ],
    options: {
      kind: { value: "KIND", help: "service, subscription, test, mini-program or website" },
      appid: { value: "APPID", help: "the account's AppID" },
      name: { value: "NAME", help: "its name, as its followers know it" },
      secret: { value: "SECRET", help: "its AppSecret; a subscription needs none" },
      origin: { value: "ORIGIN", help: "where people reach Saoma, as in https://www.example.com" },
      site: { value: "NAME", help: "what people sign in to (default the account's name)" },
      application: { value: "ID", help: "what the page calls it (default site)" },
      proxies: { value: "LIST", help: "addresses of the proxies in front, with commas, or none (default 127.0.0.1)" },
      mode: { value: "MODE", help: "safe, compatible or plain (default safe; a test account has only plain)" },
      token: { value: "TOKEN", help: "the console's Token (default a new one; a mini-program goes without)" },
      "aes-key": { value: "KEY", help: "the console's EncodingAESKey (default a new one)" },
      database: { value: "FILE", help: "the SQLite file (default data/saoma.db)" },
      "mp-verify": { value: "FILE", help: "WeChat's MP_verify_….txt, to be served" },
      "in-wechat": {
        value: "YES|NO",
        help: "whether pages inside WeChat sign people in at once (default yes with --mp-verify, else no)",
      },
      wechat: { value: "ORIGIN", help: "where WeChat is: a proxy, or saoma simulator" },
      yes: { help: "ask nothing" },
      force: { help: "replace the configuration and the secrets that are there" },
    },
    run: async (values) => (await import("./init.ts")).run(values),
  },
  {
    name: "config check",
    summary: "say everything that is wrong with the configuration",
    details: [
      "All of it at once, and what is allowed but unwise. Secrets that the file leaves out are looked for in the",
      "environment and in .env beside it, as `saoma serve` does. What only shows while it runs, `saoma doctor` says.",
    ],
    options: configured,
    run: async (values) => (await import("./config-check.ts")).run(values),
  },
  {
    name: "serve",
    summary: "run the service",
    details: [
      "Logs go to standard error: one JSON object a line, or lines for people where that is a terminal (NO_COLOR is",
      "heard). SIGTERM finishes what is under way and exits with 0.",
    ],
    options: { ...configured, ...listening(7080) },
    run: async (values) => (await import("./serve.ts")).run(values),
  },
  {
    name: "doctor",
    summary: "try everything that sign-ins need, and say what mends it",
    details: [
      "Asks the service at its origin as WeChat and browsers would, and WeChat about each account. The service must run.",
      "Changes nothing. Uses up, for each account: one token call of 500,000 a day; one QR of 100,000, or one link of",
      "500,000, over within two minutes; and a handful of other calls. Exits with 1 where something is broken.",
    ],
    options: { ...configured, json: { help: "print the findings as JSON" } },
    run: async (values) => (await import("./doctor.ts")).run(values),
  },
  {
    name: "menu get",
    summary: "print an account's menu",
    details: ["The one below its chat, as JSON that `saoma menu set` takes."],
    options: { ...configured, ...ofAccount },
    run: async (values) => (await import("./menu/get.ts")).run(values),
  },
  {
    name: "menu set",
    summary: "give an account the menu of a file",
    details: [
      'The file is in WeChat\'s own JSON: {"button": [{"type": "click", "name": "登录", "key": "SAOMA_LOGIN"}]}. Says',
      "everything that WeChat would refuse, then what would change, and asks. A button of type click with the key",
      "SAOMA_LOGIN gives people a code to type into the page.",
    ],
    word: { name: "file", help: "the menu, as JSON" },
    options: { ...configured, ...ofAccount, yes: { help: "ask nothing" } },
    run: async (values) => (await import("./menu/set.ts")).run(values),
  },
  {
    name: "menu delete",
    summary: "take an account's menu away",
    details: ["Shows it, and asks. The menus for some people only (个性化菜单) go with it."],
    options: { ...configured, ...ofAccount, yes: { help: "ask nothing" } },
    run: async (values) => (await import("./menu/delete.ts")).run(values),
  },
  {
    name: "migrate",
    summary: "bring the database up to date",
    details: ["`saoma serve` does the same by itself when it starts."],
    options: configured,
    run: async (values) => (await import("./migrate.ts")).run(values),
  },
  {
    name: "backup",
    summary: "write a backup of the database, while the service runs or not",
    details: [
      "One file with mode 0600, checked whole before it has its name; what was deleted is not in it. It holds people's",
      "openids and names, and the keys of access tokens, sealed with SAOMA_SECRET, which it does not hold.",
    ],
    word: { name: "file", help: "the file to write" },
    options: { ...configured, force: { help: "replace a file that is there" } },
    run: async (values) => (await import("./backup.ts")).run(values),
  },
  {
    name: "restore",
    summary: "put a backup in the place of the database, and sign everybody out",
    details: [
      "Asks first. The service must be stopped. A backup that is damaged or of a newer Saoma is refused, an older one is",
      "brought up to date. All sessions end, tokens and sign-ins under way too, so that what was ended since the backup",
      "does not live again. The database that stood there is kept beside. Interrupted, it leaves the one or the other.",
    ],
    word: { name: "file", help: "the backup", unless: "in-place" },
    options: {
      ...configured,
      "in-place": { help: "of a PostgreSQL that pg_restore has filled: sign everybody out" },
      yes: { help: "ask nothing" },
    },
    run: async (values) => (await import("./restore.ts")).run(values),
  },
  {
    name: "move",
    summary: "take all of a SQLite file into the configured PostgreSQL",
    details: [
      "The service must be stopped. The file stays as it is, and must be of this version (`saoma migrate`); the PostgreSQL",
      "must be empty. All rows are there in the end, counted table by table, or none. Nobody is signed out: keep",
      "SAOMA_SECRET.",
    ],
    word: { name: "file", help: "the SQLite file" },
    options: configured,
    run: async (values) => (await import("./move.ts")).run(values),
  },
  {
    name: "keys rotate",
    summary: "give access tokens a new signing key",
    details: [
      "The new key is published at once and used in six minutes; the old one stays published until the last token",
      "it signed is over. A running service takes notice by itself, and nobody is signed out.",
    ],
    options: configured,
    run: async (values) => (await import("./keys-rotate.ts")).run(values),
  },
  {
    name: "identities report",
    summary: "list people who seem to have two accounts",
    details: [
      "WeChat gave a unionId that another account has already, or another one than before. Nothing was merged and",
      "nobody was kept out: each identity goes on with the account it had. People's ids are shortened.",
    ],
    options: configured,
    run: async (values) => (await import("./identities-report.ts")).run(values),
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
    run: async (values) => (await import("./people/renumber.ts")).run(values),
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
    run: async (values) => (await import("./people/import.ts")).run(values),
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
    run: async (values) => (await import("./people/account-list.ts")).run(values),
  },
  {
    name: "account show",
    summary: "say who somebody is, and what is kept about them",
    details: ["Phone and WeChat's ids are shortened."],
    word: someone,
    options: configured,
    run: async (values) => (await import("./people/account.ts")).show(values),
  },
  {
    name: "account export",
    summary: "print everything that is kept about somebody, as JSON",
    details: ["Whole rows, by table. What proves who somebody is was never kept but as a hash, and reads [hash]."],
    word: someone,
    options: configured,
    run: async (values) => (await import("./people/account.ts")).exportFile(values),
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
    run: async (values) => (await import("./people/account.ts")).signOut(values),
  },
  {
    name: "account delete",
    summary: "delete somebody's account and everything that is kept about them",
    details: [
      "They are signed out everywhere at once. There is no way back but a backup. Without --yes it says what would go.",
    ],
    word: someone,
    options: { yes: { help: "do it" }, ...configured },
    run: async (values) => (await import("./people/account.ts")).erase(values),
  },
  {
    name: "audit",
    summary: "print what the operator changed, one JSON object a line",
    details: [
      "The oldest first: who, what, before, after, when. Nothing is ever taken out of it but deleted people: their lines",
      "stay, without saying whom they were about.",
    ],
    options: { ...configured, after: { value: "SEQ", help: "only what comes after the line of this seq" } },
    run: async (values) => (await import("./operator/audit.ts")).run(values),
  },
  {
    name: "admin-key add",
    summary: "make a key for the operator's listener",
    details: ["Prints it, this once; the database keeps its hash. It counts at once, for a service that runs, too."],
    word: { name: "label", help: "what the audit calls it, such as prometheus" },
    options: { ...configured, right: { value: "RIGHT", help: "read, or write to change things too (default read)" } },
    run: async (values) => (await import("./operator/admin-key.ts")).add(values),
  },
  {
    name: "admin-key list",
    summary: "print the labels and rights of the operator's keys",
    options: configured,
    run: async (values) => (await import("./operator/admin-key.ts")).list(values),
  },
  {
    name: "admin-key end",
    summary: "end a key of the operator's listener",
    details: ["At once, for a service that runs, too. Its label stays taken, because the audit has it."],
    word: { name: "label", help: "the key's label" },
    options: configured,
    run: async (values) => (await import("./operator/admin-key.ts")).end(values),
  },
];
