// Marks a WeChat of an account as lost or found.
import type { PersonFile } from "../../login/accounts/admin.ts";
import { commandLine } from "../actor.ts";
import type { Command, Values } from "../command.ts";
import { CommandError } from "../failure.ts";
import { say } from "../say.ts";
import { lineOf, readWechat, withFile } from "./account.ts";

type Wechat = PersonFile["identities"][number];

export const run: Command["run"] = (values) =>
  withFile(values, async ({ account, identities }, { operator }) => {
    const mark = values.found === undefined ? "lost" : "found";
    const wechat = wechatMeant(values, identities);
    await operator.markWechat(account.id, wechat.id, { ...commandLine, mark, mutes: true });
    const now = (await operator.account(account.id))?.identities ?? [];
    console.log(lineOf(now.find(({ id }) => id === wechat.id) ?? wechat));
    if (mark === "lost" && now.every(({ lostAt }) => lostAt !== undefined)) {
      console.log(
        say`${account.name} has no other WeChat. They come in by a new one with: saoma account invite ${account.id}`,
      );
    }
  });

/** The WeChat that is meant: the one of `--wechat`, the one that the account was found by, or its only one. */
function wechatMeant({ account = "", wechat = account }: Values, identities: readonly Wechat[]): Wechat {
  const named = readWechat(wechat);
  const found = identities.find(
    ({ id, appid, openId }) => id === wechat || (named?.appid === appid && named.openId === openId),
  );
  const [only, ...others] = identities;
  if (found) return found;
  if (only && others.length === 0 && wechat === account) return only;
  const list = identities.map((one) => `\n  ${lineOf(one)}`).join("");
  throw new CommandError(
    identities.length === 0
      ? say`the account has no WeChat`
      : say`name the WeChat with --wechat, by its id or as APPID:OPENID; the account has${list}`,
  );
}
