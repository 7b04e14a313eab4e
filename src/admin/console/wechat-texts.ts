import type { Language } from "../../domain/language.ts";
import type { Refusal } from "../../http/push-probe.ts";
import type { SourceSeen } from "../context.ts";

type Both = readonly [chinese: string, english: string];

/** The texts of the screen WeChat, in Chinese and English. */
export const wechatTexts = {
  wechat: ["微信", "WeChat"],
  wechatSince: [
    "推送、拒绝和调用失败从 {at} 这个进程启动时数起。",
    "Pushes, refusals and failed calls are counted since this process started, {at}.",
  ],
  doctor: ["体检", "Doctor"],
  doctorRun: ["现在检查", "Check now"],
  doctorNever: [
    "检查网址、证书、推送、IP 白名单、权限和配额，每个问题都说怎么改。要几秒到一分钟。",
    "Checks addresses, certificate, pushes, IP lists, abilities and quotas, and says of each problem what to do. It takes seconds, at most a minute.",
  ],
  doctorNone: [
    "这个服务不是 saoma serve 启动的，不能在这里检查。在服务器上运行：",
    "This service was not started by saoma serve, so it cannot be checked from here. Run this on the server:",
  ],
  doctorRunning: ["正在检查，开始于", "Checking, since"],
  doctorCounts: [
    "{broken} 个问题，{warning} 个要看看，{good} 个正常",
    "{broken} broken, {warning} to look at, {good} good",
  ],
  doctorGood: ["正常的 {count} 项", "Good: {count}"],
  doctorLate: [
    "{seconds} 秒内没有检查完，停下了；上面是已经查到的。",
    "It was stopped, because it had not finished within {seconds} s. What it found until then stands here.",
  ],
  doctorFailed: ["检查没有做完：{why}", "It did not finish: {why}"],
  doctorBroken: ["有问题", "broken"],
  doctorWarning: ["看看", "to look at"],
  doctorFine: ["正常", "good"],
  abilities: ["权限", "Abilities"],
  abilityWorked: ["微信已允许", "WeChat allowed it"],
  abilityRefused: ["微信拒绝了（{errcode}）", "WeChat refused ({errcode})"],
  failedCalls: ["失败的调用", "Failed calls to WeChat"],
  noFailedCalls: ["没有。", "None."],
  failedTimes: ["{count} 次", "{count} times"],
  workedSince: ["之后成功过", "it worked since"],
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

type Kind = SourceSeen["kind"];

/** The kinds of accounts, as WeChat's console names them. */
const kinds: Readonly<Record<Kind, Both>> = {
  service: ["服务号", "service account"],
  subscription: ["公众号", "subscription account"],
  test: ["接口测试号", "test account"],
  "mini-program": ["小程序", "mini-program"],
  website: ["网站应用", "website app"],
};

export const kindWords = (kind: Kind, language: Language): string => kinds[kind][language === "en" ? 1 : 0];

export const refusalWords = (reason: Refusal, language: Language): string =>
  refusals[reason][language === "en" ? 1 : 0];
