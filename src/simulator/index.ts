/** A simulated WeChat: in process with {@link createSimulator}, behind a port with {@link serveSimulator}. */
export type { Caller } from "./caller.ts";
export type { Act, Control } from "./control/control.ts";
export type { PersonView, SettingsView, WorldView } from "./control/views.ts";
export type { Fault, FaultInput } from "./faults.ts";
export type { DeliveryEntry, LogEntry } from "./log.ts";
export type { Message } from "./people/chats.ts";
export type { Link } from "./people/links.ts";
export type { ScanResult, Sight } from "./people/scan.ts";
export type { TapResult } from "./people/talk.ts";
export type { PushResult } from "./push/deliver.ts";
export { type Issue, Refused } from "./refused.ts";
export { type ServedSimulator, type ServeOptions, serveSimulator } from "./serve.ts";
export type { Settings, SettingsChanges, SettingsInput } from "./settings.ts";
export type { Send } from "./simulation.ts";
export { createSimulator, type Simulator, type SimulatorOptions } from "./simulator.ts";
export type { Account } from "./world/accounts.ts";
export { defaultWorld } from "./world/default.ts";
export { type AccountChanges, parseWorld, type World } from "./world/schema.ts";
