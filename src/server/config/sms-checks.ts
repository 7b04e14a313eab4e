// SMS must be configured where an application needs them, and must not reach strangers.
import { english } from "../../base/english.ts";
import type { Check, Options } from "./check.ts";
import { entries } from "./check.ts";
import { isOptions } from "./secrets.ts";
import { isLoopback } from "./values.ts";

/** Without an SMS sender, newcomers could not get the code they are asked for. */
export const requireSms: Check = ({ sms, applications }) =>
  entries(applications).flatMap(({ option, index }) => {
    if (option.newcomers !== "bind-phone" || sms !== undefined) return [];
    const path = `applications[${index}].newcomers`;
    return [{ path, message: english`needs \`sms\` to verify phones. Add it, or set newcomers: "create".` }];
  });

/** A person who is tricked by a stranger types in a code just as readily, unless the SMS says what the code does. */
export const joinsBySaidSms: Check = ({ sms, applications }) =>
  entries(applications).flatMap(({ option, index }) => {
    const { templates } = isOptions(sms) ? sms : {};
    if (option.phoneMatch !== "link" || (isOptions(templates) && templates.join !== undefined)) return [];
    const message = english`is "link" without \`sms.templates.join\`: an SMS has to say that its code adds a WeChat to the account. Have such a template approved and name it there, or write "conflict".`;
    return [{ path: `applications[${index}].phoneMatch`, message }];
  });

const senderOf = ({ sms }: Options): Options => (isOptions(sms) && isOptions(sms.sender) ? sms.sender : {});

export const requireSmsSecret: Check = (options) => {
  const { kind, secret } = senderOf(options);
  if (!["aliyun", "tencent", "https"].includes(String(kind)) || secret !== undefined) return [];
  return [{ path: "sms.sender.secret", message: english`is missing. Set SAOMA_SMS_SECRET, or SAOMA_SMS_SECRET_FILE.` }];
};

export const capCoversOne: Check = ({ sms }) => {
  const { prices, dailyCap } = isOptions(sms) ? sms : {};
  if (!isOptions(prices) || typeof dailyCap !== "number") return [];
  return Object.entries(prices).flatMap(([code, price]) =>
    typeof price === "number" && dailyCap > 0 && price > dailyCap
      ? [
          {
            path: "sms.dailyCap",
            message: english`is less than one SMS to ${code} costs: none would be sent. Raise it.`,
          },
        ]
      : [],
  );
};

/** Anyone who can open the simulator can read its SMS inboxes. */
export const noSimulatedSms: Check = (options) => {
  const isPublic = typeof options.origin === "string" && !isLoopback(URL.parse(options.origin)?.hostname ?? "");
  if (senderOf(options).kind !== "simulator" || !isPublic) return [];
  const message = english`must not be "simulator" on a public service: anyone could read the codes. Use another sender.`;
  return [{ path: "sms.sender.kind", message }];
};
