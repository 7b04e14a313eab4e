import type { Language } from "../../domain/language.ts";
import type { Refusal } from "../../http/push-probe.ts";

type Both = readonly [chinese: string, english: string];

/** The words of the screen WeChat, Chinese and English. */
export const wechatTexts = {
  wechat: ["微信", "WeChat"],
  wechatSince: [
    "推送和拒绝从 {at} 这个进程启动时数起。",
    "Pushes and refusals are counted since this process started, {at}.",
  ],
  doctorHow: [
    "要检查网址、IP 白名单、权限和配额，在服务器上运行 npx saoma doctor：每个问题都说怎么改。",
    "To have addresses, IP lists, abilities and quotas checked, run npx saoma doctor on the server: it says of each problem what to do.",
  ],
  lastPush: ["最近一次推送", "Last push"],
  noPush: ["还没有", "none yet"],
  pushesTaken: ["处理的推送", "Pushes processed"],
  serverUrl: ["服务器地址（URL）", "Server URL"],
  noPushes: ["没有配置 Token，不收推送", "takes no pushes: it has no Token"],
  tokenLeft: ["access token 还剩", "Access token ends in"],
  tokenAge: ["这个进程取到它是在", "This process got it"],
  minutes: ["{count} 分钟", "{count} min"],
  minutesAgo: ["{count} 分钟前", "{count} min ago"],
  noToken: ["还没有取", "none fetched yet"],
  quota: ["今天用掉的配额", "Quota used today"],
  quotaOf: ["{endpoint}：{used} / {limit}", "{endpoint}: {used} of {limit}"],
  ipListOf: ["推送只接受来自", "Pushes are taken from"],
  anyAddress: ["任何地址（签名必须对）", "any address, if the signature is right"],
  refusals: ["被拒绝的", "Refused"],
  refusedTimes: ["{count} 次，最近 {at}", "{count}, last {at}"],
} as const satisfies Record<string, Both>;

const refusals: Readonly<Record<Refusal, Both>> = {
  signature: [
    "签名不对：微信后台的 Token 和这里的不一样。",
    "The signature is wrong: the Token in WeChat’s console is another one than here.",
  ],
  encryption: [
    "解不开：微信后台的 EncodingAESKey 和这里的不一样。",
    "It cannot be decrypted: the EncodingAESKey in WeChat’s console is another one than here.",
  ],
  appid: [
    "发给别的账号的：服务器地址填到了别的账号上。",
    "It is for another account: the server URL is set there, too.",
  ],
  mode: [
    "加密方式不对：微信后台的消息加解密方式和 mode 不一样。",
    "The mode is wrong: the encryption in WeChat’s console differs from the source’s `mode`.",
  ],
  stale: ["过了五分钟才到：看看这台机器的时钟。", "It is older than five minutes: look at this machine’s clock."],
  malformed: ["读不懂：可能不是微信发来的。", "It cannot be read: it may not come from WeChat."],
  echo: [
    "微信后台验证服务器地址没有通过：看看 Token。",
    "The check of the server URL by WeChat’s console failed: look at the Token.",
  ],
};

export const refusalWords = (reason: Refusal, language: Language): string =>
  refusals[reason][language === "en" ? 1 : 0];
