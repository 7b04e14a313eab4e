import { type Command, configured, listening } from "./command.ts";
import { databaseCommands } from "./database-commands.ts";
import { menuCommands } from "./menu/commands.ts";
import { operatorCommands } from "./operator/commands.ts";
import { peopleCommands } from "./people/commands.ts";

/**
 * The commands of `saoma`. The code of a command is loaded when it is called, so that the simulator does not load the
 * service, and `--help` loads no command.
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
    summary: "run a simulated WeChat, with phones in the browser",
    details: ["Speaks WeChat's own paths, for any SDK in any language; open its address to hold the phones."],
    options: {
      world: { value: "FILE", help: "accounts and people, as JSON (default: one account of each kind, three people)" },
      ...listening(7090),
    },
    run: async (values) => (await import("./simulator.ts")).run(values),
  },
  {
    name: "simulator run",
    summary: "run an unmodified program against the simulator",
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
    summary: "create the configuration for a WeChat account, and print the values for its console",
    details: [
      "Asks at a terminal; each answer can be given as an option instead. Writes saoma.config.mts, .env with new",
      "secrets (mode 0600) and .gitignore, and then says what to put into WeChat's console, with the exact values.",
      "What is there already stays, unless --force says otherwise.",
    ],
    options: {
      kind: { value: "KIND", help: "service, subscription, test, mini-program or website" },
      appid: { value: "APPID", help: "the account's AppID" },
      name: { value: "NAME", help: "its name, as its followers know it" },
      secret: { value: "SECRET", help: "its AppSecret; not needed for a subscription" },
      origin: { value: "ORIGIN", help: "where people reach Saoma, as in https://www.example.com" },
      site: { value: "NAME", help: "what people sign in to (default the account's name)" },
      application: { value: "ID", help: "what the page calls it (default site)" },
      openid: { value: "URL", help: "the callback address of a program that signs people in by OpenID Connect" },
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
      yes: { help: "skip the confirmation" },
      force: { help: "replace an existing configuration and its secrets" },
    },
    run: async (values) => (await import("./init.ts")).run(values),
  },
  {
    name: "config check",
    summary: "check the configuration",
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
    options: {
      ...configured,
      ...listening(7080),
      "drain-delay": {
        value: "SECONDS",
        help: "how long a balancer has to notice by /readyz that the service stops, before it does (default 0)",
      },
    },
    run: async (values) => (await import("./serve.ts")).run(values),
  },
  {
    name: "doctor",
    summary: "check everything sign-in depends on, and suggest fixes",
    details: [
      "Asks the service at its origin as WeChat and browsers would, and WeChat about each account. The service must run.",
      "Changes nothing. Uses up, for each account: one token call of 500,000 a day; one QR of 100,000, or one link of",
      "500,000, over within two minutes; and a handful of other calls. Exits with 1 where something is broken.",
    ],
    options: { ...configured, json: { help: "print the findings as JSON" } },
    run: async (values) => (await import("./doctor.ts")).run(values),
  },
  ...menuCommands,
  ...databaseCommands,
  ...peopleCommands,
  ...operatorCommands,
];
