// The control of one person's phone.
import type { BrowserView, PageRequest } from "../people/browser-view.ts";
import { consent } from "../people/consent.ts";
import { openPage } from "../phone/browser.ts";
import {
  type Answer,
  type ApiResult,
  closeMiniProgram,
  type Launch,
  launch,
  login,
  phoneNumber,
  privacySetting,
  requirePrivacy,
} from "../phone/mini-program.ts";
import type { ConsentResult, MiniProgram, Sms } from "../phone/phones.ts";
import { deliverSms, inboxOf, type SmsInput } from "../phone/sms.ts";
import type { Simulation } from "../simulation.ts";

/** The mini-program on a person's phone, driven by a test in place of its page: each call is one of `wx`'s. */
export interface MiniProgramControl {
  /** Opens a page of a mini-program. */
  open(person: string, appid: string, launch?: Launch): Promise<MiniProgram>;
  /** The page that is open; undefined if none is. */
  view(person: string): Promise<MiniProgram | undefined>;
  /** Closes the mini-program. */
  close(person: string): Promise<void>;
  /** `wx.login()`: returns a code. */
  login(person: string): Promise<ApiResult>;
  /**
   * The `getPhoneNumber` button. Without `answer` it resolves when {@link PhoneControl.consent} has answered the
   * phone's sheet.
   */
  phoneNumber(person: string, answer?: Answer): Promise<ApiResult>;
  /** `wx.getPrivacySetting()`. */
  privacySetting(person: string): Promise<{
    /** Whether the person still has to agree. */
    needAuthorization: boolean;
    /** The name of the 用户隐私保护指引. */
    privacyContractName: string;
  }>;
  /** `wx.requirePrivacyAuthorize()`; `answer` as in `phoneNumber`. */
  requirePrivacy(person: string, answer?: Answer): Promise<ApiResult>;
}

/** SMS to the phones. */
export interface SmsControl {
  /** Delivers an SMS to the phone that has the number. */
  send(message: SmsInput): Promise<{
    /** The person who got it; null if no person has the number. */
    person: string | null;
  }>;
  /** The last hundred SMS, the oldest first. */
  inbox(person: string): Promise<Sms[]>;
}

/** What a person can do on a phone besides chats. */
export interface PhoneControl {
  /** Opens a page in WeChat's browser, with its user agent, the person's cookies, redirects and OAuth (网页授权). */
  open(person: string, request: PageRequest): Promise<BrowserView>;
  /** The page that is open; undefined if none is. */
  page(person: string): Promise<BrowserView | undefined>;
  /** Closes the page. */
  closePage(person: string): Promise<void>;
  /** Answers the phone's question: a website login, `snsapi_userinfo`, the phone number, a privacy contract. */
  consent(person: string, allow: boolean): Promise<ConsentResult>;
  /** The mini-program on the phone. */
  miniProgram: MiniProgramControl;
  /** The SMS of the phone. */
  sms: SmsControl;
}

export function createPhoneControl(sim: Simulation): PhoneControl {
  const person = (name: string) => sim.people.need(name);
  const phone = (name: string) => sim.phones.of(person(name).name);
  return {
    open: async (name, request) => openPage(sim, person(name), request),
    page: async (name) => phone(name).page?.view,
    closePage: async (name) => {
      phone(name).page = undefined;
    },
    consent: async (name, allow) => consent(sim, person(name), allow),
    miniProgram: {
      open: async (name, appid, given = {}) => launch(sim, person(name), sim.accounts.need(appid), given),
      view: async (name) => phone(name).miniProgram,
      close: async (name) => closeMiniProgram(sim, person(name)),
      login: async (name) => login(sim, person(name)),
      phoneNumber: async (name, answer) => phoneNumber(sim, person(name), answer),
      privacySetting: async (name) => privacySetting(sim, person(name)),
      requirePrivacy: async (name, answer) => requirePrivacy(sim, person(name), answer),
    },
    sms: {
      send: async (message) => deliverSms(sim, message),
      inbox: async (name) => inboxOf(sim, name),
    },
  };
}
