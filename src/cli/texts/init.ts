/** The questions, files and instructions of `saoma init`. */
export const init = {
  "Which kind of WeChat account?": "哪一种微信账号？",
  "a test account: free, for trying, up to 100 followers": "免费，用来试，最多 100 个粉丝",
  "a verified service account: people scan a QR": "要认证；用户扫二维码登录",
  "a personal one will do: people send a code in the chat": "个人的也行；用户在聊天里发登录码",
  "people scan its code and tap allow": "用户扫小程序码，点允许",
  "of the Open Platform: WeChat's own sign-in page": "在开放平台申请；用微信自己的登录页",
  "Its AppID, from WeChat's console": "它的 AppID，在微信后台",
  "Its name, as its followers know it": "它的名字，粉丝看到的那个",
  "Its AppSecret": "它的 AppSecret",
  "Where people will reach Saoma: scheme and host, as in https://www.example.com":
    "用户访问 Saoma 的地址：协议和主机，例如 https://www.example.com",
  "The name that the chat shows": "聊天里显示的网站名",
  "Does another program sign people in by OpenID Connect? Its callback address; or none":
    "有别的程序要用 OpenID Connect 登录吗？填它的回调地址，没有就填 none",
  "Run npm install oidc-provider@9 in this folder: OpenID Connect needs it.":
    "在这个目录运行 npm install oidc-provider@9：OpenID Connect 要用它。",
  "Type this into the program that people come back to at {0}:": "在用户登录后回到 {0} 的那个程序里填写：",
  "{0} in .env": ".env 里的 {0}",
  "Addresses of the proxies in front (nginx, Caddy, a tunnel), with commas; or none":
    "前面的代理（nginx、Caddy、隧道）的地址，用逗号隔开；没有就写 none",
  "It {0}": "{0}",
  "--{0} does not go with --kind {1}. Leave it out.": "--{0} 不能和 --kind {1} 一起用。请去掉。",
  "--{0} does not go with --kind {1} and --mode {2}. Leave it out.":
    "--{0} 不能和 --kind {1} 及 --mode {2} 一起用。请去掉。",
  "there is no terminal to ask at (or --yes was given), and {0} is missing. Give it as an option.":
    "没有终端可以提问（或写了 --yes），而缺少 {0}。请用选项给出。",
  "there is no terminal to ask at (or --yes was given), and {0} are missing. Give them as options.":
    "没有终端可以提问（或写了 --yes），而缺少 {0}。请用选项给出。",
  "stopped. Nothing was changed.": "已停止，什么都没有改。",

  "{0} is there already. Replace it with --force, or edit it.": "{0} 已经有了。用 --force 替换，或者直接修改它。",
  ".env has {0} already. Replace with --force, or take the lines out.":
    ".env 里已经有 {0}。用 --force 替换，或者删掉那几行。",
  "cannot write {0}: {1}": "写不了 {0}：{1}",
  ", ": "、",
  "Wrote {0}.": "已写入 {0}。",
  "# Made by `saoma init`. Keep this file to yourself: mode 0600, never in Git.":
    "# 由 `saoma init` 生成。不要给别人看：权限 0600，不要提交到 Git。",
  "# Makes sessions and codes. With another one, codes that wait are void: keep a copy of it elsewhere.":
    "# 会话和登录码由它生成。换掉它，还没用掉的码就作废：在别处留一份。",
  "// Secrets are in .env beside this file. `npx saoma config check` says what is wrong with it, `npx saoma doctor`":
    "// 密钥在旁边的 .env 里。`npx saoma config check` 说出配置哪里不对，`npx saoma doctor`",
  "// what does not work yet.": "// 说出什么还不能用。",

  "What is left, in this order:": "接下来按这个顺序做：",
  "Run npm install saoma in this folder: the configuration imports it.":
    "在这个目录里运行 npm install saoma：配置要用到它。",
  "Start it with npx saoma serve, and let {0} lead to it, at the port it prints. For nginx:":
    "用 npx saoma serve 启动，让 {0} 转到它打印的端口。nginx 这样写：",
  "Start it with npx saoma serve. WeChat cannot reach {0}: this is for a simulator on this machine.":
    "用 npx saoma serve 启动。微信访问不到 {0}：这只能配合本机的模拟器用。",
  "Run npx saoma doctor. It says what does not work yet, and how to fix it.":
    "运行 npx saoma doctor。它会说出什么还不能用，怎么修。",
  "developers.weixin.qq.com/platform → 我的业务 → {0}, or mp.weixin.qq.com → 设置与开发 → 基本配置":
    "developers.weixin.qq.com/platform → 我的业务 → {0}，或 mp.weixin.qq.com → 设置与开发 → 基本配置",
  "IP 白名单 (IP list): add the addresses from which this server calls out. Without them WeChat gives no token\n(40164), and npx saoma doctor names the address that is missing. A change takes 5 to 10 minutes.":
    "IP 白名单：加上这台服务器访问外网用的地址。没有的话微信不给 access_token（40164），\nnpx saoma doctor 会说缺哪个地址。改动要 5 到 10 分钟生效。",
  "Before the next step: turning the server URL on switches off, for everybody at once, what the console itself\ndoes: its 自动回复 (greeting, keywords, other messages) and the 自定义菜单 made there. Copy the replies into\nsources[].replies, and the menu into a file for npx saoma menu set.":
    "下一步之前：启用服务器地址，会立即对所有人停用后台自己的功能：自动回复（关注、关键词、\n其他消息）和在后台建的自定义菜单。把回复抄到 sources[].replies，把菜单存成文件，\n用 npx saoma menu set 设回去。",
  "消息与事件推送 (服务器配置)": "消息与事件推送（服务器配置）",
  "网页授权域名 (设置与开发 → 账号设置 → 功能设置)": "网页授权域名（设置与开发 → 账号设置 → 功能设置）",
  "{0}. WeChat asks the URL at once, so the service must run. Then switch it on (启用):":
    "{0}。微信会马上访问这个地址，所以服务必须在运行。然后点启用：",
  "URL (服务器地址)": "URL（服务器地址）",
  "Token (令牌)": "Token（令牌）",
  "EncodingAESKey (消息加解密密钥)": "EncodingAESKey（消息加解密密钥）",
  "{0}, for sign-ins inside WeChat's browser (not needed for scanning):":
    "{0}，用于在微信里打开的网页登录（扫码不需要）：",
  "{0}, for sign-ins inside WeChat's browser (not needed for scanning).\nOnce it is set, take inWechat: false out of the configuration, and restart:":
    "{0}，用于在微信里打开的网页登录（扫码不需要）。\n设好之后，从配置里去掉 inWechat: false，再重启：",
  domain: "域名",
  "WeChat gives you MP_verify_….txt and looks for it on that domain. Put its name and its line into mpVerify in the\nconfiguration, restart, and save the domain.":
    "微信会给你 MP_verify_….txt，并到那个域名下找它。把文件名和里面那一行写进配置的 mpVerify，\n重启，再保存域名。",
  "JS接口安全域名: only if your own pages use WeChat's JS-SDK. Saoma does not:":
    "JS接口安全域名：你自己的页面用微信 JS-SDK 才要设，Saoma 不用：",
  "Open the console of {0}:\n{1}.": "打开 {0} 的后台：\n{1}。",
  "Open the console of {0}. It needs no AppSecret and no IP list.\n{1}.":
    "打开 {0} 的后台。它不需要 AppSecret，也不需要 IP 白名单。\n{1}。",
  "Open the test account's page: https://mp.weixin.qq.com/debug/cgi-bin/sandbox?t=sandbox/login. It has no IP list.":
    "打开测试号页面：https://mp.weixin.qq.com/debug/cgi-bin/sandbox?t=sandbox/login 。它没有 IP 白名单。",
  "接口配置信息 → 修改. It has no other mode than plaintext": "接口配置信息 → 修改。它只有明文模式",
  "Open the console of {0}: mp.weixin.qq.com → 开发管理 → 开发设置.":
    "打开 {0} 的后台：mp.weixin.qq.com → 开发管理 → 开发设置。",
  "服务器域名 → request合法域名:": "服务器域名 → request合法域名：",
  "IP 白名单: where the console has one switched on, add the addresses from which this server calls out.":
    "IP 白名单：后台开启了的话，加上这台服务器访问外网用的地址。",
  "Publish a version with the page {0}; mini-program/ in Saoma's repository is a sample.\n服务内容声明 → 用户隐私保护指引: name the phone number where you ask for it.":
    "发布一个带页面 {0} 的版本；Saoma 仓库里的 mini-program/ 是样例。\n服务内容声明 → 用户隐私保护指引：要手机号的话，在这里写明。",
  "Open {0} on the Open Platform: open.weixin.qq.com → 管理中心 → 网站应用.":
    "在开放平台打开 {0}：open.weixin.qq.com → 管理中心 → 网站应用。",
  "授权回调域 (开发信息 → 修改): the host alone, without https://. It may change five times a month:":
    "授权回调域（开发信息 → 修改）：只写主机名，不带 https://。每月可以改五次：",
  "接口信息: 微信登录 must say 已获得. It has no server URL, so nothing of a 公众号 is switched off.":
    "接口信息：微信登录必须是已获得。它没有服务器地址，所以不会停用公众号的任何功能。",
} as const satisfies Readonly<Record<string, string>>;
