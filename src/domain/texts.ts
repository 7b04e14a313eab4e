import type { Language } from "./language.ts";

/**
 * What the chat says. Names in braces such as `{name}` are filled in; `{yes}` and `{no}` become links to tap. WeChat
 * takes at most 2,048 bytes of UTF-8 in a reply, links included.
 */
export interface Texts {
  /** After a scan that needs a confirm: `{site} {browser} {time} {yes} {no}`. */
  readonly ask: string;
  /** The same after a code was sent: `{site} {browser} {time} {yes} {no}`. */
  readonly askByCode: string;
  /**
   * The same if the browser shows a number: `{site} {browser} {time} {numbers} {no}`; `{numbers}` are three links.
   */
  readonly askByNumber: string;
  /**
   * At the first sign-in of a WeChat that was added to the account recently: `{site} {name} {day} {browser} {time}
   * {yes} {otherAccount} {no}`.
   */
  readonly askFirst: string;
  /** The same if the browser shows a number: `{site} {name} {day} {browser} {time} {numbers} {no}`. */
  readonly askFirstByNumber: string;
  /** The link that says so, and what tapping it says. */
  readonly otherAccount: string;
  /** The link that confirms, and what tapping it says. */
  readonly yes: string;
  /** The link that declines, or undoes, and what tapping it says. */
  readonly no: string;
  /** After a confirm: `{name} {site} {no}`. */
  readonly signedIn: string;
  /** After a scan that needs no confirm: `{name} {site} {browser} {time} {no}`. */
  readonly welcomeBack: string;
  /** After the person declined. */
  readonly declined: string;
  /** After the person undid a sign-in. */
  readonly undone: string;
  /** To a scan of a QR that another person has scanned, or that has been used. */
  readonly used: string;
  /** To a scan of an expired QR. */
  readonly expired: string;
  /** To an answer that comes after the prompt has ended. */
  readonly late: string;
  /** To a newcomer, if newcomers are refused: `{site}`. */
  readonly refused: string;
  /** To a newcomer who has to bind a phone: `{site} {code} {no}`; the page asks for the code before the phone. */
  readonly phone: string;
  /** The same if the page needs no code: `{site} {no}`. */
  readonly phoneOnPage: string;
  /** To a newcomer whose phone belongs to another person's account: `{site}`. */
  readonly conflict: string;
  /** To a WeChat that the operator marked as lost: `{site}`. */
  readonly lost: string;
  /** To a person whose account the operator suspended: `{site}`. */
  readonly suspended: string;
  /** To a person whom the application does not admit, because of its groups: `{site}`. */
  readonly notAdmitted: string;
  /** To a person who has sent too many messages. */
  readonly tooMany: string;
  /** After the person picked another number than the browser's. */
  readonly numberWrong: string;
  /** To a text that looks like a code but is not a valid one. */
  readonly codeWrong: string;
  /** To a code that has been used. */
  readonly codeUsed: string;
  /** To a code that has expired. */
  readonly codeExpired: string;
  /** After too many wrong codes. */
  readonly codeTooMany: string;
  /** To a person who asks for a code to type into the page: `{code} {source}`. */
  readonly chatCode: string;
  /**
   * To the WeChat that scanned the QR of a link: `{site} {code} {no}`. Nothing is linked before the page has the
   * code.
   */
  readonly pairLink: string;
  /** After the person took the new identity away again. */
  readonly unlinked: string;
  /** To a WeChat that belongs to another account: `{site}`. */
  readonly linkConflict: string;
  /** A signed-in page asks to approve a change of the account: `{site} {action} {browser} {time} {yes} {no}`. */
  readonly askProof: string;
  /** The same if the browser shows a number: `{site} {action} {browser} {time} {numbers} {no}`. */
  readonly askProofByNumber: string;
  /** After a confirm of a change of phone: `{site} {code} {no}`; the page asks for the code before the new phone. */
  readonly provenPhone: string;
  /** The same where the page needs no code: `{site} {no}`. */
  readonly provenPhoneOnPage: string;
  /** What `{action}` says if another WeChat is added to the account. */
  readonly actionLink: string;
  /** What `{action}` says if a WeChat is removed from the account: `{site} {wechat}`. */
  readonly actionRemove: string;
  /** What `{action}` says if a removed WeChat is restored: `{site} {wechat}`. */
  readonly actionRestore: string;
  /** What `{wechat}` says of one that was added: `{day}`. */
  readonly wechatAdded: string;
  /** The same of an account's first one. */
  readonly wechatFirst: string;
  /** The same of one that the account does not have. */
  readonly wechatUnknown: string;
  /** The account is deleted. */
  readonly actionDelete: string;
  /** Its phone is changed. */
  readonly actionPhone: string;
  /** The link that approves the change, and what tapping it says. */
  readonly yesProof: string;
  /** After the approval: `{site} {name} {no}`. */
  readonly proven: string;
  /** To a WeChat that is not the account's: `{site}`. */
  readonly proofConflict: string;
  /** After the person declined a link or a proof. */
  readonly notDone: string;
  /** The same because they picked another number. */
  readonly notDoneByNumber: string;
  /** To an answer to either that comes too late. */
  readonly over: string;
  /** To the people of an account: a WeChat was added: `{site} {day} {notMine}`. */
  readonly noticeAdded: string;
  /** A removed WeChat was restored: `{site} {day} {notMine}`. */
  readonly noticeRestored: string;
  /** A WeChat was removed from it: `{site} {day}`. */
  readonly noticeRemoved: string;
  /** An older WeChat took one back that had been added: `{site} {day}`. */
  readonly noticeTakenBack: string;
  /** The operator marked a WeChat as lost: `{site} {day}`. */
  readonly noticeLost: string;
  /** The operator created an invitation, by which a WeChat can be added: `{site} {day}`. */
  readonly noticeInvited: string;
  /** A younger WeChat wants to remove an older one: `{site} {day} {due} {objection}`. */
  readonly noticeRemovalAnnounced: string;
  /** A WeChat wants to delete the account: `{site} {day} {due} {objection}`. */
  readonly noticeDeletionAnnounced: string;
  /** A WeChat wants to change the phone: `{site} {day} {due} {objection}`. */
  readonly noticePhoneAnnounced: string;
  /** An announced change was stopped: `{site} {day}`. */
  readonly noticeStopped: string;
  /** The account's phone was changed: `{site} {day}`. */
  readonly noticePhoneChanged: string;
  /** The account's number now belongs to another person: `{site} {day}`. */
  readonly noticeNumberLost: string;
  /**
   * What an older WeChat replies to a notice of a new one, to remove it: the link's text and the typed word. No
   * prompt takes this word.
   */
  readonly notMine: string;
  /** The answer to it, typed, was meant for a prompt: how a WeChat that was added is removed. */
  readonly notMineAgain: string;
  /** An objection to an announced change, which stops it: the link's text and the typed word. */
  readonly objection: string;
  /** After {@link notMine}. */
  readonly takenBack: string;
  /** After {@link objection}. */
  readonly objected: string;
  /** After either, if this WeChat can take nothing back and may not object. */
  readonly noSay: string;
  /** The name of a browser that does not identify itself. */
  readonly unknownBrowser: string;
  /** After a follow without a sign-in: `{source}`. */
  readonly greeting: string;
}

/** The default texts. */
export const defaultTexts: Readonly<Record<Language, Texts>> = {
  "zh-CN": {
    ask: "正在登录「{site}」\n{browser} 北京时间 {time}\n\n{yes}\n\n{no}\n\n点不动？回复 1 登录，回复 2 拒绝。\n二维码若是别人发来的，请不要确认。",
    askByCode:
      "正在登录「{site}」\n{browser} 北京时间 {time}\n\n{yes}\n\n{no}\n\n点不动？回复 1 登录，回复 2 拒绝。\n登录码若是别人让你发的，请不要确认。",
    askByNumber:
      "正在登录「{site}」\n{browser} 北京时间 {time}\n\n网页上显示的数字是？\n\n{numbers}\n\n{no}\n\n点不动？直接回复那两位数字，回复 2 拒绝。\n若不是你本人在登录，请选“不是我”。",
    askFirst:
      "第一次用这个微信登录「{site}」\n它会打开账号「{name}」，是 {day} 添加到那个账号的。\n{browser} 北京时间 {time}\n\n{yes}\n\n{otherAccount}\n\n{no}\n\n点不动？回复 1 登录；那不是你的账号，回复 3；不是你在登录，回复 2。",
    askFirstByNumber:
      "第一次用这个微信登录「{site}」\n它会打开账号「{name}」，是 {day} 添加到那个账号的。那不是你的账号？回复 3。\n{browser} 北京时间 {time}\n\n网页上显示的数字是？\n\n{numbers}\n\n{no}\n\n点不动？直接回复那两位数字，回复 2 拒绝。",
    otherAccount: "不是我的账号",
    yes: "是我，登录",
    no: "不是我",
    signedIn: "{name}，你已登录「{site}」。\n\n{no}（或回复 2，立即退出）",
    welcomeBack: "欢迎回来，{name}。\n你已登录「{site}」\n{browser} 北京时间 {time}\n\n{no}（或回复 2，立即退出）",
    declined: "好的，没有登录。",
    undone: "好的，那个浏览器已经退出登录。",
    used: "这个二维码已经用过了。请刷新网页，换一个新的再扫。",
    expired: "这个二维码已经过期。请刷新网页，换一个新的再扫。",
    late: "这次登录已经失效。需要的话，请重新扫码。",
    refused: "「{site}」目前不开放注册，你的微信还没有对应的账号。",
    phone:
      "还差一步：请回到网页，验证手机号，完成登录「{site}」。\n网页会先要你输入配对码：\n\n{code}\n\n只输入你自己打开的网页，不要告诉任何人。\n\n{no}",
    phoneOnPage: "还差一步：请回到网页，验证手机号，完成登录「{site}」。\n\n{no}",
    conflict:
      "没有登录。这个手机号在「{site}」已有账号，绑定的是另一个微信。\n请用那个微信登录；或重新扫码，换一个手机号；都不行，请联系「{site}」。",
    lost: "这个微信在「{site}」已登记为丢失：不能登录，也不能确认或拒绝任何操作。已经找回？请联系「{site}」。",
    suspended: "没有登录。你在「{site}」的账号已被停用。\n有疑问？请联系「{site}」。",
    notAdmitted: "没有登录。「{site}」只对指定的人开放，这个微信不在其中。\n需要进入？请联系「{site}」。",
    tooMany: "操作太频繁了，请过一分钟再试。",
    numberWrong: "数字不对，没有登录。需要的话，请在网页上重新开始。",
    codeWrong: "没有找到这个登录码。请核对网页上显示的数字，再发一次。",
    codeUsed: "这个登录码已经用过了。请刷新网页，换一个新的再发。",
    codeExpired: "这个登录码已经过期。请刷新网页，换一个新的再发。",
    codeTooMany: "输错的次数太多了，请过十分钟再试。",
    chatCode:
      "你的登录码：\n\n{code}\n\n5 分钟内有效，只能用一次。请把它输入你自己打开的登录网页。\n不要告诉任何人：谁拿到它，谁就能用你的身份登录。",
    pairLink:
      "「{site}」的一个网页请求把你的这个微信加到一个账号里。加好以后，用这个微信就能登录那个账号。\n\n配对码：{code}\n\n请把它输入你自己打开的网页，完成添加。不要告诉任何人。\n如果不是你在操作，不用理会，也可以点：\n\n{no}",
    unlinked: "好的，这个微信已经和那个账号解除关联。",
    linkConflict: "没有添加：这个微信在「{site}」已经有自己的账号。",
    askProof:
      "请确认：要{action}吗？\n「{site}」\n{browser} 北京时间 {time}\n\n{yes}\n\n{no}\n\n点不动？回复 1 确认，回复 2 拒绝。\n如果不是你自己在网页上操作，请不要确认。",
    askProofByNumber:
      "请确认：要{action}吗？\n「{site}」\n{browser} 北京时间 {time}\n\n网页上显示的数字是？\n\n{numbers}\n\n{no}\n\n点不动？直接回复那两位数字，回复 2 拒绝。\n若不是你本人在操作，请选“不是我”。",
    actionLink: "给你在「{site}」的账号添加另一个微信",
    actionRemove: "从你在「{site}」的账号移除{wechat}",
    actionRestore: "恢复你在「{site}」的账号移除过的{wechat}",
    wechatAdded: "{day}添加的微信",
    wechatFirst: "最早的微信",
    wechatUnknown: "一个微信",
    actionDelete: "注销你在「{site}」的账号，删除全部资料",
    actionPhone: "更换你在「{site}」的账号的手机号",
    provenPhone:
      "已确认。请回到网页，验证新的手机号。\n网页会先要你输入配对码：\n\n{code}\n\n只输入你自己打开的网页，不要告诉任何人。\n\n{no}",
    provenPhoneOnPage: "已确认。请回到网页，验证新的手机号。\n\n{no}",
    yesProof: "是我，确认",
    proven: "已确认，请回到网页继续。\n\n{no}（或回复 2，那个浏览器立即退出）",
    proofConflict: "没有确认：这个微信不属于在「{site}」提出请求的那个账号。",
    notDone: "好的，什么都没有改变。",
    notDoneByNumber: "数字不对，什么都没有改变。需要的话，请在网页上重新开始。",
    over: "这次请求已经失效。需要的话，请在网页上重新开始。",
    noticeAdded:
      "「{site}」提醒：{day}，你的账号添加了另一个微信，它也能登录你的账号。\n不是你本人操作的？七天内点这里移除它：{notMine}（或回复“非本人”）",
    noticeRestored:
      "「{site}」提醒：{day}，你的账号恢复了一个移除过的微信，它又能登录你的账号了。\n不是你本人操作的？七天内点这里移除它：{notMine}（或回复“非本人”）",
    noticeRemoved: "「{site}」提醒：{day}，你的账号移除了一个微信。",
    noticeTakenBack: "「{site}」提醒：{day}，你账号里较早的一个微信撤回了新添加的微信，以及它做过的改动。",
    noticeLost: "「{site}」提醒：{day}，你账号里的一个微信已按丢失处理，不能再登录。",
    noticeInvited:
      "「{site}」提醒：{day}，我们为你的账号发出了一个邀请码，用它可以加上一个新的微信。不是你要的？请马上联系「{site}」。",
    noticeRemovalAnnounced:
      "「{site}」提醒：{day}，有人申请从你的账号移除一个较早的微信，将在 {due} 执行。\n不同意？{objection}（或回复“反对”）",
    noticeDeletionAnnounced:
      "「{site}」提醒：{day}，有人申请注销你的账号，将在 {due} 执行，账号和资料会全部删除。\n不同意？{objection}（或回复“反对”）",
    noticePhoneAnnounced:
      "「{site}」提醒：{day}，有人申请更换你账号的手机号，将在 {due} 执行。\n不同意？{objection}（或回复“反对”）",
    noticeStopped: "「{site}」提醒：{day}，之前申请的一项账号改动已取消，什么都没有改变。",
    noticePhoneChanged: "「{site}」提醒：{day}，你账号的手机号已更换。",
    noticeNumberLost: "「{site}」提醒：{day}，你账号的手机号已由别人验证为本人使用，不再属于你的账号。",
    notMine: "非本人",
    notMineAgain: "如果要移除新添加的微信，请再回复一次“非本人”。",
    objection: "反对",
    takenBack: "好的，已移除新添加的微信，它登录的浏览器已退出，它做过的改动也已撤回。",
    objected: "好的，申请的改动已取消，什么都没有改变。",
    noSay:
      "没有你能撤回或反对的改动：七天内添加的微信，只有比它更早的微信才能撤回；申请的改动，只有不晚于申请者的微信才能反对。",
    unknownBrowser: "未知浏览器",
    greeting: "你好，欢迎关注「{source}」。",
  },
  en: {
    ask: "Signing in to {site}\n{browser}, {time} Beijing time\n\n{yes}\n\n{no}\n\nLinks dead? Reply 1 to sign in, 2 to refuse.\nIf somebody sent you this QR code, do not confirm.",
    askByCode:
      "Signing in to {site}\n{browser}, {time} Beijing time\n\n{yes}\n\n{no}\n\nLinks dead? Reply 1 to sign in, 2 to refuse.\nIf somebody told you to send this code, do not confirm.",
    askByNumber:
      "Signing in to {site}\n{browser}, {time} Beijing time\n\nWhich number does the page show?\n\n{numbers}\n\n{no}\n\nLinks dead? Reply with the two digits, or 2 to refuse.\nIf it is not you who is signing in, choose “Not me”.",
    askFirst:
      "This WeChat's first sign-in to {site}\nIt opens the account {name}, which it was added to on {day}.\n{browser}, {time} Beijing time\n\n{yes}\n\n{otherAccount}\n\n{no}\n\nLinks dead? Reply 1 to sign in, 3 if the account is not yours, 2 if it is not you who is signing in.",
    askFirstByNumber:
      "This WeChat's first sign-in to {site}\nIt opens the account {name}, which it was added to on {day}. If that is not yours, reply 3.\n{browser}, {time} Beijing time\n\nWhich number does the page show?\n\n{numbers}\n\n{no}\n\nLinks dead? Reply with the two digits, or 2 to refuse.",
    otherAccount: "Not my account",
    yes: "Yes, it's me",
    no: "Not me",
    signedIn: "{name}, you are signed in to {site}.\n\n{no} (or reply 2 to sign out at once)",
    welcomeBack:
      "Welcome back, {name}.\nYou are signed in to {site}\n{browser}, {time} Beijing time\n\n{no} (or reply 2 to sign out at once)",
    declined: "All right, nobody was signed in.",
    undone: "Done. That browser is signed out.",
    used: "This QR code has been used. Refresh the page and scan the new one.",
    expired: "This QR code has expired. Refresh the page and scan the new one.",
    late: "This sign-in is over. Scan again if you still want to sign in.",
    refused: "{site} is not open to new people, and your WeChat has no account there yet.",
    phone:
      "One more step: go back to the page and verify your phone number to sign in to {site}.\nThe page asks for this pairing code first:\n\n{code}\n\nType it only on the page that you opened yourself. Tell it nobody.\n\n{no}",
    phoneOnPage: "One more step: go back to the page and verify your phone number to sign in to {site}.\n\n{no}",
    conflict:
      "Nobody was signed in. This phone number has an account at {site} that belongs to another WeChat.\nSign in with that WeChat, or scan again and use another number. If neither works, ask {site}.",
    lost: "This WeChat is marked as lost at {site}: it signs nobody in, and confirms or refuses nothing. If you have it back, ask {site}.",
    suspended: "Nobody was signed in. Your account at {site} is suspended. If you have questions, ask {site}.",
    notAdmitted:
      "Nobody was signed in. {site} is open to listed people only, and this WeChat is not among them. To be let in, ask {site}.",
    tooMany: "That was a bit fast. Please try again in a minute.",
    numberWrong: "That is not the number. Nobody was signed in; start again on the page if you like.",
    codeWrong: "There is no such code. Compare it with the digits on the page and send it again.",
    codeUsed: "This code has been used. Refresh the page and send the new one.",
    codeExpired: "This code has expired. Refresh the page and send the new one.",
    codeTooMany: "Too many wrong codes. Please try again in ten minutes.",
    chatCode:
      "Your sign-in code:\n\n{code}\n\nIt is good for 5 minutes, once. Type it into the page that you opened yourself.\nTell nobody: whoever has it can sign in as you.",
    pairLink:
      "A page of {site} wants to add this WeChat of yours to an account. From then on this WeChat opens that account.\n\nPairing code: {code}\n\nType it only on the page that you opened yourself. Tell it nobody.\nIf that is not you, ignore this message, or tap:\n\n{no}",
    unlinked: "Done. This WeChat and that account have nothing to do with each other any more.",
    linkConflict: "Not added: this WeChat has an account of its own at {site}.",
    askProof:
      "Please confirm: {action}?\n{browser}, {time} Beijing time\n\n{yes}\n\n{no}\n\nLinks dead? Reply 1 to confirm, 2 to refuse.\nIf it is not you who is doing this on a page, do not confirm.",
    askProofByNumber:
      "Please confirm: {action}?\n{browser}, {time} Beijing time\n\nWhich number does the page show?\n\n{numbers}\n\n{no}\n\nLinks dead? Reply with the two digits, or 2 to refuse.\nIf it is not you, choose “Not me”.",
    actionLink: "add another WeChat to your account at {site}",
    actionRemove: "remove {wechat} from your account at {site}",
    actionRestore: "restore {wechat}, which was removed, to your account at {site}",
    wechatAdded: "the WeChat that was added on {day}",
    wechatFirst: "the first WeChat",
    wechatUnknown: "a WeChat",
    actionDelete: "delete your account at {site} with all that is kept of you",
    actionPhone: "change the phone number of your account at {site}",
    provenPhone:
      "Confirmed. Go back to the page and verify the new phone number.\nThe page asks for this pairing code first:\n\n{code}\n\nType it only on the page that you opened yourself. Tell it nobody.\n\n{no}",
    provenPhoneOnPage: "Confirmed. Go back to the page and verify the new phone number.\n\n{no}",
    yesProof: "Yes, it is me",
    proven: "Confirmed. Go on with the page.\n\n{no} (or reply 2 to sign that browser out at once)",
    proofConflict: "Not confirmed: this WeChat is not one of the account that asked at {site}.",
    notDone: "All right, nothing has changed.",
    notDoneByNumber: "That is not the number. Nothing has changed; start again on the page if you like.",
    over: "This request is over. Start again on the page if you like.",
    noticeAdded:
      "{site}: your account got another WeChat on {day}, which opens it from now on.\nNot you? Remove it within seven days: {notMine} (or reply “not mine”)",
    noticeRestored:
      "{site}: your account got a removed WeChat back on {day}, which opens it again.\nNot you? Remove it within seven days: {notMine} (or reply “not mine”)",
    noticeRemoved: "{site}: a WeChat was removed from your account on {day}.",
    noticeTakenBack:
      "{site}: on {day}, an older WeChat of your account took back one that had been added, with what it had changed.",
    noticeLost: "{site}: a WeChat of your account was marked as lost on {day}. It cannot sign in any more.",
    noticeInvited:
      "{site}: on {day} we gave out an invitation code by which a new WeChat can be added to your account. If you did not ask for it, tell {site} at once.",
    noticeRemovalAnnounced:
      "{site}: on {day}, somebody asked to remove an older WeChat from your account. That is done on {due}.\nNo? {objection} (or reply “object”)",
    noticeDeletionAnnounced:
      "{site}: on {day}, somebody asked to delete your account with all that is kept of you. That is done on {due}.\nNo? {objection} (or reply “object”)",
    noticePhoneAnnounced:
      "{site}: on {day}, somebody asked to change the phone number of your account. That is done on {due}.\nNo? {objection} (or reply “object”)",
    noticeStopped: "{site}: a change of your account that had been announced was called off on {day}. Nothing changed.",
    noticePhoneChanged: "{site}: the phone number of your account was changed on {day}.",
    noticeNumberLost:
      "{site}: on {day}, somebody else showed that the phone number of your account is theirs. It is your account's no more.",
    notMine: "Not mine",
    notMineAgain: "To remove the WeChat that was added, reply so once more.",
    objection: "Object",
    takenBack:
      "Done. The WeChat that was added is removed, its browsers are signed out, and what it changed is taken back.",
    objected: "Done. The change that was announced is called off. Nothing has changed.",
    noSay:
      "There is nothing that you may take back or object to. Only an older WeChat takes back one that was added in the last seven days, and only one that is as old objects to a change.",
    unknownBrowser: "Unknown browser",
    greeting: "Hello, and thank you for following {source}.",
  },
};

/** Fills `{key}` in a template; a key without a value becomes nothing. */
export const fill = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? "");
