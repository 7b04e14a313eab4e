/** A simulated WeChat: in process with {@link createSimulator}, behind a port with {@link serveSimulator}. */
import "../base/node-version.ts";

export type { Caller } from "./caller.ts";
export { type ClientOptions, createSimulatorClient, type SimulatorClient } from "./client.ts";
export type { AccountRow } from "./control/account-rows.ts";
export type { Act, ChatControl } from "./control/chat-control.ts";
export type { Control } from "./control/control.ts";
export type { MiniProgramControl, PhoneControl, SmsControl } from "./control/phone-control.ts";
export type { PersonView, SettingsView, WorldView } from "./control/views.ts";
export type { Fault, FaultInput } from "./faults.ts";
export type { DeliveryEntry, LogEntry } from "./log.ts";
export type { BrowserView, PageRequest, Redirect } from "./people/browser-view.ts";
export type { TapResult } from "./people/chat-actions.ts";
export type { Message } from "./people/chats.ts";
export type { Link } from "./people/links.ts";
export type { MenuResult, MenuTap } from "./people/menu.ts";
export type { MiniProgramEntry } from "./people/mini-program-entry.ts";
export type { ScanInput as Sight, ScanResult } from "./people/scan.ts";
export type { Answer, ApiResult, Launch } from "./phone/mini-program.ts";
export type { ConsentResult, MiniProgram, Sms } from "./phone/phones.ts";
export type { SmsInput } from "./phone/sms.ts";
export type { Check } from "./push/check.ts";
export type { PushResult } from "./push/deliver.ts";
export type { PersonEventInput } from "./push/event-schema.ts";
export type { PersonMessageInput } from "./push/messages.ts";
export { type Issue, Refused } from "./refused.ts";
export { type ServedSimulator, type ServeOptions, serveSimulator } from "./serve.ts";
export type { Settings, SettingsChanges, SettingsInput } from "./settings.ts";
export type { Send } from "./simulation.ts";
export { createSimulator, type Simulator, type SimulatorOptions } from "./simulator.ts";
export { type CertificateRequest, type MadeCertificate, makeCertificate } from "./tls/certificate.ts";
export type { Account } from "./world/accounts.ts";
export { defaultWorld } from "./world/default.ts";
export type { PreferenceChanges, Preferences } from "./world/preferences.ts";
export {
  type AccountChanges,
  type PersonChanges,
  type PersonInput,
  parseWorld,
  type SavedWorld,
  type World,
} from "./world/schema.ts";
