import type { Simulation } from "../simulation.ts";
import type { Account } from "../world/accounts.ts";
import type { Person } from "../world/people.ts";
import type { PersonEvent } from "./event-schema.ts";
import { subscribed, unsubscribed } from "./follow-events.ts";
import type { Field, Value } from "./layout.ts";
import { event, type Push, push, unanswered } from "./push.ts";
import type { RawValue } from "./raw-value.ts";

/** The push of an event. */
export function happened(sim: Simulation, person: Person, account: Account, given: PersonEvent): Push {
  switch (given.event) {
    case "subscribe":
      return subscribed(sim, person, account, undefined, given.key);
    case "unsubscribe":
      return unsubscribed(sim, person, account, given.key);
    case "raw":
      return push(
        sim,
        { account, person },
        String(given.fields.Event ?? given.fields.MsgType ?? "raw"),
        rawFields(given.fields),
      );
    default:
      return event(sim, { account, person }, given.event, fieldsOf(sim, person, account, given), traitsOf(given.event));
  }
}

type Plain = Exclude<PersonEvent, { event: "subscribe" | "unsubscribe" | "raw" }>;

/**
 * The traits of an event. A reply to LOCATION is accepted, but no client waits for it, so a failure shows no tip. Menu
 * entries that open something accept no reply.
 */
function traitsOf(name: Plain["event"]) {
  if (name === "LOCATION") return { showsTip: false };
  if (name === "CLICK" || name === "scancode_waitmsg") return { trigger: "menu" as const };
  if (name === "scancode_push") return { ...unanswered, trigger: "menu" as const };
  if (name === "user_enter_tempsession") return { showsTip: false, trigger: "enter" as const };
  return unanswered;
}

function fieldsOf({ media }: Simulation, person: Person, account: Account, given: Plain): Field[] {
  switch (given.event) {
    case "LOCATION":
      return [
        ["Latitude", given.latitude],
        ["Longitude", given.longitude],
        ["Precision", given.precision],
      ];
    case "CLICK":
      return [["EventKey", given.key]];
    case "VIEW":
      return [["EventKey", given.url], ...menuOf(given.menuId)];
    case "view_miniprogram":
      return [["EventKey", given.path], ...menuOf(given.menuId)];
    case "scancode_push":
    case "scancode_waitmsg":
      return [
        ["EventKey", given.key],
        [
          "ScanCodeInfo",
          [
            ["ScanType", given.scanType],
            ["ScanResult", given.result],
          ],
        ],
      ];
    case "pic_sysphoto":
    case "pic_photo_or_album":
    case "pic_weixin": {
      const items: Field[] = Array.from({ length: given.count }, () => ["item", [["PicMd5Sum", media.md5()]]]);
      return [
        ["EventKey", given.key],
        [
          "SendPicsInfo",
          [
            ["Count", given.count],
            ["PicList", items],
          ],
        ],
      ];
    }
    case "location_select":
      return [
        ["EventKey", given.key],
        ["SendLocationInfo", placeOf(given)],
      ];
    case "user_enter_tempsession":
      return [["SessionFrom", given.sessionFrom]];
    case "TEMPLATESENDJOBFINISH":
      return [
        ["MsgID", BigInt(given.msgId)],
        ["Status", given.status],
      ];
    case "subscribe_msg_sent_event":
      return sentOf(account, given);
    default:
      return authorizationOf(person, account, given);
  }
}

const menuOf = (id: string | undefined): Field[] => (id === undefined ? [] : [["MenuId", BigInt(id)]]);

const placeOf = (given: Extract<Plain, { event: "location_select" }>): Field[] => [
  ["Location_X", String(given.latitude)],
  ["Location_Y", String(given.longitude)],
  ["Scale", String(given.scale)],
  ["Label", given.label],
  ["Poiname", given.poiName],
];

/**
 * The result of a subscribe message; in JSON the list has no wrapper and contains only texts
 * (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/subscribe-message.html).
 */
function sentOf({ format }: Account, given: Extract<Plain, { event: "subscribe_msg_sent_event" }>): Field[] {
  const isJson = format === "json";
  const list: Field = [
    "List",
    [
      ["TemplateId", given.templateId],
      ["MsgID", isJson ? given.msgId : BigInt(given.msgId)],
      ["ErrorCode", isJson ? String(given.errorCode) : given.errorCode],
      ["ErrorStatus", given.errorStatus],
    ],
  ];
  return isJson ? [list] : [["SubscribeMsgSentEvent", [list]]];
}

/** https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/authorize.html, its events */
function authorizationOf(person: Person, account: Account, given: Extract<Plain, { revokeInfo: string }>): Field[] {
  const unionId = account.kind === "service" ? person.unionId(account) : undefined;
  const optional: [string, string | undefined][] = [
    ["PluginID", given.pluginId],
    ["OpenPID", given.openPid],
    ["UnionID", unionId],
  ];
  return [
    ["OpenID", person.openId(account.appid)],
    ["AppID", account.appid],
    ["RevokeInfo", given.revokeInfo],
    ...optional.flatMap(([name, value]): Field[] => (value === undefined ? [] : [[name, value]])),
  ];
}

const rawFields = (fields: { [name: string]: RawValue }): Field[] =>
  Object.entries(fields).flatMap(([name, value]): Field[] =>
    Array.isArray(value) ? value.map((each): Field => [name, rawValue(each)]) : [[name, rawValue(value)]],
  );

const rawValue = (value: RawValue): Value =>
  Array.isArray(value) ? rawFields({ item: value }) : typeof value === "object" ? rawFields(value) : value;
