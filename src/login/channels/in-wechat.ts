import { oauthStateOf } from "../../domain/oauth-state.ts";
import type { ChannelRules } from "./channel.ts";
import { byRedirect, redirectUri } from "./oauth.ts";

/** For a page that is open in WeChat's own browser: a verified 服务号 or a test account identifies its user by OAuth. */
export const inWechat: ChannelRules = {
  ...byRedirect,
  suits: ({ kind, name, inWechat }) =>
    inWechat && (kind === "service" || kind === "test")
      ? `this page is open inside WeChat, where ${name} can ask who that is`
      : undefined,
  fits: ({ keepsCookie, isInWechat }) => keepsCookie && isInWechat,

  link(setup, source, { id }, claim) {
    const state = oauthStateOf(setup.key, id, claim);
    return {
      url: source.api.oauth.authorizeUrl({ redirectUri: redirectUri(setup, source), scope: source.scope, state }),
    };
  },
};
