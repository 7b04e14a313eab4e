import { isSameWechat } from "../../domain/account.ts";
import { fill } from "../../domain/texts.ts";
import type { Stores } from "../../ports/store.ts";
import { type Application, textsOf } from "../context.ts";
import { replyWithText, type SideEffects } from "./effect.ts";
import { accountIdOf, type ResolvablePerson } from "./resolve-identity.ts";

/** Whether the operator marked this WeChat as lost, at any of its sources. */
export async function isLost({ accounts }: Pick<Stores, "accounts">, seen: ResolvablePerson): Promise<boolean> {
  const known = await accounts.identity(seen.appid, seen.openId);
  if (known?.lostAt !== undefined) return true;
  const accountId = await accountIdOf({ accounts }, seen);
  if (accountId === undefined) return false;
  const person = { ...seen, ...known };
  return (await accounts.identitiesOf(accountId)).some((one) => one.lostAt !== undefined && isSameWechat(one, person));
}

/** The reply to a lost WeChat, to any request. */
export const replyToLost = (application: Application, language: "zh-CN" | "en"): SideEffects =>
  replyWithText(fill(textsOf(application, language).lost, { site: application.name }));
