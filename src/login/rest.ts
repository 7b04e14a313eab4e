import type { Channel } from "../domain/attempt.ts";
import { WechatError } from "../wechat/index.ts";
import type { Chosen } from "./choose.ts";
import type { Setup, Source } from "./setup.ts";

/** What is not asked for at WeChat for ten minutes, because it was refused. */
export interface Rest {
  isResting(appid: string): boolean;
  begin(appid: string): void;
}

/** Milliseconds until WeChat is asked again. */
const restsFor = 10 * 60_000;

export function createRest({ clock }: Pick<Setup, "clock">): Rest {
  const until = new Map<string, number>();
  return {
    isResting: (appid) => clock.now() < (until.get(appid) ?? 0),
    begin: (appid) => void until.set(appid, clock.now() + restsFor),
  };
}

/** Which sources are not asked for QRs at the moment, because WeChat gives them none. */
export interface Rests {
  isResting(channel: Channel, source: Source): boolean;
  /** Lets the source's QRs rest where that is what the failure says; tells the operator. */
  note(chosen: Chosen, failure: unknown): boolean;
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

export function createRests({ clock, log }: Pick<Setup, "clock" | "log">): Rests {
  const rest = createRest({ clock });
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
