// What the tables of a large service hold: each column as SQL of a row's number `n`, the same on both engines.

/** What the engines write differently. */
export interface Dialect {
  /** Eight hexadecimal digits that differ for each `of`, in no order; default `n`. */
  hex(salt: number, of?: string): string;
  /** The number as text. */
  text(expression: string): string;
}

/** Among how many accounts. */
export interface Sizes {
  readonly accounts: number;
  /** Milliseconds since the epoch: the newest row's time. */
  readonly now: number;
}

/** A table to be filled. */
export interface Filled {
  readonly table: string;
  readonly rows: number;
  /** By what a table without row ids is stored, as SQL of `n`: rows written in this order are appended. */
  readonly order?: string;
  readonly columns: Readonly<Record<string, string>>;
}

export const appid = "wx0123456789abcdef";
export const endpoint = "shop";
export const commonActor = "console (anna)";
export const rareActor = "console (ben)";
export const commonAction = "account.suspended";
export const rareAction = "keys.rotated";

const day = 86_400_000;
const steps = `{"at":1,"kind":"step","step":"shown"}\n{"at":2,"kind":"push","event":"SCAN"}\n{"at":3,"kind":"call","endpoint":"/cgi-bin/qrcode/create","result":0,"ms":87}\n{"at":4,"kind":"step","step":"redeemed"}\n`;

/** The text that the salt of the other tables names, so that rows refer to each other. */
const salts = { account: 97, person: 11, session: 23, attempt: 41, letter: 59 } as const;

const idOf = (name: keyof typeof salts, { hex }: Dialect, of = "n"): string =>
  `${hex(salts[name], of)} || '-${name}-listed'`;

/** The id of the row `n` as it is in the database. */
export const nameOf = (name: keyof typeof salts, n: number): string =>
  `${((BigInt(n) * 2654435761n + BigInt(salts[name])) % 4294967296n).toString(16).padStart(8, "0")}-${name}-listed`;

/** Spread over this many milliseconds before now, in no order, however many rows there are. */
const within = (now: number, span: number, rows: number): string =>
  `${now} - ((n * 7919) % ${rows}) * ${Math.floor(span / rows)}`;

/** Three attempts an account in the log of a month, and those of the last day beside; a tenth of the rest. */
export function tablesOf({ accounts, now }: Sizes, dialect: Dialect): readonly Filled[] {
  const id = (name: keyof typeof salts) => idOf(name, dialect);
  const by = (name: keyof typeof salts) => dialect.hex(salts[name]);
  const openId = `'o' || ${id("person")}`;
  const tenth = Math.ceil(accounts / 10);
  const whose = `1 + n % ${accounts}`;
  const status = "case when n % 50 = 0 then 'declined' when n % 5 = 0 then 'expired' else 'redeemed' end";
  const begun = `${now} - (${tenth} - n) * ${Math.floor(day / tenth)}`;
  const attempt = {
    id: id("attempt"),
    application_id: "'shop'",
    channel: "case when n % 4 = 0 then 'in-wechat' else 'official-account-qr' end",
    appid: `'${appid}'`,
    purpose: "'sign-in'",
    browser_name: "'Chrome（macOS）'",
    status,
    version: "4",
    open_id: `'o' || ${idOf("person", dialect, whose)}`,
    account_id: idOf("account", dialect, whose),
  };
  return [
    {
      table: "accounts",
      rows: accounts,
      order: by("account"),
      columns: {
        id: id("account"),
        name: `'用户' || ${dialect.hex(5)}`,
        created_at: within(now, 900 * day, accounts),
        last_sign_in_at: within(now, 30 * day, accounts),
        phone: `'+86' || ${dialect.text("13000000000 + n")}`,
      },
    },
    {
      table: "identities",
      rows: accounts,
      order: by("person"),
      columns: {
        appid: `'${appid}'`,
        open_id: openId,
        account_id: id("account"),
        platform: "'tea'",
        union_id: `'u' || ${id("person")}`,
        signed_in_at: String(now),
      },
    },
    {
      table: "sessions",
      rows: tenth,
      order: by("session"),
      columns: {
        id: id("session"),
        account_id: id("account"),
        application_id: "'shop'",
        attempt_id: id("attempt"),
        channel: "'official-account-qr'",
        appid: `'${appid}'`,
        open_id: openId,
        newcomer: "0",
        token_hash: id("session"),
        created_at: within(now, 30 * day, tenth),
        expires_at: `${now + 30 * day}`,
      },
    },
    {
      table: "group_members",
      rows: tenth,
      order: by("account"),
      columns: { account_id: id("account"), group_name: "'staff'", added_at: String(now) },
    },
    {
      table: "attempt_logs",
      rows: accounts * 3,
      order: by("attempt"),
      columns: {
        ...attempt,
        created_at: within(now, 30 * day, accounts * 3),
        ended_at: String(now),
        steps: `'${steps}'`,
      },
    },
    {
      table: "attempts",
      rows: tenth,
      columns: {
        ...attempt,
        claim_hash: id("attempt"),
        language: "'zh-CN'",
        scene: id("attempt"),
        content: "''",
        // Attempts lie in the order of their beginning, as a service writes them.
        created_at: begun,
        expires_at: `${begun} + 9000`,
      },
    },
    {
      table: "audit",
      rows: tenth,
      columns: {
        at: `${now - day} + n`,
        // The rare ones are the oldest, where a search from the newest comes last.
        actor: `case when n <= 20 then '${rareActor}' else '${commonActor}' end`,
        action: `case when n > 20 and n <= 40 then '${rareAction}' else '${commonAction}' end`,
        account_id: id("account"),
      },
    },
    {
      table: "webhook_letters",
      rows: tenth,
      order: by("letter"),
      columns: {
        id: id("letter"),
        endpoint: `'${endpoint}'`,
        queue: id("account"),
        type: "'signed-in'",
        account_id: id("account"),
        sequence: "n",
        body: "'{}'",
        created_at: within(now, 30 * day, tenth),
        state: "case when n % 20 = 0 then 'dead' when n % 20 = 1 then 'waiting' else 'delivered' end",
        tries: "1",
        resent: "0",
      },
    },
    {
      table: "sign_in_hours",
      rows: 24 * 9,
      columns: {
        // The hours of nine days but the last two, which are still counted from the attempts themselves.
        hour: `${now - (now % 3_600_000) - 2 * 3_600_000} - n * 3600000`,
        application_id: "'shop'",
        channel: "'official-account-qr'",
        reached: "'redeemed'",
        ending: "'redeemed'",
        count: "1000",
        seconds: `'{"8":1000}'`,
      },
    },
  ];
}
