/** What the command line, its ports and its processes say. */
export const commandLine = {
  "saoma {0} takes no {1}": "saoma {0} 后面不能写 {1}",
  "saoma {0} is half a command; did you mean {1}?{2}": "saoma {0} 只是半条命令；是不是 {1}？{2}",
  "there is no option {0}": "没有选项 {0}",
  "there is no command {0}": "没有命令 {0}",
  "; did you mean {0}?": "；是不是 {0}？",
  ".": "。",
  " Run saoma --help for all commands.": "运行 saoma --help 看全部命令。",
  "{0} or {1}": "{0} 或 {1}",
  "which {0}? Write saoma {1} {2}{3}, where that is {4}.": "缺少 {0}。写成 saoma {1} {2}{3}，其中 {3} 是{4}。",
  "saoma {0} has no option {1}{2}": "saoma {0} 没有选项 {1}{2}",
  "; did you mean --{0}?": "；是不是 --{0}？",
  "--{0} takes no value": "--{0} 后面不写值",
  "--{0} needs a value: {1}": "--{0} 后面要写值：{1}",
  "--lang must be {0}": "--lang 必须是 {0}",
  "See saoma {0} --help.": "见 saoma {0} --help。",
  "Sign people in to your website with WeChat.": "用微信登录你的网站。",
  "Usage: saoma <command> [options]": "用法：saoma <命令> [选项]",
  "Usage: {0}": "用法：{0}",
  "[options]": "[选项]",
  "saoma <command> --help says more, saoma --version (-v) says which one this is.":
    "saoma <命令> --help 看详情，saoma --version（-v）看版本。",
  "Each speaks Chinese with --lang zh, or where LC_ALL, LC_MESSAGES or LANG says zh; --lang en is English.":
    "语言由 LC_ALL、LC_MESSAGES 或 LANG 决定；--lang zh 是中文，--lang en 是英文。",

  "Warning: {0}.": "警告：{0}。",
  "The configuration is good: {0}, {1}.": "配置没有问题：{0}，{1}。",
  "{0} source": "{0} 个来源",
  "{0} sources": "{0} 个来源",
  "{0} application": "{0} 个应用",
  "{0} applications": "{0} 个应用",
  "saoma: {0} cannot be read ({1}); going on with the environment as it is.":
    "saoma：读不了 {0}（{1}）；只用现有的环境变量继续。",
  "cannot keep anything in {0}: {1}. Name another folder with SAOMA_DATA.":
    "{0} 里什么都存不了：{1}。用 SAOMA_DATA 换一个目录。",
  "the simulator has no account of the kind {0}": "模拟器里没有 {0} 类的账号",
  "the simulator refused {0}: {1}": "模拟器拒绝了 {0}：{1}",
  "problems found. Fix them, and run the doctor again.": "有问题。修好之后再运行一次 doctor。",
  "asking {0}": "正在问 {0}",
  "WeChat about {0}": "微信关于 {0} 的情况",
  "All is well: {0} checks.": "一切正常：{0} 项检查。",
  "{0} good, {1} to look at, {2} broken.": "{0} 项正常，{1} 项要看一看，{2} 项坏了。",
  "nothing was changed: there is no terminal to confirm at. Add --yes to skip the question.":
    "什么都没有改：没有终端可以确认。加上 --yes 就不问。",
  Yes: "是",
  No: "否",
  "not agreed to. Nothing was changed.": "没有同意，什么都没有改。",

  "{0} must be a port from 0 to 65535, not {1}": "{0} 必须是 0 到 65535 的端口，不能是 {1}",
  "Choose another with {0}, as in {1}{2}{3}; 0 is any free one.": "用 {0} 换一个，例如 {1}{2}{3}；0 是任意空闲的。",
  "no port from {0} to {1} is free. {2}": "从 {0} 到 {1} 没有空闲的端口。{2}",
  "port {0} is taken by another process. {1}": "端口 {0} 被别的进程占用了。{1}",
  "port {0} is not ours to listen on. {1}": "没有权限监听端口 {0}。{1}",
  "this machine has no such address. Choose another with --host.": "这台机器没有这个地址。用 --host 换一个。",
  "cannot listen on port {0}: {1}": "监听不了端口 {0}：{1}",
  "--drain-delay must be seconds from 0 to 999, not {0}": "--drain-delay 必须是 0 到 999 秒，不能是 {0}",
  "cannot listen where admin.listen says: {0}": "监听不了 admin.listen 写的地址：{0}",

  "Stop that one, or let your program listen on another port and name that: --forward {0}.":
    "停掉那个，或让你的程序监听别的端口，再写出来：--forward {0}。",
  "there is no private network here ({0}).": "这里没有独立的网络（{0}）。",
  "Put this line into /etc/hosts, run the command again as a user who may listen on port 443, and remove it afterwards:":
    "把这一行加到 /etc/hosts，用能监听 443 端口的用户再运行一次，之后删掉它：",
  "Stop that one: WeChat's hosts are called on this port.": "停掉那个：微信的域名要用这个端口。",
  "{0} cannot be run: {1}": "运行不了 {0}：{1}",
  "{0} is no world: {1}": "{0} 不是模拟器的世界文件：{1}",
  "{0} cannot be read: {1}": "读不了 {0}：{1}",
} as const satisfies Readonly<Record<string, string>>;
