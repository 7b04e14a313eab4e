/** Errors of a configuration: the English of `server/config`, with its Chinese. */
export const configuration = {
  "The configuration cannot be used:": "配置不能用：",
  "the configuration": "配置",

  "is missing in {0}. Make it with saoma init, or name one with --config.":
    "不在 {0} 里。用 saoma init 生成，或用 --config 指定。",
  "does not exist. Name the file that you mean with --config.": "不存在。用 --config 指定你要的文件。",
  "exports nothing. Write `export default defineConfig({ … })`.":
    "什么都没有导出。写上 `export default defineConfig({ … })`。",
  "cannot be run: {0}.": "运行不了：{0}。",
  "cannot be run, at {0}: {1}.": "运行不了，在 {0}：{1}。",
  "no simulator answers at {0}: start it there with saoma simulator":
    "{0} 没有模拟器应答：请用 saoma simulator 在那里启动",
  " Run `npm install saoma` in that folder.": "在那个目录里运行 `npm install saoma`。",
  " If it is about imports, call it {0} instead.": "如果和 import 有关，把文件改名为 {0}。",
  "must be an object. Use defineConfig({ … }).": "必须是一个对象。请用 defineConfig({ … })。",

  "is missing. Set it.": "没有写。请写上。",
  "is missing. {0}": "没有写。{0}",
  "must be {0}.": "必须是 {0}。",
  "must be {0} or {1}.": "必须是 {0} 或 {1}。",
  "a string": "文本",
  "a number": "数字",
  "an int": "整数",
  "a boolean": "true 或 false",
  "an object": "对象",
  "an array": "列表",
  "a record": "对象",
  "must have at least {0} characters.": "至少要有 {0} 个字符。",
  "must have at least {0} entries.": "至少要有 {0} 项。",
  "must be at least {0}.": "不能小于 {0}。",
  "must have at most {0} characters.": "最多 {0} 个字符。",
  "must have at most {0} entries.": "最多 {0} 项。",
  "must be at most {0}.": "不能大于 {0}。",
  "is an unknown option. Use one of {0}.": "没有这个选项。可以用的有 {0}。",
  "is an unknown option. Did you mean {0}?": "没有这个选项。是不是 {0}？",
  ' Did you mean "{0}"?': "是不是 “{0}”？",

  "is missing. Set SAOMA_SECRET to the output of `openssl rand -base64 48`, and keep it.":
    "没有写。把 SAOMA_SECRET 设成 `openssl rand -base64 48` 的输出，并保存好。",
  "is missing. Set it, or {0}, as in WeChat's console.": "没有写。和微信后台里的一样，写在这里，或设 {0}。",
  'Set it, or {0}; or ask for plain pushes with mode: "plain".':
    '写在这里，或设 {0}；也可以用 mode: "plain" 改收明文推送。',
  "is missing, and {0} mode needs the EncodingAESKey. {1}": "没有写，而 {0} 模式要用 EncodingAESKey。{1}",
  "Set it, or {0}, to the AppSecret of WeChat's console.": "把微信后台的 AppSecret 写在这里，或设 {0}。",
  "is missing: nobody can sign in without it. {0}": "没有写：没有它谁都登录不了。{0}",
  "has {0} characters, and plain mode needs {1}: a shorter one is guessed. Type the output of `openssl rand -hex 16` in WeChat's console, and set {2} to it.":
    "只有 {0} 个字符，明文模式要 {1} 个：短的会被猜中。把 `openssl rand -hex 16` 的输出填进微信后台，并设到 {2}。",
  "is that of sources[{0}] too, and one of them is in plain or another mode: what signs there would sign here. Give each its own Token.":
    "和 sources[{0}] 的相同，而两者有一个是明文模式或模式不同：那边的签名在这边也有效。每个用自己的令牌（Token）。",
  'is not supported for kind "{0}". Remove it.': "kind 为 “{0}” 时不支持。请删掉。",
  'must be "plain": a test account has no other. Write mode: "plain".':
    '必须是 "plain"：测试号没有别的模式。写 mode: "plain"。',
  "has 1 to 64 letters, digits, dots, - and _": "只能有 1 到 64 个字母、数字、点、- 和 _",
  "is named twice. Remove one of them.": "写了两次。删掉一个。",
  "is that of {0}[{1}] too. Remove one of them.": "和 {0}[{1}] 的重复。删掉一个。",
  "must be the appid of one of `sources`. Add the source, or remove this line.":
    "必须是 `sources` 里某一个的 appid。加上那个来源，或删掉这一行。",
  "a 服务号 or test account": "服务号或测试号",
  "a 公众号, 服务号 or test account": "公众号、服务号或测试号",
  "needs {0} among the application's sources to send it. Name one, or remove this.":
    "要由应用来源里的{0}来发。写上一个，或删掉这一项。",
  "must not be everybody. Name the addresses of your proxies.": "不能是所有人。写你自己的代理的地址。",
  'needs `sms` to verify phones. Add it, or set newcomers: "create".':
    '要有 `sms` 才能验证手机号。加上它，或写 newcomers: "create"。',
  'is "link" without `sms.templates.join`: an SMS has to say that its code adds a WeChat to the account. Have such a template approved and name it there, or write "conflict".':
    '是 "link"，但没有 `sms.templates.join`：短信必须说明，这个验证码会把一个微信加到账号上。申请这样一个模板并写在那里，或改成 "conflict"。',
  "is missing. Set SAOMA_SMS_SECRET, or SAOMA_SMS_SECRET_FILE.":
    "没有写。设 SAOMA_SMS_SECRET 或 SAOMA_SMS_SECRET_FILE。",
  "is less than one SMS to {0} costs: none would be sent. Raise it.":
    "还不够发一条到 {0} 的短信：一条都发不出。请调高。",
  'must not be "simulator" on a public service: anyone could read the codes. Use another sender.':
    '对外的服务不能用 "simulator"：验证码谁都能看到。换一种发送方式。',

  'Write database: { path: "data/saoma.db" }, or set SAOMA_DATABASE_URL for PostgreSQL.':
    '写 database: { path: "data/saoma.db" }；用 PostgreSQL 就设 SAOMA_DATABASE_URL。',
  "has no path. {0}": "没有 path。{0}",
  "is given beside database.path. Keep the one you mean.": "和 database.path 同时写了。只留你要的那个。",
  "is not encrypted": "没有加密",
  "is encrypted, but the server is not verified": "虽然加密，但没有核对服务器是谁",
  'database.tls is "{0}", so what is sent to {1} {2}': "database.tls 是 “{0}”，所以发给 {1} 的内容{2}",
  "must be as in postgres://user:password@host:5432/saoma. Percent-encode what is special in the password, such as # / ? and %.":
    "必须形如 postgres://user:password@host:5432/saoma。密码里的 # / ? % 等特殊字符要用百分号编码。",
  "has a % that encodes nothing. Write %25 for a % in the password.": "里有一个什么都没编码的 %。密码里的 % 写成 %25。",
  "must name the database, as in postgres://user:password@host:5432/saoma.":
    "必须写上数据库名，形如 postgres://user:password@host:5432/saoma。",
  "must name the user, as in postgres://user:password@host:5432/saoma.":
    "必须写上用户名，形如 postgres://user:password@host:5432/saoma。",
  "must name the host, as in postgres://user:password@host:5432/saoma.":
    "必须写上主机，形如 postgres://user:password@host:5432/saoma。",
  "must not have {0}. Remove it.": "不能有 {0}。请删掉。",
  'must not weaken TLS by sslmode. Remove that; tls: "off" or "unverified" beside the URL does it.':
    '不能用 sslmode 削弱 TLS。请删掉；要这样就在 url 旁边写 tls: "off" 或 "unverified"。',
  "{0} cannot be read: {1}.": "读不了 {0}：{1}。",

  "must not contain {{0}}, which is not a known placeholder. Known are {{1}}.":
    "里的 {{0}} 不是占位符。占位符有 {{1}}。",
  "must be a field's name, as in thing1.": "必须是字段名，形如 thing1。",
  "must be letters and digits alone: clients do not agree how others are sent.":
    "只能用字母和数字：别的字符怎么传，各家客户端的做法不一样。",
  "must be one secret, or two while it is changed, with a space between.":
    "必须是一个密钥；更换期间可以是两个，用空格隔开。",
  "must be an address, as in https://app.example.com/callback.":
    "必须是一个地址，形如 https://app.example.com/callback。",
  "must have no fragment.": "不能带 # 后面的部分。",
  "must have no name or password in it.": "里不能有用户名或密码。",
  "must be one whole address: there are no wildcards.": "必须是一个完整的地址：没有通配符。",
  "must be https: an attacker on the network could sign in as anyone. http is for loopback.":
    "必须是 https：否则网络上的攻击者可以冒充任何人登录。http 只能用于本机。",
  "must be a domain, as in wechat.example.com.": "必须是域名，形如 wechat.example.com。",
  "is a public mail service, where placeholders may be the addresses of strangers. Use a domain of yours, or leave it out.":
    "是公共邮箱的域名，占位邮箱可能正是陌生人的地址。请用你自己的域名，或者不写。",
  "is a private address. Set allowPrivate: true where that is meant.": "是内网地址。有意这样就写 allowPrivate: true。",
  "must be https. http is for private addresses, with allowPrivate: true.":
    "必须是 https。http 只能用于内网地址，并写 allowPrivate: true。",
  "is that of {0} too. Give each its own.": "和 {0} 的相同。每个用自己的。",
  "must be an IP address and a port. Write it as 127.0.0.1:7081, or [::1]:7081.":
    "必须是 IP 地址加端口，写成 127.0.0.1:7081 或 [::1]:7081。",
  "is missing, and `listen` is reached from other machines. Set it to the https address that people use.":
    "没有写，而别的机器能访问 `listen`。写上大家实际用的 https 地址。",
  "is missing, and `listen` is reached from other machines. Set SAOMA_ADMIN_KEY to the output of `openssl rand -base64 48`.":
    "没有写，而别的机器能访问 `listen`。把 SAOMA_ADMIN_KEY 设成 `openssl rand -base64 48` 的输出。",
  "is not supported by its sources. {0}": "它的来源都不支持。{0}",
  "Add a source that can.": "加一个支持的来源。",
  "They can {0}: write one of these, or add a source.": "它们支持 {0}：从里面选，或加一个来源。",

  "must be 1 to 64 letters, digits, - and _. It is seen in addresses and tokens.":
    "必须是 1 到 64 个字母、数字、- 和 _。它会出现在地址和令牌里。",
  "must be an https address, or an image as a data URI of at most 8 KiB.":
    "必须是 https 地址，或不超过 8 KiB 的图片 data URI。",
  "must be lower-case letters, digits and dashes, as in staff.": "必须是小写字母、数字和短横线，形如 staff。",
  "must be named as WeChat named the file.": "文件名必须和微信给的一样。",
  "must be the file's one line, without a line end.": "必须是文件里的那一行，不带换行。",
  "is given by both {0} and {1}_FILE. Keep one.": "同时由 {0} 和 {1}_FILE 给出。只留一个。",
  "cannot be read from {0}_FILE: {1}": "从 {0}_FILE 读不出来：{1}",
  "must be an https:// address.": "必须是 https:// 地址。",
  "must be https: an attacker on the network could read the codes. http is for loopback.":
    "必须是 https：否则网络上的攻击者能看到验证码。http 只能用于本机。",
  "must be a country's code without +, as in 86.": "必须是不带 + 的国家代码，形如 86。",
  'must name a country. Write { "86": 0.05 }.': '至少要写一个国家。写成 { "86": 0.05 }。',
  "must be an http:// or https:// address.": "必须是 http:// 或 https:// 地址。",
  "must not be empty. Leave the reply away to say nothing.": "不能是空的。不想回复就不写这一项。",
  "must have at most {0} bytes of UTF-8, which is about 680 Chinese characters. Shorten it.":
    "最多 {0} 字节（UTF-8），大约 680 个汉字。请改短。",
  "must be a page's path, without leading slash or query.": "必须是页面路径，开头不带斜杠，也不带参数。",
  "must be wx and 16 hexadecimal digits. Copy the AppID from WeChat's console.":
    "必须是 wx 加 16 位十六进制数字。从微信后台复制 AppID。",
  "must be the AppSecret. Copy it from WeChat's console, without spaces.":
    "必须是 AppSecret。从微信后台复制，不带空格。",
  "must be 3 to 32 letters and digits. Use the Token that you typed in WeChat's console.":
    "必须是 3 到 32 个字母和数字。写你在微信后台填的令牌（Token）。",
  "must be exactly 43 letters and digits. Copy the EncodingAESKey from WeChat's console.":
    "必须正好是 43 个字母和数字。从微信后台复制 EncodingAESKey。",
  "must be what the QR says, or its picture as a data:image/png or data:image/jpeg URI.":
    "必须是二维码的内容，或它的图片（data:image/png 或 data:image/jpeg URI）。",
  "must be 1 to 64 letters, digits, - and _. Any name will do.": "必须是 1 到 64 个字母、数字、- 和 _。名字随便起。",
  'must be a time from {0} to {1}. Write it as "30d", "12h", "5m", "30s" or in milliseconds.':
    '必须是 {0} 到 {1} 之间的时长，写成 "30d"、"12h"、"5m"、"30s" 或毫秒数。',
  "must be an origin. Write it as https://login.example.com.": "必须是网址的来源部分，写成 https://login.example.com。",
  "must be one origin: there are no wildcards. Write each origin by itself.":
    "必须是一个来源：没有通配符。每个单独写。",
  "must be an origin alone, without a path or a slash at its end. Write {0}.":
    "只能写到主机和端口，不带路径，末尾也不带斜杠。写成 {0}。",
  "must be https: an attacker on the network could read and change everything. Put TLS in front; http is for loopback.":
    "必须是 https：否则网络上的攻击者什么都能看、都能改。请在前面加上 TLS；http 只能用于本机。",
  "must be an IP address or a range. Write it as 10.0.0.7 or 10.0.0.0/8.":
    "必须是 IP 地址或网段，写成 10.0.0.7 或 10.0.0.0/8。",
  "Make one with `openssl rand -base64 48`, and set {0} to it.": "用 `openssl rand -base64 48` 生成一个，设到 {0}。",
  "must have at least 32 characters, this one has {0}. {1}": "至少要有 32 个字符，这个只有 {0} 个。{1}",
  "must not be an example's or a default one. {0}": "不能用示例里的或默认的。{0}",
  "must be random, this one repeats a few characters. {0}": "必须是随机的，这个只是几个字符在重复。{0}",
  "must be yes or no.": "必须是 yes 或 no。",
  "must be the file that WeChat's console gave you. There is none at this path.":
    "必须是微信后台给你的那个文件。这个路径上没有文件。",

  "must be one token, or two while they are changed, with a space between.":
    "必须是一个令牌；更换期间可以是两个，用空格隔开。",
  "must be sha256: and 64 hexadecimal digits in small letters.": "必须是 sha256: 加 64 位小写的十六进制数字。",
  "must be printable ASCII: it is sent as a header.": "必须是可打印的 ASCII 字符：它作为请求头发送。",
  "must be the appid of a 公众号, 服务号 or test account of `sources`: it answers 验证码 in its chat.":
    "必须是 `sources` 里一个公众号、服务号或测试号的 appid：由它在聊天里回答 “验证码”。",
  "is missing. Set {0} to the token that the site has, or to the output of `openssl rand -hex 32`.":
    "没有写。把 {0} 设成网站已有的令牌，或 `openssl rand -hex 32` 的输出。",
  "answers 验证码 already, for {0}. Two cannot: use another source, or one application for both.":
    "已经在为 {0} 回答 “验证码”，不能有两个：换一个来源，或两边用同一个应用。",
  "is that of {0} too, and there is one root.": "{0} 也写了，而根路径只有一个。",
  "must have at least 16 characters where {0} is set. Change it, here and in WeChat's console.":
    "在写了 {0} 时至少要有 16 个字符。这里和微信后台都改。",
  "is missing, and {0}.accessToken passes on what it is good for.":
    "没有写，而 {0}.accessToken 要交出的正是用它换来的。",
  "answers {0}, and so does {1}. Remove one of them.": "会回答 “{0}”，{1} 也会。删掉一个。",

  "the pushes of {0} are not encrypted: an attacker on the network can read, replay or forge them":
    "{0} 的推送没有加密：网络上的攻击者可以偷看、重放或伪造",
  'WeChat makes {0} 100,000 such codes ever, and each sign-in uses one up: prefer code.api "unlimited"':
    '微信一共只给 {0} 100,000 个这样的码，每次登录用掉一个：最好用 code.api "unlimited"',
  "{0} never answers {1} as replies.keywords says, because codeKeywords has it too":
    "{0} 不会按 replies.keywords 回答 “{1}”，因为 codeKeywords 里也有它",
  "the users of {0} have e-mail addresses at {1}: whoever owns that domain gets the mail that programs send to them, such as a link for a new password, and can take their accounts. Use a domain of yours, or leave emailDomain out":
    "{0} 的用户，邮箱都在 {1}：这个域名的主人会收到程序发给他们的邮件，例如重设密码的链接，从而占用他们的账号。请用你自己的域名，或者不写 emailDomain",
  "WeChat calls ports 80 and 443 only, and origin has port {0}: no push will come":
    "微信只访问 80 和 443 端口，而 origin 的端口是 {0}：推送到不了",
  "no trustedProxies are named: behind a proxy, all visitors share the limits of one address":
    "没有写 trustedProxies：在代理后面时，所有访客共用一个地址的限额",
  '{0} has confirm: "never" and shares a WeChat account with {1}, which asks: a person tricked into scanning a stranger\'s QR of {2} has signed the stranger in, without a question. Let {3} ask too, or give it an account of its own':
    '{0} 写了 confirm: "never"，又和会询问的 {1} 共用一个微信账号：有人被骗扫了陌生人的 {2} 二维码，就不经询问地让对方登录了。让 {3} 也询问，或给它单独的账号',
  "trustedProxies covers {0} % of all {1} addresses: a client at one of them can forge X-Forwarded-For and evade every rate limit. List only your own proxies":
    "trustedProxies 占了全部 {1} 地址的 {0} %：那里的客户端可以伪造 X-Forwarded-For，绕开所有限额。只写你自己的代理",

  "Make one with `echo whsec_$(openssl rand -base64 32)`, and set SAOMA_WEBHOOK_SECRET to it.":
    "用 `echo whsec_$(openssl rand -base64 32)` 生成一个，设到 SAOMA_WEBHOOK_SECRET。",
  "must be whsec_ and Base64. {0}": "必须是 whsec_ 加 Base64。{0}",
  "must have 24 to 64 bytes, this one has {0}. {1}": "必须是 24 到 64 字节，这个有 {0}。{1}",
  "is this service's own server URL. Name the backend's.": "是这个服务自己的服务器地址。请写后端的。",
  "needs the source's `token`: without one no push comes. Set it, or remove this.":
    "需要这个来源的 `token`：没有它就收不到推送。设上它，或删掉这一项。",
  "is the url of another webhook. Make one of the two.": "和另一个 webhook 的地址相同。请合成一个。",
  "names {0}, which is no application's id.": "里的 {0} 不是应用的 id。",
  "is that of terms[{0}] too. Give each a title of its own.": "和 terms[{0}] 的重复。每个用自己的标题。",
  "is empty. Set it, or leave out option and variable for a public client.":
    "是空的。设上它；要公开客户端，就把选项和变量都去掉。",
  "cannot apply `newcomers`: {0}. Remove that, limit who may enter by `access`, or give the site an application of its own.":
    "不支持 `newcomers`：{0}。去掉它，用 `access` 限制谁能进入，或者给这个网站单独一个应用。",
  "cannot ask for `terms`. Remove them, or give the site an application of its own.":
    "没法询问 `terms`。删掉它们，或给那个网站单独的应用。",
  "is missing. Set SAOMA_REDIS_URL, or remove redis.": "没有写。设 SAOMA_REDIS_URL，或删掉 redis。",
  "must be as in {0}, rediss://… for TLS, or unix:///run/redis/redis.sock. Percent-encode what is special in the password, such as # / ? and %.":
    "必须形如 {0}，用 TLS 就写 rediss://…，或 unix:///run/redis/redis.sock。密码里的 # / ? % 等特殊字符要用百分号编码。",
  "must have three slashes before the socket's path, as in unix:///run/redis/redis.sock.":
    "socket 路径前要有三个斜杠，形如 unix:///run/redis/redis.sock。",
  "must name the host, as in {0}.": "必须写上主机，形如 {0}。",
  "must end with the number of a database or nothing, as in {0}.": "末尾只能是数据库编号或什么都没有，形如 {0}。",
  "must be redis://, because a socket is on this machine and has no TLS.":
    "必须是 redis://，因为 socket 在本机上，没有 TLS。",
  "must name the socket by its whole path, as in ?socket=/run/redis/redis.sock.":
    "必须写 socket 的完整路径，形如 ?socket=/run/redis/redis.sock。",
} as const satisfies Readonly<Record<string, string>>;
