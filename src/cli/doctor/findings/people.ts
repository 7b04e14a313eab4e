import { good, type Kind, warning } from "./kind.ts";

/** What the doctor finds about members, people and the operator's webhooks. */
export const peopleFindings = {
  "members.kept-out": warning(
    [
      "{count} imported members wait to join by their phone, but the configuration lets nobody join by phone.",
      "导入的会员里，有 {count} 个等着凭手机号加入，而现在谁也不能凭手机号加入账号。",
    ],
    [
      "Name an approved template in sms.templates.join, or give them codes of npx saoma account invite.",
      "在 sms.templates.join 里写上审核通过的模板；或者用 npx saoma account invite 给他们邀请码。",
    ],
  ),
  "members.stale": warning(
    [
      "{count} members wait for a phone that was not seen in the last 90 days, or nobody said when: it joins nobody.",
      "有 {count} 个会员等着的手机号，90 天内没有确认过，或者没写什么时候确认的：凭它加入不了。",
    ],
    [
      "Import them again with phoneSeenAt, or give them codes of npx saoma account invite.",
      "带上 phoneSeenAt 重新导入；或者用 npx saoma account invite 给他们邀请码。",
    ],
  ),
  "people.linked": good([
    "{count} WeChats that were added to accounts are asked at their first sign-in if it is theirs.",
    "有 {count} 个添加到账号里的微信，第一次登录时会问是不是本人的账号。",
  ]),
  "people.strangers": good([
    "{count} browsers signed in before an update made them strangers: the next scan there asks.",
    "有 {count} 个浏览器是在一次升级之前登录的，升级后重新算陌生的：下次在那里扫码会问。",
  ]),
  "webhooks.dead": warning(
    [
      "{count} webhook letters were not taken in a day of tries, and their endpoints do not know of these events.",
      "有 {count} 封 webhook 信件重试了一天仍没有被接收，对方不知道这些事件。",
    ],
    [
      "Run npx saoma webhook list to see why; npx saoma webhook resend sends one again.",
      "运行 npx saoma webhook list 看原因；npx saoma webhook resend 重发其中一封。",
    ],
  ),
} as const satisfies Readonly<Record<string, Kind>>;
