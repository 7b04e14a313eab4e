// The environment variables, for the page of the configuration and `.env.example`.
interface Variable {
  readonly name: string;
  readonly what: string;
  readonly group: "secret" | "dev";
  readonly example: string;
}

const variables: readonly Variable[] = [
  {
    name: "SAOMA_SECRET",
    group: "secret",
    example: "",
    what: "Signs sessions and access tokens; at least 32 random characters. Make it with `openssl rand -base64 48`, and keep it: with another one, codes and prompts that wait are void, and access tokens get a new key",
  },
  {
    name: "SAOMA_DATABASE_URL",
    group: "secret",
    example: "",
    what: "A PostgreSQL's URL, as in `postgres://user:password@host:5432/saoma`; only where `database` names no file",
  },
  {
    name: "SAOMA_REDIS_URL",
    group: "secret",
    example: "",
    what: "The URL of a Redis or Valkey that instances share, as in `redis://user:password@host:6379/0`",
  },
  {
    name: "SAOMA_<APPID>_SECRET",
    group: "secret",
    example: "",
    what: "The AppSecret of WeChat's console; a `subscription` needs none",
  },
  {
    name: "SAOMA_<APPID>_TOKEN",
    group: "secret",
    example: "",
    what: "The Token of the console's server settings; a `website` and a `mini-program` need it for their pushes only",
  },
  {
    name: "SAOMA_<APPID>_AES_KEY",
    group: "secret",
    example: "",
    what: 'The EncodingAESKey of the console\'s server settings; not with `mode: "plain"`',
  },
  {
    name: "SAOMA_SMS_SECRET",
    group: "secret",
    example: "",
    what: "The secret of `sms.sender`: AccessKey Secret, SecretKey, or what your own SMS server shares with Saoma; only where newcomers bind a phone",
  },
  {
    name: "SAOMA_WEBHOOK_SECRET",
    group: "secret",
    example: "",
    what: "What webhooks are signed with, where they have no `secret` of their own: the output of `echo whsec_$(openssl rand -base64 32)`; only with webhooks",
  },
  {
    name: "SAOMA_ADMIN_KEY",
    group: "secret",
    example: "",
    what: "The first key of the operator's listener, which may do everything; at least 32 random characters; only with `admin`",
  },
  {
    name: "SAOMA_<APPLICATION>_WECHAT_SERVER_TOKEN",
    group: "secret",
    example: "",
    what: "What a site sends that calls `/compat/wechat-server`; the application's id in capitals, `_` for `-`. Or `sha256:` and its hash",
  },
  {
    name: "SAOMA_<APPLICATION>_CLIENT_SECRET",
    group: "secret",
    example: "",
    what: "The client secret of an application with `openid`: letters and digits, at least 32, from `openssl rand -hex 32`; two with a space between while it is changed; none for a public client",
  },
  {
    name: "SAOMA_PORT",
    group: "dev",
    example: "7080",
    what: "`saoma dev`: the port of service and demo site; without it 7080 or the next free one",
  },
  {
    name: "SAOMA_SIMULATOR_PORT",
    group: "dev",
    example: "7090",
    what: "`saoma dev`: the simulator's port; without it 7090 or the next free one",
  },
  { name: "SAOMA_DATA", group: "dev", example: ".saoma", what: "`saoma dev`: the folder of its database" },
];

/** The variables as a table in the page's language. */
export const environmentTable = (said = (what: string) => what, head = "| variable | what for |"): string =>
  [head, "|---|---|", ...variables.map(({ name, what }) => `| \`${name}\` | ${said(what)} |`)].join("\n");

const lines = (group: Variable["group"], appid: string): string[] =>
  variables
    .filter((variable) => variable.group === group)
    .flatMap(({ name, what, example }) => {
      const line = `${name.replace("<APPID>", appid).replace("<APPLICATION>", "SHOP")}=${example}`;
      return [`# ${what.replaceAll("`", "")}.`, group === "dev" ? `# ${line}` : line, ""];
    });

/** The text of `.env.example`. */
export const environmentFile = (): string =>
  [
    "# Written by `npm run docs`. Copy it to .env, fill it in, and keep that file to yourself: mode 0600, never in Git.",
    "# `saoma`'s commands read it beside the configuration. Each secret may come from a file instead: the same",
    "# name with _FILE at its end, and the file's path.",
    "",
    "# In the names of the next three stands the appid in capitals; once for each of `sources`.",
    "",
    ...lines("secret", "WX0123456789ABCDEF"),
    "# What follows is for `saoma dev` only.",
    "",
    ...lines("dev", ""),
  ]
    .join("\n")
    .trimEnd()
    .concat("\n");
