import type { Channel } from "../../domain/attempt.ts";
import type { ChannelRules, ClientTraits } from "./channel.ts";
import { inWechat } from "./in-wechat.ts";
import { miniProgram } from "./mini-program.ts";
import { officialAccountCode } from "./official-account-code.ts";
import { officialAccountQr } from "./official-account-qr.ts";
import { openPlatform } from "./open-platform.ts";

/** Every channel, in the order of preference: the one with the least effort for the user first. */
export const channels: Readonly<Record<Channel, ChannelRules>> = {
  "in-wechat": inWechat,
  "official-account-qr": officialAccountQr,
  "mini-program": miniProgram,
  "open-platform": openPlatform,
  "official-account-code": officialAccountCode,
};

/** The channels in the order in which `auto` tries them. */
export const channelsFor = (asker: ClientTraits): Channel[] =>
  (Object.keys(channels) as Channel[]).filter((channel) => channels[channel].fits?.(asker) ?? true);
