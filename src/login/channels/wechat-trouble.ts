import { WechatError, WechatUnreachable } from "../../wechat/index.ts";

/** What keeps WeChat from doing what it was asked, and the remedy, each in a sentence. */
export interface Trouble {
  readonly message: string;
  readonly remedy: string;
}

const secretMend = "Copy the AppSecret again from WeChat's console into the environment or .env, and restart.";
const barred = "WeChat's console says why, and how to appeal.";
const address = "Confirm this server's address in the message that WeChat sent to the account's administrator.";

const remedies: ReadonlyMap<number, string> = new Map([
  [-1, "Try again in a minute."],
  [40001, secretMend],
  [40002, "Use an account that a company owns, or another channel."],
  [
    40013,
    "Copy the AppID again from WeChat's console into the configuration; it belongs to the same account as the AppSecret.",
  ],
  [40125, secretMend],
  [40243, "Unfreeze the AppSecret in WeChat's console, or make a new one there."],
  [41030, "Publish a version with this page, or name another in sources[].code.page."],
  [45009, "Wait until tomorrow, or have the quota reset in WeChat's console."],
  [45011, "Wait a minute."],
  [48001, "Have the account verified (微信认证), or leave this channel out of applications[].channels."],
  [48004, barred],
  [50002, barred],
  [50004, barred],
  [50007, barred],
  [61004, "Add this server's address to the IP list of the third-party platform, or use the account's own AppSecret."],
  [61024, "Use the account's own AppID and AppSecret, not the third-party platform's."],
  [85079, "Publish the mini-program."],
  [89503, address],
  [89506, "Wait a day, then have the administrator agree; or add the address to the IP list."],
  [89507, "Wait an hour, then have the administrator agree; or add the address to the IP list."],
]);

/** Undefined where it is no trouble of WeChat's. */
export function troubleOf(error: unknown): Trouble | undefined {
  if (error instanceof WechatUnreachable) return unreachable(error);
  if (!(error instanceof WechatError)) return undefined;
  const { errcode, errmsg } = error;
  if (errcode === 40164) return notListed(errmsg);
  const meaning = error.meaning ?? errmsg;
  return {
    message: `WeChat says ${errcode}: ${meaning}.`,
    remedy: remedies.get(errcode) ?? `WeChat's own words: ${errmsg}.`,
  };
}

/** WeChat names the address: "invalid ip 1.2.3.4 ipv6 ::ffff:1.2.3.4, not in whitelist". */
function notListed(errmsg: string): Trouble {
  const seen = /invalid ip ([0-9a-f.:]+)/i.exec(errmsg)?.[1];
  const which = seen ?? "the address that this server calls out from";
  return {
    message: `WeChat says 40164: ${seen ? `this server calls from ${seen}, and that is` : "this server's address is"} not on the account's IP list.`,
    remedy: `Add ${which} to the IP list (IP 白名单) of WeChat's console, and wait 5 to 10 minutes.`,
  };
}

function unreachable({ message, reason }: WechatUnreachable): Trouble {
  if (reason === "answer") {
    return {
      message: `What answers for WeChat is not WeChat: ${message}.`,
      remedy: "Look at sources[].origins, and at proxies on the way out.",
    };
  }
  return {
    message: `WeChat could not be reached: ${message}.`,
    remedy: "Let this server reach api.weixin.qq.com on port 443: look at DNS, firewall and sources[].origins.",
  };
}
