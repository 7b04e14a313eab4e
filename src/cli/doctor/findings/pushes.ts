import { broken, good, type Kind, warning } from "./kind.ts";

/** What the doctor finds about pushes: those it sends itself, and those of WeChat. */
export const pushesFindings = {
  "push.redirected": broken(
    [
      "{url} redirects to {location}, and WeChat does not follow redirects.",
      "{url} 跳转到 {location}，而微信不跟随跳转。",
    ],
    [
      "Set origin to where it leads, or take /wechat/ out of the proxy's redirect.",
      "把 origin 设成跳转到的地址；或者让反向代理不要跳转 /wechat/。",
    ],
  ),
  "push.status": broken(
    [
      "{url} answers HTTP {status}, but the answer is not Saoma's.",
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
      "Restart the service, so that it uses the configuration that was read here. If that is done, something in front takes the query off or answers by itself.",
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
      "Restart the service, so that it uses the configuration that was read here. If that is done, something in front changes bodies or takes msg_signature off.",
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
} as const satisfies Readonly<Record<string, Kind>>;
