import type { Channel } from "../../domain/attempt.ts";
import { WechatError } from "../../wechat/index.ts";
import type { LoginContext, Source } from "../context.ts";
import type { SelectedChannel } from "../start/select-channel.ts";

/** What is not asked for at WeChat for ten minutes, because it was refused. */
export interface Cooldown {
  isResting(appid: string): boolean;
  begin(appid: string): void;
}

/** Milliseconds until WeChat is asked again. */
const cooldownMs = 10 * 60_000;

export function createCooldown({ clock }: Pick<LoginContext, "clock">): Cooldown {
  const until = new Map<string, number>();
  return {
    isResting: (appid) => clock.now() < (until.get(appid) ?? 0),
    begin: (appid) => void until.set(appid, clock.now() + cooldownMs),
  };
}

/** Which sources are not asked for QRs at the moment, because WeChat gives them none. */
export interface QrCooldowns {
  isResting(channel: Channel, source: Source): boolean;
  /** Lets the source's QRs rest where that is what the failure says; tells the operator. */
  note(chosen: SelectedChannel, failure: unknown): boolean;
}

/** What is so for a while, by channel and errcode. */
const reasons: Partial<Record<Channel, Readonly<Record<number, string>>>> = {
  "official-account-qr": {
    48001: "the account may not make such QRs: it is no verified 服务号",
    45009: "today's quota of QRs is used up",
  },
  "mini-program": {
    41030: "its sign-in page is not published",
    45009: "today's quota of codes is used up",
    45029: "all its codes are used up",
  },
};

export function createQrCooldowns({ clock, log }: Pick<LoginContext, "clock" | "log">): QrCooldowns {
  const rest = createCooldown({ clock });
  return {
    isResting: (channel, { appid }) => reasons[channel] !== undefined && rest.isResting(appid),
    note({ channel, source: { appid, name } }, failure) {
      const errcode = errcodeOf(failure);
      const reason = errcode === undefined ? undefined : reasons[channel]?.[errcode];
      if (reason === undefined) return false;
      rest.begin(appid);
      log.warn({ appid, errcode }, `WeChat gives ${name} no QR (${reason}); for ten minutes visitors get other ways`);
      return true;
    },
  };
}

const errcodeOf = (failure: unknown): number | undefined => {
  const cause = failure instanceof Error ? failure.cause : undefined;
  return cause instanceof WechatError ? cause.errcode : undefined;
};
