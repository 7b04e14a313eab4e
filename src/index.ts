/** Saoma: sign people in to a website with WeChat. */
import "./base/node-version.ts";

export type { IdentityConflict } from "./domain/account.ts";
export { type ErrorCode, errors, SaomaError } from "./domain/errors.ts";
export type { Texts } from "./domain/texts.ts";
export type { Env } from "./http/context.ts";
export type { OnMessage } from "./login/context.ts";
export type { LoginEvents } from "./login/events.ts";
export type { OutgoingMessage } from "./login/sessions/send.ts";
export type { Log } from "./ports/log.ts";
export { defineConfig, type SaomaOptions } from "./server/config/config.ts";
export { ConfigError } from "./server/config/config-error.ts";
export type { HasHeaders } from "./server/header-reader.ts";
export { createSaoma, type Runtime, type Saoma } from "./server/saoma.ts";
export type { Push, Reply } from "./wechat/index.ts";
export type { AccountView, SessionView } from "./wire/session.ts";
