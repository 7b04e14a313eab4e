/** The texts of `--help`: summaries, details and options of the commands. */
export const help = {
  "run simulator, service and a demo site together, with nothing to configure":
    "模拟器、服务和演示网站一起启动，什么都不用配",
  "Listens on 7080, the simulator on 7090, or on the next free ports. In the environment, SAOMA_PORT and SAOMA_SIMULATOR_PORT ask for a port by number, SAOMA_DATA names the folder of the database (default .saoma).":
    "监听 7080，模拟器 7090，被占就用下一个空闲的。环境变量 SAOMA_PORT 和 SAOMA_SIMULATOR_PORT 指定端口，SAOMA_DATA 是数据库的目录（默认 .saoma）。",
  "run a simulated WeChat, with phones in the browser": "单独启动模拟的微信，手机在浏览器里",
  "Speaks WeChat's own paths, for any SDK in any language; open its address to hold the phones.":
    "路径和微信自己的一样，任何语言的任何 SDK 都能用；手机就在它的地址上。",
  "run an unmodified program against the simulator": "运行一个程序，让它把模拟器当成微信，程序一行不改",
  "WeChat's hosts lead the program to a simulator behind TLS, with a certificate that is made for this run and that the program is told to trust. On Linux it runs in a network of its own, so that nothing can reach the real WeChat, and nothing else either: name the ports of its own that you want to open from here. Where there is no such network, it says which lines /etc/hosts needs. The phones are on 7090 or the next free port, as `saoma simulator` has them.":
    "微信的域名会把程序带到一个有 TLS 的模拟器，证书为这一次运行生成，程序被告知信任它。在 Linux 上，程序有自己的网络：到不了真的微信，也到不了别处；要从外面打开的端口，请写出来。没有这种网络的系统，会说 /etc/hosts 要加哪几行。手机在 7090 或下一个空闲端口，和 `saoma simulator` 一样。",
  "create the configuration for a WeChat account, and print the values for its console":
    "为一个微信账号写好配置，并说明后台要填什么",
  "Asks at a terminal; each answer can be given as an option instead. Writes saoma.config.mts, .env with new secrets (mode 0600) and .gitignore, and then says what to put into WeChat's console, with the exact values. What is there already stays, unless --force says otherwise.":
    "在终端里提问，每个回答也可以用选项给出。写 saoma.config.mts、带新密钥的 .env（权限 0600）和 .gitignore，然后说出微信后台要填的准确的值。已有的不动，除非写 --force。",
  "check the configuration": "检查配置，所有问题一次列出",
  "All of it at once, and what is allowed but unwise. Secrets that the file leaves out are looked for in the environment and in .env beside it, as `saoma serve` does. What only shows while it runs, `saoma doctor` says.":
    "所有问题一次列出，允许但不建议的写法也会提示。文件里没写的密钥到环境变量和旁边的 .env 里找，和 `saoma serve` 一样。运行起来才看得出的问题，由 `saoma doctor` 检查。",
  "run the service": "启动服务",
  "Logs go to standard error: one JSON object a line, or lines for people where that is a terminal (NO_COLOR is heard). SIGTERM finishes what is under way and exits with 0.":
    "日志写到标准错误：一行一个 JSON；在终端里则是方便阅读的文字（NO_COLOR 有效）。收到 SIGTERM 先做完手头的，再以 0 退出。",
  "check everything sign-in depends on, and suggest fixes": "检查登录用到的一切，并告诉你怎么修",
  "Asks the service at its origin as WeChat and browsers would, and WeChat about each account. The service must run. Changes nothing. Uses up, for each account: one token call of 500,000 a day; one QR of 100,000, or one link of 500,000, over within two minutes; and a handful of other calls. Exits with 1 where something is broken.":
    "像微信和浏览器那样访问服务的地址，再向微信问每个账号。服务必须在运行。什么都不改。每个账号用掉：一天 500,000 次里的一次 token 调用，100,000 个里的一个二维码或 500,000 个里的一个链接（两分钟内到期），以及几次别的调用。有东西坏了就以 1 退出。",
  "print an account's menu": "打印账号的菜单",
  "The one below its chat, as JSON that `saoma menu set` takes.": "聊天下面的那个，是 `saoma menu set` 能用的 JSON。",
  "set an account's menu from a file": "按文件设置账号的菜单",
  'The file is in WeChat\'s own JSON: {"button": [{"type": "click", "name": "登录", "key": "SAOMA_LOGIN"}]}. Says everything that WeChat would refuse, then what would change, and asks. A button of type click with the key SAOMA_LOGIN gives people a code to type into the page.':
    '文件就是微信自己的 JSON：{"button": [{"type": "click", "name": "登录", "key": "SAOMA_LOGIN"}]}。先说出微信会拒绝的一切，再说会变什么，然后问。类型 click、key 为 SAOMA_LOGIN 的按钮，会给用户一个要填到页面上的登录码。',
  "delete an account's menu": "删掉账号的菜单",
  "Shows it, and asks. The menus for some people only (个性化菜单) go with it.": "先显示，再问。个性化菜单一起删。",
  "migrate the database to this version": "把数据库升级到最新",
  "`saoma serve` does the same by itself when it starts.": "`saoma serve` 启动时自己会做。",
  "back up the database, even while the service runs": "写一份数据库备份，服务在不在运行都行",
  "One file with mode 0600, checked whole before it has its name; what was deleted is not in it. It holds people's openids and names, and the keys of access tokens, sealed with SAOMA_SECRET, which it does not hold.":
    "一个文件，权限 0600，整个检查过才有它的名字；删掉的不在里面。里面有用户的 openid 和名字，以及签访问令牌的密钥，用 SAOMA_SECRET 加密；SAOMA_SECRET 不在里面。",
  "restore a backup, and sign everyone out": "用备份换掉数据库，并让所有人退出",
  "Asks first. The service must be stopped. A backup that is damaged or of a newer Saoma is refused, an older one is brought up to date. All sessions end, tokens and sign-ins under way too, so that what was ended since the backup does not live again. The database that stood there is kept beside. Interrupted, it leaves the one or the other.":
    "先问。服务必须停着。备份损坏或来自更新的 Saoma 就拒绝，旧的会升级。会话、令牌和进行中的登录全部结束，备份之后结束过的不会复活。原来的数据库留在旁边。中断的话，要么是旧库要么是新库。",
  "copy a SQLite database into the configured PostgreSQL": "把一个 SQLite 文件整个搬进配置里的 PostgreSQL",
  "The service must be stopped. The file stays as it is, and must be of this version (`saoma migrate`); the PostgreSQL must be empty. All rows are there in the end, counted table by table, or none. Nobody is signed out: keep SAOMA_SECRET.":
    "服务要先停。文件保持原样，必须是这个版本的（`saoma migrate`）；PostgreSQL 必须是空的。要么全部搬完，逐表核对行数，要么一行都没有。谁都不会退出登录：SAOMA_SECRET 不要变。",
  "rotate a signing key: of access tokens, or of ID tokens": "换签名密钥：访问令牌的，或 ID 令牌的",
  "access-tokens (the default), or id-tokens, which OpenID clients get":
    "access-tokens（默认），或 id-tokens（OpenID 客户端拿到的 ID 令牌）",
  "The new key is published at once and used in six minutes; the old one stays published until the last token it signed is over. A running service picks it up by itself; nobody is signed out. Each key is rotated alone.":
    "新密钥立即公布，六分钟后启用；旧的一直公布到它签的最后一个令牌到期。运行中的服务自己会发现，没有人退出登录。两种密钥各换各的。",
  "list people who seem to have two accounts": "列出看起来一个人有两个账号的情况",
  "WeChat gave a unionId that another account has already, or another one than before. Nothing was merged and nobody was locked out: each identity keeps its account. Ids of people are shortened.":
    "微信给的 unionId 别的账号已经有了，或者和以前的不同。没有合并，也没有拦住谁：每个身份照旧用它的账号。用户的 id 是缩短的。",
  "migrate openids after a 公众号迁移": "公众号迁移之后，给用户换上新账号里的 openid",
  "FILE is CSV with the columns ori_openid and new_openid, as WeChat's changeopenid answers them. Each account gets its person's identity at the new source; the old one stays, and so do sessions. Where the new one is another account's already, both are listed and nothing is merged. Doing it again adds nothing.":
    "FILE 是 CSV，列 ori_openid 和 new_openid，就是微信 changeopenid 的回答。每个账号得到它的人在新来源的身份；旧的保留，会话也保留。新的已经属于别的账号时，两个都列出来，不合并。再做一次不会多出什么。",
  "import the users of an existing site": "导入已有网站的用户",
  "CSV with a head line, or one JSON object a line in a file whose name ends in .ndjson. Columns: id (yours, which the account keeps), name, phone, phoneSeenAt, unionid with platform, appid with openid, createdAt. A record is taken whole or not at all; each that is not is named by its line, and the exit is 1. Importing again creates no duplicates.":
    "带表头的 CSV，或名字以 .ndjson 结尾、一行一个 JSON 对象的文件。列：id（你的，账号就用它）、name、phone、phoneSeenAt、unionid 和 platform、appid 和 openid、createdAt。一条记录要么整条收下，要么不收；没收的按行号说出来，以 1 退出。再做一次不会重复。",
  "list accounts, the newest first": "列出账号，新的在前",
  "Each with its id, its name, its phone (shortened), since when it is there and when somebody was signed in to it last. Where there are more, the last line says how to go on.":
    "每个有 id、名字、手机号（缩短的）、什么时候有的、最近什么时候登录。还有更多时，最后一行说怎么继续。",
  "show a person and what is stored about them": "说明某人是谁，保存了他的什么",
  "Phone and WeChat's ids are shortened.": "手机号和微信的 id 是缩短的。",
  "export everything stored about a person, as JSON": "把保存的关于某人的一切打印成 JSON",
  "Whole rows, by table. What proves who somebody is was never kept but as a hash, and reads [hash].":
    "按表列出整行。能证明身份的，存的从来只是哈希，写作 [hash]。",
  "sign a person out of every browser and device": "让某人在所有浏览器和设备上退出登录",
  "At once, also of what they are signed in to by tokens: an access token is good for its ten minutes. Their browsers are strangers again: a scan asks before it signs them in.":
    "立即生效，用令牌登录的也一样：访问令牌还能用到十分钟期满。他的浏览器都不再算认识的：再扫码时会先问是不是本人。",
  "mark a person's WeChat as lost, or remove the mark": "把某人的一个微信登记为丢失，或取消登记",
  "A lost WeChat cannot sign in, approve or object, and gets no notices; a person who uses it is told why. What it signed in ends at once. Marked from the console or the Admin API, it may still object to announced changes until it is marked here, too. Where the account has several, --wechat says which: account show names them.":
    "丢失的微信不能登录，不能确认或反对任何操作，也不会收到任何消息；谁用它，都会被告知原因。用它登录的会话立即结束。在控制台或用 Admin API 登记的，仍然可以反对账号的改动，直到在这里也登记一次。账号有几个微信时，用 --wechat 说是哪一个：account show 列出它们。",
  "create a one-time code that links a new WeChat to an account": "生成一次性的邀请码，让某人用新的微信进入自己的账号",
  "For a person who has lost their only WeChat, or whom you imported. Send them the code in a way that reaches only them: a number that you have known for long, or in person. They open a sign-in page with <saoma-login invitation>, type the code, scan with the new WeChat, and type the pairing code that WeChat then shows. The code is valid for 24 hours and one use, and replaces an earlier one. The account's WeChats are told. A code from the console or the Admin API comes into force only after 24 hours, and the account's WeChats may cancel it until then.":
    "给丢了唯一一个微信的人，或者你导入的会员。请当面交给本人，或发到你早就知道是他的号码，不要让别人看到。他打开带 <saoma-login invitation> 的登录页，输入邀请码，用新的微信扫码，再把微信里显示的配对码输入到页面上。邀请码 24 小时内有效，只能用一次，之前的那个随之作废。账号里的微信都会收到提醒。控制台和 Admin API 生成的邀请码 24 小时后才生效，生效前他们可以取消。",
  "cancel the invitation that is not used yet": "取消还没用掉的邀请码",

  "put somebody into a group": "把某人加进一个组",
  "They enter the applications whose `access` names the group. Who has never signed in is put in by the account that saoma import or the Admin API made for them.":
    "`access` 写了这个组的应用，他就能进。还没登录过的人，用 saoma import 或 Admin API 建的账号加。",
  "take somebody out of a group": "把某人移出一个组",
  "Their sessions at applications that are for none of their other groups end at once.":
    "他在那些应用的会话立即结束，除非应用也对他的别的组开放。",
  "list who is in a group": "列出一个组里有谁",
  "One account a line, by its id and its name.": "每行一个账号：id 和名字。",
  "delete an account and everything stored about its person": "删除某人的账号和保存的一切",
  "They are signed out everywhere at once. There is no way back but a backup. Without --yes it says what would go.":
    "他在所有地方立即退出。除了备份没有退路。不写 --yes 就只说会删掉什么。",
  "print the audit log, one JSON object a line": "打印运维做过的改动，一行一个 JSON 对象",
  "The oldest first: who, what, before, after, when. Nothing is ever taken out of it but deleted people: their lines stay, without saying whom they were about.":
    "从旧到新：谁、做了什么、之前、之后、什么时候。除了被删除的用户，什么都不会从里面拿走：那些行还在，只是不再说是谁。",
  "create a key for the operator's listener": "为运维监听生成一个密钥",
  "Prints it, this once; the database keeps its hash. It counts at once, for a service that runs, too.":
    "只在这一次打印出来，数据库里只存哈希。立即生效，正在运行的服务也一样。",
  "list the operator's keys with their rights": "列出运维密钥的标签和权限",
  "revoke a key of the operator's listener": "停用运维监听的一个密钥",
  "At once, for a service that runs, too. Its label stays taken, because the audit has it.":
    "立即生效，正在运行的服务也一样。标签不能再用，因为操作记录里有它。",
  "the port to listen on; 0 for any free one (default 7080)": "监听的端口；0 是任意空闲的（默认 7080）",
  "the address to listen on (default 127.0.0.1)": "监听的地址（默认 127.0.0.1）",
  "accounts and people, as JSON (default: one account of each kind, three people)":
    "账号和人，JSON（默认：每种账号一个，三个人）",
  "the port to listen on; 0 for any free one (default 7090)": "监听的端口；0 是任意空闲的（默认 7090）",
  "where the phones are; 0 for any free one (default 7090 or the next)":
    "手机在哪个端口；0 是任意空闲的（默认 7090 或下一个）",
  "ports of the program that are reached from here, with commas": "要从这里访问的程序端口，用逗号隔开",
  "the program and its arguments, as in python app.py": "程序和它的参数，例如 python app.py",
  "service, subscription, test, mini-program or website": "service、subscription、test、mini-program 或 website",
  "the account's AppID": "账号的 AppID",
  "its name, as its followers know it": "名字，粉丝看到的那个",
  "its AppSecret; not needed for a subscription": "AppSecret；subscription 不需要",
  "where people reach Saoma, as in https://www.example.com": "用户访问 Saoma 的地址，例如 https://www.example.com",
  "what people sign in to (default the account's name)": "用户登录的是什么（默认账号的名字）",
  "what the page calls it (default site)": "页面里用的 id（默认 site）",
  "the callback address of a program that signs people in by OpenID Connect": "用 OpenID Connect 登录的程序的回调地址",
  "addresses of the proxies in front, with commas, or none (default 127.0.0.1)":
    "前面的反向代理的地址，用逗号隔开，或 none（默认 127.0.0.1）",
  "safe, compatible or plain (default safe; a test account has only plain)":
    "safe、compatible 或 plain（默认 safe；测试号只有 plain）",
  "the console's Token (default a new one; a mini-program goes without)": "后台的 Token（默认新生成；小程序不用）",
  "the console's EncodingAESKey (default a new one)": "后台的 EncodingAESKey（默认新生成）",
  "the SQLite file (default data/saoma.db)": "SQLite 文件（默认 data/saoma.db）",
  "WeChat's MP_verify_….txt, to be served": "微信的 MP_verify_….txt，由 Saoma 提供",
  "whether pages inside WeChat sign people in at once (default yes with --mp-verify, else no)":
    "微信里的网页是否直接登录（有 --mp-verify 时默认 yes，否则 no）",
  "where WeChat is: a proxy, or saoma simulator": "微信在哪里：代理，或 saoma simulator",
  "skip the confirmation": "什么都不问",
  "replace an existing configuration and its secrets": "替换已有的配置和密钥",
  "how long a balancer has to notice by /readyz that the service stops, before it does (default 0)":
    "停止之前留多久给负载均衡从 /readyz 看出来，单位秒（默认 0）",
  "the configuration (default saoma.config.mts, .ts, .mjs or .js in this folder)":
    "配置文件（默认本目录的 saoma.config.mts、.ts、.mjs 或 .js）",
  "print the findings as JSON": "结果打印成 JSON",
  "the account; required if the configuration has several": "哪个账号，配置里有几个时要写",
  "the menu, as JSON": "菜单，JSON",
  "replace an existing file": "替换已有的文件",
  "the file to write": "要写的文件",
  "the backup": "备份文件",
  "the old account; it need not be configured": "旧账号，不必还在配置里",
  "the new one": "新账号",
  "a CSV of old and new openids": "哪个 openid 变成了哪个",
  "show what would be done, without writing anything": "只说会做什么，不写入",
  "the people, in UTF-8": "用户，UTF-8",
  "how many accounts, up to 1000 (default 50)": "多少个，最多 1000（默认 50）",
  "continue after this account": "从这个账号之后继续",
  "print one JSON object a line": "一行打印一个 JSON 对象",
  "its id, APPID:OPENID, or phone:NUMBER": "它的 id、APPID:OPENID，或 phone:手机号",
  "the WeChat, by its id or as APPID:OPENID": "哪一个，写它的 id 或 APPID:OPENID",
  "remove the mark": "取消登记",
  "the group, which is there once somebody is in it": "组名；有人在里面就有这个组",
  "the group": "组名",
  "do it": "真的做",
  "of a PostgreSQL that pg_restore has filled: sign everybody out": "pg_restore 填好的 PostgreSQL：让所有人退出登录",
  "the SQLite file": "SQLite 文件",
  "only lines after this seq": "只要这个 seq 之后的",
  "read, write to change things too, or token for access tokens alone (default read)":
    "read；write，能改；或 token，只能取 access_token（默认 read）",
  "its name in the audit log, such as prometheus": "操作记录里怎么称呼它，例如 prometheus",
  "the key's label": "密钥的标签",
  "suspend an account: nobody can sign in to it": "停用一个账号：谁也不能登录它",
  "Every way of signing in refuses its people, and says why. Their sessions and tokens end at once; an access token that a backend verifies by itself is good for its ten minutes.":
    "这个人用哪种办法登录都会被拒绝，并被告知原因。会话和令牌立即结束；由后端自己验证的访问令牌还能用到它的十分钟。",
  "show what happened to one sign-in, step by step": "一步一步地说明某次登录发生了什么",
  "Its steps, WeChat's pushes about it with our replies, and calls to WeChat with errcode and rid. The id is `attempt` in the log. Kept for 30 days (`attemptLog.keep`); of a service that runs, the last second may be missing.":
    "它的每一步、微信为它发来的推送和我们的回复、对微信的调用和错误码、rid。id 是日志里的 `attempt`。保存 30 天（`attemptLog.keep`）；服务正在运行时，最后一秒可能还没写下。",
  "its id": "它的 id",
  "list the webhooks, what waits for each, and which letters are dead": "列出 webhook：各有多少信件在等，哪些已放弃",
  "send a webhook's letter again": "重发 webhook 的一封信件",
  "One that is dead, or that was delivered in the last seven days. It comes out of order, and its body says so (outOfOrder). Later letters of its account that it holds back go on once it is taken.":
    "可以是已放弃的，也可以是七天内送达过的。它不按顺序到达，内容里会写明（outOfOrder）。被它拦住的同一账号的后续信件，在它送达后继续。",
  "its id, as webhook list and webhook-id have it": "它的 id，webhook list 和 webhook-id 里的那个",
  "list who is signed in to the console": "列出谁在运营后台里",
  "Lists sessions, and links that have not been opened yet. Pass the name in brackets to console end.":
    "还没打开的链接也会列出。括号里的名字就是 console end 要的名字。",
  "sign an administrator out of the console": "让某人退出运营后台",
  "Ends the console sessions of this name, and its links that have not been opened. To keep out an administrator who signs in by WeChat, take them out of admin.administrators, too.":
    "立即结束这个名字的全部后台会话，还没打开的链接也作废。用微信进入的管理员，要让他进不来，还要把他从 admin.administrators 里去掉。",
  "the name, as console list shows it in brackets": "名字，就是 console list 括号里的那个",
  "create a one-time link that signs you in to the console": "生成一次性的链接，用它进入运营后台",
  "The console is on the operator's listener: the service has to run with `admin`. The link is good once, for ten minutes, and the session for eight hours. Deleting, suspending, inviting and ending sessions need a proof of the last five minutes.":
    "后台在运维监听上：服务要配置 `admin` 并正在运行。链接 10 分钟内有效，只能用一次；进入之后 8 小时内有效。删除、停用、邀请和结束会话，要有最近 5 分钟内的证明。",
  "your name in the audit log (default operator)": "你在操作记录里的名字（默认 operator）",
  "read, or write to change things too (default write)": "read；或 write，能改（默认 write）",
  "lift the suspension of an account": "恢复一个停用的账号",
} as const satisfies Readonly<Record<string, string>>;
