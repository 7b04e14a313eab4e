import { oauthStateOf, sceneOfState } from "../../domain/oauth-state.ts";
import type { LoginContext, Source } from "../context.ts";
import type { ChannelRules } from "./channel.ts";

/** Where WeChat sends the browser back to. */
export const redirectUri = ({ origin }: Pick<LoginContext, "origin">, { appid }: Pick<Source, "appid">): string =>
  `${origin}/wechat/${appid}/oauth`;

/** What the channels share that send the browser to a page of WeChat's, with a state that is bound to its claim. */
export const byRedirect: Pick<ChannelRules, "byRedirect" | "open"> = {
  byRedirect: true,
  async open({ key }, { id, claim }) {
    return { content: "", scene: sceneOfState(oauthStateOf(key, id, claim)) };
  },
};
