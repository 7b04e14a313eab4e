import type { Channel } from "../domain/attempt.ts";
import { WechatError } from "../wechat/index.ts";
import type { Chosen } from "./choose.ts";
import type { Setup, Source } from "./setup.ts";

/** Which sources are not asked for QRs at the moment, because WeChat gives them none. */
export interface Rests {
  isResting(channel: Channel, source: Source): boolean;
  /** Lets the source's QRs rest where that is what the failure says; tells the operator. */
  note(chosen: Chosen, failure: unknown): boolean;
}

/** Milliseconds until WeChat is asked again. */
const restsFor = 10 * 60_000;

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

export function createRests({ clock, log }: Pick<Setup, "clock" | "log">): Rests {
  const until = new Map<string, number>();
  return {
    isResting: (channel, { appid }) => reasons[channel] !== undefined && clock.now() < (until.get(appid) ?? 0),
    note({ channel, source: { appid, name } }, failure) {
      const errcode = errcodeOf(failure);
      const reason = errcode === undefined ? undefined : reasons[channel]?.[errcode];
      if (reason === undefined) return false;
      until.set(appid, clock.now() + restsFor);
      log.warn({ appid, errcode }, `WeChat gives ${name} no QR (${reason}); for ten minutes visitors get other ways`);
      return true;
    },
  };
}

const errcodeOf = (failure: unknown): number | undefined => {
  const cause = failure instanceof Error ? failure.cause : undefined;
  return cause instanceof WechatError ? cause.errcode : undefined;
};
