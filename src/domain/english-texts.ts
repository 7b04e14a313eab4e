import type { Texts } from "./texts.ts";

/** The default texts in English. */
export const englishTexts: Texts = {
  ask: "Signing in to {site}\n{browser}, {time} Beijing time\n\n{yes}\n\n{no}\n\nLinks not working? Reply 1 to sign in, 2 to refuse.\nIf somebody sent you this QR code, do not confirm.",
  askByCode:
    "Signing in to {site}\n{browser}, {time} Beijing time\n\n{yes}\n\n{no}\n\nLinks not working? Reply 1 to sign in, 2 to refuse.\nIf somebody told you to send this code, do not confirm.",
  askByNumber:
    "Signing in to {site}\n{browser}, {time} Beijing time\n\nWhich number does the page show?\n\n{numbers}\n\n{no}\n\nLinks not working? Reply with the two digits, or 2 to refuse.\nIf it is not you who is signing in, choose “Not me”.",
  askFirst:
    "This WeChat's first sign-in to {site}\nIt opens the account {name}, which it was added to on {day}.\n{browser}, {time} Beijing time\n\n{yes}\n\n{otherAccount}\n\n{no}\n\nLinks not working? Reply 1 to sign in, 3 if the account is not yours, 2 if it is not you who is signing in.",
  askFirstByNumber:
    "This WeChat's first sign-in to {site}\nIt opens the account {name}, which it was added to on {day}. If that is not yours, reply 3.\n{browser}, {time} Beijing time\n\nWhich number does the page show?\n\n{numbers}\n\n{no}\n\nLinks not working? Reply with the two digits, or 2 to refuse.",
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
  refused: "{site} does not take new users, and your WeChat has no account there yet.",
  phone:
    "One more step: go back to the page and verify your phone number to sign in to {site}.\nThe page asks for this pairing code first:\n\n{code}\n\nType it only on the page that you opened yourself. Do not share it with anybody.\n\n{no}",
  phoneOnPage: "One more step: go back to the page and verify your phone number to sign in to {site}.\n\n{no}",
  conflict:
    "Nobody was signed in. This phone number has an account at {site} that belongs to another WeChat.\nSign in with that WeChat, or scan again and use another number. If neither works, ask {site}.",
  lost: "This WeChat is marked as lost at {site}: it signs nobody in, and confirms or refuses nothing. If you have it back, ask {site}.",
  suspended: "Nobody was signed in. Your account at {site} is suspended. If you have questions, ask {site}.",
  notAdmitted:
    "Nobody was signed in. {site} is open to listed people only, and this WeChat is not among them. To be let in, ask {site}.",
  tooMany: "Too many messages. Please try again in a minute.",
  numberWrong: "That is not the number. Nobody was signed in. To try again, start over on the page.",
  codeWrong: "There is no such code. Compare it with the digits on the page and send it again.",
  codeUsed: "This code has been used. Refresh the page and send the new one.",
  codeExpired: "This code has expired. Refresh the page and send the new one.",
  codeTooMany: "Too many wrong codes. Please try again in ten minutes.",
  chatCode:
    "Your sign-in code:\n\n{code}\n\nIt is good for 5 minutes, once. Type it into the page that you opened yourself.\nDo not share it: whoever has it can sign in as you.",
  pairLink:
    "A page of {site} wants to add this WeChat of yours to an account. From then on this WeChat opens that account.\n\nPairing code: {code}\n\nType it only on the page that you opened yourself. Do not share it with anybody.\nIf that is not you, ignore this message, or tap:\n\n{no}",
  unlinked: "Done. This WeChat no longer belongs to that account.",
  linkConflict: "Not added: this WeChat has an account of its own at {site}.",
  askProof:
    "Please confirm: {action}?\n{browser}, {time} Beijing time\n\n{yes}\n\n{no}\n\nLinks not working? Reply 1 to confirm, 2 to refuse.\nIf it is not you who is doing this on a page, do not confirm.",
  askProofByNumber:
    "Please confirm: {action}?\n{browser}, {time} Beijing time\n\nWhich number does the page show?\n\n{numbers}\n\n{no}\n\nLinks not working? Reply with the two digits, or 2 to refuse.\nIf it is not you, choose “Not me”.",
  actionLink: "add another WeChat to your account at {site}",
  actionRemove: "remove {wechat} from your account at {site}",
  actionRestore: "restore {wechat}, which was removed, to your account at {site}",
  wechatAdded: "the WeChat that was added on {day}",
  wechatFirst: "the first WeChat",
  wechatUnknown: "a WeChat",
  actionDelete: "delete your account at {site} and everything kept about you",
  actionPhone: "change the phone number of your account at {site}",
  actionConsole: "enter the operator’s console of {site}, where everybody’s accounts can be seen and changed",
  provenPhone:
    "Confirmed. Go back to the page and verify the new phone number.\nThe page asks for this pairing code first:\n\n{code}\n\nType it only on the page that you opened yourself. Do not share it with anybody.\n\n{no}",
  provenPhoneOnPage: "Confirmed. Go back to the page and verify the new phone number.\n\n{no}",
  yesProof: "Yes, it is me",
  proven: "Confirmed. Continue on the page.\n\n{no} (or reply 2 to sign that browser out at once)",
  proofConflict: "Not confirmed: this WeChat is not one of the account that asked at {site}.",
  notDone: "All right, nothing has changed.",
  notDoneByNumber: "That is not the number. Nothing has changed. To try again, start over on the page.",
  over: "This request is over. To try again, start over on the page.",
  noticeAdded:
    "{site}: another WeChat was added to your account on {day}. It can sign in to your account from now on.\nNot you? Remove it within seven days: {notMine} (or reply “not mine”)",
  noticeRestored:
    "{site}: a removed WeChat was restored to your account on {day}. It can sign in to your account again.\nNot you? Remove it within seven days: {notMine} (or reply “not mine”)",
  noticeRemoved: "{site}: a WeChat was removed from your account on {day}.",
  noticeTakenBack:
    "{site}: on {day}, an older WeChat of your account took back one that had been added, with what it had changed.",
  noticeLost: "{site}: a WeChat of your account was marked as lost on {day}. It cannot sign in any more.",
  noticeInvited:
    "{site}: on {day} we gave out an invitation code by which a new WeChat can be added to your account. If you did not ask for it, tell {site} at once.",
  noticeRemovalAnnounced:
    "{site}: on {day}, somebody asked to remove a WeChat from your account. It will be done on {due}.\nNot you? {objection} (or reply “object”)",
  noticeDeletionAnnounced:
    "{site}: on {day}, somebody asked to delete your account and everything kept about you. It will be done on {due}.\nNot you? {objection} (or reply “object”)",
  noticePhoneAnnounced:
    "{site}: on {day}, somebody asked to change the phone number of your account. It will be done on {due}.\nNot you? {objection} (or reply “object”)",
  noticeInvitationAnnounced:
    "{site}: on {day}, we made an invitation code by which a new WeChat can be added to your account. It comes into force 24 hours later, on {due}.\nYou did not ask for it? Cancel it: {objection} (or reply “object”)",
  noticeStopped:
    "{site}: a change of your account that had been announced was cancelled on {day}. Nothing has changed.",
  noticePhoneChanged: "{site}: the phone number of your account was changed on {day}.",
  noticeNumberLost:
    "{site}: on {day}, somebody else showed that the phone number of your account is theirs. Your account no longer has it.",
  notMine: "Not mine",
  notMineAgain: "To remove the WeChat that was added, reply so once more.",
  objection: "Object",
  takenBack:
    "Done. The WeChat that was added is removed, its browsers are signed out, and what it changed is taken back.",
  objected: "Done. The announced change is cancelled. Nothing has changed.",
  noSay:
    "There is nothing that you may take back or object to. Only an older WeChat takes back one that was added in the last seven days, and only one that is as old objects to a change.",
  unknownBrowser: "Unknown browser",
  greeting: "Hello, and thank you for following {source}.",
};
