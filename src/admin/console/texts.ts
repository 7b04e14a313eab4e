import type { Language } from "../../domain/language.ts";
import { fill } from "../../domain/texts.ts";
import { applicationsTexts } from "./applications-texts.ts";
import { auditTexts } from "./audit-texts.ts";
import { todayTexts } from "./today-texts.ts";
import { wechatTexts } from "./wechat-texts.ts";

/** The words of the console, Chinese and English. */
const texts = {
  ...todayTexts,
  ...wechatTexts,
  ...applicationsTexts,
  ...auditTexts,
  console: ["运营后台", "Console"],
  people: ["用户", "People"],
  attempts: ["登录", "Sign-ins"],
  leave: ["退出", "Sign out"],
  readOnly: ["只能查看", "read only"],
  enterTitle: ["进入运营后台", "Sign in to the console"],
  enterGo: ["进入", "Sign in"],
  enterNote: ["这个链接只能用一次。", "The link is good once."],
  outTitle: ["还没有进入后台", "You are not signed in"],
  outHow: ["在服务器上运行下面的命令，打开它打印的链接：", "Run this on the server, and open the link that it prints:"],
  byWechat: ["微信扫码进入", "Sign in with WeChat"],
  wechatNote: [
    "只有配置里写明的管理员能进入。要用微信扫码，并在聊天里选对网页上的数字。",
    "Only administrators whom the configuration names get in. Scan a QR with WeChat, and pick this page’s number in the chat.",
  ],
  wechatNone: [
    "这里不能用微信进入：配置里没有管理员，或者没有能出二维码的公众号。请用 saoma console link。",
    "Sign-in with WeChat is not available here: the configuration names no administrator, or no official account can show a QR code. Use saoma console link.",
  ],
  scanHow: ["用微信扫这个二维码：", "Scan this QR with WeChat:"],
  scanAlt: ["进入运营后台的二维码", "QR code to sign in to the console"],
  scanAlone: [
    "只扫你自己打开的这个网页，不要替别人扫，也不要把数字告诉任何人。",
    "Only scan the QR code on a page that you opened yourself. Do not scan it for someone else, and do not share the number.",
  ],
  pickHow: ["请在微信聊天里选这个数字：", "Pick this number in the chat:"],
  confirmed: ["已确认。", "Confirmed."],
  saidNo: ["你在微信里选了“不是我”。", "Refused in WeChat."],
  pickedWrong: ["选的数字不对。请重新开始。", "That was not the number. Start over."],
  notNamed: ["这个微信不是管理员的，不能进入。", "This WeChat is not an administrator’s."],
  scanOver: ["这次登录已经失效。请重新开始。", "This sign-in is over. Start over."],
  linkBad: ["这个链接用过了，或者已经过期。请再生成一个。", "This link was used or has expired. Create another one."],
  mayNot: ["你只能查看，不能改动。", "You may only look. That needs the right `write`."],
  notFound: ["没有找到。", "There is nothing here."],
  failed: ["没有成功：{why}", "That did not work: {why}"],
  search: ["搜索", "Search"],
  searchLabel: [
    "名字的开头、手机号、openid、unionid 或账号 id",
    "Beginning of a name, phone, openid, unionid or account id",
  ],
  nobody: ["没有找到符合的用户。", "Nobody matches."],
  conflicts: ["疑似有两个账号的人", "People who seem to have two accounts"],
  noConflicts: ["没有发现疑似有两个账号的用户。", "No user appears to have two accounts."],
  conflictsNote: [
    "同一个 unionid 的微信属于两个账号，由你决定怎么办；这里什么都不会改。",
    "WeChats with one unionid belong to two accounts. What becomes of them is yours to decide; nothing is changed here.",
  ],
  and: ["和", "and"],
  unionChanged: ["的微信换了 unionid", "has a WeChat that came with another unionid before"],
  more: ["下一页", "Next page"],
  since: ["注册于 {at}", "since {at}"],
  lastHere: ["最近登录 {at}", "last here {at}"],
  neverHere: ["还没有登录过", "has never signed in"],
  suspended: ["已停用", "suspended"],
  suspendedSince: ["{at} 停用", "Suspended since {at}"],
  phone: ["手机号", "Phone"],
  groups: ["组", "Groups"],
  none: ["无", "none"],
  accountId: ["账号 id", "Account id"],
  created: ["注册", "Created"],
  lastSignIn: ["最近登录", "Last sign-in"],
  wechats: ["微信", "WeChats"],
  noWechat: ["没有微信。可以生成邀请码。", "No WeChat. Create an invitation."],
  lost: ["已丢失", "lost"],
  markLost: ["登记为丢失", "Mark as lost"],
  markFound: ["找回了", "It is found"],
  remove: ["移除", "Remove"],
  removed: [
    "这个微信已移除。7 天内本人可以恢复。",
    "The WeChat was removed. Its person can restore it for seven days.",
  ],
  lastWechat: [
    "这是最后一个微信，移除后谁也登录不了这个账号。",
    "It is the account’s last WeChat: without it nobody could sign in.",
  ],
  marked: ["已登记。", "It is marked."],
  sessions: ["会话", "Sessions"],
  noSessions: ["没有会话。", "No sessions."],
  live: ["有效", "live"],
  ended: ["已结束", "ended"],
  end: ["结束", "End"],
  endAll: ["结束全部会话", "End all sessions"],
  endedAll: ["已结束 {count} 个会话。", "{count} sessions ended."],
  endedOne: ["会话已结束。", "The session ended."],
  signIns: ["最近的登录", "Latest sign-ins"],
  noAttempts: ["没有登录记录。", "No sign-ins."],
  acts: ["操作", "Actions"],
  suspend: ["停用账号", "Suspend"],
  unsuspend: ["恢复账号", "Lift the suspension"],
  suspendDone: ["账号已停用，会话全部结束。", "The account is suspended, and its sessions ended."],
  unsuspendDone: ["账号已恢复。", "The account is not suspended any more."],
  invite: ["生成邀请码", "Create an invitation"],
  inviteDone: [
    "邀请码 {code}，24 小时内有效，只显示这一次。",
    "Invitation {code}: good for 24 hours, shown this once.",
  ],
  exportAll: ["导出全部数据", "Export all data"],
  addGroup: ["加进组", "Add to group"],
  groupLabel: ["组名，例如 staff", "Group, as in staff"],
  groupDone: ["组已更新。", "The groups are changed."],
  groupBad: ["组名只能有小写字母、数字和短横线。", "A group’s name has lower-case letters, digits and dashes."],
  deleteTitle: ["删除账号", "Delete the account"],
  deleteNote: [
    "删除此人的全部数据，不能恢复。请输入账号 id 以确认。",
    "Deletes everything about the person, for good. Type the account’s id to confirm.",
  ],
  stale: [
    "这个操作要重新证明是你：再次用微信扫码进入，或者打开 saoma console link 的新链接，然后 5 分钟内再做一次。",
    "First prove again who you are: sign in with WeChat once more, or open a new link of saoma console link. Then do it within five minutes.",
  ],
  proveAgain: ["重新证明是我", "Prove it again"],
  deleteMismatch: ["输入的 id 不对，什么都没有删除。", "The id does not match. Nothing was deleted."],
  deleted: ["账号已删除。", "The account is deleted."],
  all: ["全部", "All"],
  utc: ["时间都是 UTC。", "Times are UTC."],
  unknownBrowser: ["未知的浏览器", "Unknown browser"],
  why: ["结果", "What happened"],
  timeline: ["经过", "Timeline"],
  application: ["应用", "Application"],
  way: ["登录方式", "Way"],
  browser: ["浏览器", "Browser"],
  person: ["用户", "Person"],
  account: ["账号", "Account"],
  seconds: ["{count} 秒", "{count} s"],
  median: ["中位数", "Median"],
  took: ["用时", "Took"],
  push: ["微信发来 {event}", "WeChat sent {event}"],
  reply: ["聊天回复：{text}", "The chat replied: {text}"],
  noReply: ["没有回复", "No reply"],
  callOk: ["调用微信 {endpoint}，成功，{ms} 毫秒", "Called WeChat: {endpoint}, ok, {ms} ms"],
  callBad: [
    "调用微信 {endpoint}，失败：{result}{rid}，{ms} 毫秒",
    "Called WeChat: {endpoint}, failed: {result}{rid}, {ms} ms",
  ],
  refusedRequest: ["请求被拒绝：{code}", "A request was refused: {code}"],
} as const satisfies Record<string, readonly [chinese: string, english: string]>;

export type TextKey = keyof typeof texts;

/** Says a text in the page's language. */
export type Say = (key: TextKey, values?: Readonly<Record<string, string>>) => string;

export const sayIn =
  (language: Language): Say =>
  (key, values = {}) =>
    fill(texts[key][language === "en" ? 1 : 0], values);
