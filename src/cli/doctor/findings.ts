import { say, translated } from "../say.ts";

/** `good`: as it should be. `warning`: works, and should be looked at. `broken`: users cannot sign in by it. */
export type Level = "good" | "warning" | "broken";

/** A sentence in both languages; `{…}` is filled in. */
type Both = readonly [english: string, chinese: string];

interface Kind {
  readonly level: Level;
  /** What was found. */
  readonly message: Both;
  /** What to do about it. Absent where there is nothing to do. */
  readonly remedy?: Both;
}

const good = (message: Both): Kind => ({ level: "good", message });
const warning = (message: Both, remedy: Both): Kind => ({ level: "warning", message, remedy });
const broken = (message: Both, remedy: Both): Kind => ({ level: "broken", message, remedy });

/** Everything that `saoma doctor` can find, in the order in which it looks. */
export const findings = {
  "config.good": good(["The configuration is good.", "配置没有问题。"]),
  "config.broken": broken(
    ["In the configuration, {problem}", "配置里，{problem}"],
    [
      "Correct it; npx saoma config check says the same at once.",
      "改正它；npx saoma config check 马上就能说一样的话。",
    ],
  ),
  "config.warning": warning(
    ["{warning}.", "{warning}。"],
    ["Change it, or leave it if it is meant so.", "改掉；有意这样的就不用管。"],
  ),
  "secret.good": good(["SAOMA_SECRET is long and varied.", "SAOMA_SECRET 够长，也够随机。"]),
  "secret.thin": warning(
    [
      "SAOMA_SECRET is little varied: guessing it takes about 2^{bits} tries.",
      "SAOMA_SECRET 不够随机：猜中它大约要 2^{bits} 次。",
    ],
    [
      "Make one with openssl rand -base64 48. Codes that wait are void once.",
      "用 openssl rand -base64 48 重新生成一个。还没用掉的码会作废一次。",
    ],
  ),
  "token.short": warning(
    [
      "The Token of {appid} has {length} characters, and an attacker who guesses it can forge pushes.",
      "{appid} 的令牌（Token）只有 {length} 个字符，猜中它的人就能伪造推送。",
    ],
    ["Use 32 letters and digits, in WeChat's console and here.", "用 32 个字母和数字，微信后台和这里都改。"],
  ),
  "env.readable": warning(
    [
      "{file} can be read by other users of this machine (mode {mode}).",
      "{file} 能被这台机器上的其他用户读到（权限 {mode}）。",
    ],
    ["Run chmod 600 {file}.", "运行 chmod 600 {file}。"],
  ),
  "database.good": good([
    "The database {path} can be written, is up to date, and has {free} left on its disk.",
    "数据库 {path} 可写，已是最新，磁盘还剩 {free}。",
  ]),
  "database.none": good([
    "There is no database at {path} yet; the service makes it when it starts.",
    "{path} 还没有数据库；服务启动时会建。",
  ]),
  "database.folder": broken(
    ["The database cannot be written: {why}.", "数据库写不进去：{why}。"],
    [
      "Give the service's user the folder, as in chown -R saoma {folder}, or run the doctor as that user.",
      "把目录给服务的用户，例如 chown -R saoma {folder}；或者用那个用户来运行 doctor。",
    ],
  ),
  "database.broken": broken(
    ["The database {path} cannot be used: {why}", "数据库 {path} 用不了：{why}"],
    [
      "Stop the service and run npx saoma restore with the last backup, or name another file in database.path.",
      "停掉服务，用最近的备份运行 npx saoma restore；或者在 database.path 里换一个文件。",
    ],
  ),
  "database.pending": warning(
    ["The database {path} lacks {count} migrations.", "数据库 {path} 还差 {count} 个迁移。"],
    ["Restart the service, or run npx saoma migrate.", "重启服务，或者运行 npx saoma migrate。"],
  ),
  "database.newer": broken(
    ["The database {path} was written by a newer Saoma.", "数据库 {path} 是更新的 Saoma 写的。"],
    [
      "Install that version again, or run npx saoma restore with a backup from before the upgrade.",
      "装回那个版本；或者用升级之前的备份运行 npx saoma restore。",
    ],
  ),
  "database.network": broken(
    [
      "The database {path} is on a network file system ({kind}), where SQLite loses data.",
      "数据库 {path} 在网络文件系统（{kind}）上，SQLite 在那里会丢数据。",
    ],
    ["Name a file on a local disk in database.path.", "在 database.path 里写一个本地磁盘上的文件。"],
  ),
  "database.busy": warning(
    ["Another process holds the database {path} for long.", "另一个进程长时间占着数据库 {path}。"],
    ["See which one it is: fuser {path}.", "看看是哪个：fuser {path}。"],
  ),
  "database.low": warning(
    ["The disk of {path} has {free} left.", "{path} 所在的磁盘只剩 {free}。"],
    ["Free some disk space: sign-ins fail when the disk is full.", "腾出磁盘空间：磁盘满了就登录不了。"],
  ),
  "database.full": broken(
    ["The disk of {path} has {free} left.", "{path} 所在的磁盘只剩 {free}。"],
    ["Free some disk space: sign-ins fail when the disk is full.", "腾出磁盘空间：磁盘满了就登录不了。"],
  ),
  "postgres.good": good([
    "The database {name} (PostgreSQL {version}) is reached, forgets nothing, and is up to date.",
    "数据库 {name}（PostgreSQL {version}）连得上，提交了就不会丢，已是最新。",
  ]),
  "postgres.away": broken(
    ["{why}", "{why}"],
    ["Until it is reached, the service answers 503.", "在连上之前，服务应答 503。"],
  ),
  "postgres.unsafe": broken(["{why}", "{why}"], ["Until then the service does not start.", "在那之前，服务不启动。"]),
  "postgres.foreign": broken(
    ["The database {name} has another program's tables.", "数据库 {name} 里有别的程序的表。"],
    [
      "Make one of Saoma's own: createdb --encoding=UTF8 --template=template0 saoma.",
      "给 Saoma 建一个专用的：createdb --encoding=UTF8 --template=template0 saoma。",
    ],
  ),
  "postgres.pending": warning(
    ["The database {name} lacks {count} migrations.", "数据库 {name} 还差 {count} 个迁移。"],
    ["Restart the service, or run npx saoma migrate.", "重启服务，或者运行 npx saoma migrate。"],
  ),
  "postgres.newer": broken(
    ["The database {name} was written by a newer Saoma.", "数据库 {name} 是更新的 Saoma 写的。"],
    [
      "Install that version again, or restore a dump from before the upgrade.",
      "装回那个版本；或者恢复升级之前的转储。",
    ],
  ),
  "postgres.asynchronous": warning(
    [
      "The database {name} has a standby that it does not wait for: when that one takes over, the last sign-ins are lost.",
      "数据库 {name} 有备库，但不等它：备库接管的时候，最后几次登录会丢。",
    ],
    [
      "Set synchronous_standby_names in postgresql.conf, or leave it if that is meant so.",
      "在 postgresql.conf 里设 synchronous_standby_names；本来就想这样的，不用管。",
    ],
  ),
  "postgres.connections": warning(
    [
      "PostgreSQL has {most} connections for everybody, and an instance may want {wanted}.",
      "PostgreSQL 一共只有 {most} 个连接，而一个实例可能要 {wanted} 个。",
    ],
    [
      "Raise max_connections there, or lower database.connections.",
      "调高那里的 max_connections，或者调低 database.connections。",
    ],
  ),
  "redis.good": good([
    "The Redis at {name} (version {version}) is reached: instances share hints and limits.",
    "{name} 上的 Redis（版本 {version}）连得上：各实例共用提示和限额。",
  ]),
  "redis.away": warning(
    ["{why}", "{why}"],
    [
      "Sign-ins go on meanwhile, with stricter limits that each instance counts by itself.",
      "这期间照常登录，只是各实例各自计数，限额更严。",
    ],
  ),
  "members.kept-out": warning(
    [
      "{count} members who were brought along wait for their phone, and nobody joins an account by a phone.",
      "导入的会员里，有 {count} 个等着凭手机号加入，而现在谁也不能凭手机号加入账号。",
    ],
    [
      "Name an approved template in sms.templates.join, or give them codes of npx saoma account invite.",
      "在 sms.templates.join 里写上审核通过的模板；或者用 npx saoma account invite 给他们邀请码。",
    ],
  ),
  "members.stale": warning(
    [
      "{count} members wait for a phone that was not seen in the last 90 days, or nobody said when: it joins nobody.",
      "有 {count} 个会员等着的手机号，90 天内没有确认过，或者没写什么时候确认的：凭它加入不了。",
    ],
    [
      "Import them again with phoneSeenAt, or give them codes of npx saoma account invite.",
      "带上 phoneSeenAt 重新导入；或者用 npx saoma account invite 给他们邀请码。",
    ],
  ),
  "people.linked": good([
    "{count} WeChats that were added to accounts are asked at their first sign-in if it is theirs.",
    "有 {count} 个添加到账号里的微信，第一次登录时会问是不是本人的账号。",
  ]),
  "people.strangers": good([
    "{count} browsers signed in before an update made them strangers: the next scan there asks.",
    "有 {count} 个浏览器是在一次升级之前登录的，升级后重新算陌生的：下次在那里扫码会问。",
  ]),
  "webhooks.dead": warning(
    [
      "{count} webhook letters were not taken in a day of tries, and their endpoints do not know of these events.",
      "有 {count} 封 webhook 信件重试了一天仍没有被接收，对方不知道这些事件。",
    ],
    [
      "Run npx saoma webhook list to see why; npx saoma webhook resend sends one again.",
      "运行 npx saoma webhook list 看原因；npx saoma webhook resend 重发其中一封。",
    ],
  ),
  "origin.loopback": broken(
    [
      "{origin} is this machine alone: neither WeChat nor anybody's phone reaches it.",
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
    ["Nobody trusts the certificate of {host} ({why}).", "{host} 的证书没有人信任（{why}）。"],
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
    ["Restart the service, so that it has the configuration that was read here.", "重启服务，让它用上这里读到的配置。"],
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
      "The service sends nobody of {application} back to {redirect} ({status}).",
      "服务不让 {application} 的人回到 {redirect}（{status}）。",
    ],
    [
      "Let the proxy send /oidc/ to Saoma. Restart the service, so that it has the configuration that was read here.",
      "让反向代理把它转给 Saoma：/oidc/。重启服务，让它用上这里读到的配置。",
    ],
  ),
  "openid.token": broken(
    [
      "The token endpoint does not refuse what is wrong of {application} as it should ({status}).",
      "令牌端点没有照规矩拒绝 {application} 的错误请求（{status}）。",
    ],
    [
      "Let the proxy send POST /oidc/token to Saoma with its Authorization header, and restart the service.",
      "让反向代理把 POST /oidc/token 连同 Authorization 请求头转给 Saoma，并重启服务。",
    ],
  ),
  "openid.told": good([
    "{application} is told of sign-outs at {address}.",
    "{application} 能在 {address} 收到后台登出通知。",
  ]),
  "openid.untold": warning(
    [
      "{application} cannot be told of sign-outs at {address}: {why}.",
      "{application} 在 {address} 收不到后台登出通知：{why}。",
    ],
    [
      "Correct openid.backchannelLogout, or set allowPrivate: true where a private address is meant.",
      "改正 openid.backchannelLogout；确实要用内网地址的话，设 allowPrivate: true。",
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
    "The proxy names the visitor's address, and is trusted to.",
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
      "The proxy passes on whatever X-Forwarded-For a visitor writes, who is then limited by no address.",
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
  "push.redirected": broken(
    ["{url} redirects to {location}, and WeChat follows nothing.", "{url} 跳转到 {location}，而微信不跟随跳转。"],
    [
      "Set origin to where it leads, or take /wechat/ out of the proxy's redirect.",
      "把 origin 设成跳转到的地址；或者让反向代理不要跳转 /wechat/。",
    ],
  ),
  "push.status": broken(
    [
      "{url} answers HTTP {status}, and it is not Saoma that does.",
      "{url} 返回 HTTP {status}，而且不是 Saoma 应答的。",
    ],
    [
      "Let the proxy send /wechat/ to Saoma, and see that the service runs.",
      "让反向代理把 /wechat/ 转给 Saoma，并确认服务在运行。",
    ],
  ),
  "push.refused": broken(
    [
      "The service refuses a check that is signed with the Token of {appid}.",
      "用 {appid} 的令牌（Token）签名的校验，服务拒绝了。",
    ],
    [
      "Restart the service, so that it has the configuration that was read here. If that is done, something in front takes the query off or answers by itself.",
      "重启服务，让它用上这里读到的配置。已经重启过的，就是前面有什么去掉了查询串，或者自己应答了。",
    ],
  ),
  "push.listed": warning(
    [
      "ipList takes pushes from listed addresses alone, so the server URL of {appid} could not be tried from here.",
      "ipList 只收列出的地址来的推送，所以 {appid} 的服务器地址从这里试不了。",
    ],
    [
      "Run the doctor without ipList once, or watch the log for refused pushes.",
      "去掉 ipList 运行一次 doctor，或者看日志里有没有被拒绝的推送。",
    ],
  ),
  "push.echo": broken(
    [
      "{url} does not answer with WeChat's echostr alone, so the console will not save it.",
      "{url} 的应答不只是微信的 echostr，后台会保存不了。",
    ],
    ["Take out whatever in front changes answers.", "去掉前面改动应答的东西。"],
  ),
  "push.body": broken(
    [
      "The body of a POST to {url} does not arrive, so no push can.",
      "发到 {url} 的 POST，请求体没有送到，所以推送也送不到。",
    ],
    [
      "Let the proxy or firewall pass bodies on as they are; one that cleans XML breaks pushes.",
      "让反向代理或防火墙原样转发请求体；“清洗”XML 的会弄坏推送。",
    ],
  ),
  "push.key": broken(
    [
      "The service takes the Token of {appid} and refuses a push: it has another mode, EncodingAESKey or format.",
      "服务认 {appid} 的令牌（Token），却拒绝推送：它用的是另一种模式、EncodingAESKey 或格式。",
    ],
    [
      "Restart the service, so that it has the configuration that was read here. If that is done, something in front changes bodies or takes msg_signature off.",
      "重启服务，让它用上这里读到的配置。已经重启过的，就是前面有什么改了请求体，或者去掉了 msg_signature。",
    ],
  ),
  "push.stale": broken(
    [
      "The service's clock is {seconds} s off this machine's, and it refuses what is more than 300 s off.",
      "服务的时钟和这台机器差 {seconds} 秒，相差 300 秒以上的它会拒绝。",
    ],
    ["Set both clocks by NTP (chrony, systemd-timesyncd).", "两边的时钟都用 NTP 校准（chrony、systemd-timesyncd）。"],
  ),
  "push.reply": broken(
    ["A push to {url} arrives, and its answer comes back changed.", "发到 {url} 的推送送到了，应答却被改过。"],
    ["Take out whatever in front changes answers; update the service.", "去掉前面改动应答的东西；升级服务。"],
  ),
  "push.good": good([
    "A push to {appid}, signed as WeChat would, arrives and is answered ({mode} mode, {ms} ms).",
    "发给 {appid} 的推送，像微信那样签名，送到了并得到应答（{mode} 模式，{ms} 毫秒）。",
  ]),
  "pushes.taken": good([
    "WeChat's pushes to {appid} arrive: {times} since {since}, the last at {at}.",
    "微信给 {appid} 的推送收得到：自 {since} 以来 {times} 条，最近一条在 {at}。",
  ]),
  "pushes.none": warning(
    [
      "No push of WeChat's came to {appid} since the service started at {since}.",
      "自服务 {since} 启动以来，微信没有给 {appid} 发过推送。",
    ],
    [
      "Switch the server URL on in WeChat's console (启用), send the account a message, and run the doctor again.",
      "在微信后台启用服务器配置，给账号发一条消息，再运行一次 doctor。",
    ],
  ),
  "pushes.signature": broken(
    [
      "{times} pushes to {appid} were signed with another Token, the last at {at}.",
      "有 {times} 条发给 {appid} 的推送是用别的令牌（Token）签名的，最近一条在 {at}。",
    ],
    [
      "Use the same Token in WeChat's console and here. If other pushes arrive, these are forged.",
      "微信后台和这里用同一个令牌。别的推送收得到的话，这些就是伪造的。",
    ],
  ),
  "pushes.echo": broken(
    [
      "The check of the server URL of {appid} was refused {times} times, the last at {at}.",
      "{appid} 的服务器配置校验被拒绝了 {times} 次，最近一次在 {at}。",
    ],
    [
      "Use the same Token in WeChat's console and here, and save the console's settings again.",
      "微信后台和这里用同一个令牌（Token），再到后台保存一次。",
    ],
  ),
  "pushes.mode": broken(
    [
      "{times} pushes to {appid} came in another mode than {mode}, the last at {at}.",
      "有 {times} 条发给 {appid} 的推送不是 {mode} 模式，最近一条在 {at}。",
    ],
    [
      "Choose the mode (消息加解密方式) that the configuration has: {console}; or change sources[].mode.",
      "后台的消息加解密方式选和配置一样的：{console}；或者改 sources[].mode。",
    ],
  ),
  "pushes.encryption": broken(
    [
      "{times} pushes to {appid} were encrypted with another EncodingAESKey, the last at {at}.",
      "有 {times} 条发给 {appid} 的推送是用别的 EncodingAESKey 加密的，最近一条在 {at}。",
    ],
    ["Use the same EncodingAESKey in WeChat's console and here.", "微信后台和这里用同一个 EncodingAESKey。"],
  ),
  "pushes.appid": broken(
    [
      "{times} pushes to {appid} were another account's, the last at {at}.",
      "有 {times} 条发给 {appid} 的推送是别的账号的，最近一条在 {at}。",
    ],
    ["Give each account its own URL in WeChat's console: {url}.", "在微信后台，每个账号填自己的 URL：{url}。"],
  ),
  "pushes.stale": broken(
    [
      "{times} pushes to {appid} were more than 300 s off the service's clock, the last at {at}.",
      "有 {times} 条发给 {appid} 的推送，和服务的时钟相差 300 秒以上，最近一条在 {at}。",
    ],
    ["Set the clock by NTP (chrony, systemd-timesyncd).", "用 NTP 校准时钟（chrony、systemd-timesyncd）。"],
  ),
  "pushes.malformed": broken(
    [
      "{times} pushes to {appid} could not be read, the last at {at}.",
      "有 {times} 条发给 {appid} 的推送读不懂，最近一条在 {at}。",
    ],
    [
      "Choose the format (数据格式) that the configuration has, {format}, and see that nothing in front changes bodies.",
      "后台的数据格式选和配置一样的：{format}；并确认前面没有什么改动请求体。",
    ],
  ),
  "wechat.none": good([
    "{appid} calls nothing of WeChat's: it has no AppSecret, and needs none.",
    "{appid} 不调用微信的任何接口：它没有 AppSecret，也不需要。",
  ]),
  "wechat.good": good(["WeChat knows {appid} and its AppSecret.", "微信认得 {appid} 和它的 AppSecret。"]),
  "wechat.unreachable": broken(
    ["{appid} cannot ask WeChat. {message}", "{appid} 没法向微信查询。{message}"],
    ["{remedy}", "{remedy}"],
  ),
  "wechat.address": broken(
    ["{appid} gets no token of WeChat. {message}", "{appid} 拿不到微信的 access_token。{message}"],
    ["{remedy}", "{remedy}"],
  ),
  "wechat.secret": broken(
    ["{appid} and its AppSecret do not fit. {message}", "{appid} 和它的 AppSecret 对不上。{message}"],
    ["{remedy}", "{remedy}"],
  ),
  "wechat.appid": broken(
    ["{appid} is not known. {message}", "微信不认得 {appid}。{message}"],
    ["{remedy}", "{remedy}"],
  ),
  "wechat.refused": broken(
    ["{appid} may not ask WeChat. {message}", "微信不许 {appid} 查询。{message}"],
    ["{remedy}", "{remedy}"],
  ),
  "clock.good": good([
    "This machine's clock is within {seconds} s of WeChat's.",
    "这台机器的时钟和微信相差不到 {seconds} 秒。",
  ]),
  "clock.off": warning(
    ["This machine's clock is {seconds} s off WeChat's.", "这台机器的时钟和微信差 {seconds} 秒。"],
    [
      "Set it by NTP (chrony, systemd-timesyncd); from 300 s on, pushes are refused.",
      "用 NTP 校准时钟（chrony、systemd-timesyncd）；差到 300 秒，推送就会被拒绝。",
    ],
  ),
  "clock.wrong": broken(
    [
      "This machine's clock is {seconds} s off WeChat's, and pushes more than 300 s off are refused.",
      "这台机器的时钟和微信差 {seconds} 秒，相差 300 秒以上的推送会被拒绝。",
    ],
    ["Set it by NTP (chrony, systemd-timesyncd).", "用 NTP 校准时钟（chrony、systemd-timesyncd）。"],
  ),
  "qr.good": good(["{appid} may make QRs, and has {left} left today.", "{appid} 能生成二维码，今天还剩 {left} 个。"]),
  "qr.low": warning(
    ["{appid} has only {left} QRs left today.", "{appid} 今天只剩 {left} 个二维码。"],
    ["Sign-ins fall back to codes then; look for who makes so many.", "用完之后改用登录码；找找是谁生成了这么多。"],
  ),
  "qr.refused": warning(
    [
      "{appid} makes no QRs. {message} Sign-ins fall back to codes.",
      "{appid} 生成不了二维码。{message} 登录改用登录码。",
    ],
    ["{remedy}", "{remedy}"],
  ),
  "menu.good": good(["{appid} has a menu of {count} buttons.", "{appid} 有菜单，{count} 个按钮。"]),
  "menu.none": good([
    "{appid} has no menu that was made by the API; npx saoma menu set makes one.",
    "{appid} 没有用接口建的菜单；npx saoma menu set 可以建。",
  ]),
  "menu.refused": warning(
    ["{appid} may have no menu. {message}", "{appid} 不能有菜单。{message}"],
    ["{remedy}", "{remedy}"],
  ),
  "callback.none": warning(
    [
      "WeChat knows no server URL of {appid} that it would look up (40201).",
      "微信不知道 {appid} 有可以检测的服务器地址（40201）。",
    ],
    [
      "Enter {url} in its console, with Token and EncodingAESKey, and switch it on (启用).",
      "在后台填上 {url}、令牌（Token）和 EncodingAESKey，并启用。",
    ],
  ),
  "callback.dns": broken(
    [
      "WeChat does not find the host of the server URL of {appid} in DNS.",
      "微信在 DNS 里找不到 {appid} 的服务器地址的域名。",
    ],
    ["Look at the host's DNS records as seen from mainland China.", "从中国内地查一下这个域名的 DNS 记录。"],
  ),
  "token.elsewhere": warning(
    [
      "Other software fetched the classic access token of {appid} {count} times today.",
      "今天有其他程序取了 {count} 次 {appid} 旧接口的 access_token。",
    ],
    [
      "It does no harm to Saoma, which uses the stable one. If those programs end each other's tokens, give them this one: GET /admin/v1/sources/{appid}/access-token.",
      "Saoma 用的是稳定版接口，不受影响。如果那些程序互相让对方的 token 失效，就让它们来要这一个：GET /admin/v1/sources/{appid}/access-token。",
    ],
  ),
  "token.classic": warning(
    [
      "{appid} uses the classic access token, which each fetch by other software ends.",
      "{appid} 用的是旧接口的 access_token，其他程序每取一次它就失效。",
    ],
    [
      'Remove tokens: "classic" from the source, and let other software ask Saoma for the token.',
      '去掉这个微信账号的 tokens: "classic"，让其他程序向 Saoma 要 token。',
    ],
  ),
  "addresses.missing": broken(
    [
      "WeChat pushes to {appid} from {addresses}, which ipList lacks.",
      "微信从 {addresses} 给 {appid} 推送，而 ipList 里没有。",
    ],
    [
      "Add them to sources[].ipList; they change, so look again now and then.",
      "加进 sources[].ipList；它们会变，隔一段时间再看看。",
    ],
  ),
  "login-page.good": good([
    "WeChat's sign-in page opens for {appid} and comes back to {host}.",
    "{appid} 的微信登录页打得开，会回到 {host}。",
  ]),
  "login-page.refused": broken(
    ["WeChat's sign-in page does not open for {appid}: {words}.", "{appid} 的微信登录页打不开：{words}。"],
    [
      "Set 授权回调域 on the Open Platform to {host}, and see that 微信登录 is granted.",
      "在开放平台把授权回调域设成 {host}，并确认已获得微信登录权限。",
    ],
  ),
  "code.good": good(["{appid} makes codes that open {page}.", "{appid} 能生成打开 {page} 的小程序码。"]),
  "code.limited": good([
    "{appid} makes codes of which it has 100,000 ever; none was made to try.",
    "{appid} 用的是一共只有 100,000 个的小程序码；没有为了试而生成。",
  ]),
  "code.refused": broken(
    ["{appid} makes no codes. {message}", "{appid} 生成不了小程序码。{message}"],
    ["{remedy}", "{remedy}"],
  ),
  "link.good": good([
    "{appid} makes links that open {page} from outside WeChat.",
    "{appid} 能生成链接，从微信外面打开 {page}。",
  ]),
  "link.refused": warning(
    [
      "{appid} makes no links for phones outside WeChat. {message}",
      "{appid} 生成不了给微信外面的手机用的链接。{message}",
    ],
    ["{remedy}", "{remedy}"],
  ),
  "doctor.failed": broken(
    ["A check itself failed: {why}.", "有一项检查自己出错了：{why}。"],
    ["Report it with this line; the other checks stand.", "请带上这一行报告；其余检查不受影响。"],
  ),
} as const satisfies Readonly<Record<string, Kind>>;

export type FindingId = keyof typeof findings;

/** One thing found. */
export interface Finding {
  readonly id: FindingId;
  readonly level: Level;
  readonly message: string;
  readonly remedy?: string;
}

/** A finding with its places filled in. `level` where it is another than usual. */
export function found(id: FindingId, values: Readonly<Record<string, string | number>> = {}, level?: Level): Finding {
  const kind: Kind = findings[id];
  const filled = ([english, chinese]: Both) =>
    (say.language === "en" ? english : chinese).replace(/\{([\w-]+)\}/g, (place, name: string) =>
      translated(String(values[name] ?? place)),
    );
  return {
    id,
    level: level ?? kind.level,
    message: filled(kind.message),
    ...(kind.remedy === undefined ? {} : { remedy: filled(kind.remedy) }),
  };
}
