import { oauthStateOf } from "../../domain/oauth-state.ts";
import type { ChannelRules } from "./channel.ts";
import { byRedirect, redirectUri } from "./oauth.ts";

/** WeChat's own page with a QR, for a 网站应用 of the Open Platform. */
export const openPlatform: ChannelRules = {
  ...byRedirect,
  suits: ({ kind, name }) => (kind === "website" ? `${name} signs people in by WeChat's own page` : undefined),
  fits: ({ keepsCookie }) => keepsCookie,

  link(setup, source, { id, language }, claim) {
    const state = oauthStateOf(setup.key, id, claim);
    const request = { redirectUri: redirectUri(setup, source), state };
    const url = source.api.oauth.qrConnectUrl({ ...request, language: language === "en" ? "en" : "cn" });
    return { url, wxLogin: { appid: source.appid, scope: "snsapi_login", ...request } };
  },
};
