import type { Language } from "../domain/language.ts";

/** The WeChat accounts that the methods use and that the page names. */
export interface DemoAccounts {
  readonly service: { readonly appid: string; readonly name: string };
  readonly subscription: { readonly appid: string; readonly name: string };
  readonly "mini-program"?: { readonly appid: string };
  readonly website?: { readonly appid: string };
}

/** The kind of each account in the page's language, by appid. */
export function kindsOf(language: Language, accounts: DemoAccounts): Readonly<Record<string, string>> {
  const words = language === "en" ? kinds.en : kinds["zh-CN"];
  const named = Object.entries(words).map(([kind, word]) => [accounts[kind as keyof DemoAccounts]?.appid, word]);
  return Object.fromEntries(named.filter(([appid]) => appid !== undefined));
}

const kinds = {
  "zh-CN": { service: "服务号", subscription: "公众号", "mini-program": "小程序", website: "网站应用" },
  en: {
    service: "service account",
    subscription: "official account",
    "mini-program": "mini-program",
    website: "website app",
  },
} as const satisfies Record<Language, Record<keyof DemoAccounts, string>>;

/** The action of the simulated phone: scan the page's QR, open a chat, or open a page. */
export type PhoneAction =
  | { readonly kind: "scan"; readonly byNewcomer?: true }
  /** `draft` is the text that is prepared for the person to send; `code` in it stands for the page's code. */
  | { readonly kind: "chat"; readonly appid: string; readonly draft: string }
  | { readonly kind: "open"; readonly path: string };

/** A sign-in method that the page offers. */
export interface SignInMethod {
  readonly id: SignInMethodId;
  readonly channel: string;
  readonly application: string;
  /** The appid of the source; absent: the service chooses one. */
  readonly source?: string;
  /** Set if the chat issues the code, which the person types on the page. */
  readonly code?: "from-chat";
  readonly action: PhoneAction;
  readonly name: string;
  /** The kind of WeChat account that the method needs. */
  readonly needs: string;
  /** The label of the button that opens the phone. */
  readonly buttonText: string;
  /** The steps in order; `{phone}` stands for the number of a new person. */
  readonly steps: readonly string[];
  /** The index of the next step after the phone was taken, and after the service knows about the scan. */
  readonly next: NextSteps;
}

export interface NextSteps {
  readonly taken: number;
  readonly scanned: number;
}

export const methodIds = [
  "qr",
  "code",
  "chat-code",
  "mini-program",
  "open-platform",
  "in-wechat",
  "number",
  "bind-phone",
  "bind-phone-sms",
] as const;

export type SignInMethodId = (typeof methodIds)[number];

interface MethodTexts {
  readonly name: string;
  readonly needs: string;
  readonly buttonText: string;
  readonly steps: readonly string[];
}

/** All methods, the simplest first. */
export function signInMethods(language: Language, { service, subscription }: DemoAccounts): readonly SignInMethod[] {
  const texts = language === "en" ? english(subscription.name) : chinese(subscription.name);
  const scan = { kind: "scan" } as const;
  const newcomer = { kind: "scan", byNewcomer: true } as const;
  const chat = (draft: string): PhoneAction => ({ kind: "chat", appid: subscription.appid, draft });
  const facts: Readonly<Record<SignInMethodId, Omit<SignInMethod, "id" | keyof MethodTexts>>> = {
    qr: {
      channel: "official-account-qr",
      application: "demo",
      source: service.appid,
      action: scan,
      next: { taken: 1, scanned: 2 },
    },
    code: {
      channel: "official-account-code",
      application: "demo",
      source: subscription.appid,
      action: chat("code"),
      next: { taken: 0, scanned: 1 },
    },
    "chat-code": {
      channel: "official-account-code",
      application: "demo",
      source: subscription.appid,
      code: "from-chat",
      action: chat(language === "en" ? "login" : "登录"),
      next: { taken: 0, scanned: 1 },
    },
    "mini-program": { channel: "mini-program", application: "demo", action: scan, next: { taken: 1, scanned: 1 } },
    "open-platform": { channel: "open-platform", application: "demo", action: scan, next: { taken: 1, scanned: 1 } },
    "in-wechat": {
      channel: "in-wechat",
      application: "demo",
      action: { kind: "open", path: "/inside" },
      next: { taken: 1, scanned: 2 },
    },
    number: {
      channel: "official-account-qr",
      application: "number",
      source: service.appid,
      action: scan,
      next: { taken: 1, scanned: 2 },
    },
    "bind-phone": {
      channel: "mini-program",
      application: "bind-phone",
      action: newcomer,
      next: { taken: 1, scanned: 1 },
    },
    "bind-phone-sms": {
      channel: "official-account-qr",
      application: "bind-phone",
      source: service.appid,
      action: newcomer,
      next: { taken: 0, scanned: 0 },
    },
  };
  return methodIds.map((id) => ({ id, ...facts[id], ...texts[id] }));
}

const chinese = (journal: string): Readonly<Record<SignInMethodId, MethodTexts>> => ({
  qr: { name: "扫码登录", needs: "服务号", buttonText: "用手机扫码", steps: ["扫码", "关注", "点“是我”"] },
  code: {
    name: "登录码发到聊天里",
    needs: "个人公众号也行",
    buttonText: "打开手机上的聊天",
    steps: [`关注「${journal}」，发送登录码`, "点“是我”"],
  },
  "chat-code": {
    name: "从聊天里拿登录码",
    needs: "个人公众号也行",
    buttonText: "打开手机上的聊天",
    steps: [`关注「${journal}」，发送“登录”`, "把登录码填到网页"],
  },
  "mini-program": {
    name: "小程序码",
    needs: "小程序",
    buttonText: "用手机扫码",
    steps: ["扫码", "点“允许登录”"],
  },
  "open-platform": {
    name: "微信的登录页",
    needs: "开放平台网站应用",
    buttonText: "用手机扫码",
    steps: ["扫码", "点“同意”"],
  },
  "in-wechat": {
    name: "在微信里打开",
    needs: "服务号",
    buttonText: "在手机的微信里打开",
    steps: ["打开网页", "点“微信登录”", "允许"],
  },
  number: {
    name: "选对数字才登录",
    needs: "服务号",
    buttonText: "用手机扫码",
    steps: ["扫码", "关注", "在聊天里选网页上的数字"],
  },
  "bind-phone": {
    name: "新用户绑定微信手机号",
    needs: "小程序",
    buttonText: "用新用户的手机扫码",
    steps: ["扫码", "点“用微信手机号登录”，允许", "在网页上输入配对码"],
  },
  "bind-phone-sms": {
    name: "新用户用短信绑定手机号",
    needs: "服务号，短信",
    buttonText: "用新用户的手机扫码",
    steps: ["扫码，关注，点“是我”", "在网页上输入配对码", "填手机号 {phone}", "填短信里的验证码"],
  },
});

const english = (journal: string): Readonly<Record<SignInMethodId, MethodTexts>> => ({
  qr: {
    name: "Scan a QR code",
    needs: "service account",
    buttonText: "Scan with the phone",
    steps: ["Scan", "Follow", "Tap “yes, it’s me”"],
  },
  code: {
    name: "Send a code in the chat",
    needs: "any official account",
    buttonText: "Open the chat",
    steps: [`Follow ${journal}, send the code`, "Tap “yes, it’s me”"],
  },
  "chat-code": {
    name: "Get a code from the chat",
    needs: "any official account",
    buttonText: "Open the chat",
    steps: [`Follow ${journal}, send “login”`, "Type the code in here"],
  },
  "mini-program": {
    name: "Mini-program code",
    needs: "mini-program",
    buttonText: "Scan with the phone",
    steps: ["Scan", "Tap “Allow”"],
  },
  "open-platform": {
    name: "WeChat’s own page",
    needs: "website app",
    buttonText: "Scan with the phone",
    steps: ["Scan", "Tap “Allow”"],
  },
  "in-wechat": {
    name: "Inside WeChat",
    needs: "service account",
    buttonText: "Open inside WeChat",
    steps: ["Open", "Tap “WeChat login”", "Allow"],
  },
  number: {
    name: "Pick the right number",
    needs: "service account",
    buttonText: "Scan with the phone",
    steps: ["Scan", "Follow", "Pick the page’s number in the chat"],
  },
  "bind-phone": {
    name: "Bind WeChat’s phone number",
    needs: "mini-program",
    buttonText: "Scan as somebody new",
    steps: ["Scan", "Tap “Use my WeChat’s number”, allow", "Type the pairing code on the page"],
  },
  "bind-phone-sms": {
    name: "Bind a phone by SMS",
    needs: "service account",
    buttonText: "Scan as somebody new",
    steps: ["Scan, follow, confirm", "Type the pairing code on the page", "Type {phone}", "Type the code of the SMS"],
  },
});
