import type { BrowserView, PageRequest } from "../people/browser-view.ts";
import { type ConsentResult, consent } from "../people/consent.ts";
import { openPage } from "../phone/browser.ts";
import {
  type Answer,
  type ApiResult,
  closeMiniProgram,
  type Launch,
  launch,
  login,
  type MiniProgram,
  phoneNumber,
  privacySetting,
  requirePrivacy,
} from "../phone/mini-program.ts";
import type { Sms } from "../phone/phones.ts";
import { deliverSms, inboxOf, type SmsInput } from "../phone/sms.ts";
import type { Simulation } from "../simulation.ts";

/** The mini-program on a person's phone, by which a test is its page: each call is one of `wx`'s. */
export interface MiniProgramControl {
  open(person: string, appid: string, launch?: Launch): Promise<MiniProgram>;
  /** The one that is open. */
  view(person: string): Promise<MiniProgram | undefined>;
  close(person: string): Promise<void>;
  login(person: string): Promise<ApiResult>;
  /** The `getPhoneNumber` button. Without `answer` it resolves when the phone's sheet was answered, by `consent`. */
  phoneNumber(person: string, answer?: Answer): Promise<ApiResult>;
  privacySetting(person: string): Promise<{ needAuthorization: boolean; privacyContractName: string }>;
  /** `wx.requirePrivacyAuthorize`; `answer` as above. */
  requirePrivacy(person: string, answer?: Answer): Promise<ApiResult>;
}

export interface SmsControl {
  /** Delivers a text message to whoever has the number; `person` is null where nobody has. */
  send(message: SmsInput): Promise<{ person: string | null }>;
  /** Oldest first, the last hundred. */
  inbox(person: string): Promise<Sms[]>;
}

/** What a phone can do besides chats. */
export interface PhoneControl {
  /** Opens a page in WeChat's browser: its user agent, this person's cookies, every redirect, H5 OAuth. */
  open(person: string, request: PageRequest): Promise<BrowserView>;
  /** The page that is open. */
  page(person: string): Promise<BrowserView | undefined>;
  closePage(person: string): Promise<void>;
  /** Answers what the phone asks: a website login, `snsapi_userinfo`, the phone number, a privacy contract. */
  consent(person: string, allow: boolean): Promise<ConsentResult>;
  miniProgram: MiniProgramControl;
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
