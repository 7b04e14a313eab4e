import { good, type Kind, warning } from "./kind.ts";

/** What the doctor finds about the backends that pushes are relayed to. */
export const relayFindings = {
  "relay.good": good([
    "The backend of {appid} at {url} answers as WeChat asks it to.",
    "{appid} 在 {url} 的后端能通过微信的校验。",
  ]),
  "relay.token": warning(
    [
      "The backend of {appid} at {url} answers WeChat's check of a server URL with HTTP {status} and other words: it would refuse the pushes, too.",
      "{appid} 在 {url} 的后端没有通过微信对服务器地址的校验（HTTP {status}），推送多半也会被它拒绝。",
    ],
    [
      "Give it the same Token and EncodingAESKey as the source, and name its own server URL in relay.url.",
      "让它用和来源一样的 Token 和 EncodingAESKey，relay.url 写它自己的服务器地址。",
    ],
  ),
  "relay.away": warning(
    ["The backend of {appid} at {url} is not reached: {why}.", "连不上 {appid} 在 {url} 的后端：{why}。"],
    [
      "Start it, or correct relay.url; set allowPrivate: true where a private address is meant.",
      "启动它，或改正 relay.url；确实要用内网地址的话，设 allowPrivate: true。",
    ],
  ),
} as const satisfies Readonly<Record<string, Kind>>;
