import { type Command, configured } from "../command.ts";

const ofAccount = {
  source: { value: "APPID", help: "the account; required if the configuration has several" },
} as const;

/** The commands about menus. */
export const menuCommands: readonly Command[] = [
  {
    name: "menu get",
    summary: "print an account's menu",
    details: ["The one below its chat, as JSON that `saoma menu set` takes."],
    options: { ...configured, ...ofAccount },
    run: async (values) => (await import("./get.ts")).run(values),
  },
  {
    name: "menu set",
    summary: "set an account's menu from a file",
    details: [
      'The file is in WeChat\'s own JSON: {"button": [{"type": "click", "name": "登录", "key": "SAOMA_LOGIN"}]}. Says',
      "everything that WeChat would refuse, then what would change, and asks. A button of type click with the key",
      "SAOMA_LOGIN gives people a code to type into the page.",
    ],
    word: { name: "file", help: "the menu, as JSON" },
    options: { ...configured, ...ofAccount, yes: { help: "skip the confirmation" } },
    run: async (values) => (await import("./set.ts")).run(values),
  },
  {
    name: "menu delete",
    summary: "delete an account's menu",
    details: ["Shows it, and asks. The menus for some people only (个性化菜单) go with it."],
    options: { ...configured, ...ofAccount, yes: { help: "skip the confirmation" } },
    run: async (values) => (await import("./delete.ts")).run(values),
  },
];
