// Faulty states for the doctor: what is wrong, how the test causes it, and what the doctor must find.
import { mkdirSync, writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { onTestFinished } from "vitest";
import { systemClock } from "../../src/base/clock.ts";
import type { FindingId } from "../../src/cli/doctor/findings.ts";
import type { AccountChanges, FaultInput, SettingsChanges } from "../../src/simulator/index.ts";
import { selfMade } from "./certificate.ts";
import type { DoctorFixture, FixtureOptions } from "./doctor-fixture.ts";
import { freePort } from "./project.ts";

type Make = (fixture: DoctorFixture) => unknown;
type State = readonly [state: string, id: FindingId, says: string, make?: Make | undefined, admission?: FixtureOptions];

const inDays = (days: number): Date => new Date(Date.now() + days * 86_400_000);
export const certificate = (until: number, host = "127.0.0.1") =>
  selfMade({ for: host, from: inDays(-90), until: inDays(until) });

/** Makes this process trust a certificate, like that of a certificate authority. */
export function trust(made: { cert: string }): void {
  const before = getCACertificates("default");
  setDefaultCACertificates([...before, made.cert]);
  onTestFinished(() => setDefaultCACertificates(before));
}

const source = (options: Record<string, unknown>) => (options.sources as [Record<string, unknown>])[0];
/** The service's source differs from the one that the doctor reads. */
const runs =
  (changes: object): Make =>
  (w) =>
    Object.assign(source(w.service), changes);
/** The doctor reads a configuration that differs from the service's. */
const reads =
  (changes: object): Make =>
  (w) =>
    Object.assign(w.read, changes);
const options =
  (changes: object): Make =>
  (w) => [Object.assign(w.service, changes), Object.assign(w.read, changes)];
const sources =
  (changes: object): Make =>
  (w) => [Object.assign(source(w.service), changes), Object.assign(source(w.read), changes)];

const account =
  (changes: AccountChanges): Make =>
  (w) =>
    w.patch(changes);
const settings =
  (changes: SettingsChanges): Make =>
  (w) =>
    w.simulator.control.patchSettings(changes);
const fault =
  (given: FaultInput): Make =>
  (w) =>
    w.simulator.control.faults.add(given);

/** A service with an OpenID Connect client. The doctor reads it with `changes`; `more` causes further faults. */
function openId(changes: object, more: Make = () => {}): Make {
  return (w) => {
    const openid = { redirectUris: ["https://wiki.example.com/callback"], secret: "Zk3vQ9xW1nB7sL5pT8cR2mJ6hF4dG0yA" };
    Object.assign(w.service, { applications: [{ id: "tea", name: "Tea", openid }] });
    Object.assign(w.read, { applications: [{ id: "tea", name: "Tea", openid: { ...openid, ...changes } }] });
    return more(w);
  };
}

/** Fetches a classic token, as another program with the AppSecret does. */
const fetchesClassicToken: Make = ({ simulator, appid }) => {
  const secret = simulator.world().accounts.find((one) => one.appid === appid)?.secret ?? "";
  const query = new URLSearchParams({ grant_type: "client_credential", appid, secret });
  return simulator.fetch(new Request(`https://api.weixin.qq.com/cgi-bin/token?${query}`));
};

export const pushUrl = ({ origin, appid }: DoctorFixture): string => `${origin}/wechat/${appid}/push`;

/** Changes the account in WeChat's console, and then sends a message. */
const pushed =
  (changes: AccountChanges = {}, before: Make = () => {}): Make =>
  async (w) => {
    await w.open();
    await w.patch({ pushUrl: pushUrl(w), mode: "safe", ...changes });
    await before(w);
    await w.simulator.control.follow("xiaoming", w.appid);
    await w.simulator.control.send("xiaoming", w.appid, "hello");
  };

/** The proxy responds itself to requests that match `at`. */
const answers =
  (at: RegExp, status: number, headers: Record<string, string> = {}, body = "<h1>Tea</h1>"): Make =>
  (w) => {
    w.front.answer = (request: IncomingMessage, response: ServerResponse) => {
      if (!at.test(request.url ?? "")) return undefined;
      response.writeHead(status, headers).end(body);
      return true;
    };
  };
const away = { location: "https://www.tea.example/" };

const all =
  (...makes: readonly Make[]): Make =>
  async (w) => {
    for (const make of makes) await make(w);
  };

const database =
  (name: string, make: (path: string) => unknown): Make =>
  (w) => {
    const path = join(w.folder, name);
    make(path);
    return reads({ database: { path } })(w);
  };
const sql = (path: string, statement: string): void => {
  using database = new DatabaseSync(path);
  database.exec(statement);
};

const otherToken = { token: "AnotherToken2026" };
const otherKey = { aesKey: "A".repeat(43) };
const tls = { tls: certificate(300) };
const soon = { tls: certificate(3) };
const atWechat = { origins: {}, secret: undefined, kind: "subscription" };
const unknown = { appid: "wx00000000000000aa" };
const pages = [{ id: "tea", name: "Tea", origins: ["https://127.0.0.2:1"] }];

/** Pushes of another account arrive at this account's address, with its keys. */
const mixedUp: Make = async (w) => {
  await w.open();
  const { token, aesKey } = source(w.service) as { token: string; aesKey: string };
  const other = w.simulator.world().accounts.find(({ kind }) => kind === "subscription")?.appid ?? "";
  await w.simulator.control.patchAccount(other, { pushUrl: pushUrl(w), mode: "safe", token, aesKey });
  await w.simulator.control.follow("afei", other);
};

const quarter = 900_000;
const ahead: Make = (w) => {
  w.clock = { ...systemClock, now: () => Date.now() + quarter };
  w.front.set = { date: new Date(Date.now() + quarter).toUTCString() };
};

const uncleaned = (body: Buffer): Buffer => Buffer.from(body.toString().replace(/<Encrypt>.*<\/Encrypt>/s, ""));

export const states: readonly State[] = [
  ["a Token that the service does not have", "push.refused", "Restart the service", runs(otherToken)],
  ["an EncodingAESKey that the service does not have", "push.key", "another mode, EncodingAESKey", runs(otherKey)],
  ["a mode that the service does not have", "push.key", "another mode", runs({ mode: "plain" })],
  ["an account that the service does not have", "push.refused", "Restart the service", runs(unknown)],
  ["a Token that WeChat's console does not have", "pushes.signature", "Use the same Token", pushed(otherToken)],
  ["an EncodingAESKey that WeChat's console does not have", "pushes.encryption", "the same Encoding", pushed(otherKey)],
  ["a mode that WeChat's console does not have", "pushes.mode", "安全模式", pushed({ mode: "plain" })],
  ["another account's server URL in the console", "pushes.appid", "its own URL", mixedUp],
  ["WeChat's clock ten minutes ahead", "pushes.stale", "NTP", pushed({}, settings({ clock: { advanceSeconds: 600 } }))],
  [
    "pushes that are no XML any more",
    "pushes.malformed",
    "数据格式",
    all(
      sources({ mode: "plain" }),
      pushed({ mode: "plain" }, (w) => {
        w.front.body = () => Buffer.from("<html>");
      }),
      (w) => delete w.front.body,
    ),
  ],
  [
    "a console that could not save the server URL",
    "pushes.echo",
    "save the console's settings again",
    async (w) => {
      await w.open();
      const saved = w.simulator.control.patchAccount(w.appid, { pushUrl: pushUrl(w), ...otherToken }, true);
      await saved.catch(() => {});
    },
  ],
  ["a server URL that nothing came to", "pushes.none", "启用"],
  [
    "nobody listening",
    "origin.unreachable",
    "nothing listens there",
    async (w) => reads({ origin: `http://127.0.0.1:${await freePort()}` })(w),
  ],
  [
    "a service that is silent",
    "origin.unreachable",
    "no answer within 0.2 s",
    (w) => {
      w.timeoutMs = 200;
      w.front.answer = () => true;
    },
  ],
  ["a proxy that redirects pushes", "push.redirected", "www.tea.example", answers(/^\/wechat/, 301, away)],
  ["a proxy that redirects everything", "push.redirected", "does not follow redirects", answers(/./, 308, away)],
  ["a proxy without the service", "push.status", "HTTP 502", answers(/./, 502)],
  ["a proxy that sends /v1/ to the site", "proxy.paths", "all its paths", answers(/^\/v1/, 200)],
  ["a proxy without the script", "proxy.script", "HTTP 404", answers(/^\/saoma-login/, 404)],
  ["a proxy without the keys of tokens", "proxy.keys", "/.well-known/jwks.json to Saoma", answers(/^\/\.well/, 404)],
  [
    "a proxy without the discovery document",
    "openid.discovery",
    "/oidc/ and /sign-in/",
    openId({}, (w) => answers(/^\/\.well-known\/openid/, 404)(w)),
  ],
  [
    "an issuer that is not the origin",
    "openid.issuer",
    "https://old.example.com",
    openId({}, (w) => {
      w.front.answered = (body, { url }) =>
        url?.startsWith("/.well-known/openid") ? Buffer.from('{"issuer":"https://old.example.com"}') : body;
    }),
  ],
  [
    "a proxy with the keys of something else",
    "openid.keys",
    "jwks.json to Saoma",
    openId({}, (w) => answers(/^\/\.well-known\/jwks/, 404)(w)),
  ],
  [
    "a redirect URI that the running service does not know",
    "openid.redirect",
    "https://new.example.com/callback",
    openId({ redirectUris: ["https://new.example.com/callback"] }),
  ],
  [
    "a proxy that swallows the Authorization header",
    "openid.token",
    "its Authorization header",
    openId({}, (w) => {
      w.front.headers = ({ authorization: _, ...headers }) => headers;
    }),
  ],
  [
    "a back-channel address where nothing listens",
    "openid.untold",
    "ECONNREFUSED",
    openId({ backchannelLogout: "http://127.0.0.1:9/logout", allowPrivate: true }),
  ],
  [
    "a back-channel address whose name leads to this machine",
    "openid.untold",
    "is a private address",
    openId({ backchannelLogout: "https://wiki.example.com/logout" }),
  ],
  [
    "a backend where nothing listens",
    "relay.away",
    "ECONNREFUSED",
    sources({ relay: { url: "http://127.0.0.1:9/wx", allowPrivate: true } }),
  ],
  [
    "a backend whose name leads to this machine",
    "relay.away",
    "is a private address",
    sources({ relay: { url: "https://wiki.example.com/wx" } }),
  ],
  [
    "a backend that does not have the Token",
    "relay.token",
    "HTTP 404",
    (w) => sources({ relay: { url: `${w.origin}/nowhere`, allowPrivate: true } })(w),
  ],
  [
    "a proxy without the mini-program's paths",
    "proxy.mini-program",
    "/mini-program/ to Saoma",
    answers(/^\/mini-program/, 404),
    { kind: "mini-program" },
  ],
  [
    "a proxy without WebSockets",
    "proxy.sockets",
    "HTTP 400",
    (w) => {
      w.front.upgrades = false;
    },
  ],
  [
    "a page that adds to the echo",
    "push.echo",
    "echostr alone",
    (w) => {
      w.front.answered = (body, { url }) => (url?.includes("echostr") ? Buffer.from(`\uFEFF${body}`) : body);
    },
  ],
  [
    "a proxy that strips bodies",
    "push.body",
    "does not arrive",
    (w) => {
      w.front.body = () => Buffer.alloc(0);
    },
  ],
  [
    "a firewall that cleans XML",
    "push.key",
    "something in front changes bodies",
    (w) => {
      w.front.body = uncleaned;
    },
  ],
  [
    "a proxy that rewrites answers",
    "push.reply",
    "comes back changed",
    (w) => {
      w.front.answered = (body, { method }) => (method === "POST" ? Buffer.from("success") : body);
    },
  ],
  ["a proxy that refuses POSTs", "push.status", "HTTP 405", answers(/msg_signature/, 405)],
  ["a service whose clock is off", "push.stale", "NTP", ahead],
  ["pushes from listed addresses only", "push.listed", "from here", sources({ ipList: ["192.0.2.0/24"] })],
  ["a list of WeChat's addresses that is old", "addresses.missing", "127.0.0.1", sources({ ipList: ["192.0.2.0/24"] })],

  [
    "a proxy that names nobody",
    "proxy.silent",
    "$proxy_add_x_forwarded_for",
    (w) => {
      w.front.headers = ({ "x-forwarded-for": _, ...headers }) => headers;
    },
    tls,
  ],
  ["a proxy that nobody trusts", "proxy.untrusted", "Add 127.0.0.1", options({ trustedProxies: ["192.0.2.1"] }), tls],
  [
    "a proxy that believes visitors",
    "proxy.spoofed",
    "append to it or replace it",
    (w) => {
      w.front.headers = (headers) => headers;
    },
    tls,
  ],
  ["a certificate that ended", "tls.expired", "Renew it", undefined, { tls: certificate(-1) }],
  ["a certificate that ends soon", "tls.soon", "ends on", () => trust(soon.tls), soon],
  ["a certificate that nobody trusts", "tls.untrusted", "fullchain.pem", undefined, tls],
  ["a certificate of another name", "tls.name", "localhost", () => trust(tls.tls), { ...tls, host: "localhost" }],
  [
    "a domain file that the site answers",
    "proxy.domain-file",
    "MP_verify_aB3.txt",
    all(options({ mpVerify: { "MP_verify_aB3.txt": "aB3xyz" } }), answers(/^\/MP_/, 404)),
  ],
  ["pages that may not call", "application.cors", "restart the service", reads({ applications: pages })],
  ["pages of another site", "application.cross-site", "send no cookies", options({ applications: pages })],
  ["an origin that WeChat cannot reach", "origin.loopback", "is a loopback address", sources(atWechat)],

  ["a wrong AppSecret", "wechat.secret", "Copy the AppSecret again", account({ secret: "f".repeat(32) })],
  ["a frozen AppSecret", "wechat.secret", "Unfreeze", account({ standing: "secret-frozen" })],
  ["an appid that WeChat does not know", "wechat.appid", "Copy the AppID again", sources(unknown)],
  ["an address that is not listed", "wechat.address", "Add 127.0.0.1 to the IP", account({ ipList: ["203.0.113.9"] })],
  ["an account that is frozen", "wechat.refused", "50007", account({ standing: "frozen" })],
  ["an address to be confirmed", "wechat.refused", "administrator", account({ standing: "address-unconfirmed" })],
  [
    "WeChat away",
    "wechat.unreachable",
    "firewall",
    async (w) => sources({ origins: { api: `http://127.0.0.1:${await freePort()}` } })(w),
  ],
  [
    "another in WeChat's place",
    "wechat.unreachable",
    "not WeChat",
    fault({ on: "/cgi-bin/stable_token", kind: "garbage" }),
  ],
  ["a clock that is off", "clock.off", "NTP", settings({ clock: { advanceSeconds: -90 } })],
  ["a clock that is wrong", "clock.wrong", "refused", settings({ clock: { advanceSeconds: 3600 } })],
  ["an account that is not verified", "qr.refused", "Have the account verified", account({ abilities: [] })],
  ["few QRs left today", "qr.low", "0 of 1 QRs", settings({ quotas: { "/cgi-bin/qrcode/create": { day: 1 } } })],
  ["no QRs left today", "qr.refused", "45009", settings({ quotas: { "/cgi-bin/qrcode/create": { day: 0 } } })],
  ["an account that may have no menu", "menu.refused", "48001", account({ abilities: ["qrcode"] })],
  ["other software that fetches the classic token", "token.elsewhere", "1 times today", fetchesClassicToken],
  ["a source of the classic token", "token.classic", 'Remove tokens: "classic"', sources({ tokens: "classic" })],
  ["no server URL in the console", "callback.none", "Enter http", account({ pushUrl: null })],
  ["a host that WeChat does not find", "callback.dns", "DNS", account({ pushUrl: "https://nowhere.tea.example/" })],
  [
    "a 网站应用 with another callback domain",
    "login-page.refused",
    "授权回调域 on the Open Platform to 127.0.0.1",
    account({ callbackDomains: ["tea.example"] }),
    { kind: "website" },
  ],
  [
    "a 网站应用 with a wrong AppSecret",
    "wechat.secret",
    "40125",
    account({ secret: "f".repeat(32) }),
    { kind: "website" },
  ],
  [
    "a 小程序 without the page",
    "code.refused",
    "sources[].code.page",
    sources({ code: { page: "pages/none/none" } }),
    { kind: "mini-program" },
  ],
  [
    "a 小程序 that may make no links",
    "link.refused",
    "phones outside WeChat",
    all(sources({ code: { page: "pages/login/index" } }), account({ abilities: [] })),
    { kind: "mini-program" },
  ],

  ["a secret of few characters", "secret.thin", "openssl rand", options({ secret: "abcdef".repeat(6) })],
  ["a Token of few characters", "token.short", "5 characters", sources({ token: "tea26" })],
  ["plaintext pushes", "config.warning", "are not encrypted", sources({ mode: "plain" })],
  [
    "an .env that all can read",
    "env.readable",
    "chmod 600",
    (w) => writeFileSync(join(w.folder, ".env"), "", { mode: 0o644 }),
  ],
  [
    "a database below a file",
    "database.folder",
    "is not a folder",
    all(
      (w) => writeFileSync(join(w.folder, "file"), ""),
      database("file/saoma.db", () => {}),
    ),
  ],
  [
    "a file that is no database",
    "database.broken",
    "run npx saoma restore with the last backup",
    database("text.db", (path) => writeFileSync(path, "no database, by far. ".repeat(100))),
  ],
  ["a folder for a database", "database.broken", "unable to open", database("folder.db", mkdirSync)],
  [
    "a database of a newer Saoma",
    "database.newer",
    "from before the upgrade",
    async (w) => {
      await w.open();
      sql((w.read.database as { path: string }).path, "insert into migrations values ('9999-later', 1)");
    },
  ],
  [
    "a database of an older Saoma",
    "database.pending",
    "npx saoma migrate",
    database("old.db", (path) => sql(path, "create table migrations (name text, applied_at integer)")),
  ],
  [
    "a database that somebody holds",
    "database.busy",
    "fuser",
    async (w) => {
      await w.open();
      const holder = new DatabaseSync((w.read.database as { path: string }).path);
      holder.exec("BEGIN IMMEDIATE");
      onTestFinished(() => holder.close());
    },
  ],
  [
    "a check that fails itself",
    "doctor.failed",
    "the other checks stand",
    (w) => {
      w.random = {
        bytes() {
          throw new Error("no randomness");
        },
      };
    },
  ],
];
