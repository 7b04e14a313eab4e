/**
 * The Chinese descriptions of options and variables, by the English of the schema. A changed English sentence needs a
 * new entry.
 */
export const chineseOptions: Readonly<Record<string, string>> = {
  "Where the service is reached from outside, as in https://login.example.com":
    "从外面访问服务的地址，例如 https://login.example.com",
  "Signs sessions; at least 32 random characters; default from SAOMA_SECRET or SAOMA_SECRET_FILE":
    "给会话签名；至少 32 个随机字符；默认取 SAOMA_SECRET 或 SAOMA_SECRET_FILE",
  "The SQLite file; created if it does not exist": "SQLite 文件，没有就新建",
  "Addresses of your own proxies; X-Forwarded-For is trusted from these only":
    "你自己的反向代理的地址：只相信它们的 X-Forwarded-For",
  "Which interface gives the access token; `classic` where other software must share that one":
    "access_token 用哪个接口取；只有其他程序必须共用旧接口的那个时才用 `classic`",
  "Your other services that are told of events": "你的其他服务，登录和账号的事件会发给它们",
  "The server URL that it has in WeChat's console today, with its query": "它现在在微信后台填的服务器地址，连同参数",
  "Which pushes it gets: those that Saoma has no use for, or those of sign-ins, too. Saoma's reply wins":
    "它收到哪些推送：Saoma 用不着的，还是连登录的也给。以 Saoma 的回复为准",
  "How long it may take to reply. After 4.5 s, WeChat's next delivery waits for the same reply":
    "它最多用多久回复。超过 4.5 秒时，由微信下一次重发去等同一个回复",
  "Your backend that has answered this account's pushes so far, and still answers the others":
    "一直在回复这个账号推送的后端，其余的推送仍由它回复",
  "Where events are posted to, as in https://shop.example.com/webhooks":
    "事件发到哪个地址，例如 https://shop.example.com/webhooks",
  "The events that it gets; default all": "发哪些事件；默认全部",
  "The applications whose events it gets, beside those of no application; default all":
    "发哪些应用的事件；不属于任何应用的事件总会发；默认全部",
  "Whether `url` may be at a private address, as in a network of containers; http is good there":
    "`url` 能不能是内网地址，例如容器之间；那里可以用 http",
  "What its letters are signed with: `whsec_` and Base64; two with a space between while it is changed. Default from SAOMA_WEBHOOK_SECRET or SAOMA_WEBHOOK_SECRET_FILE":
    "签名密钥：`whsec_` 加 Base64；更换期间写两个，中间空格。默认取 SAOMA_WEBHOOK_SECRET 或 SAOMA_WEBHOOK_SECRET_FILE",
  "Your WeChat accounts": "你的微信账号",
  "The sites and apps that people sign in to": "用户登录的网站和应用",
  "The files that verify your domain for WeChat, by name": "微信用来验证域名归属的文件，按文件名",
  "How SMS codes are sent; required by newcomers `bind-phone`": "应用让新用户绑定手机号时，验证码怎么发",
  "Who sends them": "由谁发送",
  "The maximum price of an SMS, by country code; other countries get no SMS":
    "一条短信最多多少钱，按国家代码；没列出的国家不发",
  "The maximum cost of all SMS in a day (UTC), in the currency of `prices`; no SMS is sent beyond it":
    "一天（UTC）的短信总共最多花多少，和 `prices` 同一货币；超过就不发",
  "How many; an attempt has five, a minute apart": "发多少；一次登录最多五条，间隔一分钟",
  "SMS to one number": "发到同一个号码",
  "At most this many": "最多这么多次",
  "in this time": "在这段时间里",
  "The same over a longer time": "同上，更长的时间",
  "SMS to numbers that differ in their last four digits only": "发到只有末四位不同的号码",
  "SMS that one WeChat identity asks for": "同一个微信身份要的短信",
  "SMS that are asked for from one address": "同一个地址要的短信",
  "How long people stay signed in": "登录保持多久",
  "How long a session lives at most": "一个会话最长多久",
  "Changes of accounts that are announced to all of its WeChats first: an older one is removed by a younger one, the account is deleted, its phone is changed":
    "先通知账号的所有微信、到期才执行的改动：较新的微信移除较早的微信、注销账号、更换手机号",
  "The log by which you see why somebody could not sign in": "每次登录的记录：用它查某人为什么登录不了",
  "How long it is kept: each sign-in with its steps, pushes, replies and calls to WeChat":
    "保存多久：每次登录的步骤、推送、回复和对微信的调用",
  "How long a change that is announced waits for an objection before it is made": "申请的改动等多久没人反对才执行",
  "How long a WeChat's approval of one change to its account counts: it is used once, by one session":
    "账号的微信对一项改动的确认多久有效：只对一个会话，只用一次",
  "Access tokens, for clients that keep no cookie": "访问令牌，给没有 Cookie 的客户端",
  "The signature algorithm; ES256 for verifiers without EdDSA": "验证方不认识 EdDSA 时用 ES256",
  "Lifetime of an access token; it stays valid until then, even after a sign-out":
    "访问令牌多久到期；退出登录管不到还没到期的",
  "How often things may happen": "限制频率",
  "New sign-ins from one address": "同一个地址发起的登录",
  "The same over a longer time: WeChat gives an account 100,000 QRs a day in all":
    "同上，更长的时间：微信一个账号一天总共只给 100,000 个二维码",
  "Browsers of one address that may wait at the same time": "同一个地址上同时等待的浏览器",
  "Scans and messages of one person": "同一个人的扫码和消息",
  "AccessKey ID of a RAM user who may do nothing but send SMS": "只能发短信的 RAM 用户的 AccessKey ID",
  "Default from SAOMA_SMS_SECRET or SAOMA_SMS_SECRET_FILE": "默认取 SAOMA_SMS_SECRET 或 SAOMA_SMS_SECRET_FILE",
  "短信签名, as it was approved": "审核通过的短信签名",
  "The code of the approved 验证码 template, as in SMS_123456789": "审核通过的验证码模板代码，例如 SMS_123456789",
  "What the template calls the code": "模板里验证码的变量名",
  "Where its API is": "接口地址",
  "SecretId of a sub-user who may do nothing but send SMS": "只能发短信的子用户的 SecretId",
  "SmsSdkAppId, as in 1400006666": "SmsSdkAppId，例如 1400006666",
  "签名内容, as it was approved": "审核通过的签名内容",
  "The id of the approved template": "审核通过的模板 id",
  "What the template's {1} and {2} are": "模板里的 {1} 和 {2} 是什么",
  "Any region of the service": "服务的任一地域",
  "Your own server that sends SMS; docs/flows/bind-phone.md says what it is posted":
    "你自己的发短信服务；收到的请求见 docs/flows/bind-phone.md",
  "Shared with it, to sign with; default from SAOMA_SMS_SECRET or SAOMA_SMS_SECRET_FILE":
    "和它共享的签名密钥；默认取 SAOMA_SMS_SECRET 或 SAOMA_SMS_SECRET_FILE",
  "Private addresses and ranges that it may be at": "允许它所在的内网地址和网段",
  "Where the simulator is": "模拟器的地址",
  "The kind of account: 服务号, 公众号 (订阅号), 接口测试号, 小程序, or 网站应用 of the Open Platform":
    "后台里叫什么：依次是服务号、公众号（订阅号）、接口测试号、小程序、开放平台的网站应用",
  "The account's AppID": "账号的 AppID",
  "The name that its followers see": "粉丝看到的名字",
  "The AppSecret; default from SAOMA_<APPID>_SECRET or SAOMA_<APPID>_SECRET_FILE":
    "AppSecret；默认取 SAOMA_<APPID>_SECRET 或 SAOMA_<APPID>_SECRET_FILE",
  "The EncodingAESKey; default from SAOMA_<APPID>_AES_KEY or SAOMA_<APPID>_AES_KEY_FILE":
    "EncodingAESKey；默认取 SAOMA_<APPID>_AES_KEY 或 SAOMA_<APPID>_AES_KEY_FILE",
  "How WeChat sends its pushes, as set in its console. Anybody on the way can read plain ones":
    "微信怎么发推送，和后台设置一致：安全、兼容、明文模式。明文的，路上谁都能读",
  "How the pushes of a mini-program or website are written, its console's 数据格式; default `xml`":
    "小程序或网站应用的推送格式，即后台的数据格式；默认 `xml`",
  "A mini-program's code; a scan of it signs in": "小程序码，谁扫谁登录",
  "`round` and `square` end at 100,000 codes together, for good, and each sign-in uses one up":
    "`round` 和 `square` 加起来一共只有 100,000 个，每次登录用掉一个",
  "The page that signs people in": "处理登录的页面",
  "Which version opens; all but `release` only for the project's members":
    "打开哪个版本；除了 `release`，只有项目成员打得开",
  "Whether browsers of phones get a link that opens it; personal mini-programs have none":
    "手机浏览器是否给打开它的链接；个人小程序没有",
  "The only addresses that pushes may come from": "只接受来自这些地址的推送",
  "What happens to a person's sessions when they unfollow": "取消关注的人，他的会话怎么办",
  "Automatic replies; WeChat switches the console's own off when the server URL is on":
    "自动回复；启用服务器地址后，微信会关掉后台自己的",
  "To a person who follows without signing in": "关注了但没有登录的人",
  "To messages with these words, the first that fits": "带这些词的消息，用第一条符合的",
  "Any of these": "其中任意一个",
  "Whether the message is the word, or has it inside": "消息就是这个词，还是包含它",
  "What is answered": "回复什么",
  "To any other message": "其他任何消息",
  "The account's own QR: what it says (as in http://weixin.qq.com/r/…), or its picture as a data URI":
    "账号自己的二维码：里面的内容（例如 http://weixin.qq.com/r/…），或图片的 data URI",
  "Messages that are answered with a code to type into the page; empty for none":
    "收到这些消息时，回一个要填到页面上的登录码；写空就没有",
  "Your name for the Open Platform account it is bound to: people of its sources are one account":
    "它绑定的开放平台账号，名字自己取：同一个名字下，一个人是一个账号",
  "Whether pages inside WeChat sign in by it; its 网页授权域名 must be this service's host":
    "在微信里打开的网页是否用它登录；它的网页授权域名必须是本服务的主机",
  "What is asked inside WeChat: nothing, or name, picture and unionId":
    "在微信里问什么：什么都不问，或问昵称、头像和 unionId",
  "Where WeChat is reached: a proxy, or the simulator": "从哪里访问微信：代理，或模拟器",
  "Instead of https://api.weixin.qq.com": "代替 https://api.weixin.qq.com",
  "Instead of https://mp.weixin.qq.com": "代替 https://mp.weixin.qq.com",
  "Instead of https://open.weixin.qq.com": "代替 https://open.weixin.qq.com",
  "The id that pages use": "页面里用的 id",
  "The name that the chat shows": "聊天里怎么称呼用户登录的这个网站",
  "Its mark, shown in the middle of the QR; default the first letter of `name`":
    "显示在二维码中间的标志；默认是 `name` 的第一个字",
  "Used if a page names no application; not needed if there is only one": "页面没写应用时用它；只有一个时不用写",
  "Origins whose pages may sign people in; default `origin`": "哪些来源的页面可以登录；默认 `origin`",
  "The sources it may use, in order of preference; default all": "可以用哪些微信账号，优先的在前；默认全部",
  "When the chat asks “is it you?”. With `never`, a person who scans a stranger's QR signs the stranger in":
    "聊天里什么时候问“是你吗？”。写 `never` 时，扫了陌生人的码，陌生人就登录了",
  "How: by tapping a link, or by picking the number that the page shows among three":
    "怎么确认：点链接，或在三个数字里选页面上显示的",
  "The channels it may use; default all that its sources support": "可用的登录方式；默认微信账号支持的全部",
  "Whether a person without an account gets one; `bind-phone`: after they have verified a phone":
    "没有账号的人是否新建；`bind-phone`：验证了手机号之后才建",
  "Whether a newcomer joins the account that has their phone and no WeChat yet, or is declined; default `link` with `sms.templates.join`, else `conflict`":
    "新用户的手机号属于一个还没有微信的账号时，是加入那个账号，还是拒绝；有 `sms.templates.join` 时默认 `link`，否则 `conflict`",
  "SMS that say more than that there is a code": "除了验证码还说明了别的事的短信",
  "The template of an SMS whose code adds a WeChat to the member's account of this number; it has to say so. For aliyun and tencent its code or id, as approved; an https server gets it as `template`. Without it nobody joins":
    "一种短信的模板：它的验证码会把一个微信加到这个号码的会员账号，短信里必须写明。aliyun 和 tencent 写审核通过的模板代码或 id，https 服务器收到的是 `template`。不写，谁也不能凭手机号加入",
  "The template of an SMS that tells an account's phone that something about the account changed: no code, no name, no link. Without it phones are told nothing":
    "一种短信的模板：告诉账号的手机号，账号有变动；不含验证码、名字和链接。不写，就不给手机号发这种短信",
  "The chat's language; `auto` is the browser's": "聊天的语言；`auto` 跟浏览器",
  "Texts of the chat, in place of the built-in ones": "聊天里说的话，现成的不合适时替换",
  "The message after a sign-in: the first of these that the source may send":
    "登录之后给用户发什么：发登录所用账号能发的第一条",
  "What people have to agree to before they are signed in, once for each version; default nothing":
    "登录前要本人同意的条款，每个版本同意一次；默认没有",
  "What `preferred_username` begins with, before 24 hexadecimal digits: letters, digits, and `-`, `_` or `.` at its end; `none`: none is told":
    "`preferred_username` 的开头，后面是 24 位十六进制：字母、数字，以 `-`、`_` 或 `.` 结尾；`none` 表示不告诉",
  "The API that its access tokens are for, as in https://api.example.com: JWTs for ten minutes, which userinfo does not take. Default: tokens for userinfo alone":
    "access token 给哪个 API 用，如 https://api.example.com：十分钟有效的 JWT，userinfo 不接受它。默认只给 userinfo 用",
  "Whether it shares one session with all applications that say so: who signs in at one is signed in at each":
    "是否和所有写了它的应用共用一个会话：在一个登录，就在每一个都登录了",
  "What the link says, as in 服务条款": "链接上的文字，如“服务条款”",
  "Where the text is": "条款全文的地址",
  "Another version is asked for anew, as in 2026-11-01": "版本，如 2026-11-01；版本变了会重新征求同意",
  "Claims of access tokens in addition to the account": "访问令牌里除账号之外还写什么",
  "Signs sessions and access tokens; at least 32 random characters. Make it with `openssl rand -base64 48`, and keep it: with another one, codes and prompts that wait are void, and access tokens get a new key":
    "给会话和访问令牌签名；至少 32 个随机字符。用 `openssl rand -base64 48` 生成，并且不要换：换了以后，还没用的码和询问都作废，访问令牌换新密钥",
  "The AppSecret of WeChat's console; a `subscription` needs none": "微信后台的 AppSecret；`subscription` 不需要",
  "The Token of the console's server settings; a `website` and a `mini-program` need it for their pushes only":
    "后台服务器配置的 Token；`website` 和 `mini-program` 接收推送时才要",
  'The EncodingAESKey of the console\'s server settings; not with `mode: "plain"`':
    '后台服务器配置的 EncodingAESKey；`mode: "plain"` 不用',
  "What webhooks are signed with, where they have no `secret` of their own: the output of `echo whsec_$(openssl rand -base64 32)`; only with webhooks":
    "webhook 的签名密钥，没有自己的 `secret` 的都用它：`echo whsec_$(openssl rand -base64 32)` 的输出；只在有 webhooks 时用",
  "The secret of `sms.sender`: AccessKey Secret, SecretKey, or what your own SMS server shares with Saoma; only where newcomers bind a phone":
    "`sms.sender` 的密钥：AccessKey Secret、SecretKey，或你自己的短信服务和 Saoma 共享的；只在新用户要绑定手机号时需要",
  "`saoma dev`: the port of service and demo site; without it 7080 or the next free one":
    "`saoma dev`：服务和演示网站的端口；不写是 7080 或下一个空闲的",
  "`saoma dev`: the simulator's port; without it 7090 or the next free one":
    "`saoma dev`：模拟器的端口；不写是 7090 或下一个空闲的",
  "`saoma dev`: the folder of its database": "`saoma dev`：数据库所在的目录",
  "The database: a path, or the URL of a PostgreSQL": "数据存在哪里：写路径，或 PostgreSQL 的 URL",
  "A PostgreSQL instead, as in postgres://user:password@host:5432/saoma; default from SAOMA_DATABASE_URL or SAOMA_DATABASE_URL_FILE":
    "改用 PostgreSQL，例如 postgres://user:password@host:5432/saoma；默认取 SAOMA_DATABASE_URL 或 SAOMA_DATABASE_URL_FILE",
  "How the connection to PostgreSQL is protected; only `verified` protects against interception":
    "经网络怎么连 PostgreSQL；除了 `verified`，路上的人什么都读得到",
  "The file of the authority that PostgreSQL's certificate is by, as PEM": "签发 PostgreSQL 证书的机构的文件，PEM",
  "The maximum number of concurrent transactions on PostgreSQL; up to seven more connections read and listen":
    "PostgreSQL 上同时最多跑多少个事务；另外最多再用七个连接来读和监听",
  "The operator's listener: metrics and the Admin API; off by default": "运维自己的监听：指标和管理接口；不写就没有",
  "Where it listens, as in 127.0.0.1:7081; never the public port": "监听在哪里，例如 127.0.0.1:7081；绝不是对外的端口",
  "Under which address people reach it; required where `listen` is no loopback address":
    "用哪个地址访问它；`listen` 不是本机回环地址时必填",
  "The first key, which may do everything; default from SAOMA_ADMIN_KEY or SAOMA_ADMIN_KEY_FILE; required where `listen` is no loopback address":
    "第一个密钥，什么都能做；默认取 SAOMA_ADMIN_KEY 或 SAOMA_ADMIN_KEY_FILE；`listen` 不是本机回环地址时必填",
  "Who may enter the console by WeChat; nobody by default": "谁可以用微信进入运营后台；默认没有人",
  "The id of their account, as `saoma account list` shows it": "其账号的 id，`saoma account list` 里有",
  "Their name in the audit": "在操作记录里的名字",
  "Whether they may only look (`read`) or change, too": "`read` 只能查看，`write` 也能改动",
  "The Token of the server settings, 16 characters and more in plain mode; default from SAOMA_<APPID>_TOKEN or SAOMA_<APPID>_TOKEN_FILE":
    "服务器配置里的 Token，明文模式至少 16 个字符；默认取 SAOMA_<APPID>_TOKEN 或 SAOMA_<APPID>_TOKEN_FILE",
  "How long a browser that has signed in is not asked again where `confirm` is `new-browser`: until it signs out or is unused for 90 days; for 90 days unused, signed out or not; or not at all":
    "`confirm` 是 `new-browser` 时，登录过的浏览器多久不再询问：直到退出登录，或 90 天没用；90 天没用，退没退出都算；或一次都不记",
  "Whether its pages may add and remove WeChats and see the sessions of other applications; default where it is the only application":
    "它的页面能不能添加、移除微信，能不能看到别的应用的会话；只有这一个应用时默认可以",
  "Who may enter; default everyone": "谁能进；默认所有人",
  "Whose members may enter, by `saoma group add`; who is in none of them gets no account":
    "哪些组的人能进，用 `saoma group add` 加；一个组都不在的人不会有账号",
  "Makes it a client of the OpenID provider: its own server signs people in by OpenID Connect":
    "登记成 OpenID Connect 的客户端：这个应用自己的服务器用 OpenID Connect 登录",
  "Where people come back to; compared whole, byte for byte": "登录后回到哪里；逐字节完全一致",
  "Where they may be sent after signing out; the same": "退出后可以去哪里；同上",
  "Where its server is told that a session is over (back-channel logout); it is told until it has taken it":
    "会话结束时通知它的服务器的地址（back-channel logout）；一直通知到它收下为止",
  "Whether logout tokens name the account (`sub`), too. For programs that find users by `sub` only; such a program then ends all sessions of the account":
    "通知里要不要写明是谁的会话（`sub`）：有的程序只靠它找用户，这样的程序会结束此人的全部登录",
  "Whether `backchannelLogout` may be at a private address, as in a network of containers; http is good there":
    "`backchannelLogout` 能不能是内网地址，例如容器之间；那里可以用 http",
  "Whether it gets refresh tokens, good for as long as the session; those of a public client rotate":
    "给不给它 refresh token；会话多久有效就多久有效，公开客户端的每次都换新",
  "Whether a placeholder stands for the e-mail address, which WeChat does not tell; many programs want one":
    "要不要占位邮箱：微信不给邮箱，而许多程序没有邮箱就不让登录",
  "What the placeholder is at: a domain of yours that takes no mail, or one that nobody can own":
    "占位邮箱的域名：你自己的、不收信的域名，或者谁也注册不了的域名",
  "What it is told of the WeChat that signed in: claims `wechat_openid`, `wechat_unionid`, `wechat_appid`":
    "把登录所用的微信的哪些信息告诉它：claim `wechat_openid`、`wechat_unionid`、`wechat_appid`",
  "The client's secret; two with a space between while it is changed. Default from SAOMA_<APPLICATION>_CLIENT_SECRET or SAOMA_<APPLICATION>_CLIENT_SECRET_FILE; without one it is a public client, which PKCE is asked of":
    "客户端密钥；更换时写两个，中间空一格。默认取 SAOMA_<APPLICATION>_CLIENT_SECRET 或 SAOMA_<APPLICATION>_CLIENT_SECRET_FILE；没有就是公开客户端，必须用 PKCE",
  "The client secret of an application with `openid`: letters and digits, at least 32, from `openssl rand -hex 32`; two with a space between while it is changed; none for a public client":
    "有 `openid` 的应用的客户端密钥：字母和数字，至少 32 个，用 `openssl rand -hex 32` 生成；更换时写两个，中间空一格；公开客户端不写",
  "Serves a site that calls songquanpeng's wechat-server; docs/connect/wechat-server.md":
    "给调用 songquanpeng/wechat-server 的网站用；见 docs/zh-CN/connect/wechat-server.md",
  "The 公众号, 服务号 or test account whose chat answers 验证码 with a code":
    "哪个公众号、服务号或测试号，在聊天里用验证码回答“验证码”",
  "Whether `/api/wechat` is it, too, so that WeChat's console and the site keep wechat-server's address":
    "`/api/wechat` 也算不算，这样微信后台和网站都不用改地址",
  "Whether the site may have the source's access token, with which it can do all that the account can":
    "网站能不能拿这个账号的 access token，拿到就能做账号能做的一切",
  "What the site sends as `Authorization`, or `sha256:` and its hash; two with a space between while it is changed. Default from SAOMA_<APPLICATION>_WECHAT_SERVER_TOKEN or SAOMA_<APPLICATION>_WECHAT_SERVER_TOKEN_FILE":
    "网站在 `Authorization` 里发的，或 `sha256:` 加它的哈希；更换期间写两个，空格隔开。默认取 SAOMA_<APPLICATION>_WECHAT_SERVER_TOKEN 或 SAOMA_<APPLICATION>_WECHAT_SERVER_TOKEN_FILE",
  "A Redis or Valkey that instances share for hints and the limits of addresses; none by default":
    "各实例共用的 Redis 或 Valkey，用来互相提示、合计按地址的限额；默认不用",
  "As in redis://user:password@host:6379/0, rediss:// for TLS, or unix:///run/redis/redis.sock; default from SAOMA_REDIS_URL or SAOMA_REDIS_URL_FILE":
    "例如 redis://user:password@host:6379/0；TLS 用 rediss://，socket 用 unix:///run/redis/redis.sock；默认取 SAOMA_REDIS_URL 或 SAOMA_REDIS_URL_FILE",
  "The file of the authority that Redis's certificate is by, as PEM": "签发 Redis 证书的机构的文件，PEM",
  "The URL of a Redis or Valkey that instances share, as in `redis://user:password@host:6379/0`":
    "各实例共用的 Redis 或 Valkey 的 URL，例如 `redis://user:password@host:6379/0`",
  "A PostgreSQL's URL, as in `postgres://user:password@host:5432/saoma`; only where `database` names no file":
    "PostgreSQL 的 URL，例如 `postgres://user:password@host:5432/saoma`；只在 `database` 没写文件时",
  "The first key of the operator's listener, which may do everything; at least 32 random characters; only with `admin`":
    "运维监听的第一个密钥，什么都能做；至少 32 个随机字符；有 `admin` 时才要",
  "What a site sends that calls `/compat/wechat-server`; the application's id in capitals, `_` for `-`. Or `sha256:` and its hash":
    "调用 `/compat/wechat-server` 的网站发的令牌；应用 id 大写，`-` 写成 `_`。或 `sha256:` 加它的哈希",
};

/** The replacements in order: a pattern may contain later ones. */
const typeWords: readonly (readonly [RegExp, string])[] = [
  [/list of /g, "列表："],
  [/,? ?at most (\d+) entries/g, "，最多 $1 项"],
  [/,? ?(\d+) to (\d+) entries/g, "，$1 到 $2 项"],
  [/,? ?at most (\d+) characters/g, "，最多 $1 个字符"],
  [/,? ?(\d+) to (\d+) characters/g, "，$1 到 $2 个字符"],
  [/time from (\w+) to (\w+)/g, "时间，$1 到 $2"],
  [/whole number (\d+) to (\d+)/g, "整数，$1 到 $2"],
  [/texts by name/g, "按名字的文本"],
  [/numbers by name/g, "按名字的数"],
  [/IP address or range/g, "IP 地址或网段"],
  [/\bwhole number\b/g, "整数"],
  [/\bnumber\b/g, "数"],
  [/\btext\b/g, "文本"],
  [/\bobject\b/g, "对象"],
  [/\bboolean\b/g, "`true` 或 `false`"],
  [/\borigin\b/g, "来源"],
  [/\baddress and port\b/g, "地址和端口"],
  [/\baddress\b/g, "网址"],
  [/ or /g, " 或 "],
];

/** The type of an option in Chinese. Text in quotes or braces is code. */
export const chineseType = (text: string): string =>
  text
    .split(/("[^"]*"|\{[^}]*\})/)
    .map((part, at) => (at % 2 === 1 ? part : typeWords.reduce((said, [from, to]) => said.replace(from, to), part)))
    .join("");
