import type { Endpoint } from "../endpoint.ts";
import { callerByCredentials } from "./credentials.ts";

const granted = ({ token, expiresIn }: { token: string; expiresIn: number }) => ({
  access_token: token,
  expires_in: expiresIn,
});

/** The simulated token calls: https://developers.weixin.qq.com/doc/oplatform/developers/dev/AccessToken */
export const tokenEndpoints: readonly Endpoint[] = [
  {
    path: "/cgi-bin/token",
    method: "GET",
    caller: (sim, { query, ip }) => callerByCredentials(sim, Object.fromEntries(query), ip),
    limits: { day: 2000 },
    act: ({ sim, account }) => granted(sim.tokens.issue(account.appid)),
  },
  {
    path: "/cgi-bin/stable_token",
    method: "POST",
    caller: (sim, { body, ip }) => callerByCredentials(sim, body, ip),
    limits: { minute: 10_000, day: 500_000 },
    act: ({ sim, account, body }) => granted(sim.tokens.stable(account.appid, body.force_refresh === true)),
  },
];
