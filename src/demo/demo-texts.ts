// The shape of the demo site's texts.

/** How far a sign-in is, as the page tells it. */
export type Progress =
  | "waiting"
  | "scanned"
  | "asked"
  | "pairing"
  | "phone"
  | "sms"
  | "signedIn"
  | "insideDone"
  | "linked"
  | "over";

export type ProgressTexts = Readonly<Record<Progress, string>>;

/** The texts of a request to a signed-in user: to add a WeChat, or to approve an action. */
interface Asking {
  readonly title: string;
  /** The label of the button that opens the phone. */
  readonly act: string;
  /** Whose phone should scan. */
  readonly scan: string;
  readonly steps: readonly string[];
}

/** The texts about an account's WeChats. `says` has a text for each state of the panel and each reason of failure. */
export interface LinkingTexts {
  readonly add: string;
  readonly cancel: string;
  readonly again: string;
  readonly remove: string;
  readonly restore: string;
  readonly isCurrent: string;
  /** `{}` is the time from which a WeChat belongs to the account. */
  readonly since: string;
  readonly isRemoved: string;
  readonly added: string;
  readonly hadIt: string;
  readonly failed: string;
  readonly qr: string;
  readonly link: Asking;
  readonly prove: Asking;
  readonly pair: { readonly label: string; readonly submit: string; readonly wrong: string };
  readonly says: Readonly<Record<LinkingSaying, string>>;
}

type LinkingSaying =
  | ("loading" | "code" | "scanned" | "number" | "granted" | "elsewhere" | "expired" | "offline")
  | (
      | "by_person"
      | "wrong_number"
      | "wrong_pairing_code"
      | "conflict"
      | "wechat_lost"
      | "account_suspended"
      | "not_admitted"
      | "error"
      | "identity_taken"
      | "pairing"
    );

/** The texts of the demo site. The script reads those that it needs from the page. */
export interface DemoTexts {
  readonly site: string;
  readonly tagline: string;
  readonly story: string;
  readonly methods: string;
  readonly members: string;
  readonly steps: string;
  readonly phone: string;
  readonly closePhone: string;
  /** The progress shown on the phone on small screens, by the state of the sign-in. */
  readonly progress: ProgressTexts;
  /** The label of the button while the site waits for the code of an SMS. */
  readonly readSms: string;
  /** The label of the button while the next step is on the phone or the page. */
  readonly lookAtPhone: string;
  /** `{}` is the method that a signed-in user has chosen. */
  readonly tryThis: string;
  /** The accessible label of a number among the steps, which fills it into the form. */
  readonly fillIn: string;
  /** The name of the time zone. */
  readonly zone: string;
  readonly wechatPage: string;
  readonly insideTitle: string;
  readonly insideText: string;
  /** In its place, once somebody is signed in on the phone. */
  readonly insideDone: string;
  readonly insideQr: string;
  readonly insideWelcome: string;
  readonly insideAct: string;
  readonly signedIn: string;
  readonly firstSignIn: string;
  readonly lastSignIn: string;
  readonly wechats: string;
  /** The texts of the WeChats panel, which the page's script draws. */
  readonly linking: LinkingTexts;
  readonly signOut: string;
  readonly signOutFailed: string;
  readonly otherLanguage: string;
  readonly foot: string;
  readonly log: string;
}
