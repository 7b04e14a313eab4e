/**
 * What an errcode means for the operator of the account; undefined if it is unknown. If WeChat's calls use a code for
 * different things, the meaning says what they have in common.
 *
 * @see https://developers.weixin.qq.com/doc/oplatform/developers/errCode/errCode.html
 * @example
 * import { meaningOf } from "saoma/wechat";
 *
 * console.log(meaningOf(48001));
 */
export const meaningOf = (errcode: number): string | undefined => {
  const entry = errcodes.get(errcode);
  return typeof entry === "object" ? entry.meaning : entry;
};

/**
 * What the account's operator can do about it, in a sentence; undefined if the meaning says it already, or nothing
 * helps.
 */
export const remedyOf = (errcode: number): string | undefined => detailsOf(errcode)?.remedy;

/**
 * Whether the errcode says that an OAuth code or a code of `wx.login` is wrong, used already (40163, later 40029) or
 * expired.
 */
export const isCodeRefused = (errcode: number): boolean => detailsOf(errcode)?.isOfCode === true;

/** An errcode that somebody has to act on. */
interface Errcode {
  readonly meaning: string;
  readonly remedy?: string;
  readonly isOfCode?: true;
}

function detailsOf(errcode: number): Errcode | undefined {
  const entry = errcodes.get(errcode);
  return typeof entry === "object" ? entry : undefined;
}

const busy = "WeChat is busy; try again";
const copySecret = "Copy the AppSecret again from WeChat's console into the environment or .env, and restart.";
const appeal = "WeChat's console says why, and how to appeal.";
const consent = "Confirm this server's address in the message that WeChat sent to the account's administrator.";
const badRid = "the rid is unknown, older than 7 days, or another account's";
const badLink = "this link cannot be made; WeChat's text says why";

const errcodes: ReadonlyMap<number, string | Errcode> = new Map<number, string | Errcode>([
  [-1, { meaning: busy, remedy: "Try again in a minute." }],
  [
    40001,
    {
      meaning: "the access token was superseded or is another account's, or the AppSecret is wrong",
      remedy: copySecret,
    },
  ],
  [
    40002,
    {
      meaning: "wrong grant_type, or a call that personal mini-programs may not make",
      remedy: "Use an account that a company owns, or another channel.",
    },
  ],
  [40003, "the openid is not a follower, or belongs to another account"],
  [40007, "no such media in this account, or it has expired"],
  [40008, "unknown type of message"],
  [
    40013,
    {
      meaning: "no account has this appid, or it is another than the one asked about",
      remedy:
        "Copy the AppID again from WeChat's console into the configuration; it belongs to the same account as the AppSecret.",
    },
  ],
  [40014, "the access token is malformed"],
  [40016, "too many or too few menu entries"],
  [40017, "unknown type of menu entry"],
  [40018, "the name of a menu entry is too long or empty"],
  [40019, "the key of a menu entry is too long or empty"],
  [40020, "the address of a menu entry is too long or empty"],
  [40021, "wrong menu version"],
  [40022, "the menu nests too deep"],
  [40023, "too many or too few entries in a submenu"],
  [40024, "unknown type of submenu entry"],
  [40025, "the name of a submenu entry is too long or empty"],
  [40026, "the key of a submenu entry is too long or empty"],
  [40027, "the address of a submenu entry is too long or empty"],
  [40029, { meaning: "the code is wrong or has expired", isOfCode: true }],
  [40030, "the refresh token is wrong"],
  [40032, "the list of openids is too long, empty or wrong"],
  [40033, "the body holds \\uXXXX escapes or characters that are not allowed; send plain UTF-8"],
  [40036, "the template id has a wrong length"],
  [40037, "no such template in this account"],
  [40039, "the address has a wrong length"],
  [40048, "the address is on a domain that is not allowed"],
  [40052, "unknown action_name"],
  [40053, "wrong action_info"],
  [40054, "the address of a submenu entry is on a domain that is not allowed"],
  [40055, "the address of a menu entry is on a domain that is not allowed"],
  [40066, "WeChat has no such call"],
  [40073, "no such card in this account"],
  [40097, "wrong arguments, such as env_version"],
  [40117, "no such media for a menu entry"],
  [40118, "no such media for a submenu entry"],
  [40125, { meaning: "the AppSecret is wrong", remedy: copySecret }],
  [40129, "the scene is too long or holds characters that are not allowed"],
  [40159, "the path is too long or empty, or the body is not JSON"],
  [40163, { meaning: "the code was used before", isOfCode: true }],
  [40164, "this server's address is not on the account's IP allow-list"],
  [40165, "the mini-program has no such page"],
  [40169, "the scene is too long or empty, or the body is not JSON"],
  [40201, "callback/check does not accept this address, action or operator"],
  [40202, "callback/check does not accept this address, action or operator"],
  [40203, "callback/check does not accept this address, action or operator"],
  [40212, "the query holds characters that are not allowed"],
  [40226, "WeChat blocks this person's sign-in as risky"],
  [
    40243,
    {
      meaning: "the AppSecret is frozen; unfreeze it in the console",
      remedy: "Unfreeze the AppSecret in WeChat's console, or make a new one there.",
    },
  ],
  [40249, "this template message cannot be sent; WeChat's text says why"],
  [41001, "the access token is missing"],
  [41002, "the appid is missing"],
  [41003, "the refresh token is missing"],
  [41004, "the AppSecret is missing"],
  [41008, { meaning: "the code is missing", isOfCode: true }],
  [41009, "the openid is missing"],
  [
    41030,
    {
      meaning: "the page is not in the published version, or begins with /",
      remedy: "Publish a version with this page, or name another in sources[].code.page.",
    },
  ],
  [42001, "the access token has expired"],
  [42002, "the refresh token has expired; the person must sign in again"],
  [42003, { meaning: "the code has expired", isOfCode: true }],
  [43001, "the call must be a GET"],
  [43002, "the call must be a POST"],
  [43004, "the person must follow the account first"],
  [43019, "the person is on the account's blocklist"],
  [43101, "the person has not allowed this message, or not any more"],
  [43107, "the account is barred from subscribe messages"],
  [43108, "another message to this person is being sent at the same time"],
  [43116, "the template is barred for being abused"],
  [44002, "the body is empty"],
  [44003, "the article is empty"],
  [44004, "the text is empty"],
  [44990, "too many links this second"],
  [44993, "the day's links are used up"],
  [45002, "the text is too long"],
  [45003, "the title is too long"],
  [45008, "too many articles"],
  [
    45009,
    {
      meaning: "the day's calls are used up",
      remedy: "Wait until tomorrow, or have the quota reset in WeChat's console.",
    },
  ],
  [45011, { meaning: "too many calls this minute", remedy: "Wait a minute." }],
  [45015, "the person has not written for too long, or has unfollowed"],
  [45029, "the account's limited codes are used up"],
  [45047, "no more messages may be sent before the person writes again"],
  [45056, "the account has a hundred tags"],
  [45058, "WeChat's own tags cannot be changed"],
  [45059, "the person has twenty tags"],
  [45064, "the menu opens a mini-program that is not linked to the account"],
  [45072, "unknown typing command"],
  [45080, "typing needs a message to or from the person in the last 30 seconds"],
  [45081, "typing is shown already"],
  [45098, "too many choices, or none"],
  [45099, "a choice is too long or empty"],
  [45157, "the tag's name is empty or there is such a tag"],
  [45158, "the tag's name has more than 30 bytes"],
  [45159, "the account has no such tag"],
  [46003, "there is no menu"],
  [47001, "the body is not what the call expects"],
  [47003, "a field of the template breaks its rule; WeChat's text names it"],
  [
    48001,
    {
      meaning: "this kind of account may not call this, or is not verified, or the person did not allow it",
      remedy: "Have the account verified (微信认证), or leave this channel out of applications[].channels.",
    },
  ],
  [48002, "the person has switched off the account's messages"],
  [48004, { meaning: "the account is barred from this call; its console says why", remedy: appeal }],
  [48006, "the month's quota resets are used up"],
  [49003, "the openid is another account's"],
  [50001, "the account or the person has not authorised this"],
  [50002, { meaning: "the account is restricted", remedy: appeal }],
  [50004, { meaning: "the account may not get access tokens", remedy: appeal }],
  [50005, "the person has unfollowed"],
  [50007, { meaning: "the account is frozen", remedy: appeal }],
  [
    61004,
    {
      meaning: "this server's address is not registered with the third-party platform",
      remedy:
        "Add this server's address to the IP list of the third-party platform, or use the account's own AppSecret.",
    },
  ],
  [
    61024,
    {
      meaning: "the appid is a third-party platform's",
      remedy: "Use the account's own AppID and AppSecret, not the third-party platform's.",
    },
  ],
  [65303, "there is no menu for everybody yet; make one first"],
  [65401, "the account has no such agent"],
  [70000, "the person is a minor under protection"],
  [76001, badRid],
  [76002, badRid],
  [76003, badRid],
  [76004, badRid],
  [76021, "WeChat has no such path"],
  [76022, "the quota of this path may not be asked for"],
  [85079, { meaning: "the mini-program is not published", remedy: "Publish the mini-program." }],
  [85088, badLink],
  [85096, "the path may not hold scancode_time"],
  [85401, "a link lives from 1 minute to 30 days"],
  [85402, "wrong env_version"],
  [85403, "no such link in this account"],
  [85406, "the day's visits by link are used up"],
  [85407, badLink],
  [85408, badLink],
  [87007, "the session key has expired or is not the person's"],
  [87008, "unknown signature method"],
  [87009, "the signature is wrong: another session key"],
  [89501, "this server's address waits for the administrator's consent"],
  [89503, { meaning: "this server's address needs the administrator's consent, asked for in WeChat", remedy: consent }],
  [89504, "this server's address waits for the administrator's consent"],
  [89505, "this server's address waits for the administrator's consent"],
  [
    89506,
    {
      meaning: "the administrator refused this server's address; ask again in 24 hours",
      remedy: "Wait a day, then have the administrator agree; or add the address to the IP list.",
    },
  ],
  [
    89507,
    {
      meaning: "the administrator refused this server's address; ask again in an hour",
      remedy: "Wait an hour, then have the administrator agree; or add the address to the IP list.",
    },
  ],
  [268487001, busy],
  [268487002, busy],
]);
