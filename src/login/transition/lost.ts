import { fill } from "../../domain/texts.ts";
import type { Application } from "../context.ts";
import { replyWithText, type SideEffects } from "./effect.ts";
import { textsOf } from "./prompt-texts.ts";

/** The reply to a lost WeChat, to any request. */
export const replyToLost = (application: Application, language: "zh-CN" | "en"): SideEffects =>
  replyWithText(fill(textsOf(application, language).lost, { site: application.name }));
