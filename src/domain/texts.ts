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
  /** Its person enters the operator's console: `{site}`. */
  readonly actionConsole: string;
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
  /** The operator gave out an invitation, by which a WeChat can be added: `{site} {day}`. */
  readonly noticeInvited: string;
  /** A younger WeChat, or the operator, wants to remove one: `{site} {day} {due} {objection}`. */
  readonly noticeRemovalAnnounced: string;
  /** A WeChat wants to delete the account: `{site} {day} {due} {objection}`. */
  readonly noticeDeletionAnnounced: string;
  /** A WeChat wants to change the phone: `{site} {day} {due} {objection}`. */
  readonly noticePhoneAnnounced: string;
  /** The operator created an invitation that comes into force later: `{site} {day} {due} {objection}`. */
  readonly noticeInvitationAnnounced: string;
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

/** Fills `{key}` in a template; a key without a value becomes nothing. */
export const fill = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? "");
