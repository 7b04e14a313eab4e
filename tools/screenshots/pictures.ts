// How each picture of README and docs is made.
import type { FrameLocator, Locator, Page } from "playwright-core";
import type { Setting, Studio } from "./studio.ts";

interface Picture {
  readonly setting: Setting;
  take(studio: Studio): Promise<void>;
}

const desktop: Setting = { language: "en", scheme: "light", width: 1280, height: 800 };
const chinese: Setting = { ...desktop, language: "zh-CN" };
const dark: Setting = { ...desktop, scheme: "dark" };
const small: Setting = { language: "en", scheme: "light", width: 390, height: 844 };

const press = (where: Page | FrameLocator, name: string) =>
  where.getByRole("button", { name, exact: true }).last().click();
const followSheet = (phone: FrameLocator, name: string) =>
  phone.getByRole("dialog").getByRole("button", { name, exact: true }).click();
const scanned = (page: Page) =>
  page
    .locator("saoma-login")
    .getByText(/Confirm on your phone|请在手机上确认/)
    .waitFor();

/** Scans the QR, follows, and waits for the question in the chat. */
async function ask({ open, takePhone, page, phone }: Studio, follow: string, yes: string): Promise<void> {
  await open("qr");
  await takePhone();
  await followSheet(phone, follow);
  await phone.getByText(yes).waitFor();
  await scanned(page);
}

/** Approves with the account's own WeChat, and scans with another one. */
async function scanToAdd({ page, phone, takePhone }: Studio): Promise<void> {
  const panel = page.getByTestId("linking");
  await page.getByTestId("add-wechat").click();
  await panel.getByText("First, is it you?").waitFor();
  await panel.getByRole("img", { name: "QR code" }).waitFor();
  await takePhone();
  await press(phone, "Yes, it is me");
  await panel.getByText("Scan with the WeChat to add").waitFor();
  await takePhone();
  await followSheet(phone, "Follow");
}

/** Reads the code on the phone and types it into the field on the page. */
async function typePairingCode({ page, phone }: Pick<Studio, "page" | "phone">, field: Locator): Promise<void> {
  const told = await phone.locator(".say.account .bubble", { hasText: "airing code" }).last().textContent();
  const back = page.getByRole("button", { name: "Back to the page", exact: true });
  if (await back.isVisible()) await back.click();
  await field.fill(/\d{6}/.exec(told ?? "")?.[0] ?? "");
  await field.press("Enter");
}

/** The pictures of README and docs, by name. Each starts with a new service and people who follow no account. */
export const pictures: Readonly<Record<string, Picture>> = {
  demo: { setting: desktop, take: (studio) => ask(studio, "Follow", "Yes, it's me") },
  "demo-zh": { setting: chinese, take: (studio) => ask(studio, "关注", "是我，登录") },
  "official-account-qr": {
    setting: dark,
    async take({ open, takePhone, phone }) {
      await open("qr");
      await takePhone();
      await phone.getByRole("dialog").getByRole("button", { name: "Follow" }).waitFor();
    },
  },
  "signed-in": {
    setting: small,
    async take(studio) {
      await ask(studio, "Follow", "Yes, it's me");
      await press(studio.phone, "Yes, it's me");
      await studio.page.getByTestId("name").waitFor();
      await studio.page.locator("aside.phone").waitFor({ state: "hidden" });
    },
  },
  "official-account-code": {
    setting: desktop,
    async take({ open, takePhone, page, phone }) {
      await open("code");
      await page.locator("saoma-login [part=digits]").waitFor();
      await takePhone();
      await press(phone, "Follow");
      await phone.getByRole("button", { name: "Send" }).waitFor();
    },
  },
  "code-from-the-chat": {
    setting: small,
    async take({ open, takePhone, page, phone }) {
      await open("chat-code");
      await page.locator("saoma-login [part=account-qr]").waitFor();
      await takePhone();
      await press(phone, "Follow");
      await press(phone, "Send");
      await phone.getByText("5 分钟内有效").or(phone.getByText("good for 5 minutes")).waitFor();
    },
  },
  "confirm-by-number": {
    setting: desktop,
    async take({ open, takePhone, page, phone }) {
      await open("number");
      await takePhone();
      await followSheet(phone, "Follow");
      await phone.getByText("Which number does the page show?").waitFor();
      await page.locator("saoma-login [part=digits]").waitFor();
    },
  },
  "mini-program": {
    setting: desktop,
    async take({ open, takePhone, page, phone }) {
      await open("mini-program");
      await takePhone();
      await phone.frameLocator("iframe.preview").getByRole("button", { name: "Allow", exact: true }).waitFor();
      await scanned(page);
    },
  },
  "open-platform": {
    setting: desktop,
    async take({ open, takePhone, page, phone }) {
      await open("open-platform");
      const wechat = page.frameLocator(".wechat iframe");
      await wechat.getByRole("img", { name: "QR" }).waitFor();
      await takePhone();
      await phone.getByRole("dialog").getByRole("button", { name: "Allow" }).waitFor();
      await wechat.locator("body[data-status=scanned]").waitFor();
    },
  },
  "in-wechat": {
    setting: desktop,
    async take({ open, takePhone, phone }) {
      await open("in-wechat");
      await takePhone();
      await press(phone.frameLocator("iframe.page"), "WeChat login");
      await phone.getByRole("dialog").getByRole("button", { name: "Allow" }).waitFor();
    },
  },
  "bind-phone": {
    setting: desktop,
    async take({ open, takePhone, page, phone }) {
      await open("bind-phone");
      await takePhone();
      await press(phone.frameLocator("iframe.preview"), "Use my WeChat’s number");
      await phone.getByRole("dialog").getByRole("button", { name: "Allow" }).waitFor();
      await scanned(page);
    },
  },
  "bind-phone-sms": {
    setting: dark,
    async take({ open, takePhone, page, phone }) {
      await open("bind-phone-sms");
      await takePhone();
      await followSheet(phone, "Follow");
      await press(phone, "Yes, it's me");
      await typePairingCode({ page, phone }, page.getByRole("textbox", { name: "Pairing code" }).last());
      const step = await page
        .getByRole("listitem")
        .getByText(/^Type \d/)
        .textContent();
      await page.getByLabel("Phone number").fill(/\d{11}/.exec(step ?? "")?.[0] ?? "");
      await page.locator("saoma-login [part~=enter]").click();
      await page.getByText("Read the text message").waitFor();
      await takePhone();
      await phone.getByRole("dialog", { name: "Text messages" }).getByText(/\d{6}/).waitFor();
    },
  },
  linking: {
    setting: desktop,
    async take(studio) {
      const { page, phone } = studio;
      await ask(studio, "Follow", "Yes, it's me");
      await press(phone, "Yes, it's me");
      await scanToAdd(studio);
      await page.getByTestId("linking").getByText("six-digit pairing code").waitFor();
    },
  },
  "linked-wechats": {
    setting: small,
    async take(studio) {
      const { page, phone } = studio;
      await ask(studio, "Follow", "Yes, it's me");
      await press(phone, "Yes, it's me");
      await page.locator("aside.phone").waitFor({ state: "hidden" });
      await scanToAdd(studio);
      await typePairingCode(studio, page.getByTestId("linking").getByLabel("Pairing code"));
      await page.getByText("It can sign in from now on").waitFor();
      await page.locator("aside.phone").waitFor({ state: "hidden" });
    },
  },
  simulator: {
    setting: { ...desktop, width: 1440, height: 900 },
    async take({ page, simulator }) {
      await page.goto(`${simulator}/#person=xiaoming,xiaohong`);
      await page.getByRole("group", { name: "小红" }).getByText("Accounts to follow").waitFor();
      await page.getByRole("group", { name: "小红" }).getByRole("button", { name: "Scan", exact: true }).click();
    },
  },
};
