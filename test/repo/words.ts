/**
 * What a file of `src/` may be named after, besides the words of docs/glossary.md and those of the platform's own
 * declarations (`lib.dom.d.ts`, `@types/node`, Hono, Kysely). Each group says where its words come from. Before a word
 * is added, look for the one in the field's specifications. Only a word that a newcomer knows is added.
 */
export const standardWords: Readonly<Record<string, string>> = {
  "WeChat's documents":
    "wechat wechats openid openids official jssdk jsapi jweixin qr qrcode qrcodes showqrcode qrconnect wx wxacode minicodes " +
    "errcode blacklist typing allowances abilities mini",
  "OAuth, OpenID Connect and HTTP": "oauth oidc authorize logout logouts linger problem poll polling openapi guard",
  "databases and servers":
    "redis wal breaker transact batch paging envelope health gauges housekeeping lease limiter cooldown cooldowns redact watchdog waiters reusable requesting",
  "providers, and the product's own parts":
    "aliyun better tencent sdk webhook webhooks vue cli saoma simulator simulation demo doctor widget avatar contract",
  "people and what they do on a site":
    "admin today chart actor approval approvals decide decline disown invite invitation invitations invited pairing people proving sms taken",
  "data protection law (GDPR, article 17)": "erased",
  "plain English": "chinese classify english say damaged deliver look prompter problems restored tell trouble wide",
};

/**
 * Words that this project once used where the field has another one, each with the field's word. They name no file,
 * and no export of `src/`.
 */
export const houseWords: Readonly<Record<string, string>> = {
  rota: "timer wheel",
  knock: "request",
  deal: "process",
  ours: "classify",
  told: "profile",
  asking: "requesting session",
  asks: "requires",
  asker: "prompter",
  standing: "existing",
  stands: "still valid",
  settle: "apply, checkpoint, resolve",
  rehearse: "dry run",
  curtain: "rollback",
  visitor: "user",
  taker: "application",
  renumber: "migrate openids",
  minder: "handlers",
  grounds: "batch context",
  ledger: "applied migrations",
  mend: "remedy",
  ear: "watchdog",
  patience: "timeout, retry policy",
  presence: "visibility",
  nap: "grace period",
  vain: "failures",
  face: "view model, avatar",
  circumstances: "options",
  patient: "context",
  errand: "task, request",
  gesture: "action",
  judge: "parse, check",
  desk: "view",
  sight: "input",
  afterwards: "background tasks",
  rids: "request ids",
  followings: "follows",
  trip: "navigation",
  hop: "redirect",
  ward: "fixture",
  victim: "child process",
  lane: "harness",
  courier: "proxy",
  sins: "violations",
  hunt: "search",
  trophy: "counterexample",
  witness: "oracle",
  hose: "client",
  towers: "packages",
  drawers: "vague names",
};

/** Names that several files of one folder export, each time with the same meaning. */
export const sharedNames: Readonly<Record<string, string>> = {
  run: "every command's own",
  SaomaLogin: "an interface that is merged with its class",
  SaomaLoginProps: "React's and Vue's, in entries of their own",
  SaomaLoginElementProps: "React's and Vue's, in entries of their own",
  SaomaLoginListeners: "React's and Vue's, in entries of their own",
};
