import { oauthStateOf, sceneOfState } from "../../domain/oauth-state.ts";
import type { LoginContext, Source } from "../context.ts";
import type { ChannelRules } from "./channel.ts";

/** The address to which WeChat sends the browser back. */
export const redirectUri = ({ origin }: Pick<LoginContext, "origin">, { appid }: Pick<Source, "appid">): string =>
  `${origin}/wechat/${appid}/oauth`;

/** The rules shared by channels that redirect the browser to WeChat. The OAuth `state` is bound to the claim. */
export const byRedirect: Pick<ChannelRules, "byRedirect" | "open"> = {
  byRedirect: true,
  async open({ key }, { id, claim }) {
    return { content: "", scene: sceneOfState(oauthStateOf(key, id, claim)) };
  },
};
