import { broken, good, type Kind, warning } from "./kind.ts";

/** What the doctor finds about the OpenID provider. */
export const openidFindings = {
  "openid.good": good([
    "{application} signs people in by OpenID Connect, back at {redirects}.",
    "{application} 能用 OpenID Connect 登录，回到 {redirects}。",
  ]),
  "openid.discovery": broken(
    [
      "{url} is not Saoma's discovery document ({status}), so no program can sign people in by OpenID Connect.",
      "{url} 不是 Saoma 的发现文档（{status}），所以没有程序能用 OpenID Connect 登录。",
    ],
    [
      "Let the proxy send /.well-known/openid-configuration, /oidc/ and /sign-in/ to Saoma; in your own program mount saoma.node.",
      "让反向代理把它们转给 Saoma：/.well-known/openid-configuration、/oidc/ 和 /sign-in/；在自己的程序里挂 saoma.node。",
    ],
  ),
  "openid.issuer": broken(
    [
      "{url} names the issuer {issuer}, and programs expect {origin}.",
      "{url} 写的 issuer 是 {issuer}，而程序要的是 {origin}。",
    ],
    [
      "Restart the service, so that it uses the configuration that was read here.",
      "重启服务，让它用上这里读到的配置。",
    ],
  ),
  "openid.keys": broken(
    [
      "{url} has no key for RS256 ({status}), so no program can verify an ID token.",
      "{url} 里没有 RS256 的公钥（{status}），所以程序验证不了 ID token。",
    ],
    [
      "Let the proxy send /.well-known/jwks.json to Saoma, and restart the service.",
      "让反向代理把它转给 Saoma：/.well-known/jwks.json，并重启服务。",
    ],
  ),
  "openid.redirect": broken(
    [
      "The service does not send users of {application} back to {redirect} ({status}).",
      "服务不让 {application} 的人回到 {redirect}（{status}）。",
    ],
    [
      "Let the proxy send /oidc/ to Saoma. Restart the service, so that it uses the configuration that was read here.",
      "让反向代理把它转给 Saoma：/oidc/。重启服务，让它用上这里读到的配置。",
    ],
  ),
  "openid.token": broken(
    [
      "The token endpoint does not refuse an invalid request of {application} as it should ({status}).",
      "令牌端点没有照规矩拒绝 {application} 的错误请求（{status}）。",
    ],
    [
      "Let the proxy send POST /oidc/token to Saoma with its Authorization header, and restart the service.",
      "让反向代理把 POST /oidc/token 连同 Authorization 请求头转给 Saoma，并重启服务。",
    ],
  ),
  "openid.told": good([
    "{application} is notified of sign-outs at {address}.",
    "{application} 能在 {address} 收到后台登出通知。",
  ]),
  "openid.untold": warning(
    [
      "{application} cannot be notified of sign-outs at {address}: {why}.",
      "{application} 在 {address} 收不到后台登出通知：{why}。",
    ],
    [
      "Correct openid.backchannelLogout, or set allowPrivate: true where a private address is meant.",
      "改正 openid.backchannelLogout；确实要用内网地址的话，设 allowPrivate: true。",
    ],
  ),
} as const satisfies Readonly<Record<string, Kind>>;
