import type { NewMessage } from "../../people/chats.ts";
import type { Account } from "../../world/accounts.ts";
import { type Fields, isFields } from "../endpoint.ts";
import { WechatFailure } from "../errors.ts";

type Template = Account["templates"][number];

const chinese = "\\u4e00-\\u9fff";

/**
 * The allowed values of a field, by the letters of its key
 * (https://developers.weixin.qq.com/miniprogram/dev/server/API/mp-message-management/subscribe-message/api_sendmessage.html).
 */
const rules: Readonly<Record<string, RegExp>> = {
  thing: /^[\s\S]{1,20}$/u,
  number: /^-?[0-9]{1,32}(\.[0-9]+)?$/,
  letter: /^[A-Za-z]{1,32}$/,
  symbol: /^[^0-9A-Za-z\s]{1,5}$/u,
  character_string: /^[\x21-\x7e]{1,32}$/,
  time: /^.{0,24}[0-9]{1,2}[:：][0-9]{2}.{0,24}$/u,
  date: /^(?=.*[0-9]).{1,40}$/u,
  amount: /^[¥￥$€£]?[0-9]{1,10}(\.[0-9]{1,2})?元?$/u,
  phone_number: /^[0-9+\-() ]{1,17}$/,
  car_number: new RegExp(`^[${chinese}A-Z0-9]{5,8}$`, "u"),
  name: new RegExp(`^([${chinese}·]{1,10}|[A-Za-z .·]{1,20})$`, "u"),
  phrase: new RegExp(`^[${chinese}]{1,5}$`, "u"),
};

/**
 * The lines of a message, with label and value, in the template's order. Throws 47003 with the name of the first
 * invalid field.
 */
export function readFields({ fields }: Template, data: unknown): NonNullable<NewMessage["fields"]> {
  if (!isFields(data)) throw new WechatFailure(47003);
  return Object.entries(fields).map(([key, label]) => ({ label, value: fieldValue(key, data) }));
}

function fieldValue(key: string, data: Fields): string {
  const field = data[key];
  const given = isFields(field) ? field.value : undefined;
  const value = typeof given === "number" ? String(given) : given;
  const rule = rules[key.replace(/[0-9]+$/, "")];
  if (typeof value !== "string" || value === "" || rule?.test(value) === false)
    throw new WechatFailure(47003, `argument invalid! data.${key}.value ${value === "" ? "is empty" : "invalid"}`);
  return value;
}

/**
 * The template of this id. Throws 40036 if there is no id, 40037 if the account has no such template, 43116 if it is
 * limited.
 */
export function templateOf({ templates }: Account, id: unknown): Template {
  if (typeof id !== "string" || id === "" || id.length > 64) throw new WechatFailure(40036);
  const template = templates.find((each) => each.id === id);
  if (template === undefined) throw new WechatFailure(40037);
  if (template.isLimited) throw new WechatFailure(43116);
  return template;
}
