import type { FindingId } from "../../src/cli/doctor/findings.ts";

/** What was found, and what to do about it where there is something to do; `{…}` as in the English. */
type Said = readonly [message: string, remedy?: string];

const restart = "重启服务，让它用上这里读到的配置。";
const clock = "用 NTP 校准时钟（chrony、systemd-timesyncd）";
const room = "腾出磁盘空间：磁盘满了就登录不了。";
const paths = "让反向代理把它转给 Saoma";

/** By id, as in `src/cli/doctor/findings.ts`. */
export const chineseFindings: Readonly<Record<FindingId, Said>> = {
  "config.good": ["配置没有问题。"],
  "config.broken": ["配置里，{problem}", "改正它；npx saoma config check 马上就能说一样的话。"],
  "config.warning": ["{warning}。", "改掉；有意这样的就不用管。"],
  "secret.good": ["SAOMA_SECRET 够长，也够随机。"],
  "secret.thin": [
    "SAOMA_SECRET 不够随机：猜中它大约要 2^{bits} 次。",
    "用 openssl rand -base64 48 重新生成一个。还没用掉的码会作废一次。",
  ],
  "token.short": [
    "{appid} 的令牌（Token）只有 {length} 个字符，猜中它的人就能伪造推送。",
    "用 32 个字母和数字，微信后台和这里都改。",
  ],
  "env.readable": ["{file} 能被这台机器上的其他用户读到（权限 {mode}）。", "运行 chmod 600 {file}。"],
  "database.good": ["数据库 {path} 可写，已是最新，磁盘还剩 {free}。"],
  "database.none": ["{path} 还没有数据库；服务启动时会建。"],
  "database.folder": [
    "数据库写不进去：{why}。",
    "把目录给服务的用户，例如 chown -R saoma {folder}；或者用那个用户来运行 doctor。",
  ],
  "database.broken": [
    "数据库 {path} 用不了：{why}",
    "停掉服务，用最近的备份运行 npx saoma restore；或者在 database.path 里换一个文件。",
  ],
  "database.pending": ["数据库 {path} 还差 {count} 个迁移。", "重启服务，或者运行 npx saoma migrate。"],
  "database.newer": [
    "数据库 {path} 是更新的 Saoma 写的。",
    "装回那个版本；或者用升级之前的备份运行 npx saoma restore。",
  ],
  "database.network": [
    "数据库 {path} 在网络文件系统（{kind}）上，SQLite 在那里会丢数据。",
    "在 database.path 里写一个本地磁盘上的文件。",
  ],
  "database.busy": ["另一个进程长时间占着数据库 {path}。", "看看是哪个：fuser {path}。"],
  "database.low": ["{path} 所在的磁盘只剩 {free}。", room],
  "database.full": ["{path} 所在的磁盘只剩 {free}。", room],
  "postgres.good": ["数据库 {name}（PostgreSQL {version}）连得上，提交了就不会丢，已是最新。"],
  "postgres.away": ["{why}", "在连上之前，服务应答 503。"],
  "postgres.unsafe": ["{why}", "在那之前，服务不启动。"],
  "postgres.foreign": [
    "数据库 {name} 里有别的程序的表。",
    "给 Saoma 建一个专用的：createdb --encoding=UTF8 --template=template0 saoma。",
  ],
  "postgres.pending": ["数据库 {name} 还差 {count} 个迁移。", "重启服务，或者运行 npx saoma migrate。"],
  "postgres.newer": ["数据库 {name} 是更新的 Saoma 写的。", "装回那个版本；或者恢复升级之前的转储。"],
  "postgres.connections": [
    "PostgreSQL 一共只有 {most} 个连接，而一个实例可能要 {wanted} 个。",
    "调高那里的 max_connections，或者调低 database.connections。",
  ],
  "redis.good": ["{name} 上的 Redis（版本 {version}）连得上：各实例共用提示和限额。"],
  "redis.away": ["{why}", "这期间照常登录，只是各实例各自计数，限额更严。"],
  "members.kept-out": [
    "导入的会员里，有 {count} 个等着凭手机号加入，而现在谁也不能凭手机号加入账号。",
    "在 sms.templates.join 里写上审核通过的模板；或者用 npx saoma account invite 给他们邀请码。",
  ],
  "members.stale": [
    "有 {count} 个会员等着的手机号，90 天内没有确认过，或者没写什么时候确认的：凭它加入不了。",
    "带上 phoneSeenAt 重新导入；或者用 npx saoma account invite 给他们邀请码。",
  ],
  "people.linked": ["有 {count} 个添加到账号里的微信，第一次登录时会问是不是本人的账号。"],
  "people.strangers": ["有 {count} 个浏览器是在一次升级之前登录的，升级后重新算陌生的：下次在那里扫码会问。"],
  "webhooks.dead": [
    "有 {count} 封 webhook 信件重试了一天仍没有被接收，对方不知道这些事件。",
    "运行 npx saoma webhook list 看原因；npx saoma webhook resend 重发其中一封。",
  ],
  "origin.loopback": [
    "{origin} 只是这台机器自己：微信访问不到，谁的手机也访问不到。",
    "把 origin 设成你的 https 地址：前面带 TLS 的反向代理的，或者内网穿透的。",
  ],
  "origin.port": [
    "微信只访问 80 和 443 端口，而 {origin} 是别的端口。",
    "让反向代理监听 443 端口，并去掉 origin 里的端口。",
  ],
  "origin.unreachable": ["访问不到 {origin}：{why}。", "启动 npx saoma serve；再依次检查 DNS、防火墙和反向代理。"],
  "tls.good": ["{host} 的证书有效期到 {until}。"],
  "tls.soon": ["{host} 的证书 {until} 到期。", "确认它会续期，续期之后会重新加载反向代理。"],
  "tls.expired": ["{host} 的证书 {until} 已经到期。", "续期，并重新加载反向代理。"],
  "tls.name": ["那里的证书不是 {host} 的，而是 {names} 的。", "为 {host} 申请一张，或者把 origin 改成证书上有的名字。"],
  "tls.untrusted": [
    "{host} 的证书没有人信任（{why}）。",
    "向公共的 CA 申请一张，并把完整的证书链（fullchain.pem）给反向代理。",
  ],
  "proxy.paths": [
    "{url} 不是 Saoma 应答的（HTTP {status}）。",
    "让反向代理把 Saoma 的路径都转过来：/v1/、/wechat/、/mini-program/、/saoma-login.js、/.well-known/jwks.json。",
  ],
  "proxy.script": [
    "{url} 不是 Saoma 的脚本（HTTP {status}）。",
    "让反向代理把 /saoma-login.js 转给 Saoma，或者把 saoma/widget 打包进去。",
  ],
  "proxy.sockets": [
    "WebSocket 过不去（{status}）。页面改用事件流或反复查询，开销更大。",
    '让反向代理转发它；nginx 写 proxy_http_version 1.1、Upgrade $http_upgrade、Connection "upgrade"。',
  ],
  "proxy.mini-program": [
    "{url} 不是 Saoma 应答的（{status}），所以小程序登录不了任何人。",
    `${paths}：/mini-program/；或者挂在那里。`,
  ],
  "proxy.keys": [
    "{url} 不是 Saoma 的公钥列表（{status}）。别的后端靠它验证访问令牌。",
    `${paths}：/.well-known/jwks.json；或者挂在那里。`,
  ],
  "proxy.domain-file": ["{url} 不是配置里的域名校验文件。", "让反向代理把 /MP_verify_*.txt 转给 Saoma，并重启服务。"],
  "proxy.good": ["反向代理说出了访客的地址，并且受信任。"],
  "proxy.silent": [
    "请求不带 X-Forwarded-For，所以所有访客看起来都是 {address}，共用它的限额。",
    "让反向代理设上它；nginx 写 proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for。",
  ],
  "proxy.untrusted": [
    "{address} 上的反向代理不在 `trustedProxies` 里，所以所有访客共用它的限额。",
    "把 {address} 加进 trustedProxies，并重启服务。",
  ],
  "proxy.spoofed": [
    "访客写什么 X-Forwarded-For，反向代理就转什么，这样按地址的限制对他不起作用。",
    "让反向代理在它后面追加，或者替换它；nginx 用 $proxy_add_x_forwarded_for。",
  ],
  "cookies.good": ["Cookie 只属于 {host}，走 https（__Host-）。"],
  "cookies.plain": ["Cookie 走 http，不会离开这台机器。"],
  "application.good": ["{page} 的页面可以调用 {origin}。"],
  "application.own": ["{page} 用自己的地址就能到 Saoma。"],
  "application.cors": [
    "{page} 的页面调用不了 {origin}：允许它的响应头没有送到。",
    "让反向代理转发 Origin，不要动 Access-Control-* 响应头；然后重启服务。",
  ],
  "application.cross-site": [
    "{page} 和 {origin} 不是同一个站点：浏览器从那里不发 Cookie。",
    '把 Saoma 放在那个站点的一个主机名下；或者让页面用 "claim": "header" 来请求，并自己保管令牌。',
  ],
  "push.redirected": [
    "{url} 跳转到 {location}，而微信不跟随跳转。",
    "把 origin 设成跳转到的地址；或者让反向代理不要跳转 /wechat/。",
  ],
  "push.status": [
    "{url} 返回 HTTP {status}，而且不是 Saoma 应答的。",
    "让反向代理把 /wechat/ 转给 Saoma，并确认服务在运行。",
  ],
  "push.refused": [
    "用 {appid} 的令牌（Token）签名的校验，服务拒绝了。",
    `${restart}已经重启过的，就是前面有什么去掉了查询串，或者自己应答了。`,
  ],
  "push.listed": [
    "ipList 只收列出的地址来的推送，所以 {appid} 的服务器地址从这里试不了。",
    "去掉 ipList 运行一次 doctor，或者看日志里有没有被拒绝的推送。",
  ],
  "push.echo": ["{url} 的应答不只是微信的 echostr，后台会保存不了。", "去掉前面改动应答的东西。"],
  "push.body": [
    "发到 {url} 的 POST，请求体没有送到，所以推送也送不到。",
    "让反向代理或防火墙原样转发请求体；“清洗”XML 的会弄坏推送。",
  ],
  "push.key": [
    "服务认 {appid} 的令牌（Token），却拒绝推送：它用的是另一种模式、EncodingAESKey 或格式。",
    `${restart}已经重启过的，就是前面有什么改了请求体，或者去掉了 msg_signature。`,
  ],
  "push.stale": [
    "服务的时钟和这台机器差 {seconds} 秒，相差 300 秒以上的它会拒绝。",
    "两边的时钟都用 NTP 校准（chrony、systemd-timesyncd）。",
  ],
  "push.reply": ["发到 {url} 的推送送到了，应答却被改过。", "去掉前面改动应答的东西；升级服务。"],
  "push.good": ["发给 {appid} 的推送，像微信那样签名，送到了并得到应答（{mode} 模式，{ms} 毫秒）。"],
  "pushes.taken": ["微信给 {appid} 的推送收得到：自 {since} 以来 {times} 条，最近一条在 {at}。"],
  "pushes.none": [
    "自服务 {since} 启动以来，微信没有给 {appid} 发过推送。",
    "在微信后台启用服务器配置，给账号发一条消息，再运行一次 doctor。",
  ],
  "pushes.signature": [
    "有 {times} 条发给 {appid} 的推送是用别的令牌（Token）签名的，最近一条在 {at}。",
    "微信后台和这里用同一个令牌。别的推送收得到的话，这些就是伪造的。",
  ],
  "pushes.echo": [
    "{appid} 的服务器配置校验被拒绝了 {times} 次，最近一次在 {at}。",
    "微信后台和这里用同一个令牌（Token），再到后台保存一次。",
  ],
  "pushes.mode": [
    "有 {times} 条发给 {appid} 的推送不是 {mode} 模式，最近一条在 {at}。",
    "后台的消息加解密方式选和配置一样的：{console}；或者改 sources[].mode。",
  ],
  "pushes.encryption": [
    "有 {times} 条发给 {appid} 的推送是用别的 EncodingAESKey 加密的，最近一条在 {at}。",
    "微信后台和这里用同一个 EncodingAESKey。",
  ],
  "pushes.appid": [
    "有 {times} 条发给 {appid} 的推送是别的账号的，最近一条在 {at}。",
    "在微信后台，每个账号填自己的 URL：{url}。",
  ],
  "pushes.stale": ["有 {times} 条发给 {appid} 的推送，和服务的时钟相差 300 秒以上，最近一条在 {at}。", `${clock}。`],
  "pushes.malformed": [
    "有 {times} 条发给 {appid} 的推送读不懂，最近一条在 {at}。",
    "后台的数据格式选和配置一样的：{format}；并确认前面没有什么改动请求体。",
  ],
  "wechat.none": ["{appid} 不调用微信的任何接口：它没有 AppSecret，也不需要。"],
  "wechat.good": ["微信认得 {appid} 和它的 AppSecret。"],
  "wechat.unreachable": ["{appid} 没法向微信查询。{message}", "{remedy}"],
  "wechat.address": ["{appid} 拿不到微信的 access_token。{message}", "{remedy}"],
  "wechat.secret": ["{appid} 和它的 AppSecret 对不上。{message}", "{remedy}"],
  "wechat.appid": ["微信不认得 {appid}。{message}", "{remedy}"],
  "wechat.refused": ["微信不许 {appid} 查询。{message}", "{remedy}"],
  "clock.good": ["这台机器的时钟和微信相差不到 {seconds} 秒。"],
  "clock.off": ["这台机器的时钟和微信差 {seconds} 秒。", `${clock}；差到 300 秒，推送就会被拒绝。`],
  "clock.wrong": ["这台机器的时钟和微信差 {seconds} 秒，相差 300 秒以上的推送会被拒绝。", `${clock}。`],
  "qr.good": ["{appid} 能生成二维码，今天还剩 {left} 个。"],
  "qr.low": ["{appid} 今天只剩 {left} 个二维码。", "用完之后改用登录码；找找是谁生成了这么多。"],
  "qr.refused": ["{appid} 生成不了二维码。{message} 登录改用登录码。", "{remedy}"],
  "menu.good": ["{appid} 有菜单，{count} 个按钮。"],
  "menu.none": ["{appid} 没有用接口建的菜单；npx saoma menu set 可以建。"],
  "menu.refused": ["{appid} 不能有菜单。{message}", "{remedy}"],
  "callback.none": [
    "微信不知道 {appid} 有可以检测的服务器地址（40201）。",
    "在后台填上 {url}、令牌（Token）和 EncodingAESKey，并启用。",
  ],
  "callback.dns": ["微信在 DNS 里找不到 {appid} 的服务器地址的域名。", "从中国内地查一下这个域名的 DNS 记录。"],
  "addresses.missing": [
    "微信从 {addresses} 给 {appid} 推送，而 ipList 里没有。",
    "加进 sources[].ipList；它们会变，隔一段时间再看看。",
  ],
  "login-page.good": ["{appid} 的微信登录页打得开，会回到 {host}。"],
  "login-page.refused": [
    "{appid} 的微信登录页打不开：{words}。",
    "在开放平台把授权回调域设成 {host}，并确认已获得微信登录权限。",
  ],
  "code.good": ["{appid} 能生成打开 {page} 的小程序码。"],
  "code.limited": ["{appid} 用的是一共只有 100,000 个的小程序码；没有为了试而生成。"],
  "code.refused": ["{appid} 生成不了小程序码。{message}", "{remedy}"],
  "link.good": ["{appid} 能生成链接，从微信外面打开 {page}。"],
  "link.refused": ["{appid} 生成不了给微信外面的手机用的链接。{message}", "{remedy}"],
  "doctor.failed": ["有一项检查自己出错了：{why}。", "请带上这一行报告；其余检查不受影响。"],
};
