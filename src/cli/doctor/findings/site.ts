import { broken, good, type Kind, warning } from "./kind.ts";

/** What the doctor finds about the public address: TLS, the proxy, cookies and pages. */
export const siteFindings = {
  "origin.loopback": broken(
    [
      "{origin} is a loopback address: neither WeChat nor phones can reach it.",
      "{origin} 只是这台机器自己：微信访问不到，谁的手机也访问不到。",
    ],
    [
      "Set origin to an https address of yours: that of a proxy with TLS in front, or of a tunnel.",
      "把 origin 设成你的 https 地址：前面带 TLS 的反向代理的，或者内网穿透的。",
    ],
  ),
  "origin.port": broken(
    [
      "WeChat calls ports 80 and 443 only, and {origin} has another.",
      "微信只访问 80 和 443 端口，而 {origin} 是别的端口。",
    ],
    [
      "Put the proxy on port 443, and take the port out of origin.",
      "让反向代理监听 443 端口，并去掉 origin 里的端口。",
    ],
  ),
  "origin.unreachable": broken(
    ["{origin} could not be reached: {why}.", "访问不到 {origin}：{why}。"],
    [
      "Start npx saoma serve; then look at DNS, firewall and proxy, in this order.",
      "启动 npx saoma serve；再依次检查 DNS、防火墙和反向代理。",
    ],
  ),
  "tls.good": good(["The certificate of {host} is good until {until}.", "{host} 的证书有效期到 {until}。"]),
  "tls.soon": warning(
    ["The certificate of {host} ends on {until}.", "{host} 的证书 {until} 到期。"],
    ["See that it is renewed, and that the proxy is reloaded then.", "确认它会续期，续期之后会重新加载反向代理。"],
  ),
  "tls.expired": broken(
    ["The certificate of {host} ended on {until}.", "{host} 的证书 {until} 已经到期。"],
    ["Renew it, and reload the proxy.", "续期，并重新加载反向代理。"],
  ),
  "tls.name": broken(
    ["The certificate there is not for {host}, but for {names}.", "那里的证书不是 {host} 的，而是 {names} 的。"],
    ["Get one for {host}, or set origin to a name it has.", "为 {host} 申请一张，或者把 origin 改成证书上有的名字。"],
  ),
  "tls.untrusted": broken(
    ["The certificate of {host} is not trusted ({why}).", "{host} 的证书没有人信任（{why}）。"],
    [
      "Get one from a public authority, and give the proxy the whole chain (fullchain.pem).",
      "向公共的 CA 申请一张，并把完整的证书链（fullchain.pem）给反向代理。",
    ],
  ),
  "proxy.paths": broken(
    ["{url} is not answered by Saoma (HTTP {status}).", "{url} 不是 Saoma 应答的（HTTP {status}）。"],
    [
      "Let the proxy send Saoma all its paths: /v1/, /wechat/, /mini-program/, /saoma-login.js, /.well-known/jwks.json.",
      "让反向代理把 Saoma 的路径都转过来：/v1/、/wechat/、/mini-program/、/saoma-login.js、/.well-known/jwks.json。",
    ],
  ),
  "proxy.script": warning(
    ["{url} is not Saoma's script (HTTP {status}).", "{url} 不是 Saoma 的脚本（HTTP {status}）。"],
    [
      "Let the proxy send /saoma-login.js to Saoma, or bundle saoma/widget.",
      "让反向代理把 /saoma-login.js 转给 Saoma，或者把 saoma/widget 打包进去。",
    ],
  ),
  "proxy.sockets": warning(
    [
      "WebSockets do not get through ({status}). Pages use event streams or ask again and again, which costs more.",
      "WebSocket 过不去（{status}）。页面改用事件流或反复查询，开销更大。",
    ],
    [
      'Let the proxy pass them on; for nginx: proxy_http_version 1.1, Upgrade $http_upgrade, Connection "upgrade".',
      '让反向代理转发它；nginx 写 proxy_http_version 1.1、Upgrade $http_upgrade、Connection "upgrade"。',
    ],
  ),
  "proxy.mini-program": broken(
    [
      "{url} is not answered by Saoma ({status}), so the mini-program cannot sign anyone in.",
      "{url} 不是 Saoma 应答的（{status}），所以小程序登录不了任何人。",
    ],
    [
      "Let the proxy send /mini-program/ to Saoma, or mount it there.",
      "让反向代理把它转给 Saoma：/mini-program/；或者挂在那里。",
    ],
  ),
  "proxy.keys": warning(
    [
      "{url} is not Saoma's list of keys ({status}). Other backends verify access tokens by it.",
      "{url} 不是 Saoma 的公钥列表（{status}）。别的后端靠它验证访问令牌。",
    ],
    [
      "Let the proxy send /.well-known/jwks.json to Saoma, or mount it there.",
      "让反向代理把它转给 Saoma：/.well-known/jwks.json；或者挂在那里。",
    ],
  ),
  "proxy.domain-file": broken(
    ["{url} is not the domain file of the configuration.", "{url} 不是配置里的域名校验文件。"],
    [
      "Let the proxy send /MP_verify_*.txt to Saoma, and restart the service.",
      "让反向代理把 /MP_verify_*.txt 转给 Saoma，并重启服务。",
    ],
  ),
  "proxy.good": good([
    "The proxy reports the visitor's address, and it is trusted.",
    "反向代理说出了访客的地址，并且受信任。",
  ]),
  "proxy.silent": warning(
    [
      "Requests come without X-Forwarded-For, so all visitors look like {address} and share its limits.",
      "请求不带 X-Forwarded-For，所以所有访客看起来都是 {address}，共用它的限额。",
    ],
    [
      "Let the proxy set it; for nginx: proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for.",
      "让反向代理设上它；nginx 写 proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for。",
    ],
  ),
  "proxy.untrusted": warning(
    [
      "The proxy at {address} is not in `trustedProxies`, so all visitors share its rate limits.",
      "{address} 上的反向代理不在 `trustedProxies` 里，所以所有访客共用它的限额。",
    ],
    ["Add {address} to trustedProxies, and restart the service.", "把 {address} 加进 trustedProxies，并重启服务。"],
  ),
  "proxy.spoofed": broken(
    [
      "The proxy passes on any X-Forwarded-For that a visitor sends, so limits by address do not apply to that visitor.",
      "访客写什么 X-Forwarded-For，反向代理就转什么，这样按地址的限制对他不起作用。",
    ],
    [
      "Let the proxy append to it or replace it; for nginx: $proxy_add_x_forwarded_for.",
      "让反向代理在它后面追加，或者替换它；nginx 用 $proxy_add_x_forwarded_for。",
    ],
  ),
  "cookies.good": good([
    "Cookies are bound to {host} alone, over https (__Host-).",
    "Cookie 只属于 {host}，走 https（__Host-）。",
  ]),
  "cookies.plain": good(["Cookies go over http, which stays on this machine.", "Cookie 走 http，不会离开这台机器。"]),
  "application.good": good(["Pages of {page} may call {origin}.", "{page} 的页面可以调用 {origin}。"]),
  "application.own": good(["{page} leads to Saoma by its own address.", "{page} 用自己的地址就能到 Saoma。"]),
  "application.cors": broken(
    [
      "Pages of {page} may not call {origin}: the headers that allow it do not arrive.",
      "{page} 的页面调用不了 {origin}：允许它的响应头没有送到。",
    ],
    [
      "Let the proxy pass Origin on and leave Access-Control-* headers as they are; then restart the service.",
      "让反向代理转发 Origin，不要动 Access-Control-* 响应头；然后重启服务。",
    ],
  ),
  "application.cross-site": warning(
    [
      "{page} is another site than {origin}: browsers send no cookies from there.",
      "{page} 和 {origin} 不是同一个站点：浏览器从那里不发 Cookie。",
    ],
    [
      'Put Saoma on a host of that site, or have the page ask with "claim": "header" and keep tokens.',
      '把 Saoma 放在那个站点的一个主机名下；或者让页面用 "claim": "header" 来请求，并自己保管令牌。',
    ],
  ),
} as const satisfies Readonly<Record<string, Kind>>;
