// What a source can do at WeChat: by its kind, by the configuration, and by what WeChat answered.
import type { Source } from "../context.ts";
import type { CallRecord } from "./failed-calls.ts";

/** Something that an account may or may not do at WeChat. */
export type AbilityId =
  | "chat"
  | "qr"
  | "oauth"
  | "customMessage"
  | "templateMessage"
  | "userInfo"
  | "menu"
  | "wxacode"
  | "urlLink"
  | "phoneNumber"
  | "qrConnect";

/**
 * `may`: every account of the kind may. `verified`: only those that WeChat has verified (微信认证). `off`: the
 * configuration does without it. `never`: no account of this kind may.
 */
export type AbilityRule = "may" | "verified" | "off" | "never";

/** An ability of a source, and what WeChat answered in this process. */
export interface Ability {
  readonly id: AbilityId;
  readonly rule: AbilityRule;
  /** WeChat's errcode, where it refused since it last allowed it. */
  readonly refused?: number;
  /** When WeChat last allowed it. */
  readonly workedAt?: number;
}

/** What the abilities depend on, of a source's configuration. */
export interface AbilityFacts extends Pick<Source, "appid" | "kind" | "inWechat"> {
  readonly secret?: unknown;
  readonly code?: { readonly link: boolean } | undefined;
}

type Rules = Readonly<Partial<Record<AbilityId, AbilityRule>>>;

/** By kind, as WeChat's own tables of interfaces have it. */
const rules: Readonly<Record<Source["kind"], Rules>> = {
  service: {
    chat: "may",
    qr: "verified",
    oauth: "verified",
    customMessage: "verified",
    templateMessage: "verified",
    userInfo: "verified",
    menu: "verified",
  },
  subscription: {
    chat: "may",
    qr: "never",
    oauth: "never",
    customMessage: "verified",
    templateMessage: "never",
    userInfo: "verified",
    menu: "verified",
  },
  test: {
    chat: "may",
    qr: "may",
    oauth: "may",
    customMessage: "may",
    templateMessage: "may",
    userInfo: "may",
    menu: "may",
  },
  "mini-program": { wxacode: "may", urlLink: "verified", phoneNumber: "verified" },
  website: { qrConnect: "may" },
};

/** The calls that show whether WeChat allows it. */
const endpoints: Readonly<Record<AbilityId, readonly string[]>> = {
  chat: [],
  qr: ["/cgi-bin/qrcode/create"],
  oauth: ["/sns/oauth2/access_token"],
  customMessage: ["/cgi-bin/message/custom/send"],
  templateMessage: ["/cgi-bin/message/template/send"],
  userInfo: ["/cgi-bin/user/info"],
  menu: ["/cgi-bin/menu/create"],
  wxacode: ["/wxa/getwxacodeunlimit", "/wxa/getwxacode", "/cgi-bin/wxaapp/createwxaqrcode"],
  urlLink: ["/wxa/generate_urllink"],
  phoneNumber: ["/wxa/business/getuserphonenumber"],
  qrConnect: ["/sns/oauth2/access_token"],
};

/** "This kind of account may not", "the account is barred from it", and the two of mini-programs that are not published. */
const refusals: ReadonlySet<number | string> = new Set([48001, 48004, 40002, 40066, 41030, 50001, 50002]);

export function abilitiesOf(source: AbilityFacts, calls: Pick<CallRecord, "failures" | "succeededAt">): Ability[] {
  const of = Object.entries(rules[source.kind]) as [AbilityId, AbilityRule][];
  return of.map(([id, rule]) => ({ id, rule: isOff(id, source) ? offOr(rule) : rule, ...seen(id, source, calls) }));
}

const offOr = (rule: AbilityRule): AbilityRule => (rule === "never" ? "never" : "off");

function isOff(id: AbilityId, { secret, inWechat, code }: AbilityFacts): boolean {
  if (id === "chat") return false;
  if (secret === undefined) return true;
  if (id === "oauth") return !inWechat;
  if (id === "urlLink") return code?.link !== true;
  return id === "wxacode" && code === undefined;
}

function seen(
  id: AbilityId,
  { appid }: AbilityFacts,
  calls: Pick<CallRecord, "failures" | "succeededAt">,
): Pick<Ability, "refused" | "workedAt"> {
  const tried = endpoints[id].map((endpoint) => calls.succeededAt(appid, endpoint) ?? 0);
  const refusal = calls
    .failures(appid)
    .find(
      ({ endpoint, result, mendedAt }) =>
        endpoints[id].includes(endpoint) && refusals.has(result) && mendedAt === undefined,
    );
  const workedAt = Math.max(0, ...tried);
  if (refusal) return { refused: Number(refusal.result) };
  return workedAt > 0 ? { workedAt } : {};
}
